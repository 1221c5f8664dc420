"""Every fact of a unit that the rules need, in one query.

Two dozen small tables would cost two dozen queries on every page and every edit. Instead each
table becomes rows of (kind, owner, id, data as JSON), all in one UNION. Dates, times and decimals
come back as text; the readers below make them what they were.
"""

import json
from collections import defaultdict
from datetime import UTC, date, datetime, time
from functools import lru_cache

from django.db import connection
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, JSONObject

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


def fact_rows(unit, first, last):
    """(kind, owner, id, data as JSON text) of the same, as the database gives them: in no order."""
    with connection.cursor() as cursor:
        cursor.execute(*_query(unit.pk, first, last))
        return cursor.fetchall()


@lru_cache(64)
def _query(unit, first, last):
    """(SQL, parameters), kept: to make them takes longer than the database needs to answer."""
    person = {"person__unit": unit}
    span = {"starts_on__lte": last, "until__gte": first}
    at = {"starts__date__lte": last, "ends__date__gte": first}
    held = {"starts__lte": last, "review_by__gte": first}
    asked = {"date__gte": first, "date__lte": last, "state__in": Request.COUNTS}
    parts = [
        _rows("site", Site.objects.filter(unit=unit), "", "code name position"),
        _rows("area", Area.objects.filter(site__unit=unit), "site__code", AREA),
        _rows("need", AreaNeed.objects.filter(area__site__unit=unit), "area__site__code", NEED),
        _rows("travel", Travel.objects.filter(from_site__unit=unit), "", TRAVEL),
        _rows("bank_holiday", BankHoliday.objects.filter(unit=unit), "", "date"),
        _rows("competency", Competency.objects.filter(unit=unit), "", "code name position"),
        _rows("shift_type", ShiftType.objects.filter(unit=unit), "", SHIFT_TYPE),
        _rows("demand", Demand.objects.filter(unit=unit), "", DEMAND),
        _rows("dated", DemandException.objects.filter(unit=unit, **span), "", DATED),
        _rows("rule", RuleSetting.objects.filter(unit=unit), "", "rule parameters in_force_from"),
        _rows("person", Person.objects.filter(unit=unit), "reference", PERSON),
        _rows("induction", SiteInduction.objects.filter(**person), REFERENCE, "site=site__code"),
        _rows("employment", Employment.objects.filter(**person), REFERENCE, EMPLOYMENT),
        _rows("scope", ScopeEntry.objects.filter(**person), REFERENCE, SCOPE),
        _rows("held", HeldCompetency.objects.filter(**person), REFERENCE, HELD),
        _rows("credential", Credential.objects.filter(**person), REFERENCE, "kind starts until"),
        _rows("opt_out", WorkingTimeOptOut.objects.filter(**person), REFERENCE, OPT_OUT),
        _rows("study", StudyPlan.objects.filter(**person), REFERENCE, "weekday minutes"),
        _rows(
            "term", StudyTerm.objects.filter(plan__person__unit=unit), TERM_OWNER, "starts until"
        ),
        _rows("justifies", JustifiedPlace.objects.filter(**person), REFERENCE, JUSTIFIES),
        _rows("pattern", AgreedPattern.objects.filter(**person), REFERENCE, PATTERN),
        _rows("absent", Unavailability.objects.filter(**person, **span), REFERENCE, ABSENT),
        _rows("other", OtherWork.objects.filter(**person, **at), REFERENCE, "employer starts ends"),
        _rows("rest", CompensatoryRest.objects.filter(**person), REFERENCE, REST),
        _rows("exempt", Exemption.objects.filter(**person, **held), REFERENCE, EXEMPT),
        _rows("request", Request.objects.filter(**person, **asked), REFERENCE, "date wants weight"),
    ]
    return parts[0].union(*parts[1:], all=True).query.sql_with_params()


REFERENCE, TERM_OWNER = "person__reference", "plan__person__reference"
AREA = "code name demanding position"
NEED = "area=area__code competency=competency__code least"
TRAVEL = "from_site=from_site__code to_site=to_site__code minutes position"
SHIFT_TYPE = "code name starts ends break_minutes work_class breaks position"
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
EXEMPT = "rule starts review_by ended_from"
REST = "rule for_date starts ends reason"


def _rows(kind, rows, owner, fields):
    """One table's rows as (kind, owner, id, data); `fields` are names or name=path, spaced."""
    paths = dict(field.split("=") if "=" in field else (field, field) for field in fields.split())
    owner = Cast(F(owner), CharField()) if owner else Value("", CharField())
    return (
        rows.order_by()
        .annotate(
            fact_kind=Value(kind, CharField()),
            fact_owner=owner,
            fact_data=Cast(JSONObject(**paths), TextField()),
        )
        .values_list("fact_kind", "fact_owner", "id", "fact_data")
    )


def grouped(rows):
    """Those rows as facts_of gives them."""
    facts = defaultdict(lambda: defaultdict(list))
    for kind, owner, pk, data in sorted(rows, key=lambda row: row[2]):
        facts[kind][owner].append(json.loads(data) | {"id": pk})
    return facts


def day(text):
    return date.fromisoformat(text) if text else None


def wall_time(text):
    return time.fromisoformat(text) if text else None


def moment(text):
    """An aware datetime: PostgreSQL writes its offset, SQLite writes UTC without one."""
    if not text:
        return None
    read = datetime.fromisoformat(text)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def truth(value):
    """SQLite writes 0 and 1, PostgreSQL false and true; null stays null."""
    return None if value is None else bool(value)


def nested(value):
    """A JSON column inside a JSON object: SQLite gives it as text."""
    return json.loads(value) if isinstance(value, str) else value
