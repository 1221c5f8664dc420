"""What R-02 asks of a person as rows: each weekend day worked gives back one weekday.

    shapes(line, values)  -> (shape, None), all of them hard

In the wider windows whoever waits longest is served first, so that all are served exactly when each
run of weekends finds as many weekdays given back as it owes (Hall's condition for intervals). Of
part-timers two things are forbidden there that the checker may let pass: a week over its contract
counts below nought, not as nought, and a weekend of the history within so many days may have to
be given back although nothing is worked in its window.
"""

from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import floor

from roster.autofill.compiling import MUST
from roster.rules.hours import standard_days
from roster.rules.shapes import Limit
from roster.rules.timeline import DAY
from roster.rules.weekend import PAID


def shapes(line, values):
    if values["mode"] == "days":
        for terms, most, weights in WINDOWS[values["comp_window"]](line, values):
            if sum(weights) > most:
                yield Limit(MUST, tuple(terms), most, weights), None


class Week:
    """A person's week: {date: boolean} of the weekend days that are owed for and of the weekdays
    that work takes, and how many weekdays of the contract absence has left.
    """

    def __init__(self, line, monday, roles):
        self.monday = monday
        employment = line.timeline.employment_of_week(line.person, monday)
        self.days = standard_days(employment) if employment else Fraction(0)
        self.is_judged = bool(employment) and employment.role in roles and self.days >= 1
        absent = line.timeline.absent_dates.get(line.person, {})
        dates = [monday + n * DAY for n in range(7)]
        self.away = [day for day in dates[:5] if absent.get(day, set()) & PAID]
        self.weekend = _worked(line, dates[5:]) if self.is_judged else {}
        self.weekdays = _worked(line, [day for day in dates[:5] if day not in self.away])
        self.left = max(0, floor(self.days) - len(self.away))
        # Where absence has taken them all nothing is given back, whatever is worked.
        self.used = self.weekdays if self.left else {}

    def part(self, first, last):
        """(booleans, of how many) of the weekdays between two dates that may be free."""
        dates = [self.monday + n * DAY for n in range(5)]
        inside = [d for d in dates if first <= d <= last and d not in self.away]
        return [self.weekdays[d] for d in inside if d in self.weekdays], len(inside)


def _worked(line, dates):
    """{date: boolean} of the dates with work that is not agreed as extra."""
    found = {day: line.works(day) for day in dates if not _is_extra(line, day)}
    return {day: boolean for day, boolean in found.items() if boolean is not None}


def _is_extra(line, day):
    settled = line.possible.settled.get((line.person, day), ())
    return bool(settled) and all(line.items[b].duty.additional for b in settled)


# ── the same week ──


def _same_week(line, values):
    for monday in line.timeline.weeks:
        week = Week(line, monday, values["roles"])
        for count in range(1, len(week.weekend) + 1):
            yield from _when_worked(line, week, count, Fraction(str(values["ratio"])))


def _when_worked(line, week, count, ratio):
    """The weekdays left once so many weekend days are worked; with fewer the row says nothing:
    their weight, as many times the term, makes up the room.
    """
    weekdays, weekend = list(week.weekdays.values()), list(week.weekend.values())
    most = max(0, floor(week.days - ratio * count)) - len(week.away)
    room = len(weekdays) - most
    if room > 0:
        terms = [line.rows.any_of(weekend)] if count < len(weekend) else weekend
        weights = (*(1,) * len(weekdays), *(room,) * len(terms))
        yield (*weekdays, *terms), most + room * len(terms), weights


# ── this week or the next ──


def _next_week(line, values):
    past, weeks = _weeks(line, values)
    waiting = min(_waiting(past), weeks[0].left)
    for last in range(len(weeks)) if waiting else ():
        yield _run(weeks[:last], weeks[: last + 1], waiting)
    for first, last in combinations_with_replacement(range(len(weeks) - 1), 2):
        if weeks[first].weekend and weeks[last].weekend:
            yield _run(weeks[first : last + 1], weeks[first : last + 2])


