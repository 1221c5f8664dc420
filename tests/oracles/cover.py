"""A second opinion on demand (R-33): every way to place the people of a minute is tried."""

from collections import defaultdict
from functools import cache

from tests.oracles.presence import AP, COUNTING, presence_in
from tests.oracles.world import DAY, Found

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def demand_is_met(world):
    """R-33: on each date a line holds, its least people are there at every minute."""
    presence = presence_in(world)
    lines = _lines_of_the_rota(world)
    for place in sorted({(line.site, line.area) for line, *_ in lines}):
        here = [entry for entry in lines if (entry[0].site, entry[0].area) == place]
        for entry, filled in _filled(world, presence, here):
            yield from _stretches(world, entry, filled)


def _lines_of_the_rota(world):
    """[(line, date, start, end)] for each date of the rota on which the line holds."""
    found = []
    for line in world.problem.demand:
        for day in world.rota_dates():
            if in_season(line, day) and _asks(world, line, day):
                last = day if line.ends > line.starts else day + DAY
                start, end = world.instant(day, line.starts), world.instant(last, line.ends)
                found.append((line, day, start, end))
    return found


def in_season(line, day):
    if line.starts_on is not None and day < line.starts_on:
        return False
    return line.until is None or line.until >= day


def _asks(world, line, day):
    """A dated line on each of its dates; one of the week on its day types, unless closed."""
    if line.days == () and line.starts_on is not None:
        return True
    closed = {
        shut.starts_on + n * DAY
        for shut in world.problem.closures
        if (shut.site, shut.area) == (line.site, line.area)
        for n in range((shut.until - shut.starts_on).days + 1)
    }
    return day not in closed and day_type(world, line.site, line.area, day) in line.days


def day_type(world, site, area, day):
    if day not in world.problem.bank_holidays:
        return DAYS[day.weekday()]
    listed = any(
        (line.site, line.area) == (site, area)
        and "bank_holiday" in line.days
        and in_season(line, day)
        for line in world.problem.demand
    )
    return "bank_holiday" if listed else world.parameter("R-33", "bank_holiday_as", "sun")


def _stretches(world, entry, filled):
    line, day, *_ = entry
    level = "must" if line.critical else "should"
    short = {at: count for at, count in filled.items() if count < line.least}
    for at in short:
        if at - 1 in short:
            continue
        stop = at
        while stop in short:
            stop += 1
        fewest = min(short[minute] for minute in range(at, stop))
        yield Found(
            "R-33",
            level,
            None,
            day,
            day,
            fewest,
            line.least,
            "people",
            line.site,
            line.area,
            world.local_text(at),
        )


def _filled(world, presence, entries):
    """(line on a date, {minute: places filled}) for each of them."""
    filled, held_at, known = {}, defaultdict(tuple), {}
    order = sorted(entries, key=lambda entry: _priority(world, entry))
    for number, entry in enumerate(order):
        for at in range(entry[2], entry[3]):
            held_at[at] += (number,)
    for at, numbers in held_at.items():
        works = tuple(_counting(presence, order[0][0], at))
        if (numbers, works) not in known:
            lines = [order[number][0] for number in numbers]
            people = _choices(world, lines, works)
            known[numbers, works] = best_fill(tuple(line.least for line in lines), people)
        for number, count in zip(numbers, known[numbers, works], strict=True):
            filled[number, at] = count
    for number, entry in enumerate(order):
        yield entry, {at: filled[number, at] for at in range(entry[2], entry[3])}


def _priority(world, entry):
    """Radiographer lines first, then lines with a competency, then the file's order."""
    line, day, *_ = entry
    index = next(n for n, other in enumerate(world.problem.demand) if other is line)
    return line.role != "radiographer", line.competency is None, index, day


def _counting(presence, line, at):
    """Duties that count in the line's place at the minute."""
    for work in presence.on_duty(line.site, at, line.area):
        if work.duty.role in COUNTING and presence.here(work, at):
            yield work


def _choices(world, lines, works):
    """For each person there, the numbers of the lines whose places they could fill."""
    choices = defaultdict(set)
    for work in works:
        fits = {number for number, line in enumerate(lines) if _fits(world, work, line)}
        choices[work.duty.person] |= fits
    return tuple(sorted(tuple(sorted(fits)) for fits in choices.values()))


def _fits(world, work, line):
    """Whether the duty's person can fill a place of the line, in their own role or another's."""
    role = world.role(work.duty.person, work.duty.date)
    if role not in _roles_for(world, line.role) - {"student"}:
        return False
    return line.competency is None or holds(world, work, line.competency)


def _roles_for(world, wanted):
    """A radiographer may stand in an AP's place; so may a trainee, once trainees count."""
    roles = {wanted}
    if wanted == AP and world.parameter("R-34", "substitution", "down_only") == "down_only":
        roles.add("radiographer")
    if not world.parameter("R-08", "counts_toward_demand", False):
        return roles - {"trainee"}
    return roles | {"trainee"} if wanted == AP else roles


def holds(world, work, competency):
    """Whether the duty's person holds the competency on its date."""
    return any(
        held.code == competency
        and held.starts <= work.duty.date
        and (held.until is None or work.duty.date <= held.until)
        for held in world.people[work.duty.person].competencies
    )


@cache
def best_fill(leasts, people):
    """The places filled, line by line in order of priority, by the best of all placings."""
    placings = {(0,) * len(leasts)}
    for fits in people:
        placings |= {
            (*counts[:n], counts[n] + 1, *counts[n + 1 :])
            for counts in placings
            for n in fits
            if counts[n] < leasts[n]
        }
    return max(placings, key=lambda counts: (sum(counts), counts))
