"""The part of fill_rota's answer that says why demand is not met and what it would take; and for
whom no time was left.
"""

from dataclasses import asdict

from roster.autofill.advising import cells_words, conflict_lines, easing_words, more_words
from roster.autofill.elements import Asked, Away, Bound
from roster.rotafile.mending import cells
from roster.rotafile.writing import Writer
from roster.rules.phrases import day, listed, number
from roster.rules.timeline import Timeline
from roster.rules.words import Words

NAMED = 3  # people


def explanation(reasons, problem):
    """For programs, in the form of docs/rotafile.md; one row a gap."""
    timeline, words, writer = Timeline(problem), Words(problem), Writer(problem.timezone)
    return [_row(reason, timeline, words, writer) for reason in reasons]


def _row(reason, timeline, words, writer):
    standing = reason.standing
    return {
        "site": reason.site,
        "area": reason.area,
        "date": reason.date.isoformat(),
        "missing": reason.said,
        "stops": [{"person": person, "why": why} for person, why in reason.stops],
        "could": list(reason.could),
        "conflict": _conflict(standing, timeline, words),
        "met_by": _met_by(standing, words, writer),
        "relaxations": _relaxations(reason, words, writer),
    }


def _conflict(standing, timeline, words):
    if standing is None or standing.conflict is None:
        return None
    return {
        "minimal": standing.conflict.minimal,
        "smallest": standing.conflict.smallest,
        "elements": [_element(one) for one in standing.conflict.elements],
        "sentences": conflict_lines(standing, timeline, words),
    }


def how_small(conflict):
    """What is known of the size of a conflict, as the head of its list."""
    if conflict.get("smallest"):
        return "The smallest set that cannot hold together"
    if conflict["minimal"]:
        return "These cannot all hold together, and are not made fewer by leaving one out"
    return "These cannot all hold together, nor perhaps fewer of them"


def _element(one):
    if isinstance(one, Asked):
        return {"kind": "demand", "line": one.line, "date": one.date.isoformat(), "full": one.full}
    if isinstance(one, Bound):
        return {"kind": "rule", **asdict(one)}
    if isinstance(one, Away):
        return {"kind": "absence", "person": one.person, "date": one.date.isoformat()}
    duty = one.duty
    return {
        "kind": "fixed",
        "person": duty.person,
        "date": duty.date.isoformat(),
        "shift": duty.shift,
    }


def _met_by(standing, words, writer):
    if standing is None or standing.met_by is None:
        return None
    changes = standing.met_by.changes
    return {"sentence": cells_words(changes, words), "changes": cells(changes, writer)}


def _relaxations(reason, words, writer):
    rows = []
    if reason.more:
        rows.append({"kind": "people", "sentence": more_words(reason.more, words)})
    for easing in reason.standing.easings if reason.standing else ():
        rows.append(
            {
                "kind": "give_up",
                "sentence": easing_words(easing, words),
                "accept": [
                    {"rule": b.rule, "person": b.person, "sentence": words.sentence(b)}
                    for b in easing.breaches
                ],
                "changes": cells(easing.plan.changes, writer),
            }
        )
    return rows


def explanation_lines(row, words):
    """A row of the explanation for people to read."""
    yield f"{words.place(row['site'], row['area'])}, {row['date']}: {row['missing']}"
    yield from (f"    {words.names[r['person']]}: {r['why']}" for r in row["stops"])
    yield from (f"    {words.names[who]} could come" for who in row["could"])
    if row["conflict"]:
        yield f"  {how_small(row['conflict'])}:"
        yield from (f"    {said}" for said in row["conflict"]["sentences"])
    elif row["met_by"]:
        yield f"  No rule stands in the way: {row['met_by']['sentence']}."
    else:
        yield "  The time was too short to find what cannot hold together."
    if row["relaxations"]:
        yield "  What it would take, one of these:"
        yield from (f"    {one['sentence']}" for one in row["relaxations"])


def no_time_for(late, names):
    """Whom a fill had no time left to place, in a sentence; blank where it had."""
    if not late:
        return ""
    people = list(dict.fromkeys(names[person] for person, _ in late))
    whom = number(len(people), "trainee or student", "trainees and students")
    first = min(monday for _, monday in late)
    return (
        f"No time was left to place {listed(people) if len(people) <= NAMED else whom} beside a "
        f"supervisor in each week from {day(first)} on: give it more seconds."
    )
