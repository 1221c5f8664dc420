"""A small department to test with: plain functions, sensible defaults, nothing hidden."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from roster.changes import Told, paired
from roster.models import (
    Duty,
    Exemption,
    OutboxMessage,
    Release,
    ReleasedDuty,
    Rota,
    RotaWeek,
    RuleSetting,
    ShiftType,
    Upload,
)
from roster.publishing import released_row
from roster.rules.catalogue import JUDGED
from roster.walltime import moment_of, span
from sites.models import Area, Membership, Site, Unit, User
from staff.models import Employment, Person, ScopeEntry, SiteInduction, Unavailability

NOW = datetime(2026, 10, 1, 8, 30, tzinfo=UTC)  # 09:30 in London
NUMBER = count(1)
SHIFTS = [
    ("E", "Early", time(8), time(16), 30, "clinical"),
    ("L", "Late", time(12), time(20), 30, "clinical"),
    ("LD", "Long day", time(8), time(20), 60, "clinical"),
    ("SH", "Short", time(8), time(12), 0, "clinical"),
    ("AD", "Office", time(9), time(17), 30, "admin"),
    ("SD", "Study day", time(9), time(17), 30, "training"),
    ("OC", "On call", time(20), time(8), 0, "on_call"),
    ("EE", "First", time(7), time(15), 30, "clinical"),
    ("N1", "Night", time(1, 30), time(7), 0, "clinical"),
]


def make_unit(code="IXF", **fields):
    """A unit with two sites (TH: XR and ED, GH: XR) and the shift types of SHIFTS."""
    unit = Unit.objects.create(code=code, name=f"{code} department", **fields)
    for position, (site, name, areas) in enumerate(
        [("TH", "Teaching Hospital", ["XR", "ED"]), ("GH", "General Hospital", ["XR"])]
    ):
        site = Site.objects.create(unit=unit, code=site, name=name, position=position)
        names = {"XR": "General X-ray", "ED": "Emergency X-ray"}
        for place, area in enumerate(areas):
            Area.objects.create(site=site, code=area, name=names[area], position=place)
    for position, (shift, name, starts, ends, minutes, work_class) in enumerate(SHIFTS):
        ShiftType.objects.create(
            unit=unit,
            code=shift,
            name=name,
            starts=starts,
            ends=ends,
            break_minutes=minutes,
            work_class=work_class,
            position=position,
        )
    return unit


def judge_only(unit, *rules):
    """Switch every judged rule off but these, so that a test says what may stand in its way."""
    RuleSetting.objects.bulk_create(
        RuleSetting(
            unit=unit, rule=rule.id, parameters={"enabled": False}, in_force_from=date(2020, 1, 1)
        )
        for rule in JUDGED
        if rule.id not in rules
    )


def make_exemption(person, rule="R-02", starts=date(2026, 11, 2), review_by=None, **fields):
    """One that holds for a week, unless a later review is named."""
    return Exemption.objects.create(
        person=person,
        rule=rule,
        starts=starts,
        review_by=review_by or starts + timedelta(days=6),
        **{"reason": "Agreed for now", "at": NOW} | fields,
    )


def make_absence(person, first, until=None, kind="SL", **fields):
    """An absence straight in the table; its batch."""
    batch = uuid4()
    Unavailability.objects.create(
        person=person,
        kind=kind,
        starts_on=first,
        until=until or first,
        **{"batch": batch, "entered_at": NOW} | fields,
    )
    return batch


def make_person(unit, reference=None, *, name=None, role="radiographer", band="6", **fields):
    """A full-time person inducted at every site of the unit, in scope everywhere."""
    reference = reference or f"person-{next(NUMBER)}"
    hours = {key: fields.pop(key) for key in ("weekly_minutes", "days_per_week") if key in fields}
    person = Person.objects.create(
        unit=unit,
        reference=reference,
        name=name or reference.capitalize(),
        **{"email": f"{reference}@example.org", "position": next(NUMBER)} | fields,
    )
    for site in unit.sites.all():
        SiteInduction.objects.create(person=person, site=site)
    Employment.objects.create(
        person=person,
        starts=date(2024, 1, 1),
        band=band,
        role=role,
        **{"weekly_minutes": 2250} | hours,
    )
    if role == "assistant_practitioner":
        for area in Area.objects.filter(site__unit=unit):
            ScopeEntry.objects.create(
                person=person, area=area, starts=date(2024, 1, 1), review_due=date(2030, 1, 1)
            )
    return person


def make_user(unit, role, *, name="", person=None, password=None, stage="", email=None):
    """A login with one role in the unit; for a person on the rota, tied to them."""
    email = email or f"user-{next(NUMBER)}@example.org"
    user = User.objects.create_user(email, password, name=name)
    Membership.objects.create(user=user, unit=unit, role=role, stage=stage)
    if person is not None:
        Person.objects.filter(pk=person.pk).update(user=user)
    return user


def make_rota(unit, starts, weeks=4, state="draft"):
    rota = Rota.objects.create(unit=unit, starts=starts, weeks=weeks)
    for number in range(weeks):
        monday = starts + timedelta(days=7 * number)
        RotaWeek.objects.create(rota=rota, monday=monday, state=state)
    return rota


def make_duty(rota, person, day, shift="E", site="TH", area="XR", **fields):
    """A duty straight in the table, past the verbs and their log."""
    shift = rota.unit.shift_types.get(code=shift)
    place = rota.unit.sites.get(code=site)
    starts, ends = span(day, shift.starts, shift.ends, rota.unit.timezone)
    return Duty.objects.create(
        rota=rota,
        person=person,
        date=day,
        shift_type=shift,
        site=place,
        area=place.areas.get(code=area) if area else None,
        starts_at=moment_of(starts),
        ends_at=moment_of(ends),
        **fields,
    )


def make_release(rota, monday, *, number=1, at=NOW, by=None):
    """A release of the week as its duties stand now."""
    release = Release.objects.create(
        rota=rota, monday=monday, number=number, at=at, by=by, sequence=rota.sequence
    )
    duties = rota.duties.filter(date__gte=monday, date__lt=monday + timedelta(days=7))
    people = dict(rota.unit.people.values_list("reference", "pk"))
    ReleasedDuty.objects.bulk_create(
        released_row(release, told, people[told.person])
        for told in paired(
            map(_told, duties.select_related("person", "shift_type", "site", "area"))
        )
    )
    rota.rota_weeks.filter(monday=monday).update(state="published")
    return release


def _told(duty):
    return Told(
        person=duty.person.reference,
        date=duty.date,
        shift=duty.shift_type.code,
        starts=duty.starts_at,
        ends=duty.ends_at,
        site=duty.site.code,
        area=duty.area.code if duty.area else "",
        role=duty.role,
        break_minutes=duty.shift_type.break_minutes,
        additional=duty.additional,
        supervised_by=tuple(duty.supervised_by),
        work_class=duty.shift_type.work_class,
        site_name=duty.site.name,
        area_name=duty.area.name if duty.area else "",
    )


def make_message(person, release, **fields):
    return OutboxMessage.objects.create(
        **{
            "unit": person.unit,
            "person": person,
            "kind": "release",
            "monday": release.monday,
            "release": release,
            "recipient": person.email,
            "subject": "Your rota",
            "text": "Your rota.",
            "html": "<p>Your rota.</p>",
            "message_id": f"<{next(NUMBER)}@fairweek.test>",
            "created_at": NOW,
            "due_at": NOW,
        }
        | fields
    )


def make_upload(unit, by, kind="rota", **fields):
    """One that is read and open still, of an empty sheet."""
    tables = [{"name": "Sheet1", "notes": [], "date1904": False, "rows": []}]
    now = timezone.now()
    return Upload.objects.create(
        unit=unit,
        by=by,
        kind=kind,
        **{
            "name": "rota.xlsx",
            "book": {"notes": [], "tables": tables},
            "at": now,
            "expires_at": now + timedelta(days=1),
        }
        | fields,
    )