def _weeks(line, values):
    """(those of the history, those of the rota)"""
    first, starts = line.timeline.first_monday, line.timeline.problem.starts
    before = [first + n * DAY for n in range(0, (starts - first).days, 7)]
    return [
        [Week(line, monday, values["roles"]) for monday in mondays]
        for mondays in (before, line.timeline.weeks)
    ]


def _waiting(past):
    """How many weekend days the last week of the history leaves to the one after."""
    waiting = 0
    for week in past:
        released = max(0, week.left - len(week.used))
        waiting = max(0, len(week.weekend) - max(0, released - waiting))
    return waiting


def _run(owing, giving, waiting=0):
    """What waits, and what the weekends of some weeks owe, is given back in these."""
    weekends = [b for week in owing for b in week.weekend.values()]
    weekdays = [b for week in giving for b in week.used.values()]
    return _alike([*weekends, *weekdays], sum(week.left for week in giving) - waiting)


def _alike(terms, most):
    return terms, most, (1,) * len(terms)


# ── within so many days ──


def _near(line, values):
    past, weeks = _weeks(line, values)
    until, longest = line.timeline.problem.until, 7 * (len(past) + len(weeks)) + 1
    reach = min(values["window_days"], longest) * DAY
    before = [Gives(week, worked=True) for week in past]
    waiting = _unserved([day for week in past for day in week.weekend], before, reach)
    ahead = [Gives(week, worked=False) for week in weeks]
    lost = [day for day in _unserved(waiting, ahead, reach) if day + reach <= until]
    for day in lost:
        yield _alike([b for week in weeks for b in week.part(day - reach, day + reach)[0]], 0)
    owed = dict.fromkeys(day for day in waiting if day not in lost)
    owed |= {day: b for week in weeks for day, b in week.weekend.items()}
    days = [day for day in owed if day + reach <= until]
    for first, last in combinations_with_replacement(days, 2):
        asked = [owed[day] for day in days if first <= day <= last]
        terms = [boolean for boolean in asked if boolean is not None]
        given = sum(week.within(first - reach, last + reach) for week in before)
        for weekdays, most in _given(weeks, first - reach, last + reach):
            yield _alike([*terms, *weekdays], most + given - asked.count(None))


class Gives:
    """The weekdays a week gives back: of the history, or of a rota in which nothing is worked."""

    def __init__(self, week, worked):
        dates = [week.monday + n * DAY for n in range(5)]
        taken = {*week.away, *(week.weekdays if worked else ())}
        self.dates = [day for day in dates if day not in taken]
        self.left = max(0, week.left - (len(week.used) if worked else 0))

    def within(self, first, last):
        return min(self.left, sum(first <= day <= last for day in self.dates))

    def take(self, first, last):
        """Whether one between two dates could be taken: the earliest is."""
        found = next((day for day in self.dates if first <= day <= last), None)
        if found is None or not self.left:
            return False
        self.dates.remove(found)
        self.left -= 1
        return True


def _unserved(days, giving, reach):
    """Of some weekend days those that find no weekday; whoever waits longest is served first."""
    return [day for day in days if not any(g.take(day - reach, day + reach) for g in giving)]


def _given(weeks, first, last):
    """Each way to count the weekdays given back between two dates: of a week that lies there in
    part no more than are free there, and no more than the week gives back.
    """
    for chosen in product(*(_ways(week, first, last) for week in weeks)):
        yield [b for terms, _ in chosen for b in terms], sum(most for _, most in chosen)


def _ways(week, first, last):
    weekdays, count = week.part(first, last)
    if not count or not week.left:
        return [([], 0)]
    if week.days >= 5:
        return [(weekdays, count)]
    whole = list(week.used.values()), week.left
    return [whole] if count + len(week.away) == 5 else [whole, (weekdays, count)]


WINDOWS = {"same_week": _same_week, "same_or_next_week": _next_week, "n_days": _near}
