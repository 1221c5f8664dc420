"""Sentences for R-01 to R-13: what the job description promises."""

from roster.rules.phrases import day, hours, listed, number


def outside_the_window(words, breach, detail):
    item = detail["item"]
    return (
        f"{words.who(breach)} works {words.duty(item)} from {words.clock(item.start)} to "
        f"{words.clock(item.end)}: {hours(breach.measured)} outside "
        f"{detail['starts']:%H:%M} to {detail['ends']:%H:%M}."
    )


def no_weekday_off(words, breach, detail):
    off = detail["off"]
    weekend = listed(day(date) for date in detail["weekend"])
    where = {
        "same_week": "that week",
        "same_or_next_week": "that week or the next",
        "n_days": "near it",
    }[detail["window"]]
    used = "worked" if detail["all_worked"] else "worked or on paid leave"
    has = f"only {number(off, 'weekday')} off" if off else "no weekday off"
    return (
        f"{words.who(breach)} works {weekend} but has {has} {where}: "
        f"{number(breach.measured, 'weekday')} {used}, at most {breach.limit}."
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
        why = f"the scope of practice there was due for review on {day(entry.review_due)}"
    elif entry:
        why = f"the scope of practice there begins on {day(entry.starts)}"
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])} in "
        f"{words.place(breach.site, breach.area)}, but {why}."
    )


SENTENCES = {
    "R-01": outside_the_window,
    "R-02": no_weekday_off,
    "R-04": unsupervised,
    "R-07": outside_scope,
}
