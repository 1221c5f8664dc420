"""Second opinions on who is there: supervision, justification, scope, cover."""

from math import ceil

from tests.oracles.world import DAY, Found

AP = "assistant_practitioner"


class Presence:
    """Who is where at a minute, with everything that makes them count."""

    def __init__(self, world):
        self.world = world
        self.away = {person: world.away_minutes(person) for person in world.people}
        self.clinical = [w for w in world.works if w.clinical]

    def there(self, work, at):
        return work.start <= at < work.end

    def present(self, work, at):
        return self.there(work, at) and at not in self.away[work.duty.person]

    def registered(self, person, day):
        """HCPC valid that day, or none on file."""
        own = [c for c in self.world.people[person].credentials if c.kind == "HCPC"]
        return not own or any((c.starts or day) <= day <= c.until for c in own)

    def justifies(self, person, site, area):
        places = self.world.people[person].justifies
        return places is None or any(
            place.site == site and place.area in (None, area) for place in places
        )

    def supervisor(self, work, site, area):
        """Whether this duty's person can supervise in the place, absence aside."""
        person, day = self.world.people[work.duty.person], work.duty.date
        held = self.world.employment(person.id, day)
        if held is None or work.duty.role not in ("operator", "assist"):
            return False
        if held.role == "radiologist":
            able = person.supervises is True
        else:
            able = (
                held.role == "radiographer" and _band(held) >= 5 and person.supervises is not False
            )
        preceptee = person.preceptee_until is not None and day <= person.preceptee_until
        return (
            able
            and not preceptee
            and self.registered(person.id, day)
            and self.justifies(person.id, site, area)
        )


def _band(held):
    return int(str(held.band)[0]) if held.band is not None else 0


def never_unsupervised(world):
    """R-04: at every minute of an AP's clinical duty enough supervisors stand in the same area."""
    ratio = world.parameter("R-04", "ratio", 2)
    presence = Presence(world)
    aps = [w for w in presence.clinical if world.role(w.duty.person, w.duty.date) == AP]
    for work in (w for w in aps if w.now):
        site, area = work.duty.site, work.duty.area
        here = [w for w in presence.clinical if (w.duty.site, w.duty.area) == (site, area)]
        bad = []
        for at in work.minutes:
            count = sum(presence.there(w, at) for w in aps if w in here)
            able = sum(presence.present(w, at) and presence.supervisor(w, site, area) for w in here)
            if able < max(1, ceil(count / ratio)):
                bad.append(at)
        if bad:
            yield _place_found(world, "R-04", "must", work, len(bad), 0, bad[0])


def _place_found(world, rule, level, work, measured, limit, at):
    duty = work.duty
    return Found(
        rule,
        level,
        duty.person,
        duty.date,
        duty.date,
        measured,
        limit,
        duty.site,
        duty.area,
        world.local_text(at),
    )


def supervised_to_the_last_image(world):
    """R-05 with no tail: a supervisor is there at the AP's last minute."""
    presence = Presence(world)
    for work in presence.clinical:
        if not work.now or world.role(work.duty.person, work.duty.date) != AP:
            continue
        site, area = work.duty.site, work.duty.area
        here = [w for w in presence.clinical if (w.duty.site, w.duty.area) == (site, area)]
        alone = 0
        for at in reversed(work.minutes):
            if any(presence.present(w, at) and presence.supervisor(w, site, area) for w in here):
                break
            alone += 1
        if alone:
            yield _place_found(world, "R-05", "must", work, alone, 0, work.end - alone)


def somebody_justifies(world):
    """R-06: while an AP may expose, somebody on the site is entitled to justify for the area."""
    presence = Presence(world)
    for work in presence.clinical:
        duty = work.duty
        if not work.now or world.role(duty.person, duty.date) != AP:
            continue
        if duty.role not in ("operator", "training"):
            continue
        on_site = [w for w in presence.clinical if w.duty.site == duty.site]
        able = [w for w in on_site if _justifier(world, presence, w, duty.site, duty.area)]
        bad = [at for at in work.minutes if not any(presence.present(w, at) for w in able)]
        if bad:
            yield _place_found(world, "R-06", "must", work, len(bad), 0, bad[0])


def _justifier(world, presence, work, site, area):
    person, day = work.duty.person, work.duty.date
    return (
        world.role(person, day) in ("radiographer", "radiologist")
        and work.duty.role in ("operator", "assist")
        and presence.registered(person, day)
        and presence.justifies(person, site, area)
    )


def within_scope(world):
    """R-07: an AP works where a scope entry covers them, or assists under a named supervisor."""
    presence = Presence(world)
    for work in presence.clinical:
        duty = work.duty
        if not work.now or world.role(duty.person, duty.date) != AP:
            continue
        covered = any(
            (entry.site, entry.area) == (duty.site, duty.area)
            and entry.starts <= duty.date < entry.review_due
            for entry in world.people[duty.person].scope
        )
        if covered or duty.role == "supernumerary":
            continue
        if duty.role in ("assist", "training") and _named(presence, work):
            continue
        yield Found(
            "R-07", "must", duty.person, duty.date, duty.date, None, None, duty.site, duty.area
        )


def _named(presence, work):
    site, area = work.duty.site, work.duty.area
    named = [
        w
        for w in presence.clinical
        if w.duty.person in work.duty.supervised_by
        and (w.duty.site, w.duty.area) == (site, area)
        and presence.supervisor(w, site, area)
    ]
    return all(any(presence.present(w, at) for w in named) for at in work.minutes)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def day_type(world, site, area, day):
    if day not in world.problem.bank_holidays:
        return DAYS[day.weekday()]
    listed = any(
        (line.site, line.area) == (site, area) and "bank_holiday" in line.days
        for line in world.problem.demand
    )
    return "bank_holiday" if listed else world.parameter("R-33", "bank_holiday_as", "sun")


def single_line_cover(world):
    """R-33 where an area has one line only: the people of that line at every minute."""
    presence = Presence(world)
    for line in world.problem.demand:
        day = world.problem.starts
        while day <= world.problem.until:
            if day_type(world, line.site, line.area, day) in line.days:
                yield from _stretches(world, presence, line, day)
            day += DAY


def _stretches(world, presence, line, day):
    start = world.instant(day, line.starts)
    last = day if line.ends > line.starts else day + DAY
    level = "must" if line.critical else "should"
    stretch = []
    for at in range(start, world.instant(last, line.ends) + 1):
        have = _count(world, presence, line, at)
        if have < line.least and at < world.instant(last, line.ends):
            stretch.append((at, have))
        elif stretch:
            fewest = min(have for _, have in stretch)
            text = world.local_text(stretch[0][0])
            yield Found(
                "R-33", level, None, day, day, fewest, line.least, line.site, line.area, text
            )
            stretch = []


def _count(world, presence, line, at):
    return len(
        {
            work.duty.person
            for work in presence.clinical
            if (work.duty.site, work.duty.area) == (line.site, line.area)
            and presence.present(work, at)
            and _fits(world, work, line)
        }
    )


def _fits(world, work, line):
    role = world.role(work.duty.person, work.duty.date)
    stands_in = line.role == AP and role == "radiographer"
    if work.duty.role not in ("operator", "assist") or not (role == line.role or stands_in):
        return False
    if line.competency is None:
        return True
    return any(
        held.code == line.competency
        and held.starts <= work.duty.date
        and (held.until is None or work.duty.date <= held.until)
        for held in world.people[work.duty.person].competencies
    )
