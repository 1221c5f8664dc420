"""Second opinions on what was agreed: weekends beside leave (R-31), patterns (R-37)."""

from tests.oracles.world import DAY, Found, monday_of


def weekend_beside_leave(world):
    """R-31: leave on Friday keeps the weekend after free, on Monday the one before."""
    if not world.parameter("R-31", "protect", True):
        return
    for person in world.people:
        leave = {
            day
            for absence in world.absences(person)
            if absence.kind == "AL" and absence.starts is None
            for day in world.dates(absence.starts_on, absence.until)
            if day.weekday() < 5
        }
        for work in world.busy(person, now=True):
            day = work.duty.date
            if day.weekday() >= 5 and _protected(world, monday_of(day), leave):
                yield Found("R-31", "should", person, day, day)


def _protected(world, monday, leave):
    """Whether the weekend that ends this week is beside leave."""
    many = world.parameter("R-31", "both_weekends_days", 5)
    before = {day for day in leave if monday_of(day) == monday}
    after = {day for day in leave if monday_of(day) == monday + 7 * DAY}
    friday, next_monday = monday + 4 * DAY, monday + 7 * DAY
    return friday in before or next_monday in after or len(before) >= many or len(after) >= many


def agreed_patterns_kept(world):
    """R-37: a duty keeps to what was agreed for its weekday; a review overdue is told."""
    for person in world.people:
        for work in world.busy(person, now=True):
            day = work.duty.date
            for pattern in world.people[person].agreed_patterns:
                if not _holds_on(pattern, day):
                    continue
                if _against(work, pattern):
                    yield Found("R-37", "overridable", person, day, day)
                if pattern.review_due is not None and day >= pattern.review_due:
                    yield Found("R-37", "should", person, day, day)


def _holds_on(pattern, day):
    until = pattern.until
    dated = pattern.starts <= day and (until is None or day <= until)
    return dated and day.weekday() in pattern.days


def _against(work, pattern):
    starts, ends = work.shift.starts, work.shift.ends
    overnight = ends <= starts
    barred = any(
        place.site == work.duty.site and place.area in (None, work.duty.area)
        for place in pattern.not_areas
    )
    early = pattern.earliest is not None and starts < pattern.earliest
    late = pattern.latest is not None and (overnight or ends > pattern.latest)
    return pattern.off or early or late or barred
