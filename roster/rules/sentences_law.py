"""Sentences for R-14 to R-28: law and national terms."""

from fractions import Fraction
from math import ceil

from roster.rules.phrases import hours, number, span


def two_duties_at_once(words, breach, detail):
    shared = f"share {hours(breach.measured)}" if breach.measured else "touch"
    return (
        f"{words.who(breach)} has two duties at once: {words.duty(detail['first'])} and "
        f"{words.duty(detail['second'])} {shared}."
    )


def on_duty_while_away(words, breach, detail):
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} while away: "
        f"{hours(breach.measured)} of it in an agreed absence."
    )


def too_long_on_end(words, breach, detail):
    spell = detail["spell"]
    return (
        f"{words.who(breach)} works {hours(breach.measured)} on end, "
        f"{span(breach.first, breach.last)} from {words.clock(spell.start)} to "
        f"{words.clock(spell.end)}; at most {hours(breach.limit)}."
    )


def allowed(breach):
    return "should be at most" if breach.level == "should" else "at most"


def too_many_days(words, breach, detail, day="day"):
    return (
        f"{words.who(breach)} works {number(breach.measured, day)} in a row, "
        f"{span(breach.first, breach.last)}; {allowed(breach)} {breach.limit}."
    )


def too_many_hours_a_week(words, breach, detail):
    weeks, after = detail["weeks"], detail["after"]
    average = ceil(Fraction(breach.measured, weeks))  # never the limit itself, by rounding
    made_up = f", {hours(after)} of it after them in place of days away" if after else ""
    return (
        f"{words.who(breach)} works {hours(breach.measured)} in {number(weeks, 'week')}, "
        f"{span(breach.first, breach.last)}{made_up}: on average {hours(average)} a week, "
        f"{allowed(breach)} {hours(detail['a_week'])}."
    )


def too_little_rest(words, breach, detail):
    before, after = detail["before"], detail["after"]
    return (
        f"{words.who(breach)} has {hours(breach.measured)} of rest between "
        f"{words.work(before.members[-1])}, which ends at {words.clock(before.end)}, and "
        f"{words.work(after.members[0])}, which begins at {words.clock(after.start)}; "
        f"{hours(breach.limit)} are needed."
    )


def no_long_rest(words, breach, detail):
    longest = "there is none"
    if breach.measured:
        longest = f"the longest that counts is {hours(breach.measured)}"
    return (
        f"{words.who(breach)} has too little weekly rest, {span(breach.first, breach.last)}: "
        f"{longest}, {hours(breach.limit)} are needed."
    )


def no_proper_break(words, breach, detail):
    if breach.unit == "breaks":
        found = number(breach.measured, "break") if breach.measured else "no break"
        return (
            f"{_long_duty(words, breach, detail)} with {found} of {hours(detail['each'])} or more; "
            f"there should be {breach.limit}."
        )
    return _without_a_break(words, breach, detail, " well inside it")


def _long_duty(words, breach, detail):
    item = detail["item"]
    return f"{words.who(breach)} works {words.duty(item)}, {hours(item.length)},"


def _without_a_break(words, breach, detail, where):
    longest = f", only one of {hours(breach.measured)}" if breach.measured else ""
    return (
        f"{_long_duty(words, breach, detail)} without a break of {hours(breach.limit)}"
        f"{where}{longest}."
    )


def too_much_for_the_young(words, breach, detail):
    said = {
        "day": _too_long,
        "week": _too_long,
        "rest": too_little_rest,
        "weekly rest": no_long_rest,
        "break": lambda *facts: _without_a_break(*facts, ""),
    }[detail["kind"]]
    return f"Under {detail['age']}: {said(words, breach, detail)}"


def _too_long(words, breach, detail):
    return (
        f"{words.who(breach)} works {hours(breach.measured)}, {span(breach.first, breach.last)}; "
        f"at most {hours(breach.limit)}."
    )


def too_far_from_the_contract(words, breach, detail):
    way = "above" if breach.measured > 0 else "below"
    carried = ", counting what was carried in" if detail["kind"] == "carry" else ""
    return (
        f"{words.who(breach)} is paid {hours(breach.measured)} {way} the contract, "
        f"{span(breach.first, breach.last)}{carried}; should be at most {hours(breach.limit)}."
    )


SENTENCES = {
    "R-14": two_duties_at_once,
    "R-15": on_duty_while_away,
    "R-16": too_long_on_end,
    "R-17": too_many_days,
    "R-18": too_many_hours_a_week,
    "R-19": too_little_rest,
    "R-20": no_long_rest,
    "R-22": no_proper_break,
    "R-23": too_much_for_the_young,
    "R-24": too_far_from_the_contract,
}
