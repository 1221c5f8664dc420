"""What was agreed with a person about when and where they work."""

from roster.problem import Place
from roster.rules.shapes import Ban, Case
from roster.walltime import ends_next_day


def agreed_patterns_are_kept(timeline, person, values):
    """No duty goes against an agreed pattern; one past its review still holds, with a warning."""
    patterns = timeline.people[person].agreed_patterns
    for item in timeline.held[person] if patterns else ():
        for pattern in patterns if item.is_work else ():
            if _holds_on(pattern, item.date):
                yield from _shapes(person, item, pattern)


def _holds_on(pattern, day):
    begun = pattern.starts <= day and (pattern.until is None or day <= pattern.until)
    return begun and day.weekday() in pattern.days


def _shapes(person, item, pattern):
    against = list(_against(item, pattern))
    if against:
        case = Case("overridable", person, item.date, item.date)
        case.detail = {"item": item, "pattern": pattern, "against": against}
        yield Ban(case, item)
    if pattern.review_due and item.date >= pattern.review_due:
        case = Case("should", person, item.date, item.date)
        case.detail = {"item": item, "pattern": pattern}
        yield Ban(case, item)


def _against(item, pattern):
    """What of a pattern the duty goes against."""
    shift, duty = item.shift, item.duty
    if pattern.off:
        yield "off"
    if pattern.earliest and shift.starts < pattern.earliest:
        yield "earliest"
    if pattern.latest and _ends_after(shift, pattern.latest):
        yield "latest"
    if {Place(duty.site), Place(duty.site, duty.area)} & set(pattern.not_areas):
        yield "not_areas"


def _ends_after(shift, latest):
    return ends_next_day(shift.starts, shift.ends) or shift.ends > latest
