"""Second opinions on one duty or spell at a time: windows, overlaps, absence, length, breaks."""

from datetime import time

from tests.oracles.world import DAY, Found


def duty_window(world):
    """R-01: each duty of a trainee or assistant practitioner lies inside 08:00-20:00."""
    roles = world.parameter("R-01", "roles", ["trainee", "assistant_practitioner"])
    for work in world.works:
        duty = work.duty
        if not work.now or world.role(duty.person, duty.date) not in roles:
            continue
        opens, closes = (world.instant(duty.date, at) for at in _window(world, duty.site))
        outside = sum(not opens <= at < closes for at in work.minutes)
        if outside:
            yield Found(
                "R-01", "overridable", duty.person, duty.date, duty.date, outside, 0, "minutes"
            )


def _window(world, site):
    """The site's own window; what it leaves out is the rule's."""
    own = world.parameter("R-01", "sites", {}).get(site, {})
    for name, default in (("window_start", "08:00"), ("window_end", "20:00")):
        yield time.fromisoformat(own.get(name, world.parameter("R-01", name, default)))


def one_duty_at_a_time(world):
    """R-14: no two duties of a person share a minute; or touch, where that is not allowed."""
    touch = world.parameter("R-14", "touch_allowed", True)
    for person in world.people:
        works = world.of(person)
        for index, one in enumerate(works):
            for two in works[index + 1 :]:
                shared = min(one.end, two.end) - max(one.start, two.start)
                clash = shared > 0 or (shared == 0 and not touch)
                if clash and (one.now or two.now):
                    first, last = sorted([one.duty.date, two.duty.date])
                    yield Found("R-14", "must", person, first, last, shared, 0, "minutes")


def no_duty_while_away(world):
    """R-15: no duty touches an absence."""
    for person in world.people:
        away = world.away_minutes(person)
        for work in world.of(person, now=True):
            shared = sum(at in away for at in work.minutes)
            if shared:
                day = work.duty.date
                yield Found("R-15", "must", person, day, day, shared, 0, "minutes")


def spells(spans, gap):
    """Spans of work, with those at most `gap` minutes apart joined: [(start, end, members)]."""
    joined = []
    for start, end, member in sorted(spans, key=lambda span: span[:2]):
        if joined and start - joined[-1][1] <= gap:
            last = joined[-1]
            joined[-1] = (last[0], max(last[1], end), last[2] + [member])
        else:
            joined.append((start, end, [member]))
    return joined


def duty_spells(world, person):
    """The person's duties, joined by R-16's gap."""
    gap = world.parameter("R-16", "merge_gap_minutes", 60)
    return spells([(a, b, work) for work in world.of(person) for a, b in work.worked], gap)


def longest_spell(world):
    """R-16: a continuous spell lasts at most twelve hours, or less where the work is demanding."""
    most = world.parameter("R-16", "max_minutes", 720)
    demanding_most = world.parameter("R-16", "demanding_max_minutes", None)
    for person in world.people:
        for start, end, members in duty_spells(world, person):
            limit = most
            if demanding_most is not None and any(_demanding(world, work) for work in members):
                limit = demanding_most
            if end - start > limit and any(work.now for work in members):
                days = [work.duty.date for work in members]
                first, last, long = min(days), max(days), end - start
                yield Found("R-16", "overridable", person, first, last, long, limit, "minutes")


def _demanding(world, work):
    return any(
        (site.code, area.code) == (work.duty.site, work.duty.area) and area.demanding
        for site in world.problem.sites
        for area in site.areas
    )


def breaks_of(world, work):
    """[(start, end)] of the breaks whose place is known."""
    found = []
    for starts, ends in work.shift.breaks or ():
        first = work.duty.date if starts >= work.shift.starts else work.duty.date + DAY
        last = work.duty.date if ends > work.shift.starts else work.duty.date + DAY
        found.append((world.instant(first, starts), world.instant(last, ends)))
    return found


def a_break_in_a_long_duty(world):
    """R-22: twenty minutes in a duty of over six hours; two of thirty in one of ten or more."""
    need = world.parameter("R-22", "break_minutes", 20)
    threshold = world.parameter("R-22", "threshold_minutes", 360)
    long = world.parameter("R-22", "long_minutes", 600)
    most = world.parameter("R-22", "long_breaks", 2)
    for work in world.works:
        if not work.now or not work.worked:
            continue
        day, person = work.duty.date, work.duty.person
        best, long_ones = _breaks_that_count(world, work)
        if work.length > threshold and best < need:
            yield Found("R-22", "overridable", person, day, day, best, need, "minutes")
        elif work.length >= long and long_ones < most:
            yield Found("R-22", "should", person, day, day, long_ones, most, "breaks")


def _breaks_that_count(world, work):
    """Minutes of the longest break away from either end, and how many breaks are long."""
    margin = world.parameter("R-22", "margin_minutes", 60)
    long = world.parameter("R-22", "long_break_minutes", 30)
    if work.shift.breaks is None:
        return work.shift.break_minutes, work.shift.break_minutes // long
    breaks = breaks_of(world, work)
    placed = [
        end - start
        for start, end in breaks
        if start >= work.start + margin and end <= work.end - margin
    ]
    return max(placed, default=0), sum(end - start >= long for start, end in breaks)
