"""The headline: compensatory time off in the week for weekend work."""

from fractions import Fraction
from math import floor

from roster.problem import UNAVAILABILITY_KINDS
from roster.rules.shapes import Case, Limit
from roster.rules.timeline import DAY

PAID = set(UNAVAILABILITY_KINDS) - {"OTHER"}


def standard_days(employment) -> Fraction:
    """N: contracted standard days a week, exactly."""
    if employment.days_per_week is None:
        return Fraction(employment.weekly_minutes, 450)
    return Fraction(str(employment.days_per_week))


class Week:
    """A person's week as R-02 sees it: weekend days worked and weekdays used, as dates.

    Agreed extra duties are invisible; a weekday is used by a duty or by any paid absence.
    """

    __slots__ = ("days", "monday", "used", "weekend", "worked")

    def __init__(self, timeline, person, monday, worked):
        self.monday = monday
        employment = timeline.people[person].employment_of_week(monday)
        self.days = standard_days(employment) if employment else Fraction(0)
        dates = [monday + n * DAY for n in range(7)]
        absent = timeline.absent_dates.get(person, {})
        self.weekend = [day for day in dates[5:] if day in worked]
        self.worked = [day for day in dates[:5] if day in worked]
        self.used = [day for day in dates[:5] if day in worked or absent.get(day, set()) & PAID]

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


def worked_dates(timeline, person):
    """Dates with a duty that is not agreed extra work."""
    return {i.date for i in timeline.by_person[person] if i.is_work and not i.duty.additional}


def weekday_off_for_weekend_work(timeline, person, values):
    """Each weekend day worked gives back one contracted weekday."""
    if values["mode"] == "hours":
        return
    worked = worked_dates(timeline, person)
    if not any(day.weekday() >= 5 for day in worked):
        return
    weeks = [Week(timeline, person, monday, worked) for monday in _mondays(timeline, worked)]
    for week in _failing(timeline, weeks, values):
        if _is_judged(timeline, person, week, values):
            yield _shape(timeline, person, week, values)


def _mondays(timeline, worked):
    """From the earliest week of the history on."""
    first = min(*worked, timeline.problem.starts)
    monday = first - first.weekday() * DAY
    while monday <= timeline.problem.until:
        yield monday
        monday += 7 * DAY


def _is_judged(timeline, person, week, values):
    employment = timeline.people[person].employment_of_week(week.monday)
    return (
        employment is not None
        and employment.role in values["roles"]
        and floor(week.days) >= 1
        and bool(week.weekend)
    )


def _failing(timeline, weeks, values):
    if values["comp_window"] == "same_week":
        starts = timeline.problem.starts
        return [w for w in weeks if w.monday >= starts and len(w.used) > w.limit(values["ratio"])]
    if values["comp_window"] == "same_or_next_week":
        return _unmatched_next(timeline, weeks)
    return _unmatched_near(timeline, weeks, values["window_days"])


def _unmatched_next(timeline, weeks):
    """Weeks with a weekend day that neither its own nor the next week gives back.

    The weekend that waits longest is served first. The last week waits for one beyond the rota.
    """
    failing, waiting, waited = [], 0, None
    for week in weeks:
        given = min(waiting, week.released)
        if waiting > given and week.monday >= timeline.problem.starts:
            failing.append(waited)
        own = min(len(week.weekend), week.released - given)
        waiting, waited = len(week.weekend) - own, week
    return failing


def _unmatched_near(timeline, weeks, reach):
    """Weeks with a weekend day that no released weekday within `reach` days gives back."""
    left = {week.monday: week.released for week in weeks}
    free = [day for week in weeks for day in week.free]
    failing = []
    for week in weeks:
        for day in week.weekend:
            given = next(
                (f for f in free if abs((f - day).days) <= reach and left[_monday(f)]), None
            )
            if given is not None:
                free.remove(given)
                left[_monday(given)] -= 1
            elif day + reach * DAY <= timeline.problem.until and week not in failing:
                failing.append(week)
    return [w for w in failing if w.monday >= timeline.problem.starts]


def _monday(day):
    return day - day.weekday() * DAY


def _shape(timeline, person, week, values):
    limit = week.limit(values["ratio"])
    case = Case("overridable", person, week.monday, week.monday + 6 * DAY, limit, "days")
    case.detail = {
        "weekend": week.weekend,
        "off": max(0, floor(week.days) - len(week.used)),
        "window": values["comp_window"],
        "all_worked": len(week.worked) == len(week.used),
    }
    # In the wider windows a week may fail within its own limit, so the shape says it is over.
    most = min(limit, len(week.used) - 1)
    return Limit(case, tuple(week.used), most)
