"""A second opinion on people under eighteen (R-23)."""

from tests.oracles.hours import breaks_of
from tests.oracles.rest import longest_rest, short_rests, takes_part
from tests.oracles.world import DAY, Found


def young_people(world):
    """R-23: shorter days and weeks, longer rests and breaks."""
    for person in world.people:
        if world.people[person].born is not None:
            yield from _days(world, person)
            yield from _weeks(world, person)
            yield from _rests(world, person)
            yield from _breaks(world, person)


def _young(world, person, day):
    """Whether the person's birthday of that age is still to come."""
    born, age = world.people[person].born, world.parameter("R-23", "age", 18)
    return (day.year - age, day.month, day.day) < (born.year, born.month, born.day)


def _found(person, first, last, measured, limit):
    return Found("R-23", "must", person, first, last, measured, limit, "minutes")


def _minutes(world, person):
    """{date: working minutes for anybody} on the dates under age, and those of the rota."""
    minutes, own = {}, set()
    for work in world.busy(person):
        day = work.duty.date
        minutes[day] = minutes.get(day, 0) + work.working_minutes
        if work.now:
            own.add(day)
    for start, end in world.other(person):
        day = world.local_date(start)
        minutes[day] = minutes.get(day, 0) + end - start
    return {day: minutes[day] for day in minutes if _young(world, person, day)}, own


def _days(world, person):
    limit = world.parameter("R-23", "day_minutes", 480)
    minutes, own = _minutes(world, person)
    for day in minutes:
        if day in own and minutes[day] > limit:
            yield _found(person, day, day, minutes[day], limit)


def _weeks(world, person):
    limit = world.parameter("R-23", "week_minutes", 2400)
    minutes, own = _minutes(world, person)
    for monday in world.weeks():
        days = [day for day in world.dates(monday, monday + 6 * DAY) if day in minutes]
        total = sum(minutes[day] for day in days)
        if total > limit and any(day in own for day in days):
            yield _found(person, monday, monday + 6 * DAY, total, limit)


def _rests(world, person):
    need = world.parameter("R-23", "rest_minutes", 720)
    for end, again in short_rests(world, person, need):
        first, last = world.local_date(end), world.local_date(again)
        if _young(world, person, last):
            yield _found(person, first, last, again - end, need)
    weekly = world.parameter("R-23", "weekly_rest_minutes", 2880)
    inside = world.parameter("R-20", "inside_minutes", 1440)
    for monday in world.weeks():
        sunday = monday + 6 * DAY
        best = longest_rest(world, person, monday, sunday, weekly - inside)
        young = any(
            _young(world, person, work.duty.date) and monday <= work.duty.date <= sunday
            for work in world.busy(person, now=True)
        )
        if best < weekly and young and takes_part(world, person, monday, sunday):
            yield _found(person, monday, sunday, best, weekly)


def _breaks(world, person):
    need = world.parameter("R-23", "break_minutes", 30)
    threshold = world.parameter("R-23", "break_threshold_minutes", 270)
    for work in world.busy(person, now=True):
        day = work.duty.date
        if not _young(world, person, day):
            continue
        lengths = [end - start for start, end in breaks_of(world, work)]
        if work.shift.breaks is None:
            lengths = [work.shift.break_minutes]
        best = max(lengths, default=0)
        if work.length > threshold and best < need:
            yield _found(person, day, day, best, need)
