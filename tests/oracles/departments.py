"""Random small departments, made to break every rule now and then and to keep it now and then.

Weeks with a change of clocks, bank holidays, part-timers, joiners, learners, second jobs, and
whatever a rota file can say. Every one of them is a file the reader accepts.
"""

from dataclasses import replace
from datetime import date, time, timedelta

from roster import problem as plain
from tests.oracles.plans import Planner
from tests.oracles.population import people_of
from tests.oracles.settings import random_rules

MONDAYS = [date(2026, 3, 23), date(2026, 10, 19), date(2027, 3, 22), date(2027, 10, 25)]
MONDAYS += [date(2026, 3, 30), date(2026, 10, 26), date(2026, 4, 6), date(2026, 11, 2)]
MONDAYS += [date(2026, 12, 21), date(2027, 12, 20)]
HOLIDAYS = [date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)]
HOLIDAYS += [date(2027, 3, 26), date(2027, 3, 29), date(2027, 12, 27), date(2027, 12, 28)]
SHIFTS = (
    plain.ShiftType("E", time(8), time(16), 30),
    plain.ShiftType("L", time(12), time(20), 30),
    plain.ShiftType("LD", time(8), time(20), 60),
    plain.ShiftType("LK", time(8), time(20), 60, breaks=((time(10), time(10, 30)),) * 1),
    plain.ShiftType(
        "LB", time(8), time(19), 60, breaks=((time(10), time(10, 40)), (time(14), time(14, 20)))
    ),
    plain.ShiftType("EB", time(8), time(16), 20, breaks=((time(15, 30), time(15, 50)),)),
    plain.ShiftType("MB", time(9), time(17), 30, breaks=((time(12, 30), time(13)),)),
    plain.ShiftType("SH", time(8), time(14)),
    plain.ShiftType("SX", time(8), time(14, 1)),
    plain.ShiftType("AM", time(8), time(12)),
    plain.ShiftType("PM", time(13), time(19, 30), 15),
    plain.ShiftType("X", time(7, 45), time(20, 30), 30),
    plain.ShiftType("SD", time(9), time(17), 30, "training"),
    plain.ShiftType("HD", time(9), time(13), 0, "training"),
    plain.ShiftType("AD", time(9), time(17), 30, "admin"),
    plain.ShiftType("OC", time(20), time(8), 0, "on_call"),
    plain.ShiftType("N", time(22), time(6), 30, breaks=((time(2, 30), time(3)),)),
    plain.ShiftType("EV", time(16), time(0), 20),
    plain.ShiftType("F", time(1, 30), time(7), 0),
    plain.ShiftType("G", time(18), time(1, 30), 0, "on_call"),
)
AREAS = ("XR", "ED", "FL")
ROLES = list(plain.ROLES)


def department(random):
    """A problem of one to five weeks with up to 17 weeks of history and up to eight people."""
    starts, weeks = random.choice(MONDAYS), random.choice([1, 1, 1, 2, 2, 3, 4, 5])
    history_weeks = random.choice([0, 1, 1, 1, 2, 3, 4, 17])
    sizes = [1, 2, 3, 4] if history_weeks > 4 or weeks > 3 else [1, 2, 3, 4, 5, 6, 7, 8]
    people = people_of(random, random.choice(sizes), starts, weeks)
    until = starts + timedelta(days=7 * weeks - 1)
    problem = plain.Problem(
        unit="IXF",
        starts=starts,
        weeks=weeks,
        bank_holidays=frozenset(HOLIDAYS) | {starts + timedelta(days=random.randint(0, 6))},
        rules=random_rules(random),
        sites=tuple(_site(random, code) for code in ("TH", "GH")),
        travel=_travel(random),
        competencies=(
            plain.Competency("FL", "Fluoroscopy"),
            plain.Competency("IR", "Intervention"),
        ),
        shift_types=SHIFTS,
        people=people,
        demand=tuple(_demand(random)),
    )
    planner = Planner(random, problem, until)
    first = starts - timedelta(days=7 * history_weeks)
    history = tuple(planner.duties(first, starts - timedelta(days=1)))
    duties = tuple(planner.duties(starts, until))
    return replace(
        problem,
        unavailable=tuple(planner.absences()),
        other_work=tuple(planner.other_work()),
        compensatory_rest=tuple(planner.compensatory_rest(history + duties)),
        history=history,
        duties=duties,
    )


def _site(random, code):
    return plain.Site(code, f"Hospital {code}", tuple(_area(random, area) for area in AREAS))


def _area(random, code):
    needs = ()
    if random.random() < 0.25:
        needs = (plain.Need(random.choice(["FL", "IR"]), random.randint(1, 2)),)
    return plain.Area(code, f"Area {code}", needs, random.random() < 0.2)


def _travel(random):
    one = plain.Travel("TH", "GH", random.choice([0, 30, 45, 120]))
    other = plain.Travel("GH", "TH", random.choice([20, 90]))
    return random.choice([(), (one,), (other,), (one, other)])


def _demand(random):
    """Up to five lines, often in one place and time, so that they compete for the same people."""
    places = random.choice([[("TH", "XR")], [("TH", "XR"), ("TH", "ED"), ("GH", "XR")]])
    spans = [(8, 20), (8, 20), (9, 17), (12, 20), (8, 12), (20, 8), (22, 6), (16, 0)]
    spans = random.sample(spans, random.randint(1, 4))
    for _ in range(random.randint(0, 5)):
        (starts, ends), (site, area) = random.choice(spans), random.choice(places)
        least = random.randint(0, 2)
        yield plain.Demand(
            site=site,
            area=area,
            days=tuple(random.sample(plain.DAY_TYPES[: random.choice([7, 8])], 4)),
            starts=time(starts),
            ends=time(ends),
            role=random.choice(["radiographer"] * 3 + ["assistant_practitioner"] * 4 + ROLES),
            least=least,
            ideal=random.choice([None, least + 1]),
            competency=random.choice([None, None, "FL", "IR"]),
            critical=random.random() < 0.5,
        )


def with_dates(random, problem):
    """The same with demand on single dates: seasons that begin or end within it, closures, and
    dated lines. No rota file can say it."""
    places = sorted({(line.site, line.area) for line in problem.demand} or {("TH", "XR")})
    lines = tuple(_in_season(random, problem, line) for line in problem.demand)
    closures = [
        plain.Closure(*random.choice(places), *_dates(random, problem), "refit")
        for _ in range(random.randint(0, 3))
    ]
    dated = [
        replace(
            line, days=(), **dict(zip(("starts_on", "until"), _dates(random, problem), strict=True))
        )
        for line in _demand(random)
    ]
    return replace(problem, demand=lines + tuple(dated), closures=tuple(closures))


def _in_season(random, problem, line):
    first, last = _dates(random, problem)
    return replace(line, starts_on=random.choice([None, first]), until=random.choice([None, last]))


def _dates(random, problem):
    first, last = sorted(random.choices(range(-2, 7 * problem.weeks + 2), k=2))
    return problem.starts + timedelta(days=first), problem.starts + timedelta(days=last)
