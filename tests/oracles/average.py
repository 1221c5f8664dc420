"""A second opinion on the average of 48 hours (R-18), with the opt-outs from it (R-21)."""

from tests.oracles.world import DAY, Found, monday_of


def average_week(world):
    """R-18: (A + B) over the weeks of each window that ends in the rota."""
    for person in world.people:
        minutes, own = _work_by_date(world, person)
        for monday in world.weeks():
            yield from _window(world, person, monday + 6 * DAY, minutes, own)


def _window(world, person, last, minutes, own):
    first, weeks = _begin(world, person, last)
    if weeks < 1 or first < world.known_from() or _opted_out(world, person, first, last):
        return
    inside = [day for day in world.dates(first, last) if day in minutes]
    after = _days_after(world, person, first, last, minutes)
    measured = sum(minutes[day] for day in inside + after)
    if not any(day in own for day in inside + after):
        return
    limits = (("overridable", "limit_minutes", 2880), ("should", "warn_minutes", 2640))
    for level, name, default in limits:
        limit = world.parameter("R-18", name, default) * weeks
        if measured > limit:
            yield Found("R-18", level, person, first, last, measured, limit, "minutes")
            return


def _begin(world, person, last):
    """The window's first day and its weeks: shorter for somebody new."""
    size = world.parameter("R-18", "weeks", 17)
    joined = monday_of(min(held.starts for held in world.people[person].employments))
    first = max(last - (7 * size - 1) * DAY, joined)
    return first, ((last - first).days + 1) // 7


def _work_by_date(world, person):
    """{date: minutes of work for anybody}, and the dates with a duty of the rota."""
    minutes, own = {}, set()
    for work in world.busy(person):
        day = work.duty.date
        minutes[day] = minutes.get(day, 0) + work.working_minutes
        if work.now:
            own.add(day)
    for start, end in world.other(person):
        day = world.local_date(start)
        minutes[day] = minutes.get(day, 0) + end - start
    return minutes, own


def _days_after(world, person, first, last, minutes):
    """The worked dates after the window that stand for its excluded ones."""
    if not world.parameter("R-18", "projection", True):
        return []
    kinds = {"SL", "PL"}
    if world.parameter("R-18", "exclude_all_annual_leave", True):
        kinds.add("AL")
    excluded = {
        day
        for absence in world.absences(person)
        if absence.kind in kinds and absence.starts is None
        for day in world.dates(absence.starts_on, absence.until)
        if first <= day <= last
    }
    return [day for day in sorted(minutes) if day > last][: len(excluded)]


def _opted_out(world, person, first, last):
    """Whether one opt-out holds on every date of the window."""
    usual = world.parameter("R-21", "notice_days", 7)
    for opt_out in world.people[person].opt_outs:
        ends = [] if opt_out.until is None else [opt_out.until]
        if opt_out.withdrawn is not None:
            notice = usual if opt_out.notice_days is None else opt_out.notice_days
            ends.append(opt_out.withdrawn + notice * DAY)
        if opt_out.starts <= first and all(last <= end for end in ends):
            return True
    return False
