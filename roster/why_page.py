"""Where somebody is missing, and why, as a page tells it: alike gaps together.

why_missing(run, words, now, gaps)  -> {"why": [Gap, ...], ...}
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from roster.autofill.bounds import from_data
from roster.explaining_fills import LOST, PENDING
from roster.rotafile.explained import how_small
from roster.rules.phrases import day, listed, number

ONE_BY_ONE = 3  # lines of one kind in a conflict that are told without a fold
NAMED = 3  # people, or dates
WAITS, BEGUN, DIED = "waits", "begun", "died"


@dataclass(frozen=True)
class Line:
    """A sentence, with those that it stands for."""

    said: str
    each: tuple = ()


@dataclass(frozen=True)
class Part:
    """What is the same of a gap on some dates; with more than one these are "that day" in it.

    `is_outside`: a plan would meet it, of cells that the fill was not asked to plan.
    """

    dates: tuple
    state: str
    lines: tuple
    how_small: str
    met_by: str
    is_outside: bool
    more: tuple
    ways: tuple
    people: tuple

    @property
    def days(self):
        return listed(map(day, self.dates))


@dataclass(frozen=True)
class Gap:
    """As many of the same are missing in the same place at the same time, on some dates; on those
    `untold` nobody looks why. `number` is its own among those of the run, -1 where all are untold.
    """

    place: str
    missing: str
    dates: tuple
    parts: tuple
    untold: tuple
    number: int

    @property
    def days(self):
        if len(self.dates) > NAMED:
            return f"{len(self.dates)} dates, the first {day(self.dates[0])}"
        return listed(map(day, self.dates))

    @property
    def untold_days(self):
        return listed(map(day, self.untold))

    @property
    def is_open(self):
        return any(part.state in (WAITS, BEGUN) for part in self.parts)


def why_missing(run, words, now, gaps=None):
    """`gaps` are (place in words, what is missing, date) of those that there are now, each told
    once, whether it was looked into or not; null: those of the run.
    """
    rows, scope, found = run.explanation, from_data(run.scope), {}
    for at, row in enumerate(rows):
        where = words.place(row["site"], row["area"]), row["missing"]
        told = row | {"outside": _is_outside(row, scope), "number": at}
        key = *where, date.fromisoformat(row["date"])
        found.setdefault(key, []).append((told, _state(run, at, row, now)))
    why = _together_by_place(found if gaps is None else gaps, found, words)
    return {
        "why": why,
        "gaps_told": len(rows),
        "looked": sum(row.get("state") != PENDING for row in rows),
        "is_live": any(gap.is_open for gap in why),
        "is_all_told": not any(gap.untold for gap in why),
    }


def _together_by_place(gaps, found, words):
    """Whatever is missing first, first."""
    places = {}
    for place, missing, on in sorted(set(gaps), key=lambda gap: (gap[2], gap)):
        places.setdefault((place, missing), []).append(on)
    return [_gap(*where, dates, found, words) for where, dates in places.items()]


def _gap(place, missing, dates, found, words):
    told = {on: found.get((place, missing, on), ()) for on in dates}
    rows = [row for on in dates for row in told[on]]
    untold = tuple(on for on in dates if not told[on])
    number = rows[0][0]["number"] if rows else -1
    return Gap(place, missing, tuple(dates), _parts(rows, words), untold, number)


def _is_outside(row, scope):
    """Whether the plan that would meet it is of people or dates that the fill left alone."""
    cells = row["met_by"]["changes"] if row["met_by"] else ()
    return any(
        (scope.people and cell["person"] not in scope.people)
        or not scope.first <= date.fromisoformat(cell["date"]) <= scope.last
        for cell in cells
    )


def _state(run, at, row, now):
    """How far looking into it is; blank where it is done."""
    state = row.get("state", "")
    if state != PENDING:
        return state
    if at >= len(run.explanation) - run.to_explain:
        return "" if run.discarded_at else WAITS
    return BEGUN if run.alive_at and now - run.alive_at < LOST else DIED


def _parts(found, words):
    """The dates that differ in nothing but the date are told once."""
    alike = {}
    for row, state in found:
        alike.setdefault(_key(row, state, words, "that day"), []).append((row, state))
    return tuple(
        _part(key, [row for row, _ in rows])
        if len(rows) > 1
        else _part(_key(*rows[0], words), [rows[0][0]])
        for key, rows in alike.items()
    )


def _part(key, rows):
    more = (way["sentence"] for row in rows for way in row["relaxations"] if _is_more(way))
    state, lines, small, met_by, is_outside, ways, people = key
    dates = tuple(date.fromisoformat(row["date"]) for row in rows)
    return Part(
        dates, state, lines, small, met_by, is_outside, tuple(dict.fromkeys(more)), ways, people
    )


def _is_more(way):
    """Whether it asks for somebody more, which says dates of its own."""
    return way["kind"] == "people"


def _key(row, state, words, that_day=""):
    """All of a part but its dates, in words, the row's own date replaced."""
    own = f"on {day(date.fromisoformat(row['date']))}"

    def said(text):
        return text.replace(own, that_day) if that_day else text

    conflict, met = row["conflict"], row["met_by"]
    lines = tuple(
        Line(said(line.said), tuple(map(said, line.each)))
        for line in (_lines(conflict, words) if conflict else ())
    )
    return (
        state,
        lines,
        how_small(conflict) if conflict else "",
        said(met["sentence"]) if met else "",
        row["outside"],
        tuple(said(way["sentence"]) for way in row["relaxations"] if not _is_more(way)),
        _together(row, words),
    )


def _lines(conflict, words):
    """The sentences of a conflict, the many duties and the many demands that stay each as one."""
    elements, said = conflict["elements"], conflict["sentences"]
    asked = [one for one in elements if one["kind"] == "demand"]
    fixed = [one for one in elements if one["kind"] == "fixed"]
    first, last = len(asked), len(said) - 1 - len(fixed)  # the last says who could come at all
    told = list(zip(asked, said, strict=False))
    yield from (Line(text) for one, text in told if one["full"])
    also = [text for one, text in told if not one["full"]]
    yield from _folded(also, f"{len(also)} other demands are met as well as they are now")
    yield from map(Line, said[first:last])
    yield from _folded(said[last:-1], _kept(fixed, words))
    yield Line(said[-1])


def _folded(each, all_of_them):
    if len(each) > ONE_BY_ONE:
        return [Line(all_of_them, tuple(each))]
    return map(Line, each)


def _kept(fixed, words):
    """14 duties of Ben Carter stay as they are"""
    people = Counter(one["person"] for one in fixed)
    names = sorted(words.names.get(who, who) for who in people)
    whom = listed(names) if len(names) <= NAMED else number(len(names), "person", "people")
    return f"{number(len(fixed), 'duty', 'duties')} of {whom} stay as they are"


def _together(row, words):
    """((what stops them, the names), …): first who could come, then as they were found."""
    found = {"could come": list(row["could"])} if row["could"] else {}
    for stop in row["stops"]:
        found.setdefault(stop["why"], []).append(stop["person"])
    return tuple(
        (why, tuple(words.names.get(one, one) for one in people)) for why, people in found.items()
    )
