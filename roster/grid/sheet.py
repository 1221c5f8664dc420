"""The rota as a sheet: rows of people, columns of dates, cover at the foot. Plain data only.

Laid out from a problem and its breaches, or again from the sheet before a few cells changed: then
what did not change is the same object, and what an answer shows is the difference of two sheets.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from roster import cells
from roster.grid.balances import Balance, balances
from roster.grid.cover import Need, needs, needs_again
from roster.problem import Duty, OtherWork, Person, Problem, Unavailability
from roster.rules.breach import LEVELS, Breach, same
from roster.rules.rechecking import Again
from roster.rules.timeline import Timeline
from roster.walltime import clock_change

ROLE_GROUPS = {
    "radiologist": (0, "Radiologists"),
    "radiographer": (1, "Radiographers"),
    "assistant_practitioner": (2, "Assistant practitioners"),
    "trainee": (3, "Trainee assistant practitioners"),
    "student": (4, "Students"),
    "manager": (5, "Managers"),
    None: (6, "Not employed on these dates"),
}


@dataclass(frozen=True, slots=True)
class Column:
    date: date
    bank_holiday: bool
    clock_change: int

    @property
    def is_weekend(self):
        return self.date.weekday() >= 5


@dataclass(slots=True)
class Cell:
    """What stands at a person and a date, and what is said of it."""

    person: str
    date: date
    duties: list[Duty] = field(default_factory=list)
    absences: list[Unavailability] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    gives_back: date | None = None
    wants: list[str] = field(default_factory=list)
    leave_asked: list[Unavailability] = field(default_factory=list)
    other_work: list[OtherWork] = field(default_factory=list)
    note: str = ""

    @property
    def seen(self):
        """The fingerprint that an edit of this cell must carry."""
        return cells.fingerprint([cells.plain(duty) for duty in self.duties])

    @property
    def level(self):
        """The worst level of its breaches, or null."""
        return min((b.level for b in self.breaches), key=LEVELS.index, default=None)


@dataclass(slots=True)
class Row:
    person: Person
    cells: list[Cell]
    balance: Balance
    breaches: list[Breach]


@dataclass(slots=True)
class Group:
    title: str
    rows: list[Row]


@dataclass(slots=True)
class Sheet:
    problem: Problem
    columns: list[Column]
    groups: list[Group]
    needs: list[Need]
    breaches: tuple[Breach, ...]
    notes: dict = field(default_factory=dict)

    @property
    def rows(self):
        return [row for group in self.groups for row in group.rows]


def lay_out(problem: Problem, breaches, given, timeline: Timeline | None = None, notes=()) -> Sheet:
    """The sheet of a rota. `given` maps (person, CO date) to the weekend date it gives back.

    Pass the problem's `timeline` where there is one. `notes` are ((person or null, date), text).
    """
    notes = dict(notes)
    timeline = timeline or Timeline(problem)
    columns = _columns(problem)
    owed = balances(timeline, given, problem.people)
    by_person = _by_person(breaches)
    rows = _rows(problem, problem.people, columns, by_person, given, owed, notes)
    below = needs(timeline, breaches)
    return Sheet(problem, columns, _groups(problem, rows), below, breaches, notes)


def lay_again(sheet: Sheet, problem: Problem, breaches, given, again: Again) -> Sheet:
    """The sheet of a rota that differs in some cells from the one of `sheet`: what lay_out makes of
    it, but with the same rows wherever nothing changed. `again` is of the recheck of those cells.
    """
    by_person = _by_person(breaches)
    owed = {row.person.id: row.balance for row in sheet.rows}
    moved = [row.person for row in sheet.rows if row.person.id in again.people]
    owed |= balances(again.timeline, given, moved)
    people = [row.person for row in sheet.rows if _differs(row, again, by_person)]
    rows = _rows(problem, people, sheet.columns, by_person, given, owed, sheet.notes)
    new = {row.person.id: row for row in rows}
    groups = [
        replace(group, rows=[new.get(row.person.id, row) for row in group.rows])
        for group in sheet.groups
    ]
    below = needs_again(sheet.needs, breaches, again)
    return Sheet(problem, sheet.columns, groups, below, breaches, sheet.notes)


def _differs(row, again, by_person):
    """Whether a row's cells, or what is said of them, may have changed."""
    person = row.person.id
    return person in again.people or not same(row.breaches, by_person[person])


