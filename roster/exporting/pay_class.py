"""R-28: the pay class of each worked minute. Pure.

    minutes_by_class(item, problem) -> {"plain": ..., "night": ..., "saturday": ..., "sunday": ...}

A local date decides, from midnight to midnight: Sundays and bank holidays beat Saturdays, those
beat the nights of weekdays (before 06:00, from 20:00 on). Where more than half of a duty lies in
weekday nights, all of its weekday minutes are paid as night. Source: NHS Terms and Conditions of
Service Handbook, section 2 (a).
"""

from datetime import time, timedelta

from roster.walltime import instant, local_of

CLASSES = ("plain", "night", "saturday", "sunday")
CLASS_WORDS = {
    "plain": "Plain",
    "night": "Weekday night",
    "saturday": "Saturday",
    "sunday": "Sunday or bank holiday",
}
MORNING, EVENING = time(6), time(20)
DAY = timedelta(days=1)


def minutes_by_class(item, problem) -> dict[str, int]:
    """Paid minutes of a duty by class; they add up to `item.minutes`.

    Of an unpaid break whose place is unknown it is taken that it lies in the class with the most
    minutes.
    """
    found = dict.fromkeys(CLASSES, 0)
    for span in _worked(item, problem.timezone):
        for name, minutes in _parts(span, problem):
            found[name] += minutes
    if 2 * found["night"] > sum(found.values()):
        found["night"] += found.pop("plain")
        found["plain"] = 0
    _take_off(found, sum(found.values()) - item.minutes)
    return {name: found[name] for name in CLASSES}


def _worked(item, zone):
    """The spans worked, without those breaks whose place is known."""
    if item.shift.work_class == "on_call" or not item.shift.breaks:
        return item.worked
    spans, at = [], item.start
    for starts, ends in _breaks(item, zone):
        spans.append((at, starts))
        at = ends
    return [*spans, (at, item.end)]


def _breaks(item, zone):
    found = []
    for starts, ends in item.shift.breaks:
        first = item.date if starts >= item.shift.starts else item.date + DAY
        last = first if ends > starts else first + DAY
        found.append((instant(first, starts, zone), instant(last, ends, zone)))
    return sorted(found)


def _parts(span, problem):
    """(class, minutes) of a span, date by date."""
    start, end = span
    while start < end:
        day = local_of(start, problem.timezone).date()
        for name, until in _of_date(day, problem):
            minutes = min(end, until) - start
            if minutes > 0:
                yield name, minutes
                start += minutes


def _of_date(day, problem):
    """(class, the instant it ends at) of a date, in order of time."""
    zone = problem.timezone
    midnight = instant(day + DAY, time(0), zone)
    if day.weekday() == 6 or day in problem.bank_holidays:
        return [("sunday", midnight)]
    if day.weekday() == 5:
        return [("saturday", midnight)]
    morning, evening = instant(day, MORNING, zone), instant(day, EVENING, zone)
    return [("night", morning), ("plain", evening), ("night", midnight)]


def _take_off(found, minutes):
    """An unpaid break, from the class with the most minutes first."""
    for name in sorted(found, key=lambda name: -found[name]):
        taken = min(minutes, found[name])
        found[name] -= taken
        minutes -= taken


def words(by_class) -> str:
    """Saturday, or Saturday + Sunday or bank holiday."""
    return " + ".join(CLASS_WORDS[name] for name in CLASSES if by_class[name])
