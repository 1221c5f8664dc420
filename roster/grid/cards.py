"""All about one person and one date, for the card beside the sheet. Plain data only."""

from dataclasses import dataclass, replace
from datetime import date

from roster.problem import Duty, Employment, OtherWork, Problem, ScopeEntry
from roster.rules.supervision import AP


@dataclass(frozen=True, slots=True)
class Rest:
    """Elapsed minutes without work, and the work at the other end: a rules Item or OtherWork."""

    minutes: int
    other: object


@dataclass(frozen=True, slots=True)
class Worked:
    """A duty of the date; `scope` null where none is signed, or none is needed."""

    duty: Duty
    paid: int
    needs_scope: bool
    scope: ScopeEntry | None


@dataclass(frozen=True, slots=True)
class Card:
    """`before` and `after` are null where no work is known on that side. Of a date without work
    both are counted to each other: the whole time free around it. `is_owed`: the date gives back
    a weekday, `given_by` which."""

    person: str
    date: date
    employment: Employment | None
    duties: list[Worked]
    other_work: list[OtherWork]
    before: Rest | None
    after: Rest | None
    scope: list[ScopeEntry]
    works: bool
    is_owed: bool
    given_by: list[date]


def of_one(problem, person) -> Problem:
    """The problem with nobody in it but one person: what their card is made of, and no more."""
    fields = ("duties", "history", "following", "unavailable", "other_work")
    own = {
        name: tuple(one for one in getattr(problem, name) if one.person == person)
        for name in fields
    }
    return replace(problem, people=tuple(p for p in problem.people if p.id == person), **own)


def card(timeline, given, person, on) -> Card:
    """`given` maps (person, CO date) to the weekend date it gives back."""
    facts = timeline.people[person]
    employment = facts.employment_on(on)
    signed = employment is not None and employment.role == AP
    own = [item for item in timeline.by_person.get(person, ()) if item.date == on]
    before, after = rests(timeline, person, on)
    return Card(
        person=person,
        date=on,
        employment=employment,
        duties=[_worked(item, signed) for item in own],
        other_work=[w for *_, w in timeline.other_work.get(person, ()) if w.starts.date() == on],
        before=before,
        after=after,
        scope=[entry for entry in facts.scope if _holds(entry, on)] if signed else [],
        works=any(item.is_work for item in own),
        is_owed=on.weekday() >= 5 and any(i.is_work and not i.duty.additional for i in own),
        given_by=sorted(co for (who, co), day in given.items() if (who, day) == (person, on)),
    )


def _worked(item, signed):
    duty = item.duty
    needs = signed and item.clinical and duty.area is not None
    place = duty.site, duty.area
    held = [e for e in item.person.scope if (e.site, e.area) == place and _holds(e, item.date)]
    scope = max(held, key=lambda entry: entry.review_due, default=None) if needs else None
    return Worked(duty, item.minutes, needs, scope)


def _holds(entry, on):
    return entry.starts <= on < entry.review_due


def rests(timeline, person, on):
    """(Rest before, Rest after) the work that begins on a date; without any, the time free."""
    rows = timeline.work[person]
    midnight = timeline.midnight(on)
    tomorrow = timeline.midnight(on.fromordinal(on.toordinal() + 1))
    own = [row for row in rows if midnight <= row[0] < tomorrow]
    if not own:
        return _free(rows, midnight)
    starts, ends = own[0][0], max(row[1] for row in own)
    earlier = [row for row in rows if row[0] < starts]
    later = [row for row in rows if row[0] >= tomorrow]
    before = max(earlier, key=lambda row: row[1], default=None)
    after = min(later, key=lambda row: row[0], default=None)
    return (
        before and Rest(max(0, starts - before[1]), before[2]),
        after and Rest(max(0, after[0] - ends), after[2]),
    )


def _free(rows, midnight):
    before = max((r for r in rows if r[0] < midnight), key=lambda row: row[1], default=None)
    after = min((r for r in rows if r[0] >= midnight), key=lambda row: row[0], default=None)
    if before is None or after is None:
        return None, None
    minutes = max(0, after[0] - before[1])
    return Rest(minutes, before[2]), Rest(minutes, after[2])
