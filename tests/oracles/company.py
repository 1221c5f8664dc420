"""Second opinions on who is there with whom: skill mix (R-34) and company (R-35)."""

from tests.oracles.cover import holds
from tests.oracles.presence import COUNTING, presence_in
from tests.oracles.world import DAY, Found


def needs_are_met(world):
    """R-34: while somebody works in an area, enough there hold the competency it needs."""
    presence = presence_in(world)
    for site in world.problem.sites:
        for area in site.areas:
            for need in area.needs:

                def skilled(work, competency=need.competency):
                    return holds(world, work, competency)

                yield from _too_few(
                    presence, "R-34", "must", (site.code, area.code), skilled, need.least
                )


def nobody_alone(world):
    """R-35: while somebody works on a site, two people are there, one an able radiographer."""
    least = world.parameter("R-35", "least", 2)
    presence = presence_in(world)

    def company(work):
        return presence.role(work) != "student"

    def experienced(work):
        return presence.role(work) == "radiographer" and not presence.preceptee(work)

    for site in world.problem.sites:
        place = (site.code, None)
        yield from _too_few(presence, "R-35", "overridable", place, company, least)
        yield from _too_few(presence, "R-35", "overridable", place, experienced, 1)


def _too_few(presence, rule, level, place, counts, least):
    """Stretches of a date with somebody on clinical duty and too few of those who count."""
    world, counting = presence.world, {work for work in presence.clinical if counts(work)}
    have = {at: _have(presence, place, at, counting) for at in presence.minutes_at(place[0])}
    for day in world.rota_dates():
        dated = range(world.midnight(day), world.midnight(day + DAY))
        short = {at: have[at] for at in dated if have.get(at) is not None and have[at] < least}
        for at in short:
            if at - 1 in short:
                continue
            fewest = min(short[minute] for minute in _stretch(short, at))
            text = world.local_text(at)
            yield Found(rule, level, None, day, day, fewest, least, "people", *place, text)


def _stretch(minutes, at):
    """The minutes from one on, as long as they follow each other."""
    while at in minutes:
        yield at
        at += 1


def _have(presence, place, at, counting):
    """How many people count at the minute; null where nobody works."""
    there = [
        work
        for work in presence.on_duty(place[0], at, place[1])
        if work.duty.role in COUNTING and presence.here(work, at)
    ]
    return len({work.duty.person for work in there if work in counting}) if there else None
