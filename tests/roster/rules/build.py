"""A tiny department for the tests of the rules, and short words to write a rota of it.

Asha and Ben are assistant practitioners, Cora is a trainee, Dev a radiographer, Ed a radiographer
in his first months, Fay a senior one. Two sites: TH with areas XR, ED, FL and TR, GH with XR.
Dates, times and moments are written as in a rota file; places as "TH/XR".
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from roster.problem import (
    Area,
    Competency,
    Credential,
    Duty,
    Employment,
    HeldCompetency,
    OtherWork,
    Person,
    Problem,
    ScopeEntry,
    ShiftType,
    Site,
    Travel,
    Unavailability,
)
from roster.rules.breach import Breach
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from roster.rules.words import Words

LONDON = ZoneInfo("Europe/London")
MONDAY = "2026-03-23"  # the clocks go forward in the night to its Sunday, the 29th
FOREVER = date(2035, 12, 31)


def day(text):
    return None if text is None else date.fromisoformat(text)


def at(text):
    return None if text is None else time.fromisoformat(text)


def moment(text):
    """An aware datetime of a local wall time; with +00:00 or +01:00 where it comes twice."""
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=LONDON)


def shift(code, starts, ends, break_minutes=0, work_class="clinical", breaks=None):
    """A shift type; `breaks` as ["12:00-12:30", …]."""
    if breaks is not None:
        breaks = tuple(tuple(map(at, text.split("-"))) for text in breaks)
    return ShiftType(code, at(starts), at(ends), break_minutes, work_class, breaks)


SHIFTS = (
    shift("E", "08:00", "16:00", 30),
    shift("D", "09:00", "17:00", 30),
    shift("L", "12:00", "20:00", 30),
    shift("LD", "08:00", "20:00", 60),
    shift("SH", "08:00", "14:00"),
    shift("OC", "20:00", "08:00", work_class="on_call"),
    shift("SD", "09:00", "17:00", 30, "training"),
    shift("AD", "09:00", "17:00", 30, "admin"),
)
SITES = (
    Site(
        "TH",
        "Teaching Hospital",
        (
            Area("XR", "General X-ray"),
            Area("ED", "Emergency X-ray"),
            Area("FL", "Fluoroscopy"),
            Area("TR", "Theatre"),
        ),
    ),
    Site("GH", "General Teaching Hospital", (Area("XR", "General X-ray"),)),
)


def employed(role, band, hours=37.5, days=None, since="2015-01-05", until=None):
    """An employment; `hours` and `days` a week."""
    return Employment(day(since), day(until), band, role, int(hours * 60), days)


def person(id, *employments, name=None, sites=("TH", "GH"), **facts):  # noqa: A002
    return Person(id, name or id.title(), tuple(sites), tuple(employments), **facts)


def scope(place, since="2015-01-05", review_due="2035-12-31"):
    return ScopeEntry(*place.split("/"), day(since), day(review_due))


def credential(kind, until="2035-12-31", since=None):
    return Credential(kind, day(until), day(since))


SCOPES = (scope("TH/XR"), scope("TH/ED"), scope("GH/XR"))
HCPC = (credential("HCPC"),)
ASHA = person("asha", employed("assistant_practitioner", 4), scope=SCOPES)
BEN = person("ben", employed("assistant_practitioner", 4, 22.5), scope=SCOPES)
CORA = person("cora", employed("trainee", 3))
DEV = person(
    "dev",
    employed("radiographer", 6),
    credentials=HCPC,
    competencies=(HeldCompetency("FL", date(2020, 1, 1)),),
)
ED = person("ed", employed("radiographer", 5), credentials=HCPC, preceptee_until=FOREVER)
FAY = person(
    "fay",
    employed("radiographer", 7),
    credentials=HCPC,
    competencies=(HeldCompetency("IR", date(2018, 1, 1)), HeldCompetency("FL", date(2018, 1, 1))),
)
PEOPLE = (ASHA, BEN, CORA, DEV, ED, FAY)


def duty(who, on, code, place="TH/XR", role="operator", by=(), **facts):
    """One duty; `by` names who supervises it, `place` without an area is the site alone."""
    site, _, area = place.partition("/")
    by = (by,) if isinstance(by, str) else tuple(by)
    return Duty(who, day(on), code, site, area or None, role, by, **facts)


def row(who, codes, starts=MONDAY, place="TH/XR", **facts):
    """The duties of one person day by day: row("asha", "E E - - LD"); - is no duty."""
    dates = (str(day(starts) + timedelta(days=n)) for n in range(len(codes.split())))
    pairs = zip(dates, codes.split(), strict=True)
    return [duty(who, on, code, place, **facts) for on, code in pairs if code != "-"]


def away(who, kind, on, until=None, starts=None, ends=None, paid_minutes=None):
    """Leave, sickness, study: whole days, or some hours of each."""
    last = day(until or on)
    return Unavailability(who, kind, day(on), last, at(starts), at(ends), paid_minutes)


def elsewhere(who, starts, ends, employer="bank"):
    return OtherWork(who, employer, moment(starts), moment(ends))


def rota(*duties, starts=MONDAY, weeks=1, people=PEOPLE, shifts=(), rules=None, **facts):
    """A problem of this department. Duties, and lists of them; those before `starts` are history.

    `people` replace or join those of the department by id, as `shifts` do by code.
    """
    flat = [one for some in duties for one in (some if isinstance(some, list) else [some])]
    first = day(starts)
    given = {
        "timezone": "Europe/London",
        "sites": SITES,
        "travel": (Travel("TH", "GH", 45),),
        "competencies": (Competency("FL", "fluoroscopy"), Competency("IR", "intervention")),
        **facts,
    }
    return Problem(
        "IXF",
        first,
        weeks,
        rules=rules or {},
        people=tuple(({p.id: p for p in PEOPLE} | {p.id: p for p in people}).values()),
        shift_types=tuple(({s.code: s for s in SHIFTS} | {s.code: s for s in shifts}).values()),
        duties=tuple(one for one in flat if one.date >= first),
        history=tuple(one for one in flat if one.date < first),
        **{name: tuple(v) if isinstance(v, list) else v for name, v in given.items()},
    )


def only(problem, rule):
    """The same problem with every other rule switched off; their parameters stay."""
    others = {
        other: problem.rules.get(other, {}) | {"enabled": False}
        for other in CATALOGUE
        if other != rule
    }
    return replace(problem, rules=problem.rules | others)


def breaches(problem, rule):
    """The breaches of one rule, as the checker orders them."""
    return list(check(only(problem, rule)))


def breach(rule, level, who, first, last=None, **facts):
    """A whole breach to compare with; what is not said is null or empty."""
    facts["at"] = facts.get("at") and datetime.fromisoformat(facts["at"])
    return Breach(rule, level, who, day(first), day(last or first), **facts)


def sentences(problem, rule):
    words = Words(problem)
    return [words.sentence(found) for found in breaches(problem, rule)]
