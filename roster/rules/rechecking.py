"""Judging a rota again after some cells changed, at the cost of those cells.

What one cell can touch: its person, and at its sites the dates beside it, for a duty reaches into
the next day and the people judged on a date may have begun the day before. Only those scopes are
asked again, on a timeline that holds no more duties than they can see.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import attrgetter

from roster.problem import Problem
from roster.rules.breach import Breach
from roster.rules.checker import judge, rules_with_terms, scopes
from roster.rules.learners import learns
from roster.rules.timeline import DAY, Timeline


@dataclass(frozen=True)
class Again:
    """What a recheck looked at again: `people` on all dates, and `sites` on `days`.

    `timeline` holds all duties that bear on them, and of others perhaps not all.
    """

    timeline: Timeline
    people: frozenset[str]
    sites: frozenset[str]
    days: tuple[date, ...]


@dataclass(frozen=True)
class Checked:
    """A rota judged. `found` holds the breaches of each (rule, scope) that has any.

    `whole` is the timeline of the check before any recheck; `by_person` and `by_date` hold the
    duties in time as they stand now. `again` tells of the recheck that made it, if one did.
    """

    whole: Timeline
    by_person: dict
    by_date: dict
    found: dict
    again: Again | None = None

    @cached_property
    def breaches(self) -> tuple[Breach, ...]:
        """Worst first; the same order as a full check."""
        every = (breach for some in self.found.values() for breach in some)
        return tuple(sorted(every, key=attrgetter("order")))

    @cached_property
    def timeline(self) -> Timeline:
        """The duties in time as they stand now, with what is known of people and places."""
        if self.again is None:
            return self.whole
        return self.whole.part(item for items in self.by_person.values() for item in items)

    @cached_property
    def problem(self) -> Problem:
        """The rota as it stands now."""
        now = [item.duty for items in self.by_person.values() for item in items if item.now]
        return replace(self.whole.problem, duties=tuple(now))


def check_whole(problem: Problem) -> Checked:
    """A full check that can be rechecked."""
    timeline = Timeline(problem)
    found = judge(timeline, scopes(timeline))
    by_date = defaultdict(tuple)
    for item in timeline.items:
        if item.date >= problem.starts - 3 * DAY:
            by_date[item.date] += (item,)
    by_person = {person: tuple(items) for person, items in timeline.by_person.items()}
    return Checked(timeline, by_person, dict(by_date), found)


def recheck(previous: Checked, changes) -> Checked:
    """The rota after `changes`, {(person, date): duties}; judged as a full check judges it."""
    by_person, by_date = dict(previous.by_person), dict(previous.by_date)
    touched = _put(previous.whole, changes, by_person, by_date)
    people = frozenset(person for person, _ in changes)
    days = sorted({day for _, day in changes})
    sites = frozenset(item.duty.site for item in touched)
    timeline = _part(previous.whole, by_person, by_date, people, sites, days)
    again = Again(timeline, people, sites, tuple(_near(timeline.problem, days)))
    asked = _asked(again)
    kept = {key: some for key, some in previous.found.items() if key not in asked}
    found = judge(timeline, asked.values())
    return Checked(previous.whole, by_person, by_date, kept | found, again)


def _put(whole, changes, by_person, by_date):
    """Put new duties into the indexes; the items that went and came."""
    touched = []
    for (person, day), duties in changes.items():
        new = tuple(whole.item(duty, True) for duty in duties)
        old = tuple(i for i in by_person.get(person, ()) if i.date == day and i.now)
        touched += [*old, *new]
        by_person[person] = _without(by_person.get(person, ()), old) + new
        by_date[day] = _without(by_date.get(day, ()), old) + new
    return touched


def _without(items, gone):
    return tuple(item for item in items if item not in gone)


def _part(whole, by_person, by_date, people, sites, days):
    """A timeline of all that the scopes asked again can see, in order of time as a rota is read."""
    items = {id(item): item for person in people for item in by_person[person]}
    dates = {day + n * DAY for day in days for n in range(-2, 3)}
    near = [item for day in dates for item in by_date.get(day, ())]
    learning = [item for item in near if learns(item)]
    named = {who for item in learning for who in item.duty.supervised_by}
    seen = [item for item in near if item.duty.site in sites or item.duty.person in named]
    items |= {id(item): item for item in seen + learning}
    return whole.part(sorted(items.values(), key=attrgetter("start", "end", "duty.shift")))


def _near(problem, days):
    """The dates of the rota that a duty on one of these can reach."""
    near = {day + n * DAY for day in days for n in (-1, 0, 1)}
    return sorted(day for day in near if problem.starts <= day <= problem.until)


def _asked(again):
    """{key: (rule, terms, scope)} of what the changed cells can touch."""
    problem, sites, days = again.timeline.problem, sorted(again.sites), again.days
    places = [(s.code, a.code) for s in problem.sites if s.code in again.sites for a in s.areas]
    by_scope = {
        "person": [(person,) for person in sorted(again.people)],
        "place": [(place, day) for place in places for day in days],
        "site": [(site, day) for site in sites for day in days],
        "day": [(day,) for day in days],
    }
    return {
        (rule.id, scope): (rule, terms, scope)
        for rule, terms in rules_with_terms(problem)
        for scope in by_scope[rule.scope]
    }
