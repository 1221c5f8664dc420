"""Every fact of a unit that the rules need, in one query; or those about one person, in one.

Two dozen small tables would cost two dozen queries on every page and every edit. Instead each
table becomes rows of (kind, owner, id, data as JSON), all in one UNION (json_rows). Dates, times
and decimals come back as text; the readers below make them what they were.
"""

import json
from collections import defaultdict
from datetime import UTC, date, datetime, time
from functools import cache

from django.db.models import Value

from roster.json_rows import Slot, grouped, rows_of, union
from roster.models import (
    AreaNeed,
    CompensatoryRest,
    Demand,
    DemandException,
    Exemption,
    Request,
    RuleSetting,
    ShiftType,
)
from sites.models import Area, BankHoliday, Site, Travel
from staff.models import (
    AgreedPattern,
    Competency,
    Credential,
    Employment,
    HeldCompetency,
    JustifiedPlace,
    LeaveRequest,
    OtherWork,
    Person,
    ScopeEntry,
    SiteInduction,
    StudyPlan,
    StudyTerm,
    Unavailability,
    WorkingTimeOptOut,
)


def facts_of(unit, first, last):
    """{kind: {owner: [data, ...]}} of the unit; dated ones only where they touch first to last.

    The owner is a person's reference, a site's code, or "". Each list is in the order of `id`;
    each data holds the row's `id`.
    """
    return grouped(fact_rows(unit, first, last))


def own_facts(person, first, last, others=(), near=()):
    """The same, of what a person's own pages tell: about them alone, and about their unit.

    A kind more, "name", has the names of these others of the unit, by reference; what says whether
    those with the keys `near` may supervise is of the kinds that theirs_of gives their own names.
    """
    named, near = _filled({person.reference, *others}), _filled(near)
    about = {OF_UNIT: person.unit_id, OF_PERSON: person.pk, FIRST: first, LAST: last}
    about |= dict(zip(_slots("other", len(named)), named, strict=True))
    about |= dict(zip(_slots("near", len(near)), near, strict=True))
    return grouped(rows_of(_own_query(len(named), len(near)), about))


def theirs_of(facts):
    """Of own_facts, those of the people near, as facts_of gives them."""
    theirs = {kind: facts[f"{THEIR}{kind}"] for kind in SUPERVISING}
    return defaultdict(lambda: defaultdict(list), theirs)


def _filled(values):
    """In order, and some of them again, so that the SQL is one of a few."""
    values = sorted(values)
    return values + values[:1] * (-len(values) % MORE)


def asked_facts(unit, first, last):
    """The same of what is asked for, and nothing of people: the rules, the week and its dates."""
    return grouped(rows_of(_asked_query(), {OF_UNIT: unit.pk, FIRST: first, LAST: last}))


def fact_rows(unit, first, last):
    """(kind, owner, id, data as JSON text) of the same, as the database gives them: in no order."""
    return rows_of(_query(), {OF_UNIT: unit.pk, FIRST: first, LAST: last})


# What of the facts a person's own pages tell, and what days given back depend on.
OWN = {"site", "area", "travel", "bank_holiday", "rule", "person", "induction", "employment"}
OWN |= {"pattern", "absent"}
SUPERVISING = {"person", "employment", "credential", "justifies", "absent"}
THEIR = "their "
ASKED = {"bank_holiday", "rule", "demand", "dated"}
OF_UNIT, OF_PERSON, FIRST, LAST = map(Slot, ("unit", "person", "first", "last"))
MORE = 16  # others' names are asked for by so many


@cache
def _query():
    """(SQL, parameters with slots) of every fact of a unit."""
    return union(_tables({"unit": Value(OF_UNIT)}))


@cache
def _asked_query():
    return union([table for table in _tables({"unit": Value(OF_UNIT)}) if table[0] in ASKED])


@cache
def _own_query(others, near):
    """The same of what a person's own pages tell, with so many names, and so many people near."""
    own = [table for table in _tables({"pk": Value(OF_PERSON)}) if table[0] in OWN]
    named = [Value(slot) for slot in _slots("other", others)]
    names = Person.objects.filter(unit=Value(OF_UNIT), reference__in=named)
    return union([*own, ("name", names, "reference", "name"), *_their_tables(near)])


def _their_tables(count):
    people = [Value(slot) for slot in _slots("near", count)]
    tables = _tables({"pk__in": people}) if people else ()
    return [(f"{THEIR}{kind}", *rest) for kind, *rest in tables if kind in SUPERVISING]


def _slots(name, count):
    return [Slot(f"{name} {number}") for number in range(count)]


