"""Small departments with trainees and students, some of whose duties are planned already."""

from datetime import date, time, timedelta

from hypothesis import strategies as st

from roster import problem as plain

MONDAY, LONG_AGO = date(2026, 11, 2), date(2020, 1, 6)
DAYS = [MONDAY + timedelta(days=n) for n in range(14)]
TERM = ((MONDAY - timedelta(days=60), MONDAY + timedelta(days=9)),)
SHIFTS = (
    plain.ShiftType("E", time(8), time(16), 30),
    plain.ShiftType("L", time(12), time(20), 30),
    plain.ShiftType("LD", time(8), time(20), 60),
    plain.ShiftType("N", time(20), time(8), 60),
    plain.ShiftType("SD", time(9), time(17), 30, "training"),
    plain.ShiftType("HD", time(9), time(12), 0, "training"),
)
PLACES = (("TH", "XR"), ("TH", "ED"), ("GH", "XR"))
NOBODY_ASKED = plain.Demand("TH", "XR", plain.WEEKDAYS, time(8), time(16), "radiographer", 1)


def person(who, role, band, days=5, **facts):
    posts = (plain.Employment(LONG_AGO, None, band, role, 450 * days, days),)
    declared = {"other_work_declared": LONG_AGO.replace(year=2026)}
    return plain.Person(who, who.upper(), ("TH", "GH"), posts, **declared | facts)


def trainee(who, weekday=1, **facts):
    study = plain.StudyPlan(weekday, TERM)
    return person(who, "trainee", 3, **{"study": study} | facts)


def student(who, days=4, **facts):
    return person(who, "student", None, days, **facts)


def radiographer(who, **facts):
    return person(who, "radiographer", 6, **facts)


def department(people, duties=(), **facts):
    """Two weeks of nobody but these; one radiographer is wanted at TH/XR each early."""
    sites = {site: [a for s, a in PLACES if s == site] for site, _ in PLACES}
    given = {"demand": (NOBODY_ASKED,)} | facts
    return plain.Problem(
        unit="IXF",
        starts=MONDAY,
        weeks=2,
        sites=tuple(
            plain.Site(site, site, tuple(plain.Area(area, area) for area in areas))
            for site, areas in sites.items()
        ),
        travel=(plain.Travel("TH", "GH", 30),),
        shift_types=SHIFTS,
        people=tuple(people),
        duties=tuple(duties),
        **given,
    )


def at_work(who, days=DAYS, shift="E", place=PLACES[0]):
    """A duty on each of some weekdays."""
    return [plain.Duty(who, day, shift, *place) for day in days if day.weekday() < 5]


@st.composite
def departments(draw):
    seniors = [radiographer(f"r{n}") for n in range(draw(st.integers(1, 4)))]
    weekdays, counts = st.integers(0, 4), st.integers(0, 3)
    learning = [trainee(f"t{n}", draw(weekdays)) for n in range(draw(counts))]
    learning += [student(f"s{n}", draw(st.integers(1, 5))) for n in range(draw(st.integers(0, 2)))]
    duties = [
        plain.Duty(one.id, day, draw(st.sampled_from(["E", "L", "LD", "N"])), *place)
        for one in seniors
        for place in [draw(st.sampled_from(PLACES))]
        for day in DAYS
        if draw(st.integers(0, 9)) < (7 if day.weekday() < 5 else 2)
    ]
    days, who = st.sampled_from(DAYS), st.sampled_from([one.id for one in learning] or ["r0"])
    some = draw(st.lists(st.tuples(who, days), max_size=6, unique=True))
    duties += [
        plain.Duty(one, day, draw(st.sampled_from(["E", "SD"])), "TH", "XR") for one, day in some
    ]
    wants, kinds = st.sampled_from(["off", "on", "E"]), st.sampled_from(["AL", "SD", "OTHER"])
    asked = draw(st.lists(st.tuples(who, days), max_size=4, unique=True))
    away = draw(st.lists(st.tuples(who, days), max_size=4, unique=True))
    return department(
        [*seniors, *learning],
        duties,
        bank_holidays=frozenset(draw(st.lists(days, max_size=1))),
        requests=tuple(plain.Request(one, day, draw(wants)) for one, day in asked),
        unavailable=tuple(plain.Unavailability(o, draw(kinds), day, day) for o, day in away),
        rules={"R-08": {"trainees_per_radiographer": draw(st.sampled_from([1, 2]))}},
    )
