"""What is known of people beside their duties: papers, study, agreements, wishes, other work."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.department import MEMBERS, days_from_starts
from demo.planning import AP, RADIOGRAPHER, monday, role_of
from roster import problem as plain

LONDON = ZoneInfo("Europe/London")
LATE_LEAVE = ("callum-reidy", "AL", 1, 3, 3)  # person, kind, week, first and last weekday
OTHER_WORK = (
    # (person, employer, day from the rota's first, from, to)
    *(("patience-moyo", "Rowan Care Home", 7 * week + 1, 9, 15) for week in range(-17, 4)),
    *(("kwabena-asare", "Trust bank", 7 * week + 5, 9, 15) for week in (-15, -10, -5, 0)),
    ("liam-doherty", "Trust bank", 9, 17, 22),
)
STUDY = {
    "cora-lind": "tue",
    "jaspal-gill": "thu",
    "ruby-ashdown": "tue",
}
TERMS = ((-130, -25), (-23, 40), (63, 145))
CARRIED = {"priya-raman": 240, "minh-tran": -180, "liam-doherty": 450, "chloe-winstan": -90}
PATTERNS = {
    "duncan-baird": {"days": (2,), "off": True},
    "patience-moyo": {"days": (1, 3), "off": True},
    "grace-mbele": {"not_areas": (plain.Place("TH", "IR"),)},
}
REQUESTS = (
    # (person, day from the rota's first, wants, weight)
    ("asha-kulkarni", 26, "off", 2),
    ("asha-kulkarni", 27, "off", 2),
    ("grace-mbele", 24, "L", 1),
    ("minh-tran", 17, "off", 1),
    ("priya-raman", 23, "E", 1),
    ("siobhan-kerrigan", 26, "off", 3),
    ("nadia-rahimi", 25, "off", 1),
    ("fatima-el-sayed", 25, "E", 2),
    ("rhys-pughe", 12, "on", 1),
    ("leila-haddad", 27, "off", 1),
)


EXPIRING = [member.name for member in MEMBERS].index("Nadia Rahimi")


def person(number, member):
    """Everything the rota file says of somebody; `number` is their place in the list."""
    day, role = days_from_starts, role_of(member)
    signed = max(-900 - 31 * number, _began(number, member) + 91)
    return plain.Person(
        member.id,
        member.name,
        tuple(member.sites.split()),
        _employments(number, member, role),
        scope=_scope(number, member),
        competencies=tuple(
            plain.HeldCompetency(skill, day(signed)) for skill in member.skills.split()
        ),
        credentials=tuple(_credentials(number, role)),
        opt_outs=(plain.OptOut(day(-300)),) if member.name == "Kwabena Asare" else (),
        study=_study(member),
        preceptee_until=day(98) if member.line == "preceptee" else None,
        born=day(-7000) if member.name == "Cora Lind" else None,
        justifies=(plain.Place("TH"),) if member.line == "preceptee" else None,
        other_work_declared=_declared(number, member, role),
        carried_minutes=CARRIED.get(member.id, 0),
        agreed_patterns=_patterns(member),
    )


def _began(number, member):
    """A Monday, in days from the rota's first."""
    return 7 * (-200 - 211 * number % 4000 // 7 if member.joined is None else member.joined)


def _employments(number, member, role):
    day, days_a_week = days_from_starts, member.weekly // 450
    began = day(_began(number, member))
    now = plain.Employment(began, None, member.band, role, member.weekly, days_a_week)
    if member.name != "Liam Doherty":
        return (now,)
    trained = plain.Employment(day(-931), day(-201), 3, "trainee", 2250, 5)
    return trained, plain.Employment(day(-200), None, 4, AP, 2250, 5)


def _scope(number, member):
    day = days_from_starts
    signed = -200 if member.name == "Liam Doherty" else -330 + 7 * (number % 9)
    return tuple(
        plain.ScopeEntry(*place.split("/"), day(signed), day(signed + 730))
        for place in member.scope.split()
    )


def _credentials(number, role):
    """Registration of all radiographers ends on one day; the rest when it was last renewed."""
    day = days_from_starts
    if role in ("manager", "student"):
        return
    if role == RADIOGRAPHER:
        yield plain.Credential("HCPC", day(483))
    society = 20 if number == EXPIRING else 75 + 29 * number % 280
    if role != "trainee":
        yield plain.Credential("SoR", day(society))
    yield plain.Credential("RPI", day(90 + 53 * number % 900))
    yield plain.Credential("Resuscitation", day(65 + 41 * number % 300))


def _study(member):
    if member.id not in STUDY:
        return None
    terms = tuple(tuple(map(days_from_starts, term)) for term in TERMS)
    return plain.StudyPlan(plain.WEEKDAYS.index(STUDY[member.id]), terms)


def _declared(number, member, role):
    if role in ("manager", "student"):
        return None
    return days_from_starts(-400 if member.name == "Rhys Pughe" else -30 - 19 * number % 250)


def _patterns(member):
    if member.id not in PATTERNS:
        return ()
    dates = {"starts": days_from_starts(-400), "review_due": days_from_starts(220)}
    return (plain.AgreedPattern(**dates, **PATTERNS[member.id]),)


def people():
    return tuple(person(number, member) for number, member in enumerate(MEMBERS))


def late_leave():
    who, kind, week, first, last = LATE_LEAVE
    start = monday(week)
    return plain.Unavailability(
        who, kind, start + timedelta(days=first), start + timedelta(days=last)
    )


def other_work():
    return tuple(
        plain.OtherWork(who, employer, _at(day, start), _at(day, end))
        for who, employer, day, start, end in OTHER_WORK
    )


def _at(day, hour):
    local = datetime.combine(days_from_starts(day), time(hour), LONDON)
    return local.astimezone(UTC)


def requests():
    return tuple(
        plain.Request(who, days_from_starts(day), wants, weight)
        for who, day, wants, weight in REQUESTS
    )
