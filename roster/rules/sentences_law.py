"""Sentences for R-14 to R-28: law and national terms."""

from roster.rules.phrases import hours, number, span


def two_duties_at_once(words, breach, detail):
    return (
        f"{words.who(breach)} has two duties at once: {words.duty(detail['first'])} and "
        f"{words.duty(detail['second'])} share {hours(breach.measured)}."
    )


def on_duty_while_away(words, breach, detail):
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} while away: "
        f"{hours(breach.measured)} of it lie in an agreed absence."
    )


def too_long_on_end(words, breach, detail):
    spell = detail["spell"]
    return (
        f"{words.who(breach)} works {hours(breach.measured)} on end, "
        f"{span(breach.first, breach.last)} from {words.clock(spell.start)} to "
        f"{words.clock(spell.end)}; at most {hours(breach.limit)}."
    )


def too_many_days(words, breach, detail):
    allowed = "should be at most" if breach.level == "should" else "at most"
    return (
        f"{words.who(breach)} works {number(breach.measured, 'day')} in a row, "
        f"{span(breach.first, breach.last)}; {allowed} {breach.limit}."
    )


def too_little_rest(words, breach, detail):
    before, after = detail["before"], detail["after"]
    return (
        f"{words.who(breach)} has {hours(breach.measured)} of rest between "
        f"{words.work(before.members[-1])}, which ends at {words.clock(before.end)}, and "
        f"{words.work(after.members[0])}, which begins at {words.clock(after.start)}; "
        f"{hours(breach.limit)} are needed."
    )


SENTENCES = {
    "R-14": two_duties_at_once,
    "R-15": on_duty_while_away,
    "R-16": too_long_on_end,
    "R-17": too_many_days,
    "R-19": too_little_rest,
}
