"""Random small departments: clock changes, part-timers, leave, second jobs, qualifying mid-week."""

from datetime import UTC, date, datetime, time, timedelta

from roster import problem as plain

MONDAYS = [date(2026, 3, 23), date(2026, 10, 19), date(2027, 3, 22), date(2027, 10, 25)]
MONDAYS += [date(2026, 11, 2), date(2026, 12, 21), date(2026, 4, 6)]
SHIFTS = [
    ("E", 8, 0, 16, 0, "clinical"),
    ("L", 12, 0, 20, 0, "clinical"),
    ("LD", 8, 0, 20, 0, "clinical"),
    ("SH", 8, 0, 12, 0, "clinical"),
    ("PM", 13, 0, 19, 30, "clinical"),
    ("X", 7, 45, 20, 30, "clinical"),
    ("SD", 9, 0, 17, 0, "training"),
    ("AD", 9, 0, 17, 0, "admin"),
    ("OC", 20, 0, 8, 0, "on_call"),
    ("N", 22, 0, 6, 0, "clinical"),
]
ROLES = [("assistant_practitioner", 4), ("radiographer", 6), ("radiographer", 5), ("trainee", 3)]


def department(random):
    """A problem of one or two weeks with some days of history and up to five people."""
    starts = random.choice(MONDAYS)
    weeks = random.choice([1, 1, 2])
    people = tuple(_person(random, n, starts) for n in range(random.randint(1, 5)))
    first = starts - timedelta(days=7)
    return plain.Problem(
        unit="IXF",
        starts=starts,
        weeks=weeks,
        bank_holidays=frozenset({starts + timedelta(days=random.randint(0, 6))}),
        sites=tuple(
            plain.Site(code, code, (plain.Area("XR", "X-ray"), plain.Area("ED", "Emergency")))
            for code in ("TH", "GH")
        ),
        competencies=(plain.Competency("FL", "Fluoroscopy"),),
        shift_types=tuple(
            plain.ShiftType(code, time(h, m), time(eh, em), 30, work_class)
            for code, h, m, eh, em, work_class in SHIFTS
        ),
        people=people,
        unavailable=tuple(_absences(random, people, starts, weeks)),
        other_work=tuple(_other_work(random, people, starts)),
        demand=tuple(_demand(random)),
        duties=tuple(_duties(random, people, starts, 7 * weeks)),
        history=tuple(_duties(random, people, first, 7)),
    )


def _person(random, number, starts):
    role, band = random.choice(ROLES)
    minutes, days = random.choice([(2250, None), (2250, 5), (1350, 3), (1200, None), (1800, 4)])
    employments = [plain.Employment(date(2025, 1, 1), None, band, role, minutes, days)]
    if random.random() < 0.2:
        turn = starts + timedelta(days=random.randint(-3, 6))
        employments = [
            plain.Employment(
                date(2025, 1, 1), turn - timedelta(days=1), 3, "trainee", minutes, days
            ),
            plain.Employment(turn, None, 4, "assistant_practitioner", minutes, days),
        ]
    due = starts + timedelta(days=random.choice([2, 400]))
    return plain.Person(
        id=f"p{number}",
        name=f"Person {number}",
        sites=("TH", "GH"),
        employments=tuple(employments),
        scope=(plain.ScopeEntry("TH", "XR", date(2025, 1, 1), due),),
        competencies=(plain.HeldCompetency("FL", date(2025, 1, 1)),) * random.randint(0, 1),
        credentials=(plain.Credential("HCPC", due),) * random.randint(0, 1),
        preceptee_until=due if random.random() < 0.15 else None,
        justifies=(plain.Place("TH", "XR"),) if random.random() < 0.15 else None,
    )


def _duties(random, people, first, days):
    for person in people:
        share = random.choice([0.3, 0.7, 0.95])
        for n in range(days):
            if random.random() < share:
                yield _duty(random, person, people, first + timedelta(days=n))
            if random.random() < 0.05:
                yield _duty(random, person, people, first + timedelta(days=n))


def _duty(random, person, people, day):
    shift = random.choice(["E", "E", "L", "LD", "SH", "PM", "X", "SD", "AD", "OC", "N"])
    clinical = shift not in ("SD", "AD", "OC")
    called = ()
    if shift == "OC" and random.random() < 0.5:
        begins = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
        called = ((begins, begins + timedelta(minutes=90)),)
    return plain.Duty(
        person=person.id,
        date=day,
        shift=shift,
        site=random.choice(["TH", "TH", "GH"]),
        area=random.choice(["XR", "XR", "ED"]) if clinical else None,
        role=random.choice(["operator"] * 4 + ["assist", "training", "supernumerary"]),
        supervised_by=tuple(p.id for p in people if random.random() < 0.3 and p is not person),
        additional=random.random() < 0.1,
        called=called,
    )


def _absences(random, people, starts, weeks):
    for person in people:
        if random.random() < 0.4:
            first = starts + timedelta(days=random.randint(-2, 7 * weeks - 1))
            hours = random.choice([(None, None), (time(9), time(13))])
            yield plain.Unavailability(
                person.id,
                random.choice(["AL", "SL", "OTHER", "BH"]),
                first,
                first + timedelta(days=random.randint(0, 3)),
                *hours,
            )


def _other_work(random, people, starts):
    for person in people:
        if random.random() < 0.3:
            day = starts + timedelta(days=random.randint(-1, 7))
            begins = datetime(day.year, day.month, day.day, random.randint(6, 20), tzinfo=UTC)
            yield plain.OtherWork(person.id, "bank", begins, begins + timedelta(hours=5))


def _demand(random):
    """One line for each area, so that a plain count decides."""
    for area, role in (("XR", "assistant_practitioner"), ("ED", "radiographer")):
        yield plain.Demand(
            site="TH",
            area=area,
            days=tuple(random.sample(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 5)),
            starts=time(8),
            ends=time(20),
            role=role,
            least=random.randint(1, 2),
            competency=random.choice([None, "FL"]),
            critical=random.random() < 0.5,
        )
