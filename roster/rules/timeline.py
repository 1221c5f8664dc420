"""A problem laid out in time: every duty with its instants and what its person is that day.

Built once a check. Instants are minutes since 1970 in UTC (walltime), so rests and lengths are
differences; dates are the local dates duties start on.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from datetime import time, timedelta
from functools import cached_property
from operator import attrgetter, itemgetter

from roster.problem import Problem
from roster.rules.item import Item
from roster.walltime import instant, local_of, minutes_of, span

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
COUNTS = ("operator", "assist")
# What a timeline knows that does not depend on the duties it holds.
WITHOUT_DUTIES = (
    *("problem", "zone", "people", "shifts", "_spans", "_breaks", "_employments", "paid_away"),
    *("weeks", "first_monday", "unavailable", "absences", "absences_of", "absent_dates"),
    *("other_work", "areas", "demand_by_place", "closures"),
)


class Timeline:
    def __init__(self, problem: Problem):
        self.problem = problem
        self.zone = problem.timezone
        self.people = {person.id: person for person in problem.people}
        self.shifts = {shift.code: shift for shift in problem.shift_types}
        self._spans, self._breaks, self._employments = {}, {}, {}
        self.paid_away = {}  # what of absences is paid a week; kept by hours.absence_minutes
        self._hold(
            [self.item(duty, False) for duty in (*problem.history, *problem.following)]
            + [self.item(duty, True) for duty in problem.duties]
        )

    def _hold(self, items):
        self.items = items
        self._those_who, self._dates_of = {}, {}

    @cached_property
    def by_person(self):
        """{person: their duties}, in the order they begin."""
        people = _grouped(self.items, lambda item: item.duty.person)
        for own in people.values():
            own.sort(key=attrgetter("start", "end", "duty.shift", "duty.site"))
        return people

    def part(self, items):
        """A timeline of some duties of the same rota, old or new.

        What is known of people and places it shares with this one, and so costs only its duties.
        """
        part = object.__new__(Timeline)
        part._share(self)
        part._hold(list(items))
        return part

    def _share(self, whole):
        for name in WITHOUT_DUTIES:
            setattr(self, name, getattr(whole, name))

    def item(self, duty, now):
        """A duty in time; `now` unless it is history."""
        shift = self.shifts[duty.shift]
        return Item(duty, self.people[duty.person], shift, self._span(duty, shift), now)

    def _span(self, duty, shift):
        key = duty.date, duty.shift, duty.fold
        if key not in self._spans:
            self._spans[key] = span(duty.date, shift.starts, shift.ends, self.zone, duty.fold)
        return self._spans[key]

    def employment_of_week(self, person, monday):
        """What a person is employed as in a week, or null; looked up once."""
        key = person, monday
        if key not in self._employments:
            self._employments[key] = self.people[person].employment_of_week(monday)
        return self._employments[key]

    @cached_property
    def weeks(self):
        """The Mondays of the rota."""
        return [self.problem.starts + 7 * n * DAY for n in range(self.problem.weeks)]

    @cached_property
    def first_monday(self):
        """Of the week the file's history begins in; without any, the first of the rota."""
        first = min((duty.date for duty in self.problem.history), default=self.problem.starts)
        return first - first.weekday() * DAY

    @cached_property
    def held(self):
        """{person: their duties of the rota itself}, in the order they begin."""
        own = {who: [item for item in items if item.now] for who, items in self.by_person.items()}
        return defaultdict(list, own)

    @cached_property
    def by_place(self):
        """{(site, area): {date: clinical items}}"""
        places = defaultdict(lambda: defaultdict(list))
        for item in self.items:
            if item.clinical:
                places[item.duty.site, item.duty.area][item.duty.date].append(item)
        return places

    @cached_property
    def by_site(self):
        """{site: {date: clinical items}}"""
        sites = defaultdict(lambda: defaultdict(list))
        for (site, _), dates in self.by_place.items():
            for day, items in dates.items():
                sites[site][day].extend(items)
        return sites

    @cached_property
    def _recent(self):
        """The clinical duties from the day before the rota on."""
        first = self.problem.starts - DAY
        return [item for item in self.items if item.clinical and item.duty.date >= first]

    def those_who(self, do):
        """{site: {date: clinical items}} of those that `do` holds of; worked out once.

        What lies more than a day before the rota overlaps with none of its duties.
        """
        if do not in self._those_who:
            sites = defaultdict(lambda: defaultdict(list))
            for item in self._recent:
                if do(item):
                    sites[item.duty.site][item.duty.date].append(item)
            self._those_who[do] = sites
        return self._those_who[do]

    def by_date(self, do):
        """{date: clinical items} of those that `do` holds of, on any site; worked out once."""
        if do not in self._dates_of:
            self._dates_of[do] = _grouped(filter(do, self._recent), attrgetter("duty.date"))
        return self._dates_of[do]

    def near(self, dates, day):
        """Items of a {date: items} that may overlap with a duty of this date."""
        return [item for near in (day - DAY, day, day + DAY) for item in dates.get(near, ())]

    @cached_property
    def unavailable(self):
        """Absences, as far as they lie within a year of the rota: some have no end in sight."""
        first, last = self.problem.starts - YEAR, self.problem.until + YEAR
        return [
            replace(a, starts_on=max(a.starts_on, first), until=min(a.until, last))
            for a in self.problem.unavailable
            if a.starts_on <= last and a.until >= first
        ]

    @cached_property
    def absences(self):
        """{person: sorted spans of absence}, as instants; whole days by the local midnight."""
        spans = defaultdict(list)
        for absence in self.unavailable:
            spans[absence.person].extend(self._absence_spans(absence))
        return {person: sorted(found) for person, found in spans.items()}

    def _absence_spans(self, absence):
        days = self.dates_of(absence)
        if absence.starts is None:
            return [(self.midnight(days[0]), self.midnight(days[-1] + DAY))] if days else []
        return [
            (instant(day, absence.starts, self.zone), instant(day, absence.ends, self.zone))
            for day in days
        ]

    def dates_of(self, absence):
        """The dates of an absence that a duty of the file can touch; it may go on for ages."""
        first = max(absence.starts_on, self.first_monday)
        last = min(absence.until, self.problem.until + DAY)
        return [first + n * DAY for n in range((last - first).days + 1)]

    @cached_property
    def absences_of(self):
        """{person: absences}, as written."""
        return _grouped(self.unavailable, lambda absence: absence.person)

    @cached_property
    def absent_dates(self):
        """{person: {date: kinds}} of every date an absence touches."""
        dates = defaultdict(lambda: defaultdict(set))
        for absence in self.unavailable:
            for day in self.dates_of(absence):
                dates[absence.person][day].add(absence.kind)
        return dates

    @cached_property
    def other_work(self):
        """{person: [(start, end, employer)]} of bank work and second jobs."""
        return _grouped(
            [
                (w.person, minutes_of(w.starts), minutes_of(w.ends), w)
                for w in self.problem.other_work
            ],
            lambda row: row[0],
        )

    @cached_property
    def work(self):
        """{person: sorted (start, end, duty or other work)}: all working time, for whoever."""
        spans = {
            who: [(*span, item) for item in items for span in item.worked]
            for who, items in self.by_person.items()
        }
        for who, rows in self.other_work.items():
            spans.setdefault(who, []).extend((start, end, work) for _, start, end, work in rows)
        for rows in spans.values():
            rows.sort(key=itemgetter(0, 1))
        return defaultdict(list, spans)

    def since(self, person, day):
        """A person's duties from a date on."""
        items = self.by_person[person]
        return items[bisect_left(items, day, key=attrgetter("date")) :]

    @cached_property
    def areas(self):
        """{(site, area): Area}"""
        return {(site.code, area.code): area for site in self.problem.sites for area in site.areas}

    def present(self, item):
        """The spans of a duty in which its person is not away; worked out once."""
        if item.there is None:
            item.there = self._present(item)
        return item.there

    def _present(self, item):
        spans = [(item.start, item.end)]
        for starts, ends in self.absences.get(item.duty.person, ()):
            if starts < item.end and item.start < ends:
                spans = [piece for whole in spans for piece in without(whole, starts, ends)]
        return spans

    def away_minutes(self, item):
        """Minutes of a duty in which its person is away."""
        return item.end - item.start - sum(end - start for start, end in self.present(item))

    def break_spans(self, item):
        """The breaks of a duty whose places are known, as instants: they too may be an hour
        longer or shorter than the clock says."""
        key = item.start, item.duty.shift
        if key not in self._breaks:
            self._breaks[key] = list(self._placed_breaks(item))
        return self._breaks[key]

    def _placed_breaks(self, item):
        for starts, ends in item.shift.breaks or ():
            start = self._next(starts, item.date, item.start)
            yield start, self._next(ends, item.date, start + 1)

    def _next(self, at, day, minute):
        """The first time from an instant on that the clock shows `at`, from a date on."""
        dates = (day, day + DAY, day + 2 * DAY)
        times = (instant(on, at, self.zone, fold) for on in dates for fold in (0, 1))
        return next(time for time in times if time >= minute)

    @cached_property
    def demand_by_place(self):
        """{(site, area): [(position in the file, demand)]}"""
        rows = enumerate(self.problem.demand)
        return _grouped(rows, lambda row: (row[1].site, row[1].area))

    @cached_property
    def closures(self):
        """{(site, area): closures}"""
        return _grouped(self.problem.closures, lambda closure: (closure.site, closure.area))

    def midnight(self, day):
        return instant(day, time(0), self.zone)

    def local(self, minute):
        """The local wall time of an instant, without its zone."""
        return local_of(minute, self.zone).replace(tzinfo=None)


def _grouped(rows, key):
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def without(whole, starts, ends):
    """What is left of a span when another is taken out."""
    start, end = whole
    if ends <= start or end <= starts:
        return [whole]
    return [piece for piece in ((start, starts), (ends, end)) if piece[0] < piece[1]]
