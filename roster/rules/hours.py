"""Paid hours against the contract."""

from collections import defaultdict
from fractions import Fraction
from math import floor

from roster.rules.shapes import Case, Limit
from roster.rules.timeline import DAY
from roster.walltime import instant

UNPAID = "OTHER"


def standard_days(employment) -> Fraction:
    """N: contracted standard days a week, exactly."""
    if employment.days_per_week is None:
        return Fraction(employment.weekly_minutes, 450)
    return Fraction(str(employment.days_per_week))


def paid_duties(timeline, person):
    """{Monday: duties} of the rota, without those agreed as extra."""
    weeks = defaultdict(list)
    for item in timeline.held[person]:
        if not item.duty.additional:
            weeks[item.date - item.date.weekday() * DAY].append(item)
    return weeks


def absence_minutes(timeline, person, monday):
    """Paid minutes of absence in a week: at most the contract. A begun minute is none, so that
    the weeks of a rota add up.
    """
    if person not in timeline.absences_of:
        return 0
    key = person, monday
    if key not in timeline.paid_away:
        timeline.paid_away[key] = _absence_minutes(timeline, person, monday)
    return timeline.paid_away[key]


def _absence_minutes(timeline, person, monday):
    employment = timeline.employment_of_week(person, monday)
    if employment is None:
        return 0
    paid = sum(minutes for *_, minutes in absence_days(timeline, person, monday, employment))
    return min(floor(paid), employment.weekly_minutes)


def over_contract(timeline, person, weeks):
    """Paid minutes of the rota, absence in these weeks included, above their contract."""
    paid = sum(item.minutes for item in timeline.held[person] if not item.duty.additional)
    contract = sum(contract_minutes(timeline, person, week) or 0 for week in weeks)
    return paid + sum(absence_minutes(timeline, person, week) for week in weeks) - contract


def absence_days(timeline, person, monday, employment):
    """(date, absence, paid minutes) of a week, day by day, before the contract caps their sum."""
    for absence in timeline.absences_of.get(person, ()):
        if absence.kind != UNPAID:
            for n in _days_in(monday, absence):
                day = monday + n * DAY
                yield day, absence, _minutes_on(timeline, absence, day, employment)


def _days_in(monday, absence):
    """Which days of a week, 0 to 6, an absence has."""
    first, last = (absence.starts_on - monday).days, (absence.until - monday).days
    return range(max(0, first), min(6, last) + 1)


def _minutes_on(timeline, absence, day, employment):
    """What is on record, else the length of a part-day, else a standard day on weekdays."""
    if absence.paid_minutes is not None:
        return absence.paid_minutes
    if absence.starts is not None:
        return instant(day, absence.ends, timeline.zone) - instant(
            day, absence.starts, timeline.zone
        )
    if day.weekday() >= 5 or not employment.weekly_minutes:
        return 0
    return employment.weekly_minutes / standard_days(employment)


def contract_minutes(timeline, person, monday):
    """Contracted minutes of a week; null where nobody is employed."""
    employment = timeline.employment_of_week(person, monday)
    return employment and employment.weekly_minutes


def within_the_contract(timeline, person, values):
    """Paid hours of a week, or of a block of weeks, stay within the contract."""
    length = values["averaging_weeks"]
    duties = paid_duties(timeline, person)
    for first in range(0, timeline.problem.weeks - length + 1, length):
        weeks = timeline.weeks[first : first + length]
        items = [item for week in weeks for item in duties.get(week, ())]
        contracts = [contract_minutes(timeline, person, week) for week in weeks]
        if items and any(minutes is not None for minutes in contracts):
            most = sum(filter(None, contracts)) + length * values["tolerance_minutes"]
            yield _shape(timeline, person, items, weeks, most, values)


def _shape(timeline, person, items, weeks, most, values):
    level = "overridable" if values["mode"] == "hours" else "should"
    case = Case(level, person, weeks[0], weeks[-1] + 6 * DAY, most, "minutes")
    away = sum(absence_minutes(timeline, person, week) for week in weeks)
    case.detail = {"away": away, "tolerance": len(weeks) * values["tolerance_minutes"]}
    weights = [item.minutes for item in items]
    return Limit(case, (*items, weeks[0]), most, (*weights, away))
