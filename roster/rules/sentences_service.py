"""Sentences for R-29 to R-45: publication, fairness, cover."""

from roster.rules.phrases import day, full, listed, number, span
from roster.rules.sentences_law import too_many_days


def works_beside_leave(words, breach, detail):
    return (
        f"{words.who(breach)} works {words.duty(detail['item'])}, in the weekend beside annual "
        f"leave on {day(detail['beside'])}."
    )


def too_few_people(words, breach, detail):
    people = words.people(detail["demand"], breach.limit)
    return _short(words, breach, words.place(breach.site, breach.area), people)


def _short(words, breach, place, needed):
    """Where, from when to when, what is needed and how much of it is there."""
    have = "none is" if breach.measured == 0 else f"only {breach.measured} "
    have += "" if breach.measured == 0 else "is" if breach.measured == 1 else "are"
    return (
        f"{place}, {day(breach.first)} from {breach.at:%H:%M} to "
        f"{words.clock(breach.detail['until'])}: {needed} needed, {have} there."
    )


def competency_missing(words, breach, detail):
    competency = words.competencies[detail["need"].competency]
    needed = f"{number(breach.limit, 'person', 'people')} with {competency}"
    return _short(words, breach, words.place(breach.site, breach.area), needed)


def alone_on_the_site(words, breach, detail):
    needed = number(breach.limit, "person", "people")
    if detail["kind"] == "radiographer":
        needed = "1 radiographer past preceptorship"
    return _short(words, breach, words.sites.get(breach.site, breach.site), needed)


def learner_without_a_supervisor(words, breach, detail):
    if breach.others:
        names = listed(words.names.get(other, other) for other in breach.others)
        return (
            f"{words.who(breach)} supervises up to {breach.measured} learners at once on "
            f"{day(breach.first)} ({names}); at most {breach.limit}."
        )
    return (
        f"{words.who(breach)} learns on {words.duty(detail['item'])} in "
        f"{words.place(breach.site, breach.area)}, but nobody is named to supervise."
    )


def against_an_agreed_pattern(words, breach, detail):
    item, pattern = detail["item"], detail["pattern"]
    if breach.level == "should":
        return (
            f"{words.who(breach)} works {words.duty(item)} under an agreed pattern that was due "
            f"for review on {full(pattern.review_due)}; it still holds."
        )
    why = listed(_agreed(pattern, part) for part in detail["against"])
    return (
        f"{words.who(breach)} works {words.duty(item)} from {words.clock(item.start)} to "
        f"{words.clock(item.end)}, against an agreed pattern: {why}."
    )


def _agreed(pattern, part):
    if part in ("earliest", "latest"):
        edge = "no start before" if part == "earliest" else "no end after"
        return f"{edge} {getattr(pattern, part):%H:%M}"
    return "a day off" if part == "off" else "not in this place"


def too_many_weekends(words, breach, detail):
    if detail["kind"] == "free":
        return (
            f"{words.who(breach)} has no free weekend in {number(breach.measured, 'week')}, "
            f"{span(breach.first, breach.last)}; one in any {breach.limit + 1} should be free."
        )
    return (
        f"{words.who(breach)} works {breach.measured} of the {number(detail['weeks'], 'weekend')} "
        f"from {span(breach.first, breach.last)}; should be at most {breach.limit}."
    )


def too_many_long_days(words, breach, detail):
    return too_many_days(words, breach, detail, "long day")


def too_many_turns(words, breach, detail):
    turns = ("quick return or earlier start", "quick returns or earlier starts")
    return (
        f"{words.who(breach)} has {number(breach.measured, *turns)}, "
        f"{span(breach.first, breach.last)}; should be at most {breach.limit} in "
        f"{number(detail['weeks'], 'week')}."
    )


SENTENCES = {
    "R-31": works_beside_leave,
    "R-33": too_few_people,
    "R-34": competency_missing,
    "R-35": alone_on_the_site,
    "R-36": learner_without_a_supervisor,
    "R-37": against_an_agreed_pattern,
    "R-38": too_many_weekends,
    "R-39": too_many_long_days,
    "R-40": too_many_turns,
}
