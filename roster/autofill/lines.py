"""What one person's duties must and should be, as (shape, price) over their booleans.

The solver's reading of the rules on a person; the checker's stands in roster.rules. What a row
cannot say exactly is said too strictly, or left to the checker, who looks at every plan.
"""

from functools import partial
from itertools import pairwise

from roster.autofill import given_back
from roster.autofill.compiling import MUST
from roster.rules.average import Ledger, opted_out, windows
from roster.rules.hours import absence_minutes, contract_minutes
from roster.rules.shapes import Limit
from roster.rules.timeline import DAY


class Line:
    """A person's booleans by date."""

    def __init__(self, possible, person, allowing, weights):
        self.possible, self.person, self.allowing = possible, person, allowing
        self.weights, self.values = weights, possible.values
        self.rows, self.items = possible.rows, possible.items
        self.timeline, self.dates = possible.timeline, possible.dates

    def works(self, day):
        return self.possible.works.get((self.person, day))

    def own(self, day):
        return self.possible.own(self.person, day)

    def shapes(self):
        """Every (shape, price) of the person; price null: hard."""
        if not any(self.possible.options.get((self.person, day)) for day in self.dates):
            return
        readings = {
            "R-02": partial(given_back.shapes, self),
            "R-03": self._week_hours,
            "R-17": self._days_in_a_row,
            "R-18": self._average_week,
            "R-20": self._weekly_rest,
            "R-24": self._balance,
            "R-38": self._weekends,
            "R-39": self._long_days_in_a_row,
            "R-40": self._turns,
        }
        yield from self._clashes()
        yield from self._changes_of_site()
        for rule, reading in readings.items():
            if rule in self.values and self.possible.binds(rule, self.person):
                yield from reading(self.values[rule])

    # ── days in a row ──

    def _clashes(self):
        for day in self.dates[:-1]:
            before, after = (
                self.possible.shifts.get((self.person, on), ()) for on in (day, day + DAY)
            )
            for firsts, seconds in self._together(before, after, self._forbids):
                yield Limit(MUST, (*firsts, *seconds), 1), None

    def _together(self, before, after, against):
        """(shifts of a date, those of the next) none of which goes with any of the other."""
        found = {}
        for first in before if after else ():
            row = frozenset(second for second in after if against(first, second))
            if row:
                found.setdefault(row, []).append(first)
        for row in found:
            firsts = [first for other, some in found.items() if other >= row for first in some]
            yield firsts, sorted(row)

    def _forbids(self, first, second):
        return self.allowing.clash(self.person, self._everywhere(first), self._everywhere(second))

    def _everywhere(self, boolean):
        """A shift's items at each of its places."""
        return [self.items[b] for b in self.possible.anywhere.get(boolean, (boolean,))]

    def _turns(self, values):
        def is_turn(first, second):
            before, after = self.items[first], self.items[second]
            rest = after.start - before.end
            earlier = _minute(before.shift.starts) - _minute(after.shift.starts)
            quick = values["rest_minutes"] <= rest < values["below_minutes"]
            is_open = not {first, second} <= self.rows.fixed.keys()
            return is_open and (quick or earlier >= values["backward_minutes"])

        for day in (self.dates[0] - DAY, *self.dates[:-1]):
            for firsts, seconds in self._together(self.own(day), self.own(day + DAY), is_turn):
                yield Limit(MUST, (*firsts, *seconds), 1), self.weights.turn

    def _changes_of_site(self):
        """Another site than on the date before."""
        days = (self.dates[0] - DAY, *self.dates) if self.weights.another_site else ()
        for before, after in pairwise(map(self._by_site, days)):
            for site, there in before.items():
                elsewhere = [boolean for other, boolean in after.items() if other != site]
                if not {there, *elsewhere} <= self.rows.fixed.keys():
                    yield Limit(MUST, (there, *elsewhere), 1), self.weights.another_site

    def _by_site(self, day):
        """{site: whether the person has a duty there on a date}"""
        sites, key = {}, (self.person, day)
        for some in (self.possible.options.get(key, ()), self.possible.settled.get(key, ())):
            for boolean in some:
                sites.setdefault(self.items[boolean].duty.site, []).append(boolean)
        return {site: self._any(some) for site, some in sites.items()}

    def _any(self, booleans):
        if len(booleans) == 1:
            return booleans[0]
        return self.rows.any_of(booleans, exclusive=not set(booleans) & self.rows.fixed.keys())

    def _days_in_a_row(self, values):
        yield from self._runs("R-17", self.works, values)

    def _long_days_in_a_row(self, values):
        long = {}
        for day in self._around(values["hard"] + 1):
            booleans = [b for b in self.own(day) if self.items[b].length >= values["long_minutes"]]
            if booleans:
                long[day] = booleans[0] if len(booleans) == 1 else self.rows.any_of(booleans)
        yield from self._runs("R-39", long.get, values)

    def _around(self, reach):
        first, days = self.dates[0] - reach * DAY, len(self.dates) + 2 * reach
        return [first + n * DAY for n in range(days)]

    def _runs(self, rule, boolean, values):
        """No run of dates longer than `hard`; one longer than `soft` at a price a date."""
        soft, hard = min(values["soft"], values["hard"]), values["hard"]
        for most, price in ((hard, None), (soft, self.weights.warning)):
            if price is None or soft < hard:
                for window in self._windows(rule, boolean, most + 1):
                    yield Limit(MUST, window, most), price

    def _windows(self, rule, boolean, length):
        """Windows of so many dates, each with a boolean, that the rota takes part in."""
        days = self._around(length - 1)
        for first in range(len(days) - length + 1):
            window = days[first : first + length]
            found = [boolean(day) for day in window]
            is_open = None not in found and any(b not in self.rows.fixed for b in found)
            if is_open and self.possible.binds(rule, self.person, window):
                yield tuple(found)

    def _weekly_rest(self, values):
        """At least a day off a week, which makes a rest long enough with shifts by day."""
        length = 14 if values["mode"] == "14d" else 7
        for monday in self.timeline.weeks[:: length // 7]:
            days = [self.works(monday + n * DAY) for n in range(length)]
            if None not in days:
                yield Limit(MUST, tuple(days), length - 1), None

    # ── hours ──

    def _minutes(self, days):
        """(booleans, minutes) of what counts against the contract."""
        booleans = [b for day in days for b in self.own(day) if not self.items[b].duty.additional]
        return tuple(booleans), tuple(self.items[b].minutes for b in booleans)

    def _paid(self, weeks):
        """(booleans, minutes, minutes left of the contract after absence) of some weeks."""
        booleans, minutes = self._minutes([week + n * DAY for week in weeks for n in range(7)])
        contract = sum(contract_minutes(self.timeline, self.person, week) or 0 for week in weeks)
        away = sum(absence_minutes(self.timeline, self.person, week) for week in weeks)
        return booleans, minutes, contract - away

    def _week_hours(self, values):
        price = None if values["mode"] == "hours" else self.weights.over_week
        length, weeks = values["averaging_weeks"], self.timeline.weeks
        for first in range(0, len(weeks) - length + 1, length):
            booleans, minutes, left = self._paid(weeks[first : first + length])
            most = left + length * values["tolerance_minutes"]
            if booleans:
                yield Limit(MUST, booleans, most, minutes), price

    def _balance(self, values):
        booleans, minutes, left = self._paid(self.timeline.weeks)
        price, carried = (
            self.weights.off_contract,
            self.timeline.people[self.person].carried_minutes,
        )
        less = tuple(-m for m in minutes)
        for within, extra in (
            (values["limit_minutes"], 0),
            (values["carry_limit_minutes"], carried),
        ):
            yield Limit(MUST, booleans, left + within - extra, minutes), price
            yield Limit(MUST, booleans, within - left + extra, less), price

    def _average_week(self, values):
        """The weeks of a window; what stands in for days away is left to the check."""
        ledger = Ledger(self.timeline, self.person, values)
        person = self.timeline.people[self.person]
        for first, sunday, weeks in windows(self.timeline, self.person, values["weeks"]):
            if not opted_out(person, first, sunday, values):
                days = [day for day in self.dates if first <= day <= sunday]
                new = [b for d in days for b in self.possible.shifts.get((self.person, d), ())]
                minutes = tuple(self.items[b].minutes for b in new)
                most, soft = (
                    values[a_week] * weeks - ledger.worked(first, weeks)
                    for a_week in ("limit_minutes", "warn_minutes")
                )
                yield Limit(MUST, tuple(new), most, minutes), None
                yield Limit(MUST, tuple(new), max(0, soft), minutes), self.weights.over_week

    # ── weekends ──

    def _weekends(self, values):
        """At most so many weekends in a window, and one free in so many."""
        first = self.timeline.first_monday
        mondays = [first + n * DAY for n in range(0, (self.dates[-1] - first).days + 1, 7)]
        worked = {monday: self._weekend(monday) for monday in mondays}
        for length, most in (
            (values["window_weeks"], values["max_weekends"]),
            (values["free_weekend_weeks"], values["free_weekend_weeks"] - 1),
        ):
            for end in range(len(mondays) - len(self.timeline.weeks), len(mondays)):
                window = [worked[m] for m in mondays[max(0, end - length + 1) : end + 1]]
                terms = tuple(b for b in window if b is not None)
                if len(terms) > most:
                    yield Limit(MUST, terms, most), self.weights.warning

    def _weekend(self, monday):
        days = [self.works(monday + n * DAY) for n in (5, 6)]
        days = [boolean for boolean in days if boolean is not None]
        return self.rows.any_of(days) if len(days) > 1 else next(iter(days), None)


def _minute(at):
    return 60 * at.hour + at.minute
