"""Second opinions on weekend compensation: R-02 in its same-week reading, and R-03."""

from tests.oracles.world import DAY, Found, whole

PAID = {"AL", "SL", "SD", "MT", "BH", "TOIL", "PL"}


def weekday_off_for_weekend_work(world):
    """R-02: each weekend day worked frees one contracted weekday of the same week."""
    if world.parameter("R-02", "comp_window", "same_week") != "same_week":
        return
    roles = world.parameter("R-02", "roles", ["trainee", "assistant_practitioner"])
    ratio = world.parameter("R-02", "ratio", 1)
    for person in world.people:
        for monday in world.weeks():
            yield from _week(world, person, monday, roles, ratio)


def _week(world, person, monday, roles, ratio):
    held = world.employment_of_week(person, monday)
    if held is None or held.role not in roles or whole(world.standard_days(held)) < 1:
        return
    used = {
        work.duty.date
        for work in world.of(person, now=True)
        if not work.duty.additional
        and (work.shift.work_class != "on_call" or work.duty.called)
        and monday <= work.duty.date < monday + 7 * DAY
    }
    weekend = [day for day in used if day.weekday() >= 5]
    if not weekend:
        return
    weekdays = {day for day in used if day.weekday() < 5} | _paid_weekdays(world, person, monday)
    limit = max(0, whole(world.standard_days(held) - ratio * len(weekend)))
    if len(weekdays) > limit:
        sunday = monday + 6 * DAY
        yield Found("R-02", "overridable", person, monday, sunday, len(weekdays), limit)


def _paid_weekdays(world, person, monday):
    return {
        day
        for day in (monday + n * DAY for n in range(5))
        for absence in world.problem.unavailable
        if absence.person == person
        and absence.kind in PAID
        and absence.starts_on <= day <= absence.until
    }


def weekly_hours(world):
    """R-03: paid minutes of a week are at most the contract (averaging one week, days mode)."""
    tolerance = world.parameter("R-03", "tolerance_minutes", 0)
    for person in world.people:
        for monday in world.weeks():
            held = world.employment_of_week(person, monday)
            if held is None:
                continue
            works = [
                work
                for work in world.of(person, now=True)
                if not work.duty.additional and monday <= work.duty.date < monday + 7 * DAY
            ]
            paid = sum(_paid(work) for work in works)
            if works:
                paid += _absence(world, person, monday, held)
            limit = held.weekly_minutes + tolerance
            if works and paid > limit:
                sunday = monday + 6 * DAY
                yield Found("R-03", "should", person, monday, sunday, paid, limit)


def _paid(work):
    length = sum(b - a for a, b in work.worked)
    return length - work.shift.break_minutes if work.shift.work_class != "on_call" else length


def _absence(world, person, monday, held):
    """Paid minutes of absence: as stated, else a part-day's length, else a standard weekday."""
    total = 0
    standard = held.weekly_minutes / world.standard_days(held)
    for absence in world.problem.unavailable:
        if absence.person != person or absence.kind not in PAID:
            continue
        for day in (monday + n * DAY for n in range(7)):
            if not absence.starts_on <= day <= absence.until:
                continue
            if absence.paid_minutes is not None:
                total += absence.paid_minutes
            elif absence.starts is not None:
                total += world.instant(day, absence.ends) - world.instant(day, absence.starts)
            elif day.weekday() < 5:
                total += standard
    return min(whole(total), held.weekly_minutes)
