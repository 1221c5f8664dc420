"""Generated departments to measure with: believable patterns, the same for the same numbers.

Assistant practitioners and radiographers in lines of four weeks, weekends in turn with two weekdays
off for them, all at home, over the weeks asked for and seventeen before.
"""

from datetime import date, time, timedelta

from roster import problem as plain

STARTS = date(2026, 11, 2)
SITES = ("TH", "GH", "NH", "WH")
AREAS = (("XR", "General X-ray"), ("ED", "Emergency X-ray"), ("FL", "Fluoroscopy"))
SHIFTS = (("E", 8, 16, 30), ("L", 12, 20, 30), ("LD", 8, 20, 60))
LINES = (
    "E E E E E - -",
    "L - L L - E E",
    "E E L L L - -",
    "LD LD - LD - - -",
)


def department(people, weeks, history=17, starts=STARTS):
    staff = tuple(_person(number) for number in range(people))
    first = starts - timedelta(weeks=history)
    away = tuple(_leave(number, person, starts) for number, person in enumerate(staff))
    duties = [
        duty
        for number, person in enumerate(staff)
        for duty in _duties(number, person, first, weeks + history)
        if not away[number].starts_on <= duty.date < away[number].starts_on + timedelta(days=7)
    ]
    return plain.Problem(
        unit="IXF",
        starts=starts,
        weeks=weeks,
        bank_holidays=frozenset({date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)}),
        sites=tuple(plain.Site(s, s, tuple(plain.Area(*area) for area in AREAS)) for s in SITES),
        competencies=(plain.Competency("FL", "Fluoroscopy"),),
        shift_types=tuple(
            plain.ShiftType(code, time(starts), time(ends), minutes)
            for code, starts, ends, minutes in SHIFTS
        ),
        people=staff,
        unavailable=away,
        demand=tuple(_demand()),
        duties=tuple(duty for duty in duties if duty.date >= starts),
        history=tuple(duty for duty in duties if duty.date < starts),
    )


def _person(number):
    practitioner = number % 3 == 2
    role, band = ("assistant_practitioner", 4) if practitioner else ("radiographer", 5 + number % 3)
    site, area = _home(number)
    long_ago, far = date(2020, 1, 6), date(2035, 12, 31)
    return plain.Person(
        id=f"p{number:03}",
        name=f"Person {number}",
        sites=(site, *(other for other in SITES if other != site)),
        employments=(plain.Employment(long_ago, None, band, role, 2250, 5),),
        scope=(plain.ScopeEntry(site, area, long_ago, far),) if practitioner else (),
        competencies=(plain.HeldCompetency("FL", long_ago),) if area == "FL" else (),
        credentials=(plain.Credential("SoR" if practitioner else "HCPC", far),),
        other_work_declared=date(2026, 9, 1),
    )


def _home(number):
    team = number // 6
    return SITES[team % len(SITES)], AREAS[team // len(SITES) % len(AREAS)][0]


def _duties(number, person, first, weeks):
    site, area = _home(number)
    for week in range(weeks):
        line = LINES[(week + number // 3) % len(LINES)].split()
        for day, shift in enumerate(line):
            on = first + timedelta(days=7 * week + day)
            if shift != "-":
                yield plain.Duty(person.id, on, shift, site, area)


def _leave(number, person, starts):
    first = starts + timedelta(weeks=number % 20 - 14)
    return plain.Unavailability(person.id, "AL", first, first + timedelta(days=4))


def _demand():
    for site in SITES:
        for area, _ in AREAS:
            for role in ("radiographer", "assistant_practitioner"):
                yield plain.Demand(
                    site, area, plain.DAY_TYPES, time(8), time(20), role, least=1, ideal=2
                )
