"""Which weekday is the compensatory day off (CO) of which weekend duty. Pure; derived, never typed.

    days_given_back(problem, timeline) -> {(person, CO date): weekend date}

R-02 counts; this names. A weekend day is matched, oldest first, with a weekday that the contract
has and the week did not use, within the window R-02 is set to. So whenever R-02 is kept, every
weekend day it judges has its CO, save those a wider window may still give beyond the rota.
"""

from math import ceil

from roster.problem import ROLES, Problem
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import is_on, values_of
from roster.rules.timeline import DAY, Timeline
from roster.rules.weekend import Week, worked_dates
from roster.walltime import monday_of

RULE = CATALOGUE["R-02"]


def days_given_back(problem: Problem, timeline: Timeline | None = None, people=None) -> dict:
    """{(person, CO date): weekend date} on the rota's dates, for everybody who works weekends, or
    for these people.

    Pass the problem's `timeline` where there is one.
    """
    if not is_on(RULE, problem.rules):
        return {}
    values = values_of(RULE, problem.rules, CATALOGUE)
    timeline = timeline or Timeline(problem)
    return {
        (person, given): weekend
        for person, items in timeline.by_person.items()
        if people is None or person in people
        for given, weekend in _matched(timeline, person, worked_dates(items), values)
        if given >= problem.starts
    }


def _matched(timeline, person, worked, values):
    """(CO date, weekend date) of one person."""
    weeks = _weeks(timeline, person, worked, values)
    left = {week.monday: week.released for week in weeks}
    free = sorted(
        (day for week in weeks for day in week.free), key=_preference(timeline, person, values)
    )
    for weekend in _owed(weeks, values):
        near = (day for day in free if left[monday_of(day)] and _reaches(weekend, day, values))
        given = next(near, None)
        if given is not None:
            free.remove(given)
            left[monday_of(given)] -= 1
            yield given, weekend


def _weeks(timeline, person, worked, values):
    """Those in which days may be given back; within the same week, only those of a weekend."""
    until, mondays = timeline.problem.until, {monday_of(d) for d in worked if d.weekday() >= 5}
    if mondays and values["comp_window"] != "same_week":
        first = monday_of(min(*worked, timeline.problem.starts))
        mondays = {first + n * DAY for n in range(0, (until - first).days, 7)}
    return [Week(timeline, person, m, worked, ROLES) for m in sorted(mondays) if m <= until]


def _owed(weeks, values):
    """Each weekend day as often as it gives back a weekday."""
    ratio = values["ratio"] if values["comp_window"] == "same_week" else 1
    for week in weeks:
        count = ceil(ratio * len(week.owed))
        yield from (week.owed[int(n / ratio)] for n in range(count))


def _preference(timeline, person, values):
    """The earliest first; within a week those last that an agreed pattern keeps free anyway."""
    patterns = [p for p in timeline.people[person].agreed_patterns if p.off]

    def is_off(day):
        return any(
            day.weekday() in p.days and p.starts <= day and (p.until is None or day <= p.until)
            for p in patterns
        )

    if values["comp_window"] == "n_days":
        return lambda day: day
    return lambda day: (monday_of(day), is_off(day), day)


def _reaches(weekend, day, values):
    """Whether a weekday lies where this weekend day may be given back."""
    if values["comp_window"] == "n_days":
        return abs((day - weekend).days) <= values["window_days"]
    later = (monday_of(day) - monday_of(weekend)).days
    return later == 0 or (values["comp_window"] == "same_or_next_week" and later == 7)
