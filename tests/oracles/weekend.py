"""A second opinion on weekend compensation: R-02, in each of its readings."""

from tests.oracles.contract import PAID
from tests.oracles.world import DAY, Found, whole


def weekday_off_for_weekend_work(world):
    """R-02: each weekend day worked frees one contracted weekday."""
    if world.parameter("R-02", "mode", "days") == "hours":
        return
    same_week = world.parameter("R-02", "comp_window", "same_week") == "same_week"
    for person in world.people:
        weeks = _over_in_the_week if same_week else _unmatched
        for monday in weeks(world, person):
            yield _found(world, person, monday)


def _found(world, person, monday):
    ratio = world.parameter("R-02", "ratio", 1)
    days = world.standard_days(world.employment_of_week(person, monday))
    limit = max(0, whole(days - ratio * len(_weekend_days(world, person, monday))))
    used = len(_weekdays_used(world, person, monday))
    return Found("R-02", "overridable", person, monday, monday + 6 * DAY, used, limit, "days")


def _over_in_the_week(world, person):
    for monday in world.weeks():
        if _judged(world, person, monday) and _weekend_days(world, person, monday):
            found = _found(world, person, monday)
            if found.measured > found.limit:
                yield monday


def _contracted(world, person, monday):
    """Whole days of the week's contract."""
    held = world.employment_of_week(person, monday)
    return whole(world.standard_days(held)) if held else 0


def _judged(world, person, monday):
    roles = world.parameter("R-02", "roles", ["trainee", "assistant_practitioner"])
    held = world.employment_of_week(person, monday)
    return held is not None and held.role in roles and _contracted(world, person, monday) >= 1


def _duty_dates(world, person, monday, now=None):
    return {
        work.duty.date
        for work in world.busy(person, now)
        if not work.duty.additional and monday <= work.duty.date < monday + 7 * DAY
    }


def _weekend_days(world, person, monday):
    return sorted(day for day in _duty_dates(world, person, monday) if day.weekday() >= 5)


def _weekdays_used(world, person, monday):
    """Monday to Friday with a duty or a paid absence, however short."""
    duties = {day for day in _duty_dates(world, person, monday) if day.weekday() < 5}
    return duties | {
        day
        for day in world.dates(monday, monday + 4 * DAY)
        for absence in world.absences(person)
        if absence.kind in PAID and absence.starts_on <= day <= absence.until
    }


def _unmatched(world, person):
    """The weeks with a weekend day that finds no released weekday, the oldest served first."""
    free = [slot for monday in world.known_weeks() for slot in _released(world, person, monday)]
    missed = set()
    for monday in world.known_weeks():
        if not _judged(world, person, monday):
            continue
        for day in _weekend_days(world, person, monday):
            if _last_chance(world, day) > world.problem.until:
                continue
            slot = next((slot for slot in free if _in_reach(world, day, slot)), None)
            if slot is None:
                missed.add(monday)
            else:
                free = _without(free, slot)
    return sorted(monday for monday in missed if _takes_part(world, person, monday))


def _released(world, person, monday):
    """(week, weekday not used, how many of its week's may be given), earliest first.

    Where only the week matters a week gives what its contract leaves, six-day ones too.
    """
    used = _weekdays_used(world, person, monday)
    left = max(0, _contracted(world, person, monday) - len(used))
    if world.parameter("R-02", "comp_window", "same_week") != "n_days":
        return [(monday, number, left) for number in range(left)]
    return [(monday, day, left) for day in world.dates(monday, monday + 4 * DAY) if day not in used]


def _without(free, taken):
    """The rest once a weekday is given: its week has one fewer to give."""
    rest = [slot for slot in free if slot != taken]
    return [(week, day, left - (week == taken[0])) for week, day, left in rest]


def _in_reach(world, day, slot):
    week, weekday, left = slot
    if left < 1:
        return False
    if world.parameter("R-02", "comp_window", "same_week") == "n_days":
        return abs((weekday - day).days) <= world.parameter("R-02", "window_days", 14)
    own = day - day.weekday() * DAY
    return week in (own, own + 7 * DAY)


def _last_chance(world, day):
    """The last date that could still give the weekday off."""
    if world.parameter("R-02", "comp_window", "same_week") == "n_days":
        return day + world.parameter("R-02", "window_days", 14) * DAY
    return day - day.weekday() * DAY + 13 * DAY


def _takes_part(world, person, monday):
    """Whether a duty of the rota is among those that decide the week."""
    days = _weekend_days(world, person, monday)
    reach = {
        slot_day
        for day in days
        for week in world.known_weeks()
        for slot_day in world.dates(week, week + 4 * DAY)
        if _in_reach(world, day, (week, slot_day, 1))
    }
    own = {date for week in world.weeks() for date in _duty_dates(world, person, week, now=True)}
    return bool(own & (reach | set(days)))
