"""Weekends, lates and bank holidays beyond one's fair share, as rows with a price.

What is a share, and what counts as one, is roster.fairness: people of a role share what the rota
brings so that it comes, with what they had in the weeks before, to the same for each contracted
hour.
"""

from collections import defaultdict
from itertools import chain

from roster.autofill.compiling import MUST
from roster.fairness import HOLIDAYS, LATE, LATES, WEEKENDS, Looking, shares
from roster.rules.shapes import Limit
from roster.rules.timeline import DAY

BEYOND = {WEEKENDS: (0, 1), LATES: (0, 2), HOLIDAYS: (0,)}  # from so many above the share on
A_DUTY = 480  # minutes of demand that about make one
KNOWN = 4  # weeks before the rota that say how many of a kind a duty brings


def shapes(possible, weights):
    worth = {WEEKENDS: weights.weekend, LATES: weights.late, HOLIDAYS: weights.holiday}
    sharing = _Sharing(possible, weights.fair_weeks)
    for kind, price in worth.items():
        for share, terms in sharing.of(kind) if price else ():
            for more in BEYOND[kind]:
                if len(terms) > share + more:
                    yield Limit(MUST, terms, share + more), price


class _Sharing:
    def __init__(self, possible, weeks):
        self.possible, self.problem, self.rows = possible, possible.problem, possible.rows
        self.looking = Looking(self.problem, weeks)
        self.had, self.minutes = self.looking.carried(), self.looking.minutes()
        self.places = self._places()

    def _places(self):
        """{role: {date: about how many duties its demand makes}}"""
        places = defaultdict(lambda: defaultdict(float))
        for place in self.possible.timeline.demand_by_place:
            for day in self.possible.dates:
                for line in self.possible.lines(place, day):
                    minutes = line.demand.least * (line.end - line.start)
                    places[line.demand.role][day] += minutes / A_DUTY
        return places

    def of(self, kind):
        """(share, booleans) of everybody who may be planned for it, by role."""
        for role, people in self._roles().items():
            times = {who: list(self._times(kind, who)) for who in people}
            may = [who for who in people if any(map(self._is_open, chain(*times[who])))]
            had = {who: len(self.had[kind][who]) for who in people}
            settled = sum(len(times[who]) for who in people if who not in may)
            coming = max(0, self._coming(kind, role, people) - settled)
            theirs = {who: self.minutes[who] for who in may}
            for who, share in shares(coming, {who: had[who] for who in may}, theirs).items():
                yield share, tuple(map(self._one, times[who]))

    def _roles(self):
        roles = defaultdict(list)
        for person in self.problem.people:
            post = person.employment_of_week(self.problem.starts)
            if post:
                roles[post.role].append(person.id)
        return roles

    # ── what a person may have ──

    def _times(self, kind, who):
        """The booleans of each time they have it, or may: any of them makes it one."""
        if kind == WEEKENDS:
            days = [[monday + n * DAY for n in (5, 6)] for monday in self.possible.timeline.weeks]
            times = [[self.possible.works.get((who, day)) for day in pair] for pair in days]
        elif kind == HOLIDAYS:
            dates = sorted(self.problem.bank_holidays.intersection(self.possible.dates))
            times = [[self.possible.works.get((who, day))] for day in dates]
        else:
            times = [self._late_on(who, day) for day in self.possible.dates]
        there = ([boolean for boolean in some if boolean is not None] for some in times)
        return [some for some in there if some]

    def _late_on(self, who, day):
        return [b for b in self.possible.own(who, day) if _is_late(self.possible.items[b])]

    def _is_open(self, boolean):
        if boolean in self.rows.fixed:
            return False
        return any(map(self._is_open, self.rows.members.get(boolean, ()))) or (
            boolean not in self.rows.members
        )

    def _one(self, booleans):
        return booleans[0] if len(booleans) == 1 else self.rows.any_of(booleans)

    # ── what the rota brings ──

    def _coming(self, kind, role, people):
        """About how many times it will be had by the people of a role: as often for each duty as
        in the weeks before, where enough of them are known.
        """
        places, dates = self.places[role], self.possible.dates
        if kind == HOLIDAYS:
            return sum(places[day] for day in self.problem.bank_holidays.intersection(dates))
        duties = sum(self.looking.before[who] for who in people)
        if duties and len(self.looking.mondays) - self.problem.weeks >= KNOWN:
            return sum(places.values()) * sum(len(self.had[kind][who]) for who in people) / duties
        if kind == WEEKENDS:
            return sum(places[day] for day in dates if day.weekday() >= 5) / 2
        kinds = [s for s in self.problem.shift_types if s.work_class == "clinical"]
        lates = sum(s.starts.hour >= LATE for s in kinds)
        return sum(places.values()) * lates / max(1, len(kinds))


def _is_late(item):
    return item.clinical and item.shift.starts.hour >= LATE
