"""Who could work what and when: every duty a fill may plan, with what stays as it is.

A duty is planned anew only if nothing holds it in place: it is clinical, its person counts for the
demand of its area, it is not fixed, not agreed as extra, and names nobody and is named by nobody.
Everything else stays, and so does, with `keep`, whatever is there. On a date nobody gets a second
duty. `within(duty)` says whether a fill may plan this duty, or plan it anew; null: it may any.
"""

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

from roster.autofill.mending import without_own_breaches
from roster.autofill.rows import Rows
from roster.problem import Duty, Problem
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import is_exempt, rules_with_values
from roster.rules.parameters import values_of
from roster.rules.timeline import COUNTS, DAY, Timeline
from roster.walltime import is_unclear, span

FIRST = {"radiographer": 0, "radiologist": 0}  # they support the others, so they are placed first


class Possible:
    """The rows of a rota with its booleans. `items` are {boolean: duty in time}.

    `options` are {(person, date): booleans} of what may be planned, `shifts` the same without the
    place: one boolean a shift type. `works` is one boolean for each person and date that has or
    could have work, with the weeks around the rota.
    """

    def __init__(self, problem: Problem, keep=False, within=None):
        self.problem, self.within = problem, within or _any
        self.kept, self.open = _parted(problem, keep, self.within)
        self.fixed = tuple(d for d in problem.duties if keep or d.fixed or not self.within(d))
        self.kept = without_own_breaches(problem, self.kept, self.fixed)
        self.timeline = Timeline(replace(problem, duties=self.kept))
        self.values = {rule.id: values for rule, values in rules_with_values(problem)}
        self.demand_values = values_of(CATALOGUE["R-33"], problem.rules, CATALOGUE)
        self.rows, self.items, self.anywhere = Rows(), {}, {}
        self.options, self.shifts, self.works = defaultdict(list), {}, {}
        self.numbers = {person.id: number for number, person in enumerate(problem.people)}
        self.rows.rank = {
            self.numbers[p.id]: FIRST.get(_role(p, problem), 1) for p in problem.people
        }
        self.settled = self._settle()

    def _settle(self):
        """{(person, date): booleans} of the duties that stay, true already."""
        settled = defaultdict(list)
        for item in self.timeline.items:
            boolean = self.rows.option(self.numbers[item.duty.person], item.date.toordinal())
            self.rows.fix(boolean, 1)
            self.items[boolean] = item
            settled[item.duty.person, item.date].append(boolean)
        return settled

    @cached_property
    def dates(self):
        return cover.dates(self.problem)

    @cached_property
    def exemptions(self):
        """{person: the rules that they are exempt from on some date}"""
        found = defaultdict(set)
        for one in self.problem.exemptions:
            found[one.person].add(one.rule)
        return found

    def free_of(self, person, first, last):
        """The rules that do not bind a person on any of these dates, as the checker has it."""
        given = self.problem.exemptions
        rules = self.exemptions.get(person, ())
        return frozenset(r for r in rules if is_exempt(given, person, r, first, last))

    @cached_property
    def _free(self):
        """{person: the rules that bind them on no date of the rota}"""
        return {who: self.free_of(who, self.dates[0], self.dates[-1]) for who in self.exemptions}

    def binds(self, rule, person, days=()):
        """Whether a rule is on, and this person not exempt from it on all these dates, in order;
        without any, on all of the rota.
        """
        if rule not in self.values or rule in self._free.get(person, ()):
            return False
        partly = days and rule in self.exemptions.get(person, ())
        return not (partly and rule in self.free_of(person, days[0], days[-1]))

    @cached_property
    def shifts_at(self):
        """{(place, date): clinical shift types that meet some of its demand}"""
        found = {}
        for place in self.timeline.demand_by_place:
            for day in self.dates:
                lines = self.lines(place, day)
                found[place, day] = [
                    shift for shift in self.problem.shift_types if self._serves(shift, day, lines)
                ]
        return found

    def lines(self, place, day):
        """The lines of demand of a place on a date."""
        return cover.lines_on(self.timeline, place, day, self.demand_values)

    def _serves(self, shift, day, lines):
        is_over = shift.until is not None and day > shift.until
        if is_over or shift.work_class != "clinical":
            return False
        if is_unclear(day, shift.starts, shift.ends, self.problem.timezone):
            return False
        start, end = span(day, shift.starts, shift.ends, self.problem.timezone)
        return any(start < line.end and line.start < end for line in lines)

    def candidates(self, person):
        """Items of all that a person might work for the demand there is, before any rule."""
        for (site, area), day in self.shifts_at:
            if not self.settled.get((person.id, day)):
                lines = self.lines((site, area), day) if person.employment_on(day) else ()
                for shift in self.shifts_at[(site, area), day] if lines else ():
                    item = self.timeline.item(Duty(person.id, day, shift.code, site, area), True)
                    if self._is_useful(item, lines) and self.within(item.duty):
                        yield item

    def _is_useful(self, item, lines):
        values = self.demand_values
        return cover.counts(item, values) and any(
            cover.fits(item, line.demand, values)
            and item.start < line.end
            and line.start < item.end
            for line in lines
        )

    def add(self, item, price):
        """Make a boolean of a duty that may be planned."""
        cell, kind = (self.numbers[item.duty.person], item.date.toordinal()), _key(item.duty)[2:]
        boolean = self.rows.option(*cell, price, kind)
        self.items[boolean] = item
        self.options[item.duty.person, item.date].append(boolean)

    def close(self):
        """Once all options are there: one boolean a person and date, at most one duty each."""
        for key, booleans in self.options.items():
            self.shifts[key] = [self._shift(some) for some in self._by_shift(booleans)]
            self.works[key] = self.rows.any_of(self.shifts[key], exclusive=True)
        for key, booleans in self.settled.items():
            working = [b for b in booleans if self.items[b].is_work]
            if working:
                self.works[key] = working[0]

    def _by_shift(self, booleans):
        groups = defaultdict(list)
        for boolean in booleans:
            groups[self.items[boolean].duty.shift].append(boolean)
        return groups.values()

    def _shift(self, booleans):
        """One boolean for the duties of a shift type, wherever it is worked."""
        if len(booleans) == 1:
            return booleans[0]
        new = self.rows.any_of(booleans, exclusive=True)
        self.items[new] = self.items[booleans[0]]
        self.anywhere[new] = booleans
        return new

    def own(self, person, day):
        """The booleans of a person's duties of a date, wherever they are worked."""
        return [*self.shifts.get((person, day), ()), *self.settled.get((person, day), ())]

    def start(self):
        """What is there, as far as it may be planned again."""
        values, known = self.rows.start(), {_key(duty) for duty in self.open}
        for booleans in self.options.values():
            for boolean in booleans:
                values[boolean] = _key(self.items[boolean].duty) in known
        return self.rows.complete(values)

    @cached_property
    def may_go(self):
        """The booleans of the duties that a plan may do without: all but the fixed ones."""
        fixed, own = set(self.fixed), [b for some in self.options.values() for b in some]
        settled = [b for some in self.settled.values() for b in some]
        return own + [b for b in settled if self.items[b].now and self.items[b].duty not in fixed]

    def duties(self, values):
        """The duties of the rota as these values plan them."""
        known = {_key(duty): duty for duty in self.open}
        planned = [self.items[b].duty for b in self.may_go if values[b]]
        return (*self.fixed, *(known.get(_key(duty), duty) for duty in planned))


def _key(duty):
    return duty.person, duty.date, duty.shift, duty.site, duty.area


def _role(person, problem):
    employment = person.employment_of_week(problem.starts)
    return employment.role if employment else None


def _any(_):
    return True


def _parted(problem, keep, within):
    """(what stays, what is planned anew) of the duties."""
    if keep:
        return problem.duties, ()
    timeline, values = Timeline(problem), values_of(CATALOGUE["R-33"], problem.rules, CATALOGUE)
    naming = [duty for duty in problem.duties if duty.supervised_by]
    named = {
        (who, duty.date + n * DAY)
        for duty in naming
        for who in duty.supervised_by
        for n in (-1, 0, 1)
    }
    stay, free = [], []
    for duty in problem.duties:
        is_open = within(duty) and _is_open(timeline.item(duty, True), timeline, values)
        (free if is_open and (duty.person, duty.date) not in named else stay).append(duty)
    return tuple(stay), tuple(free)


def _is_open(item, timeline, values):
    duty = item.duty
    return (
        item.clinical
        and duty.role in COUNTS
        and not (duty.fixed or duty.additional or duty.supervised_by or duty.fold is not None)
        and (duty.site, duty.area) in timeline.demand_by_place
        and cover.counts(item, values)
    )
