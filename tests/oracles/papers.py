"""Second opinions on what a person must be, hold or have told: R-09 to R-13."""

import itertools
from calendar import monthrange
from datetime import date

from tests.oracles.world import Found


def inducted_and_in_time(world):
    """R-09: duties at inducted sites, far enough apart to travel between them."""
    for person in world.people:
        for work in world.of(person, now=True):
            day, site = work.duty.date, work.duty.site
            wanted = world.parameter("R-09", "induction_required", True)
            if wanted and site not in world.people[person].sites:
                yield Found("R-09", "must", person, day, day, unit="minutes", site=site)
        for one, two in itertools.pairwise(world.busy(person)):
            gap = two.worked[0][0] - one.worked[-1][1]
            need = _travel(world, one.duty.site, two.duty.site)
            if gap < need and (one.now or two.now):
                first, last = one.duty.date, two.duty.date
                yield Found("R-09", "must", person, first, last, gap, need, "minutes")


def _travel(world, one, two):
    if one == two:
        return -(10**9)
    lines = {(line.from_site, line.to_site): line.minutes for line in world.problem.travel}
    usual = world.parameter("R-09", "default_travel_minutes", 60)
    return lines.get((one, two), lines.get((two, one), usual))


def study_day_kept(world):
    """R-10: on a trainee's study weekday in term, training as due and no clinical duty."""
    for person in world.people:
        study = world.people[person].study
        for day in world.rota_dates():
            if study is None or day.weekday() != study.weekday:
                continue
            in_term = any(first <= day <= last for first, last in study.terms)
            if in_term and world.role(person, day) == "trainee":
                yield from _study_day(world, person, day, study)


def _study_day(world, person, day, study):
    due = study.minutes
    if due is None:
        due = world.parameter("R-10", "study_minutes", 450)
    works = [work for work in world.busy(person, now=True) if work.duty.date == day]
    trained = sum(w.working_minutes for w in works if w.shift.work_class == "training")
    for absence in world.absences(person):
        if absence.kind == "SD" and absence.starts_on <= day <= absence.until:
            start, end = world.absent(absence, day)
            trained += due if absence.starts is None else end - start
    if works and (trained < due or any(work.clinical for work in works)):
        yield Found("R-10", "overridable", person, day, day, trained, due, "minutes")


def credentials_current(world):
    """R-11: what clinical duty stops without is valid; what else expires is told in time."""
    for person in world.people:
        held = world.people[person].credentials
        days = sorted(work.duty.date for work in world.of(person, now=True) if work.clinical)
        for kind in sorted({credential.kind for credential in held}):
            entries = [credential for credential in held if credential.kind == kind]
            stop = kind in world.parameter("R-11", "clinical_stop", ["HCPC", "RPI"])
            left = -1 if stop else world.parameter("R-11", "warn_days", 30)
            bad = [day for day in days if not _holds_on(entries, day, left)]
            if bad:
                yield Found("R-11", "must" if stop else "should", person, bad[0], bad[-1])


def _holds_on(entries, day, left):
    """Whether an entry is valid that day, for more than so many days to come."""
    return any(
        (entry.starts is None or entry.starts <= day)
        and day <= entry.until
        and (entry.until - day).days > left
        for entry in entries
    )


def other_work_told(world):
    """R-12: the yearly declaration still holds, and no duty overlaps work elsewhere."""
    for person in world.people:
        yield from _declaration(world, person)
        for work in world.busy(person, now=True):
            elsewhere = {at for a, b in world.other(person) for at in range(a, b)}
            shared = sum(at in elsewhere for a, b in work.worked for at in range(a, b))
            if shared:
                day = work.duty.date
                yield Found("R-12", "should", person, day, day, shared, 0, "minutes")


def _declaration(world, person):
    declared = world.people[person].other_work_declared
    if declared is None or not world.parameter("R-12", "declaration_required", True):
        return
    until = months_later(declared, world.parameter("R-12", "declaration_months", 12))
    late = sorted(w.duty.date for w in world.of(person, now=True) if w.duty.date > until)
    if late:
        yield Found("R-12", "should", person, late[0], late[-1], unit="minutes")


def months_later(day, months):
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def employed_on_the_date(world):
    """R-13: nobody works on a date without an employment."""
    for work in world.works:
        person, day = work.duty.person, work.duty.date
        if work.now and world.employment(person, day) is None:
            yield Found("R-13", "must", person, day, day)
