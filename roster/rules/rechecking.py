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
from roster.rules.near import Day, Near
from roster.rules.timeline import DAY, Timeline

SCOPES = ("person", "place", "site", "day")
OF_THE_AREA = ("R-33", "R-34")  # of a place these see who is in the area, and nobody else


@dataclass(frozen=True)
class Again:
    """What a recheck looked at again: `people` on all dates, and `sites` on `days`.

    `timeline` holds all duties that bear on them, and of others perhaps not all. `stood` is what
    was found before, and `asked` the keys in it that were asked again.
    """

    timeline: Timeline
    people: frozenset[str]
    sites: frozenset[str]
    days: tuple[date, ...]
    stood: dict
    asked: frozenset[tuple]


@dataclass(frozen=True)
class Checked:
    """A rota judged. `found` holds the breaches of each (rule, scope) that has any.

    `whole` is the timeline of the check before any recheck; `by_person` and `by_date` hold the
    duties in time as they stand now, a date's as a Day. `again` tells of the recheck that made it,
    if one did.
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
    def rules(self):
        """(rule, terms) of each rule that judges by itself."""
        return rules_with_terms(self.whole.problem)

    @cached_property
    def problem(self) -> Problem:
        """The rota as it stands now."""
        now = [item.duty for items in self.by_person.values() for item in items if item.now]
        return replace(self.whole.problem, duties=tuple(now))


def check_whole(problem: Problem) -> Checked:
    """A full check that can be rechecked."""
    timeline = Timeline(problem)
    found = judge(timeline, scopes(timeline))
    by_date = defaultdict(list)
    for item in timeline.items:
        if item.date >= problem.starts - 3 * DAY:
            by_date[item.date].append(item)
    by_date = {day: Day(items) for day, items in by_date.items()}
    by_person = {person: tuple(items) for person, items in timeline.by_person.items()}
    return Checked(timeline, by_person, by_date, found)


def recheck(previous: Checked, changes, ask=SCOPES) -> Checked:
    """The rota after `changes`, {(person, date): duties}; judged as a full check judges it.

    `ask`: only the rules with these scopes are asked again, the others' breaches stay as they were.
    """
    by_person, by_date = dict(previous.by_person), dict(previous.by_date)
    touched = _put(previous.whole, changes, by_person, by_date)
    people = frozenset(person for person, _ in changes)
    days = sorted({day for _, day in changes})
    sites = frozenset(item.duty.site for item in touched)
    near = days if set(ask) - {"person"} else ()  # nobody else is seen by what is asked of one
    timeline = _part(previous.whole, by_person, by_date, people, near)
    days = tuple(_near(timeline.problem, days))
    reached = [day for day in days if _is_reached(previous, by_date, touched, day)]
    places = {(item.duty.site, item.duty.area) for item in touched}
    rules = [(rule, terms) for rule, terms in previous.rules if rule.scope in ask]
    asked = _asked(timeline.problem, rules, people, sites, days, reached, places)
    found = dict(previous.found)
    for key in asked.keys() & found.keys():
        del found[key]
    found |= judge(timeline, asked.values())
    again = Again(timeline, people, sites, days, previous.found, frozenset(asked))
    return Checked(previous.whole, by_person, by_date, found, again)


def _put(whole, changes, by_person, by_date):
    """Put new duties into the indexes; the items that went and came."""
    touched = []
    for (person, day), duties in changes.items():
        new = tuple(whole.item(duty, True) for duty in duties)
        old = tuple(i for i in by_person.get(person, ()) if i.date == day and i.now)
        touched += [*old, *new]
        stays = (item for item in by_person.get(person, ()) if item not in old)
        by_person[person] = (*stays, *new)
        by_date[day] = by_date.get(day, Day()).changed(old, new)
    return touched


def _part(whole, by_person, by_date, people, days):
    """A timeline of all that the scopes asked again can see."""
    dates = {day + n * DAY for day in days for n in range(-2, 3)}
    near = {day: by_date[day] for day in dates if day in by_date}
    return Near(whole, [item for person in people for item in by_person[person]], near)


def _near(problem, days):
    """The dates of the rota that a duty on one of these can reach."""
    near = {day + n * DAY for day in days for n in (-1, 0, 1)}
    return sorted(day for day in near if problem.starts <= day <= problem.until)


def _is_reached(previous, by_date, touched, day):
    """Whether what is judged at a site on a date can share a minute with a changed duty.

    So it can where one of them lasts into the next day, or a tail after the last duty does (R-05).
    """
    if any(item.date == day for item in touched):
        return True
    whole = previous.whole
    dawn, dusk = whole.midnight(day), whole.midnight(day + DAY)
    if any(item.date < day and item.end > dawn for item in touched):
        return True
    first = min((item.start for item in touched if item.date > day), default=None)
    if first is None:
        return False
    sites = {item.duty.site for item in touched}
    ends = [item.end for item in by_date.get(day, ()) if item.duty.site in sites]
    last = max([dusk, *ends]) + _longest_tail(previous.rules)
    lines = (line for line in whole.problem.demand if line.site in sites)
    return first < last or any(line.ends <= line.starts for line in lines)


def _longest_tail(rules):
    every = (values for _, terms in rules for *_, values in terms)
    return max((values.get("tail_minutes", 0) for values in every), default=0)


def _asked(problem, rules, people, sites, days, reached, touched):
    """{key: (rule, terms, scope)} of what the changed cells can touch, (site, area) `touched`."""
    places = [(s.code, a.code) for s in problem.sites if s.code in sites for a in s.areas]
    by_scope = {
        "person": [(person,) for person in sorted(people)],
        "place": [(place, day) for place in places for day in reached],
        "site": [(site, day) for site in sorted(sites) for day in reached],
        "day": [(day,) for day in days],
    }
    return {
        (rule.id, scope): (rule, terms, scope)
        for rule, terms in rules
        for scope in by_scope[rule.scope]
        if rule.id not in OF_THE_AREA or scope[0] in touched
    }
