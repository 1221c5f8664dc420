"""A checked rota as a repair looks at it: what stands where, who is free, what may be changed."""

from functools import cached_property
from operator import attrgetter

from roster.rules.hours import absence_minutes, contract_minutes
from roster.rules.rechecking import SCOPES, recheck
from roster.rules.timeline import DAY
from roster.rules.words import Words
from roster.walltime import ends_next_day, is_missing, is_repeated


class Plan:
    """`kept` are cells, (person, date), that are not to be touched: people were told of them."""

    def __init__(self, checked, kept=frozenset(), words=None):
        self.checked, self.kept = checked, kept
        self.whole = checked.whole
        self.problem = checked.whole.problem  # people, places, settings; its duties may be old
        self.words = words or Words(self.problem)
        self._over, self._dates = {}, {}  # by person

    def after(self, changes, ask=SCOPES):
        """The plan with these cells, {(person, date): duties}, judged again, as `recheck` does."""
        return Plan(recheck(self.checked, changes, ask), self.kept, self.words)

    def _of(self, person, day):
        """Somebody's duties of a date in time, before and after the rota too."""
        if person not in self._dates:
            dates = self._dates[person] = {}
            for item in self.checked.by_person.get(person, ()):
                dates.setdefault(item.date, []).append(item)
        return sorted(self._dates[person].get(day, ()), key=attrgetter("start"))

    def items(self, person, day):
        return [item for item in self._of(person, day) if item.now]

    def duties(self, person, day):
        return tuple(item.duty for item in self.items(person, day))

    def item(self, duty):
        return self.whole.item(duty, True)

    def is_open(self, person, day):
        """Whether the cell may be changed: in the rota, nothing fixed, called out or kept."""
        inside = self.problem.starts <= day <= self.problem.until
        settled = any(duty.fixed or duty.called for duty in self.duties(person, day))
        return inside and not settled and (person, day) not in self.kept

    def is_free(self, person, day):
        """Whether a duty could be planned there: an open cell with nothing in it."""
        return not self.items(person, day) and self.is_open(person, day)

    def on(self, day):
        """The clinical duties of the rota that begin on a date."""
        return [i for i in self.checked.by_date.get(day, ()) if i.clinical and i.now]

    def near(self, place, day):
        """The clinical duties in a (site, area) that may overlap with one of this date."""
        found = self.whole.near(self.checked.by_date, day)
        return [i for i in found if i.clinical and (i.duty.site, i.duty.area) == place]

    def put(self, gone, come):
        """The changes that take some duties out and put others in; null where that cannot be."""
        cells = {}
        for duty in gone:
            held = self._opened(cells, duty)
            if duty not in held:
                return None
            held.remove(duty)
        for duty in come:
            self._opened(cells, duty).append(duty)
        possible = all(self.is_open(*key) for key in cells) and all(
            self._is_possible(duty, cells) for duty in come
        )
        return {key: self._in_order(held) for key, held in cells.items()} if possible else None

    def _opened(self, cells, duty):
        key = duty.person, duty.date
        if key not in cells:
            cells[key] = list(self.duties(*key))
        return cells[key]

    def _in_order(self, duties):
        return tuple(sorted(duties, key=lambda duty: self.item(duty).start))

    def _is_possible(self, duty, cells):
        """Employed, not away, at a time the clock shows, and nothing else to do at it."""
        item = self.item(duty)
        return (
            item.employment is not None
            and self._is_on_the_clock(duty)
            and self.whole.present(item) == [(item.start, item.end)]
            and not any(
                other.start < item.end and item.start < other.end
                for other in self._others(duty, cells)
            )
        )

    def _is_on_the_clock(self, duty):
        shift, zone = self.whole.shifts[duty.shift], self.whole.zone
        last = duty.date + DAY if ends_next_day(shift.starts, shift.ends) else duty.date
        times = ((duty.date, shift.starts), (last, shift.ends))
        missing = any(is_missing(*at, zone) for at in times)
        return not missing and (
            duty.fold is not None or not any(is_repeated(*t, zone) for t in times)
        )

    def _others(self, duty, cells):
        """What else the person works about that time, once these cells hold what they shall."""
        for day in (duty.date - DAY, duty.date, duty.date + DAY):
            key = duty.person, day
            if key in cells:
                yield from (self.item(other) for other in cells[key] if other is not duty)
            else:
                yield from self._of(*key)

    def over(self, person):
        """Paid minutes above the contract over the rota; negative below it."""
        if person not in self._over:
            held = self.checked.by_person.get(person, ())
            paid = sum(i.minutes for i in held if i.now and not i.duty.additional)
            self._over[person] = paid - self._due(person)
        return self._over[person]

    def _due(self, person):
        weeks = self.whole.weeks
        contract = sum(contract_minutes(self.whole, person, week) or 0 for week in weeks)
        return contract - round(sum(absence_minutes(self.whole, person, week) for week in weeks))

    def weekends(self, person):
        """How many weekends of the rota somebody works in."""
        held = self.checked.by_person.get(person, ())
        days = {i.date for i in held if i.now and i.is_work and i.date.weekday() >= 5}
        return len({day.isocalendar()[:2] for day in days})

    def in_use(self, place):
        """Codes of the shift types worked in a (site, area), history included."""
        dates = self.whole.by_place.get(place, {})
        return {item.duty.shift for items in dates.values() for item in items}

    @cached_property
    def asked_off(self):
        """The cells, (person, date), that people asked to have free."""
        leave = {(one.person, on) for one in self.problem.leave_asked for on in one.whole_dates}
        return leave | {(r.person, r.date) for r in self.problem.requests if r.wants == "off"}

    def shift_types(self, work_class="clinical"):
        return [s for s in self.problem.shift_types if s.work_class == work_class]
