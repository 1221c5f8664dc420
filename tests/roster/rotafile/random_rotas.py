"""Random rotas that use every key of the format, on top of the oracles' small departments."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from roster import problem as plain
from roster.problem import UNAVAILABILITY_KINDS
from roster.walltime import is_repeated, span
from tests.oracles.departments import department

RULES = [
    {},
    {"R-17": {"soft": 4, "hard": 6}, "R-02": {"comp_window": "same_or_next_week", "ratio": 1.5}},
    {"R-38": {"enabled": False}, "R-01": {"sites": {"GH": {"window_start": "07:30"}}}},
    {"R-28": {"rates": {"4": {"sunday": 60.5, "saturday": 30}}}, "R-25": {"cap_minutes": None}},
    {"R-13": {"enabled": True}, "R-11": {"clinical_stop": ["HCPC"]}, "R-45": {"warn": 0.1}},
]
NIGHT = plain.ShiftType("NC", time(1, 30), time(7), 0, "clinical", ((time(3), time(3, 20)),))
LONG = plain.ShiftType("LX", time(20), time(0), 60, "admin", ())


def rich_department(random):
    """Every optional key somewhere; names that are not plain ASCII; lists in no order."""
    problem = department(random)
    people = tuple(_person(random, person, problem) for person in problem.people)
    problem = replace(
        problem,
        rules=random.choice([problem.rules, *RULES]),
        sites=tuple(_site(random, site) for site in problem.sites),
        travel=(plain.Travel("TH", "GH", 45), plain.Travel("GH", "TH", 0))[: random.randint(0, 2)],
        competencies=(*problem.competencies, plain.Competency("Ü/1", "Ultraschall – “Ü”")),
        shift_types=(NIGHT, *problem.shift_types, LONG),
        people=people,
        unavailable=(*problem.unavailable, *_absences(random, people, problem)),
        compensatory_rest=tuple(_rests(random, people, problem)),
        demand=tuple(_line(random, line) for line in problem.demand) * random.randint(0, 2),
        requests=tuple(_requests(random, people, problem)),
        duties=(*problem.duties, *_nights(random, people, problem)),
    )
    return replace(
        problem,
        duties=tuple(_duty(random, duty) for duty in problem.duties),
        history=tuple(_duty(random, duty) for duty in problem.history),
    )


def without_overlaps(problem):
    """The rota without the duties that a database would refuse."""
    shifts = {shift.code: shift for shift in problem.shift_types}
    taken, kept = {}, []
    for duty in (*problem.history, *problem.duties):
        shift = shifts[duty.shift]
        starts, ends = span(duty.date, shift.starts, shift.ends, problem.timezone, duty.fold)
        mine = taken.setdefault(duty.person, [])
        if all(ends <= begin or until <= starts for begin, until in mine):
            mine.append((starts, ends))
            kept.append(duty)
    return replace(
        problem,
        duties=tuple(duty for duty in kept if duty.date >= problem.starts),
        history=tuple(duty for duty in kept if duty.date < problem.starts),
    )


def in_file_order(problem):
    """The rota with its duties in the order in which a file holds them."""
    starts = {shift.code: shift.starts for shift in problem.shift_types}

    def order(duty):
        at = duty.date, duty.person, starts[duty.shift], duty.fold or 0
        return *at, duty.shift, duty.site, duty.area or ""

    return replace(
        problem,
        duties=tuple(sorted(problem.duties, key=order)),
        history=tuple(sorted(problem.history, key=order)),
    )


def _maybe(random, value, otherwise=None):
    return value if random.random() < 0.5 else otherwise


def _site(random, site):
    areas = tuple(
        replace(
            area,
            demanding=random.random() < 0.3,
            needs=(plain.Need("FL", 1), plain.Need("Ü/1", 2))[: random.randint(0, 2)],
        )
        for area in site.areas
    )
    return replace(site, areas=areas)


def _person(random, person, problem):
    starts = problem.starts
    first = person.employments[0]
    held = replace(
        first,
        band=random.choice([1, 9, "8a", "8d", None, first.band]),
        days_per_week=random.choice([first.days_per_week, 4.5, 0.1]),
    )
    return replace(
        person,
        name=f"{person.name} Ó “{random.randint(0, 9)}”",
        sites=tuple(random.sample(["TH", "GH"], random.randint(0, 2))),
        employments=(held, *person.employments[1:]),
        competencies=(*person.competencies, plain.HeldCompetency("Ü/1", starts, starts)),
        credentials=(*person.credentials, plain.Credential("SoR", starts, date(2020, 2, 29))),
        opt_outs=_maybe(random, (plain.OptOut(starts, None, starts, 0), plain.OptOut(starts)), ()),
        study=_study(random, starts),
        born=_maybe(random, date(2009, 5, 1)),
        supervises=random.choice([None, True, False]),
        justifies=random.choice([person.justifies, (), (plain.Place("GH"),)]),
        other_work_declared=_maybe(random, date(2026, 1, 31)),
        carried_minutes=random.choice([0, -90, 450]),
        agreed_patterns=tuple(_patterns(random, starts)),
    )


def _study(random, starts):
    terms = ((starts, starts + timedelta(days=90)), (date(2027, 1, 1), date(2027, 1, 1)))
    plans = [None, plain.StudyPlan(1, terms, 0), plain.StudyPlan(4, (), None)]
    return random.choice(plans)


def _patterns(random, starts):
    yield plain.AgreedPattern(starts - timedelta(days=30))
    if random.random() < 0.5:
        yield plain.AgreedPattern(
            starts=starts,
            until=starts + timedelta(days=30),
            review_due=starts + timedelta(days=3),
            days=tuple(random.sample(range(7), 2)),
            off=random.random() < 0.5,
            earliest=_maybe(random, time(9, 30)),
            latest=_maybe(random, time(0)),
            not_areas=(plain.Place("TH", "ED"),),
        )


def _absences(random, people, problem):
    for person in people:
        first = problem.starts + timedelta(days=random.randint(-900, 900))
        hours = random.choice([(None, None), (time(0), time(0, 1))])
        paid = random.choice([None, 0, 450])
        kind = random.choice(UNAVAILABILITY_KINDS)
        yield plain.Unavailability(person.id, kind, first, first, *hours, paid)


def _rests(random, people, problem):
    for person in people:
        if random.random() < 0.4:
            begins = datetime(2026, 10, 25, random.randint(0, 2), 30, tzinfo=UTC)
            span_ = random.choice([(None, None), (begins, begins + timedelta(hours=9))])
            yield plain.CompensatoryRest(
                person.id, random.choice(["R-19", "R-20"]), problem.starts, *span_, "Was called\n"
            )


def _line(random, line):
    extra = random.choice([None, line.least, line.least + 1])
    return replace(line, ideal=extra, days=random.choice([line.days, (), ("bank_holiday",)]))


def _requests(random, people, problem):
    for person in people:
        day = problem.starts + timedelta(days=random.randint(-3, 7 * problem.weeks))
        wants = random.choice(["off", "on", "E", "NC"])
        yield plain.Request(person.id, day, wants, random.choice([1, 5]))


def _nights(random, people, problem):
    """Duties in October's repeated hour, where `fold` says which."""
    day = problem.starts + timedelta(days=random.randint(0, 6))
    for person in people:
        twice = is_repeated(day, NIGHT.starts, problem.timezone)
        missing = day == date(2026, 3, 29) or day == date(2027, 3, 28)
        if random.random() < 0.5 and not missing:
            fold = random.randint(0, 1) if twice else None
            yield plain.Duty(person.id, day, "NC", "TH", "XR", fold=fold)


def _duty(random, duty):
    return replace(duty, fixed=random.random() < 0.2)
