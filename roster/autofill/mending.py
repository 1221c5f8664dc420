"""What the checker says of a plan, and what the search may not do again because of it."""

from dataclasses import replace
from datetime import date

from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from roster.rules.timeline import DAY

DEMAND = "R-33"  # cover is an aim here: what is missing is told, not refused


class Judge:
    """Compares a plan's breaches with those of the duties that are fixed."""

    def __init__(self, possible):
        self.possible, self.problem = possible, possible.problem
        self.before = hard(self.problem, possible.fixed)

    def new(self, values):
        """The must and overridable breaches that a plan adds to what is fixed."""
        found = hard(self.problem, self.possible.duties(values))
        return new_ones(found, self.before)

    def cut(self, breach, values):
        """Never again these duties together. Whether there is anything to cut."""
        planned = [b for b in self._concerned(breach, values) if b not in self.possible.rows.fixed]
        if planned:
            self.possible.rows.row(planned, (1,) * len(planned), None, len(planned) - 1)
        return bool(planned)

    def mended(self, values):
        """The plan without the duties that break a rule, as few as it finds."""
        while found := self.new(values):
            gone = {self._least_missed(breach, values) for breach in found} - {None}
            if not gone:
                break
            values = values.copy()
            values[sorted(gone)] = 0
            self.possible.rows.complete(values)
        return values

    def _concerned(self, breach, values):
        """The booleans true in a plan that a breach can be about, of duties that may go."""
        return [
            boolean
            for boolean in self.possible.may_go
            if values[boolean] and self._is_about(self.possible.items[boolean], breach)
        ]

    def _is_about(self, item, breach):
        duty = item.duty
        if breach.person is not None:
            people = {breach.person, *breach.others}
            return duty.person in people and is_near(breach, duty.date)
        there = duty.site == breach.site and breach.area in (None, duty.area)
        return there and self._lies_on(item, breach.first)

    def _lies_on(self, item, day):
        timeline = self.possible.timeline
        return item.start < timeline.midnight(day + DAY) and timeline.midnight(day) < item.end

    def _least_missed(self, breach, values):
        """Of the duties concerned the one to let go: the person's own, on the dates themselves."""
        planned = self._concerned(breach, values)
        return min(planned, key=lambda b: self._reluctance(b, breach), default=None)

    def _reluctance(self, boolean, breach):
        duty = self.possible.items[boolean].duty
        inside = breach.first <= duty.date <= breach.last
        return duty.person != breach.person, not inside, -duty.date.toordinal(), boolean


def is_near(breach, on):
    """Whether a duty of the date can be part of a breach. Where days off within it are made up for
    by the work after it (R-18), all that comes later can.
    """
    last = date.max if breach.detail.get("after") else breach.last + DAY
    return breach.first - DAY <= on <= last


def hard(problem, duties):
    """The must and overridable breaches of some duties, but for the demand."""
    found = check(replace(problem, duties=duties))
    return [breach for breach in found if breach.level != "should" and breach.rule != DEMAND]


def without_own_breaches(problem, stay, fixed):
    """What stays, less the duties that are not fixed and break a rule on their own person."""
    before = hard(problem, fixed)
    while True:
        found = [b for b in hard(problem, stay) if CATALOGUE[b.rule].scope == "person"]
        gone = {_one_of(breach, stay) for breach in new_ones(found, before)} - {None}
        if not gone:
            return stay
        stay = tuple(duty for duty in stay if duty not in gone)


def _one_of(breach, duties):
    own = [
        duty
        for duty in duties
        if duty.person == breach.person and breach.first <= duty.date <= breach.last
    ]
    free = [duty for duty in own if not duty.fixed]
    return max(free, key=lambda duty: (duty.date, duty.shift), default=None)


def new_ones(found, before):
    """The breaches that were not there before. One that became shorter was."""
    known = {}
    for breach in before:
        known.setdefault(_key(breach), []).append(breach)
    return [b for b in found if not any(_lies_in(b, old) for old in known.get(_key(b), ()))]


def _lies_in(breach, old):
    if breach.at is None:
        return True
    return old.at <= breach.at and breach.detail["until"] <= old.detail["until"]


def _key(breach):
    return breach.rule, breach.person, breach.first, breach.last, breach.site, breach.area
