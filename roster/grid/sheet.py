"""The rota as a sheet: rows of people, columns of dates, cover at the foot. Plain data only.

Built anew from a problem and its breaches; what an answer to an edit shows is the difference of two
sheets.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from roster import cells
from roster.grid.balances import Balance, balances
from roster.grid.cover import Need, needs
from roster.problem import Duty, OtherWork, Person, Problem, Unavailability
from roster.rules.breach import LEVELS, Breach
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
    other_work: list[OtherWork] = field(default_factory=list)

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

    @property
    def rows(self):
        return [row for group in self.groups for row in group.rows]


def lay_out(problem: Problem, breaches, given, timeline: Timeline | None = None) -> Sheet:
    """The sheet of a rota. `given` maps (person, CO date) to the weekend date it gives back.

    Pass the problem's `timeline` where there is one.
    """
    timeline = timeline or Timeline(problem)
    columns = _columns(problem)
    placed = _cells(problem, columns, given)
    by_person = _mark(problem, breaches, placed)
    owed = balances(timeline, given)
    rows = [
        Row(
            person, [placed[person.id, c.date] for c in columns], owed[person.id], by_person[person]
        )
        for person in problem.people
    ]
    return Sheet(problem, columns, _groups(problem, rows), needs(timeline, breaches), breaches)


def _columns(problem):
    days = (problem.starts + timedelta(days=n) for n in range(7 * problem.weeks))
    return [
        Column(day, day in problem.bank_holidays, clock_change(day, problem.timezone))
        for day in days
    ]


def _cells(problem, columns, given):
    placed = {
        (person.id, column.date): Cell(person.id, column.date)
        for person in problem.people
        for column in columns
    }
    for duty in problem.duties:
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
        for n in range((absence.until - absence.starts_on).days + 1):
            yield (absence.person, absence.starts_on + timedelta(days=n)), "absences", absence
    for request in problem.requests:
        yield (request.person, request.date), "wants", request.wants
    for work in problem.other_work:
        yield (work.person, work.starts.date()), "other_work", work
    for key, weekend in given.items():
        yield key, "gives_back", weekend


def _mark(problem, breaches, placed):
    """Put each person's breach on the cells it is about; {person: breaches}."""
    by_id = defaultdict(list)
    for breach in breaches:
        if breach.person is not None:
            by_id[breach.person].append(breach)
            for day in marked_dates(breach, placed):
                placed[breach.person, day].breaches.append(breach)
    return {person: by_id[person.id] for person in problem.people}


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
