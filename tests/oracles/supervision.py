"""Second opinions on supervision: R-04 to R-08, and R-36."""

from math import ceil

from tests.oracles.presence import AP, presence_in
from tests.oracles.world import DAY, Found


def _of_role(presence, role):
    """The rota's own clinical duties of people in a role."""
    return [work for work in presence.clinical if work.now and presence.role(work) == role]


def _found(world, rule, level, work, measured, at):
    duty = work.duty
    return Found(
        rule,
        level,
        duty.person,
        duty.date,
        duty.date,
        measured,
        0,
        "minutes",
        duty.site,
        duty.area,
        world.local_text(at),
    )


def _supervisors(presence, work, at):
    """Who supervises in the duty's group at a minute."""
    site, area = work.duty.site, work.duty.area
    return {
        other.duty.person
        for other in presence.on_duty(site, at, _group(presence, area))
        if presence.supervising(other, at, site, area) and not presence.on_break(other, at)
    }


def _group(presence, area):
    """The area; or none where the whole site is one group."""
    return area if presence.world.parameter("R-04", "group", "area") == "area" else None


def never_unsupervised(world):
    """R-04: at every minute of an AP's clinical duty enough supervisors stand in the group."""
    ratio = world.parameter("R-04", "ratio", 2)
    presence = presence_in(world)
    for work in _of_role(presence, AP):
        site, group = work.duty.site, _group(presence, work.duty.area)
        bad = []
        for at in work.minutes:
            there = presence.on_duty(site, at, group)
            aps = {other.duty.person for other in there if presence.role(other) == AP}
            if len(_supervisors(presence, work, at)) < max(1, ceil(len(aps) / ratio)):
                bad.append(at)
        if bad:
            yield _found(world, "R-04", "must", work, len(bad), bad[0])


def supervised_to_the_last_image(world):
    """R-05: a supervisor is there at the AP's last minute, and in the tail after it."""
    tail = world.parameter("R-05", "tail_minutes", 0)
    level = "should" if tail else "must"
    presence = presence_in(world)
    for work in _of_role(presence, AP):
        after = range(work.end, work.end + tail)
        alone = [at for at in after if not _supervisors(presence, work, at)]
        for at in reversed(work.minutes):
            if _supervisors(presence, work, at):
                break
            alone.append(at)
        if alone:
            yield _found(world, "R-05", level, work, len(alone), min(alone))


def somebody_justifies(world):
    """R-06: while an AP may expose, somebody on the site is entitled to justify for the area."""
    if world.parameter("R-06", "remote_justification", False):
        return
    presence = presence_in(world)
    for work in _of_role(presence, AP):
        if work.duty.role not in ("operator", "training"):
            continue
        bad = [at for at in work.minutes if not _justified(presence, work, at)]
        if bad:
            yield _found(world, "R-06", "must", work, len(bad), bad[0])


def _justified(presence, work, at):
    return any(
        presence.here(other, at)
        and presence.role(other) in ("radiographer", "radiologist")
        and other.duty.role in ("operator", "assist")
        and presence.registered(other.duty.person, other.duty.date)
        and presence.justifies(other.duty.person, work.duty.site, work.duty.area)
        for other in presence.on_duty(work.duty.site, at)
    )


def within_scope(world):
    """R-07: an AP works where a scope entry covers them, or assists under a named supervisor."""
    presence = presence_in(world)
    for work in _of_role(presence, AP):
        duty = work.duty
        if _in_scope(world, duty) or duty.role == "supernumerary":
            continue
        helping = duty.role in ("assist", "training")
        if helping and all(_named(presence, work, at) for at in work.minutes):
            continue
        yield Found(
            "R-07",
            "must",
            duty.person,
            duty.date,
            duty.date,
            site=duty.site,
            area=duty.area,
        )


def _in_scope(world, duty):
    grace = world.parameter("R-07", "grace_days", 0) * DAY
    entries = [
        entry
        for entry in world.people[duty.person].scope
        if (entry.site, entry.area) == (duty.site, duty.area)
    ]
    if not entries:
        return world.parameter("R-07", "scope_default", "deny") == "allow"
    return any(entry.starts <= duty.date < entry.review_due + grace for entry in entries)


def _named(presence, work, at):
    """Those of the people the duty names who supervise in its site and area at the minute."""
    site, area = work.duty.site, work.duty.area
    return {
        other.duty.person
        for other in presence.on_duty(site, at, area)
        if other.duty.person in work.duty.supervised_by
        and presence.supervising(other, at, site, area)
    }


def trainee_under_a_named_radiographer(world):
    """R-08: a trainee has a named radiographer at every minute, who has no more than one."""
    most = world.parameter("R-08", "trainees_per_radiographer", 1)
    presence = presence_in(world)
    for work in _of_role(presence, "trainee"):
        bad = []
        for at in work.minutes:
            named = _named(presence, work, at)
            if not any(_trainees(presence, person, at) <= most for person in named):
                bad.append(at)
        if bad:
            yield _found(world, "R-08", "must", work, len(bad), bad[0])


def _trainees(presence, person, at):
    """How many trainees on clinical duty have this person beside them at the minute."""
    return len(
        {
            work.duty.person
            for work in presence.clinical
            if work.start <= at < work.end
            and presence.role(work) == "trainee"
            and person in _named(presence, work, at)
        }
    )


def learners_have_names(world):
    """R-36: every learner names somebody, and nobody is named by too many at a time."""
    presence = presence_in(world)
    learners = [work for work in presence.clinical if _learner(presence, work)]
    for work in learners:
        if work.now and not work.duty.supervised_by:
            duty, day = work.duty, work.duty.date
            yield Found("R-36", "must", duty.person, day, day, 0, 1, "people", duty.site, duty.area)
    limit = world.parameter("R-36", "limit", 2)
    for person in world.people:
        for day in world.rota_dates():
            own = [work for work in learners if person in work.duty.supervised_by]
            dated = [work for work in own if work.now and work.duty.date == day]
            most = max((_at_once(own, at) for work in dated for at in work.minutes), default=0)
            if most > limit:
                yield Found("R-36", "must", person, day, day, most, limit, "people")


def _learner(presence, work):
    return presence.role(work) in ("trainee", "student") or work.duty.role == "supernumerary"


def _at_once(works, at):
    return len({work.duty.person for work in works if work.start <= at < work.end})
