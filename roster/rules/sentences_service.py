"""Sentences for R-29 to R-45: publication, fairness, cover."""

from roster.rules.phrases import ROLE_WORDS, day, number


def too_few_people(words, breach, detail):
    demand = detail["demand"]
    people = number(breach.limit, *ROLE_WORDS[demand.role])
    skill = f" with {words.competencies[demand.competency]}" if demand.competency else ""
    have = "none is" if breach.measured == 0 else f"only {breach.measured} "
    have += "" if breach.measured == 0 else "is" if breach.measured == 1 else "are"
    return (
        f"{words.place(breach.site, breach.area)}, {day(breach.first)} from "
        f"{breach.at:%H:%M} to {words.clock(detail['until'])}: {people}{skill} needed, "
        f"{have} there."
    )


SENTENCES = {
    "R-33": too_few_people,
}