def _by_person(breaches):
    found = defaultdict(list)
    for breach in breaches:
        found[breach.person].append(breach)
    return found


def _rows(problem, people, columns, by_person, given, owed, notes):
    """The rows of some people. `owed` are the balances, `by_person` the breaches."""
    placed = cells_at(problem, people, columns, given)
    for key, text in notes.items():
        if key in placed:
            placed[key].note = text
    rows = []
    for person in people:
        own = by_person[person.id]
        _mark(own, placed)
        cells_of = [placed[person.id, column.date] for column in columns]
        rows.append(Row(person, cells_of, owed[person.id], own))
    return rows


def _columns(problem):
    days = (problem.starts + timedelta(days=n) for n in range(7 * problem.weeks))
    return [
        Column(day, day in problem.bank_holidays, clock_change(day, problem.timezone))
        for day in days
    ]


def cells_at(problem, people, columns, given):
    """{(person, date): Cell} with what a problem holds there, but for breaches and notes."""
    placed = {
        (person.id, column.date): Cell(person.id, column.date)
        for person in people
        for column in columns
    }
    for duty in problem.duties:
        if (duty.person, duty.date) in placed:
            placed[duty.person, duty.date].duties.append(duty)
    for key, kind, value in _beside_duties(problem, given):
        if key in placed and kind == "gives_back":
            placed[key].gives_back = value
        elif key in placed:
            getattr(placed[key], kind).append(value)
    return placed


def _beside_duties(problem, given):
    """((person, date), where in the cell, what) of all that is no duty."""
    for absence in problem.unavailable:
        for on in absence.dates:
            yield (absence.person, on), "absences", absence
    for leave in problem.leave_asked:
        for on in leave.dates:
            yield (leave.person, on), "leave_asked", leave
    for request in problem.requests:
        yield (request.person, request.date), "wants", request.wants
    for work in problem.other_work:
        yield (work.person, work.starts.date()), "other_work", work
    for key, weekend in given.items():
        yield key, "gives_back", weekend


def _mark(breaches, placed):
    """Put a person's breaches on the cells they are about."""
    for breach in breaches:
        for day in marked_dates(breach, placed):
            placed[breach.person, day].breaches.append(breach)


def marked_dates(breach, placed):
    """Where a breach shows: its weekend days, or its first and last duty, or its only date."""
    if "weekend" in breach.detail:
        return [d for d in breach.detail["weekend"] if (breach.person, d) in placed]
    days = (breach.first + timedelta(days=n) for n in range((breach.last - breach.first).days + 1))
    inside = [day for day in days if (breach.person, day) in placed]
    worked = [day for day in inside if placed[breach.person, day].duties]
    return (worked or inside)[:1] if len(worked) < 2 else [worked[0], worked[-1]]


def _groups(problem, rows):
    """People by role and band, as they are on the rota's first day or when they start."""
    titled = defaultdict(list)
    for row in rows:
        titled[_group(problem, row.person)].append(row)
    return [Group(title, titled[key]) for key in sorted(titled) for title in [key[-1]]]


def _group(problem, person):
    days = (problem.starts + timedelta(days=n) for n in range(7 * problem.weeks))
    employment = next(filter(None, map(person.employment_on, days)), None)
    place, title = ROLE_GROUPS[employment.role if employment else None]
    if employment is None or employment.band is None:
        return place, "", title
    band = str(employment.band)
    return place, chr(ord("9") - int(band[0])), f"Band {band} · {title[0].lower()}{title[1:]}"
