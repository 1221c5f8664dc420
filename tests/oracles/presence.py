"""Who is where at a minute, and whom the contract lets count there."""

from collections import defaultdict
from functools import lru_cache

from tests.oracles.hours import breaks_of

AP = "assistant_practitioner"
COUNTING = ("operator", "assist")


class Presence:
    def __init__(self, world):
        self.world = world
        begins = world.midnight(world.problem.starts)
        self.clinical = [work for work in world.works if work.clinical and work.end > begins]
        self.at_site = defaultdict(list)
        for work in self.clinical:
            for at in work.minutes:
                self.at_site[work.duty.site, at].append(work)
        self._roles = {}
        self._able = {}
        self._resting = {}

    def role(self, work):
        """The role of the duty's person on its date."""
        if work not in self._roles:
            self._roles[work] = self.world.role(work.duty.person, work.duty.date)
        return self._roles[work]

    def minutes_at(self, site):
        """The minutes at which a clinical duty stands in the file there."""
        return [at for code, at in self.at_site if code == site]

    def on_duty(self, site, at, area=None):
        """Clinical duties that stand in the file at a minute, of the area or the whole site."""
        there = self.at_site.get((site, at), [])
        return there if area is None else [work for work in there if work.duty.area == area]

    def here(self, work, at):
        """On duty and not away."""
        return work.start <= at < work.end and at not in self.world.away_minutes(work.duty.person)

    def registered(self, person, day):
        """HCPC valid that day, or none on file."""
        own = [c for c in self.world.people[person].credentials if c.kind == "HCPC"]
        return not own or any((c.starts or day) <= day <= c.until for c in own)

    def justifies(self, person, site, area):
        places = self.world.people[person].justifies
        return places is None or any(
            place.site == site and place.area in (None, area) for place in places
        )

    def preceptee(self, work):
        until = self.world.people[work.duty.person].preceptee_until
        return until is not None and work.duty.date <= until

    def supervisor(self, work, site, area):
        """Whether this duty's person can supervise in the place, absence aside."""
        key = (work, site, area)
        if key not in self._able:
            self._able[key] = self._supervisor(work, site, area)
        return self._able[key]

    def _supervisor(self, work, site, area):
        person, day = self.world.people[work.duty.person], work.duty.date
        held = self.world.employment(person.id, day)
        if held is None or work.duty.role not in COUNTING:
            return False
        if held.role == "radiologist":
            able = person.supervises is True
        else:
            able = held.role == "radiographer" and _band(held) >= 5
            able = able and person.supervises is not False
        return (
            able
            and not self.preceptee(work)
            and self.registered(person.id, day)
            and self.justifies(person.id, site, area)
        )

    def supervising(self, work, at, site, area):
        """Whether this duty's person is there to supervise at the minute."""
        return self.here(work, at) and self.supervisor(work, site, area)

    def on_break(self, work, at):
        """Whether the minute is one of a break that R-04 does not count as presence."""
        if self.world.parameter("R-04", "breaks_count_as_present", True):
            return False
        if work not in self._resting:
            breaks = breaks_of(self.world, work)
            self._resting[work] = {m for start, end in breaks for m in range(start, end)}
        return at in self._resting[work]


@lru_cache(maxsize=1)
def presence_in(world):
    return Presence(world)


def _band(held):
    return int(str(held.band)[0]) if held.band is not None else 0
