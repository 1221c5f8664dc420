"""Sentences for R-01 to R-13: what the job description promises."""

from datetime import timedelta

from roster.rules.phrases import day, full, hours, listed, number, span

DAY = timedelta(days=1)


def outside_the_window(words, breach, detail):
    item = detail["item"]
    return (
        f"{words.who(breach)} works {words.duty(item)} from {words.clock(item.start)} to "
        f"{words.clock(item.end)}: {hours(breach.measured)} outside "
        f"{detail['starts']:%H:%M} to {detail['ends']:%H:%M}."
    )


def no_weekday_off(words, breach, detail):
    weekend = listed(day(date) for date in detail["weekend"])
    if detail["window"] != "same_week":
        return f"{words.who(breach)} works {weekend}, and {_none_left(detail)}."
    off = detail["off"]
    has = f"only {number(off, 'weekday')} off" if off else "no weekday off"
    for_it = "" if detail["full_time"] else " for it"
    used = "worked" if detail["all_worked"] else "worked or away"
    return (
        f"{words.who(breach)} works {weekend} but has {has}{for_it} that week: "
        f"{number(breach.measured, 'weekday')} {used}, at most {breach.limit}."
    )


def _none_left(detail):
    within = number(detail["within"], "day")
    next_week = detail["window"] == "same_or_next_week"
    where = "that week or the next" if next_week else f"within {within} of it"
    if len(detail["weekend"]) == 1:
        return f"no weekday {where} is left to give back for it"
    return f"not a weekday {where} for each of these days is left to give back"


def over_the_contract(words, breach, detail):
    away = f", {hours(detail['away'])} of it away" if detail["away"] else ""
    spare = f" with {hours(detail['tolerance'])} allowed above it" if detail["tolerance"] else ""
    return (
        f"{words.who(breach)} has {hours(breach.measured)} of paid time{away}, from "
        f"{span(breach.first, breach.last)}: {hours(breach.measured - breach.limit)} more than "
        f"the contract{spare}, {hours(breach.limit)}."
    )


def unsupervised(words, breach, detail):
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} in "
        f"{words.place(breach.site, breach.area)}, with too few supervising radiographers for "
        f"{hours(breach.measured)}, from {breach.at:%H:%M}."
    )


def outside_scope(words, breach, detail):
    entry = detail["entry"]
    why = "no signed scope of practice covers it"
    if entry and entry.review_due <= breach.first:
        # Also where it was suspended: no review was due then.
        why = f"the scope of practice there ends on {full(entry.review_due - DAY)}"
    elif entry:
        why = f"the scope of practice there begins on {full(entry.starts)}"
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} in "
        f"{words.place(breach.site, breach.area)}, but {why}."
    )


def nobody_at_the_end(words, breach, detail):
    end = words.clock(detail["item"].end)
    tail = f" and {hours(detail['tail'])} more" if detail["tail"] else ""
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} in "
        f"{words.place(breach.site, breach.area)}, to {end}, and nobody who supervises is there "
        f"to the end{tail}: {hours(breach.measured)} without, from {breach.at:%H:%M}."
    )


def nobody_to_justify(words, breach, detail):
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} in "
        f"{words.place(breach.site, breach.area)}, and nobody on the site may justify exposures "
        f"there for {hours(breach.measured)}, from {breach.at:%H:%M}."
    )


def no_radiographer_for_the_trainee(words, breach, detail):
    named = listed(words.names[who] for who in detail["with"])
    why = f"while {named} has too many trainees" if named else "without a named radiographer there"
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} in "
        f"{words.place(breach.site, breach.area)} {why}: {hours(breach.measured)}, from "
        f"{breach.at:%H:%M}."
    )


def wrong_site_or_too_far(words, breach, detail):
    if breach.measured is None:
        site = words.sites[breach.site]
        duty = words.duty(detail["item"])
        return f"{words.who(breach)} works {duty} at {site}, but has no induction there."
    first, second = detail["first"], detail["second"]
    there, back = words.sites[second.duty.site], words.sites[first.duty.site]
    gap = hours(breach.measured) if breach.measured > 0 else "no time"
    return (
        f"{words.who(breach)} works {words.duty(first)} at {back} and {words.duty(second)} at "
        f"{there}, with {gap} between them; {hours(breach.limit)} is needed to travel."
    )


def study_day_missed(words, breach, detail):
    works = listed(item.duty.shift for item in detail["clinical"])
    why = f"works {works}" if works else "is on duty"
    trained = hours(breach.measured) if breach.measured else "no time"
    return (
        f"{words.who(breach)} {why} on {day(breach.first)}, a study day in term: {trained} of "
        f"training, {hours(breach.limit)} due."
    )


def out_of_date(words, breach, detail):
    kind, until, starts = detail["kind"], detail["last_day"], detail["starts"]
    when = span(breach.first, breach.last)
    if breach.last <= until and starts and breach.first < starts:
        state = f"begins on {full(starts)}"
    else:
        state = f"{'ended' if until < breach.first else 'ends'} on {full(until)}"
    return f"{words.who(breach)} is on clinical duty on {when}; {kind} on file {state}."


def other_work(words, breach, detail):
    if breach.measured is None:
        return (
            f"{words.who(breach)} is on duty on {span(breach.first, breach.last)}; other work was "
            f"last declared on {full(detail['declared'])}, which held until "
            f"{full(detail['holds_until'])}."
        )
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} and elsewhere at the same time, "
        f"for {hours(breach.measured)}."
    )


def not_employed(words, breach, detail):
    return f"{words.who(breach)} works {words.duty(detail['item'])} but is not employed that day."


SENTENCES = {
    "R-01": outside_the_window,
    "R-02": no_weekday_off,
    "R-03": over_the_contract,
    "R-04": unsupervised,
    "R-05": nobody_at_the_end,
    "R-06": nobody_to_justify,
    "R-07": outside_scope,
    "R-08": no_radiographer_for_the_trainee,
    "R-09": wrong_site_or_too_far,
    "R-10": study_day_missed,
    "R-11": out_of_date,
    "R-12": other_work,
    "R-13": not_employed,
}