def _tables(people):
    """(kind, rows, owner, fields) of each; `people` says whose."""
    unit, first, last = Value(OF_UNIT), Value(FIRST), Value(LAST)
    person = {f"person__{name}": value for name, value in people.items()}
    plan = {f"plan__{name}": value for name, value in person.items()}
    span = {"starts_on__lte": last, "until__gte": first}
    at = {"starts__date__lte": last, "ends__date__gte": first}
    held = {"starts__lte": last, "review_by__gte": first}
    asked = {"date__gte": first, "date__lte": last, "state__in": Request.COUNTS}
    waits = {"state": LeaveRequest.State.ASKED}
    return [
        ("site", Site.objects.filter(unit=unit), "", "code name position until"),
        ("area", Area.objects.filter(site__unit=unit), "site__code", AREA),
        ("need", AreaNeed.objects.filter(area__site__unit=unit), "area__site__code", NEED),
        ("travel", Travel.objects.filter(from_site__unit=unit), "", TRAVEL),
        ("bank_holiday", BankHoliday.objects.filter(unit=unit), "", "date"),
        ("competency", Competency.objects.filter(unit=unit), "", "code name position"),
        ("shift_type", ShiftType.objects.filter(unit=unit), "", SHIFT_TYPE),
        ("demand", Demand.objects.filter(unit=unit), "", DEMAND),
        ("dated", DemandException.objects.filter(unit=unit, **span), "", DATED),
        ("rule", RuleSetting.objects.filter(unit=unit), "", "rule parameters in_force_from"),
        ("person", Person.objects.filter(**people), "reference", PERSON),
        ("induction", SiteInduction.objects.filter(**person), REFERENCE, "site=site__code"),
        ("employment", Employment.objects.filter(**person), REFERENCE, EMPLOYMENT),
        ("scope", ScopeEntry.objects.filter(**person), REFERENCE, SCOPE),
        ("held", HeldCompetency.objects.filter(**person), REFERENCE, HELD),
        ("credential", Credential.objects.filter(**person), REFERENCE, "kind starts until"),
        ("opt_out", WorkingTimeOptOut.objects.filter(**person), REFERENCE, OPT_OUT),
        ("study", StudyPlan.objects.filter(**person), REFERENCE, "weekday minutes"),
        ("term", StudyTerm.objects.filter(**plan), TERM_OWNER, "starts until"),
        ("justifies", JustifiedPlace.objects.filter(**person), REFERENCE, JUSTIFIES),
        ("pattern", AgreedPattern.objects.filter(**person), REFERENCE, PATTERN),
        ("absent", Unavailability.objects.filter(**person, **span), REFERENCE, ABSENT),
        ("other", OtherWork.objects.filter(**person, **at), REFERENCE, "employer starts ends"),
        ("rest", CompensatoryRest.objects.filter(**person), REFERENCE, REST),
        ("exempt", Exemption.objects.filter(**person, **held), REFERENCE, EXEMPT),
        ("request", Request.objects.filter(**person, **asked), REFERENCE, "date wants weight"),
        ("leave", LeaveRequest.objects.filter(**person, **span, **waits), REFERENCE, LEAVE),
    ]


REFERENCE, TERM_OWNER = "person__reference", "plan__person__reference"
AREA = "code name demanding position until"
NEED = "area=area__code competency=competency__code least"
TRAVEL = "from_site=from_site__code to_site=to_site__code minutes position"
SHIFT_TYPE = "code name starts ends break_minutes work_class breaks position until"
DEMAND = (
    "site=area__site__code area=area__code days starts ends role competency=competency__code "
    "least ideal critical in_force_from in_force_until position"
)
DATED = (
    "kind site=area__site__code area=area__code starts_on until reason starts ends role "
    "competency=competency__code least ideal critical"
)
PERSON = (
    "name email position preceptee_until born supervises justifies_everywhere "
    "other_work_declared carried_minutes"
)
EMPLOYMENT = "starts until band role weekly_minutes days_per_week"
SCOPE = "site=area__site__code area=area__code starts review_due"
HELD = "code=competency__code starts until"
OPT_OUT = "starts until withdrawn notice_days"
JUSTIFIES = "site=site__code area=area__code"
PATTERN = "starts until review_due days off earliest latest not_areas"
ABSENT = "kind starts_on until starts ends paid_minutes"
LEAVE = "starts_on until starts ends"
EXEMPT = "rule starts review_by ended_from"
REST = "rule for_date starts ends reason"


def day(text):
    return date.fromisoformat(text) if text else None


def wall_time(text):
    return time.fromisoformat(text) if text else None


def moment(text):
    """An aware datetime: PostgreSQL writes its offset, SQLite writes UTC without one."""
    if not text:
        return None
    read = datetime.fromisoformat(text)
    if read.tzinfo is UTC:
        return read
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def truth(value):
    """SQLite writes 0 and 1, PostgreSQL false and true; null stays null."""
    return None if value is None else bool(value)


def nested(value):
    """A JSON column inside a JSON object: SQLite gives it as text."""
    return json.loads(value) if isinstance(value, str) else value
