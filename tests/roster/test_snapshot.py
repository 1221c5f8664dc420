"""What is read from the database is what stands there now, whatever was read before."""

from datetime import date, time, timedelta

import pytest

from roster import duty_rows, snapshot
from roster.models import Demand, Duty, Request, Rota, RuleSetting, ShiftType
from roster.snapshot import take
from sites.models import Area, BankHoliday, Site
from staff.models import Employment, Person, ScopeEntry, SiteInduction, Unavailability
from tests.factories import make_duty, make_exemption, make_person, make_rota, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.smoke]
MONDAY = date(2026, 11, 2)


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4")
    make_person(unit, reference="dev", name="Dev P")
    rota, next_rota = make_rota(unit, MONDAY), make_rota(unit, MONDAY + timedelta(weeks=4))
    for on in (MONDAY, MONDAY + timedelta(days=1)):
        make_duty(rota, unit.people.get(reference="dev"), on)
    make_duty(next_rota, unit.people.get(reference="asha"), next_rota.starts)
    return rota


def afresh(rota):
    """As a process reads it that has read nothing before."""
    snapshot._without_duties.cache_clear()
    duty_rows._read.cache_clear()
    return take(Rota.objects.select_related("unit").get(pk=rota.pk))


def asha(rota):
    return rota.unit.people.get(reference="asha")


def leave(rota):
    return Unavailability.objects.create(
        person=asha(rota), kind="AL", starts_on=MONDAY, until=MONDAY
    )


def another_unit_code(rota):
    rota.unit.code = "XYZ"
    rota.unit.save()


CHANGES = {
    "renamed": lambda r: Person.objects.filter(reference="dev").update(name="Dev Q"),
    "mail": lambda r: Person.objects.filter(reference="dev").update(email="new@example.org"),
    "left": lambda r: Employment.objects.update(until=MONDAY),
    "hours": lambda r: Employment.objects.update(weekly_minutes=1800),
    "scope": lambda r: ScopeEntry.objects.update(review_due=MONDAY),
    "induction": lambda r: SiteInduction.objects.filter(site__code="GH").delete(),
    "leave": leave,
    "wish": lambda r: Request.objects.create(person=asha(r), date=MONDAY, wants="off"),
    "exempt": lambda r: make_exemption(asha(r)),
    "setting": lambda r: RuleSetting.objects.create(
        unit=r.unit, rule="R-17", parameters={"days": 5}, in_force_from=MONDAY
    ),
    "bank holiday": lambda r: BankHoliday.objects.create(unit=r.unit, date=MONDAY),
    "shift": lambda r: ShiftType.objects.filter(code="E").update(ends=time(15)),
    "shift's name": lambda r: ShiftType.objects.filter(code="E").update(name="Earliest"),
    "area": lambda r: Area.objects.filter(code="ED").update(name="Emergency"),
    "site": lambda r: Site.objects.filter(code="GH").update(code="HG"),
    "demand": lambda r: Demand.objects.create(
        unit=r.unit,
        area=Area.objects.get(code="ED"),
        days=["mon"],
        starts=time(8),
        ends=time(12),
        role="radiographer",
        least=1,
    ),
    "unit": another_unit_code,
    "duty": lambda r: make_duty(r, asha(r), MONDAY),
    "duty gone": lambda r: Duty.objects.filter(rota=r).first().delete(),
    "duty's role": lambda r: Duty.objects.filter(rota=r).update(role="supernumerary"),
    "supervisor": lambda r: Duty.objects.filter(rota=r).update(supervised_by=["asha"]),
    "fixed": lambda r: Duty.objects.filter(rota=r).update(fixed=True),
    "next rota's duty": lambda r: Duty.objects.exclude(rota=r).delete(),
    "duty of history": lambda r: make_duty(r, asha(r), MONDAY - timedelta(days=3)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_read_at_once(rota, what):
    before = take(rota)
    CHANGES[what](rota)
    now = take(rota)
    assert now != before
    assert now == afresh(rota)


def test_what_did_not_change_is_not_made_again(rota):
    before = take(rota)
    make_duty(rota, asha(rota), MONDAY + timedelta(days=1))
    now = take(rota)
    assert now.problem.people is before.problem.people
    same = [a is b for a, b in zip(before.problem.duties, now.problem.duties, strict=False)]
    assert same == [True, False]
    assert len(now.problem.duties) == 3


def test_duties_of_a_date_are_in_order_of_time_and_have_their_keys(rota):
    early = Duty.objects.filter(rota=rota, date=MONDAY).get()
    late = make_duty(rota, asha(rota), MONDAY, "L")
    short = make_duty(rota, asha(rota), MONDAY, "SH")
    taken = take(rota)
    monday = [duty for duty in taken.problem.duties if duty.date == MONDAY]
    assert [duty.shift for duty in monday] == ["E", "SH", "L"]
    assert taken.duty_keys["asha", MONDAY] == [short.pk, late.pk]
    assert taken.duty_keys["dev", MONDAY] == [early.pk]


def test_what_lies_beside_the_rota_has_no_keys_to_write_to(rota):
    taken = take(rota)
    assert [duty.person for duty in taken.problem.following] == ["asha"]
    assert {on for _, on in taken.duty_keys} == {MONDAY, MONDAY + timedelta(days=1)}
