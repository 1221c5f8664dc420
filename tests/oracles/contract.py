"""Second opinions on paid hours against the contract: by week or block (R-03), by rota (R-24)."""

from tests.oracles.world import DAY, Found, whole

PAID = {"AL", "SL", "SD", "MT", "BH", "TOIL", "PL"}


def weekly_hours(world):
    """R-03: paid minutes of a week, or of a block of weeks, are at most the contract."""
    tolerance = world.parameter("R-03", "tolerance_minutes", 0)
    size = world.parameter("R-03", "averaging_weeks", 1)
    hours = world.parameter("R-02", "mode", "days") == "hours"
    level = "overridable" if hours else "should"
    mondays = world.weeks()
    for person in world.people:
        for index in range(0, len(mondays) - size + 1, size):
            block = mondays[index : index + size]
            contracts = [world.employment_of_week(person, monday) for monday in block]
            if not any(contracts):
                continue
            paid = sum(paid_minutes(world, person, monday) for monday in block)
            limit = sum(held.weekly_minutes for held in contracts if held) + tolerance * size
            if paid > limit:
                last = block[-1] + 6 * DAY
                yield Found("R-03", level, person, block[0], last, paid, limit, "minutes")


def paid_minutes(world, person, monday):
    """Minutes paid in a week: duties that are not additional, and paid absence."""
    duties = sum(
        work.working_minutes
        for work in world.of(person)
        if not work.duty.additional and monday <= work.duty.date < monday + 7 * DAY
    )
    return duties + _absence(world, person, monday)


def _absence(world, person, monday):
    """Paid minutes of absence in a week, at most the contract."""
    held = world.employment_of_week(person, monday)
    if held is None or held.weekly_minutes == 0:
        return 0
    total = sum(
        _absent_date(world, absence, day, held)
        for absence in world.absences(person)
        if absence.kind in PAID
        for day in world.dates(monday, monday + 6 * DAY)
        if absence.starts_on <= day <= absence.until
    )
    return min(whole(total), held.weekly_minutes)


def _absent_date(world, absence, day, held):
    """As stated, else a part-day's length, else a standard day on Monday to Friday."""
    if absence.paid_minutes is not None:
        return absence.paid_minutes
    if absence.starts is not None:
        start, end = world.absent(absence, day)
        return end - start
    return held.weekly_minutes / world.standard_days(held) if day.weekday() < 5 else 0


def balance_of_the_rota(world):
    """R-24: paid minutes less the contract, over the rota, and with what was carried in."""
    limit = world.parameter("R-24", "limit_minutes", 450)
    carry_limit = world.parameter("R-24", "carry_limit_minutes", 900)
    for person in world.people:
        if not world.of(person, now=True):
            continue
        contracts = [world.employment_of_week(person, monday) for monday in world.weeks()]
        paid = sum(paid_minutes(world, person, monday) for monday in world.weeks())
        balance = paid - sum(held.weekly_minutes for held in contracts if held)
        yield from _beyond(world, person, balance, limit)
        carried = balance + world.people[person].carried_minutes
        yield from _beyond(world, person, carried, carry_limit)


def _beyond(world, person, balance, limit):
    if abs(balance) > limit:
        signed = limit if balance > 0 else -limit
        first, last = world.problem.starts, world.problem.until
        yield Found("R-24", "should", person, first, last, balance, signed, "minutes")
