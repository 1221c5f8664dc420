"""What leave on some dates would take, leave, and do to cover: read before anybody asks.

    Outlook(person, first, until, today, part=None, as_told=False).of(first, until) -> Foreseen
    nearest(outlook, foreseen)                              -> (Foreseen, ...), the nearest that fit

Units are minutes. Who else is away is only counted, and no colleague's reason comes through here.
`as_told`, for who asks, their hours and shifts, and what is missing without them, are those of
published weeks, and hours the contract's before.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from roster.freeing import planned_minutes
from roster.handing_over import looked_at
from roster.leave_balance import balance, terms_of
from roster.models import ReleasedDuty, Rota
from roster.part_days import staying, taken_from
from roster.released_rows import told_to_come
from roster.repairing.comparing import effect
from roster.repairing.trading import key
from roster.rules.leave_share import LEAVE, leave_share
from roster.told_days import told_minutes
from roster.walltime import monday_of
from staff.entitlement import leave_year, paid_by_date
from staff.models import Unavailability

DAY = timedelta(days=1)
ROOM = 28 * DAY  # how far away other dates are looked for
MOST = 3


@dataclass(frozen=True)
class Foreseen:
    """Leave from `first` to `until`. `by_kind` is {kind: {date: minutes}}: bank holidays of weeks
    not planned yet are no annual leave. `left` is the least that remains of a leave year. `full`
    are dates with as many away as may be, `short` those that would lack somebody, `hard` whether
    something that must be kept would be broken, `crowded` weeks with too much of the team away,
    `published` dates with a shift that people were told of, `taken` dates away already. `shifts`,
    of leave for a part of a day, are (date, code before, code after or blank) of those that change.
    """

    first: date
    until: date
    by_kind: dict
    left: int
    away: tuple[tuple[date, int], ...]
    full: tuple[date, ...]
    short: tuple[date, ...]
    hard: bool
    crowded: tuple[date, ...]
    published: tuple[date, ...]
    taken: tuple[date, ...]
    shifts: tuple[tuple[date, str, str], ...] = ()

    @property
    def minutes(self):
        return sum(self.by_kind.get("AL", {}).values())

    @property
    def fits(self):
        """Whether it could be granted without anybody thinking about it."""
        stops = self.full or self.short or self.hard or self.crowded or self.published or self.taken
        lost = any(not after for _, _, after in self.shifts)
        return not stops and not lost and self.left >= 0 and self.minutes > 0


class Outlook:
    """Everything read once, for dates about those asked for."""

    def __init__(self, person, first, until, today, part=None, *, as_told=False):
        self.person, self.today, self.part, self.as_told = person, today, part, as_told
        self.starts, self.ends = first - ROOM, until + ROOM
        self.terms = terms_of(person.unit)
        self.employments = list(person.employments.all())
        planned = told_minutes if as_told else planned_minutes
        self.planned = planned(person, self.starts, self.ends)
        self.holidays = set(person.unit.bank_holidays.values_list("date", flat=True))
        self.rotas = [self._plan(rota) for rota in self._rotas()]
        self.balances = {}
        self._read_absences()
        told = ReleasedDuty.objects.filter(person=person, date__range=(self.starts, self.ends))
        self.told = set(told.values_list("date", flat=True)) & self._on_duty()
        rotas = [rota for rota, _, _ in self.rotas]
        self.told_duties = told_to_come(rotas, today) if as_told else None

    def _rotas(self):
        rotas = Rota.objects.filter(unit=self.person.unit_id, starts__lte=self.ends)
        return [r for r in rotas.select_related("unit") if r.until >= max(self.starts, self.today)]

    @staticmethod
    def _plan(rota):
        plan = looked_at(rota)
        weeks = plan.whole.weeks
        return rota, plan, {monday: leave_share(plan.whole, [monday]) for monday in weeks}

    def _read_absences(self):
        rows = Unavailability.objects.filter(
            person__unit=self.person.unit_id,
            starts_on__lte=self.ends,
            until__gte=self.starts,
        )
        leave = set()
        self.away = set()
        for row in rows:
            for on in _dates(max(row.starts_on, self.starts), min(row.until, self.ends)):
                if row.person_id == self.person.pk:
                    self.away |= {on} if self._is_in_the_way(row) else set()
                elif row.kind in LEAVE:
                    leave.add((row.person_id, on))
        self.on_leave = Counter(on for _, on in leave)

    def _is_in_the_way(self, row):
        """Hours away bar leave of the same hours; hours of leave also a whole day of it."""
        if row.starts is None:
            return True
        return self.part.meets(row) if self.part else row.kind in LEAVE

    def _on_duty(self):
        return {on for week in self.planned.values() for on in week}

    def is_planned(self, first, until):
        """Whether a rota covers all of the dates, so that what they do to cover is known: to who
        asks, one that is published.
        """
        if self.as_told:
            return all(monday_of(on) in self.planned for on in _dates(first, until))
        spans = [(rota.starts, rota.until) for rota, _, _ in self.rotas]
        return all(any(a <= on <= b for a, b in spans) for on in _dates(first, until))

    def of(self, first, until) -> Foreseen:
        dates = _dates(first, until)
        by_kind = self._by_kind(first, until)
        hard, short = self._cover(dates)
        return Foreseen(
            first=first,
            until=until,
            by_kind=by_kind,
            left=self._left(by_kind.get("AL", {})),
            away=tuple((on, self.on_leave[on]) for on in dates),
            full=tuple(on for on in dates if self._is_full(on)),
            short=short,
            hard=hard,
            crowded=tuple(self._crowded(by_kind)),
            published=tuple(on for on in dates if on in self.told and self._frees(on)),
            taken=tuple(on for on in dates if on in self.away),
            shifts=tuple(change for on in dates for change in self._shifts(on)),
        )

    def _held(self, on):
        """(plan, the person's duties of a date, those of them that stay) of each rota with any."""
        for _, plan, _ in self.rotas:
            if held := self._known(plan.duties(self.person.reference, on)):
                stay = staying(plan.problem, held, self.part) if self.part else ()
                yield plan, held, stay

    def _known(self, duties):
        """Who asks knows of what they were told alone."""
        if self.told_duties is None:
            return duties
        return tuple(duty for duty in duties if key(duty) in self.told_duties)

    def _frees(self, on):
        return not self.part or any(held != stay for _, held, stay in self._held(on))

    def _shifts(self, on):
        """Each shift of a date that leave for a part of it changes."""
        if self.part:
            for plan, held, _ in self._held(on):
                for duty in held:
                    after = next(iter(staying(plan.problem, (duty,), self.part)), None)
                    if after != duty:
                        yield on, duty.shift, after.shift if after else ""

    def _by_kind(self, first, until):
        paid = paid_by_date(first, until, self.employments, self.planned)
        if self.part:
            paid = {on: min(minutes, self._in_part(on)) for on, minutes in paid.items()}
        kinds = {"AL": {}, "BH": {}}
        for on, minutes in paid.items():
            in_plan = on - on.weekday() * DAY in self.planned
            kind = "BH" if on in self.holidays and not in_plan and minutes else "AL"
            kinds[kind][on] = minutes
        return {kind: by_date for kind, by_date in kinds.items() if by_date}

    def _in_part(self, on):
        """Minutes of the part: those within the shifts planned, else all of it."""
        if on - on.weekday() * DAY not in self.planned:
            return self.part.minutes
        return sum(taken_from(plan.problem, held, self.part) for plan, held, _ in self._held(on))

    def _left(self, by_date):
        """The least left of the leave years touched, with this and all that is asked taken off."""
        years = Counter()
        for on, minutes in by_date.items():
            years[leave_year(on, self.terms.year_month)] += minutes
        for year in years:
            if year not in self.balances:
                self.balances[year] = balance(self.person, year)
        return (
            min(
                (self.balances[year].left - self.balances[year].asked - took)
                for year, took in years.items()
            )
            if years
            else 0
        )

    def _is_full(self, on):
        return self.terms.most_away is not None and self.on_leave[on] >= self.terms.most_away

    def _cover(self, dates):
        hard, short, changes = False, set(), {}
        for on in dates:
            for plan, held, stay in self._held(on):
                if held != stay:
                    changes.setdefault(plan, {})[self.person.reference, on] = stay
        for plan, cells in changes.items():
            new = effect(plan.checked, plan.after(cells).checked).new
            hard = hard or any(breach.level != "should" for breach in new)
            short |= {b.first for b in new if b.rule == "R-33"}
        return hard, tuple(sorted(short))

    def _crowded(self, by_kind):
        weeks = Counter()
        for by_date in by_kind.values():
            for on, minutes in by_date.items():
                weeks[on - on.weekday() * DAY] += minutes
        for _, _, shares in self.rotas:
            for monday, share in shares.items():
                most = share.high * share.contract
                if weeks[monday] and 100 * (share.leave + weeks[monday]) > most:
                    yield monday


def nearest(outlook, foreseen) -> tuple[Foreseen, ...]:
    """The nearest dates, as many on end, that would be granted; of as many hours first."""
    length, found = foreseen.until - foreseen.first, []
    for n in range(-ROOM.days, ROOM.days + 1):
        first = foreseen.first + n * DAY
        if first > outlook.today:
            other = outlook.of(first, first + length)
            differs = other.minutes != foreseen.minutes
            found += [((differs, abs(n), n), other)] * other.fits
    return tuple(other for _, other in sorted(found, key=lambda pair: pair[0])[:MOST])


def _dates(first, until):
    return [first + n * DAY for n in range((until - first).days + 1)]
