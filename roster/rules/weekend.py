"""The headline: compensatory time off in the week for weekend work."""

from fractions import Fraction
from math import floor

from roster.problem import UNAVAILABILITY_KINDS
from roster.rules.hours import UNPAID, standard_days
from roster.rules.shapes import Case, Limit
from roster.rules.timeline import DAY
from roster.walltime import monday_of

PAID = set(UNAVAILABILITY_KINDS) - {UNPAID}


class Week:
    """A person's week as R-02 sees it: weekend days worked and weekdays used, as dates.

    Agreed extra duties are invisible; a weekday is used by a duty or by any paid absence. `owed`
    are the weekend days that a weekday is owed for: none where the week is not judged.
    """

    __slots__ = ("days", "monday", "owed", "used", "weekend", "worked")

    def __init__(self, timeline, person, monday, worked, roles):
        self.monday = monday
        employment = timeline.employment_of_week(person, monday)
        self.days = standard_days(employment) if employment else Fraction(0)
        dates = [monday + n * DAY for n in range(7)]
        absent = timeline.absent_dates.get(person, {})
        self.weekend = [day for day in dates[5:] if day in worked]
        self.worked = [day for day in dates[:5] if day in worked]
        self.used = [day for day in dates[:5] if day in worked or absent.get(day, set()) & PAID]
        judged = employment and employment.role in roles and self.days >= 1
        self.owed = self.weekend if judged else []

    @property
    def free(self):
        weekdays = (self.monday + n * DAY for n in range(5))
        return [day for day in weekdays if day not in self.used]

    def limit(self, ratio):
        """Weekdays that may be used: N less those the weekend days give back."""
        return max(0, floor(self.days - Fraction(str(ratio)) * len(self.weekend)))

    @property
    def released(self):
        """How many weekdays the week gives back: those of the contract that are not used."""
        return max(0, floor(self.days) - len(self.used))


def worked_dates(items):
    """Dates with a duty that is not agreed extra work."""
    return {item.date for item in items if item.is_work and not item.duty.additional}


def weekday_off_for_weekend_work(timeline, person, values):
    """Each weekend day worked gives back one contracted weekday."""
    if values["mode"] == "hours":
        return
    narrow = values["comp_window"] == "same_week"
    worked = worked_dates(timeline.held[person] if narrow else timeline.by_person[person])
    if not any(day.weekday() >= 5 for day in worked):
        return
    weeks = [
        Week(timeline, person, monday, worked, values["roles"])
        for monday in (timeline.weeks if narrow else _mondays(timeline))
    ]
    for week in _failing(timeline, weeks, values):
        yield _shape(person, week, values)


def _mondays(timeline):
    """Of the history and the rota."""
    first, starts = timeline.first_monday, timeline.problem.starts
    return [first + n * DAY for n in range(0, (starts - first).days, 7)] + timeline.weeks


def _failing(timeline, weeks, values):
    if values["comp_window"] == "same_week":
        return [w for w in weeks if w.owed and len(w.used) > w.limit(values["ratio"])]
    if values["comp_window"] == "same_or_next_week":
        unmatched = _unmatched_next(weeks)
    else:
        longest = 7 * len(weeks) + 1  # a wider window than all the weeks is no different
        reach = min(values["window_days"], longest)
        unmatched = _unmatched_near(weeks, reach, timeline.problem.until)
    taken = {day for week in weeks for day in week.worked if day >= timeline.problem.starts}
    failing = {
        week.monday: week
        for week, first, last in unmatched
        if week.monday >= timeline.problem.starts or any(first <= day <= last for day in taken)
    }
    return list(failing.values())


def _unmatched_next(weeks):
    """(week, first and last date) of each weekend neither its own nor the next week gives back.

    The weekend that waits longest is served first. The last week waits for one beyond the rota.
    """
    waiting, waited = 0, None
    for week in weeks:
        given = min(waiting, week.released)
        if waiting > given:
            yield waited, waited.monday, week.monday + 6 * DAY
        own = min(len(week.owed), week.released - given)
        waiting, waited = len(week.owed) - own, week


def _unmatched_near(weeks, reach, until):
    """The same of each weekend day that no released weekday within `reach` days gives back.

    The earliest weekday serves: the later ones are of more use to later weekends. A day whose
    window goes beyond the rota may yet be given back.
    """
    left = {week.monday: week.released for week in weeks}
    free = [day for week in weeks for day in week.free]
    for week in weeks:
        for day in week.owed:
            near = (f for f in free if abs((f - day).days) <= reach and left[monday_of(f)])
            given = next(near, None)
            if given is not None:
                free.remove(given)
                left[monday_of(given)] -= 1
            elif day + reach * DAY <= until:
                yield week, day - reach * DAY, day + reach * DAY


def _shape(person, week, values):
    limit = week.limit(values["ratio"])
    case = Case("overridable", person, week.monday, week.monday + 6 * DAY, limit, "days")
    case.detail = {
        "weekend": week.weekend,
        "off": max(0, floor(week.days) - len(week.used)),
        "window": values["comp_window"],
        "within": values["window_days"],
        "full_time": week.days >= 5,
        "all_worked": len(week.worked) == len(week.used),
    }
    # In the wider windows a week may fail within its own limit, so the shape says it is over.
    most = min(limit, len(week.used) - 1)
    return Limit(case, tuple(week.used), most)
