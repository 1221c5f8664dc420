"""What is read from the database is what stands there now, whatever was read before."""

from datetime import date, time, timedelta

import pytest

from roster import duty_rows, snapshot
from roster.models import Demand, DemandException, Duty, Request, Rota, RuleSetting, ShiftType
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


LINE = {"starts": time(8), "ends": time(12), "role": "radiographer", "least": 1}


def dated(rota, kind, first=MONDAY, until=None, **line):
    return DemandException.objects.create(
        unit=rota.unit,
        area=Area.objects.get(code="ED"),
        kind=kind,
        starts_on=first,
        until=until or first,
        reason="Refit",
        **line,
    )


def season(rota, least, first=None, until=None):
    line = LINE | {"days": ["mon"], "least": least, "area": Area.objects.get(code="ED")}
    return Demand.objects.create(unit=rota.unit, in_force_from=first, in_force_until=until, **line)


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
    "closed": lambda r: dated(r, "closed"),
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


def test_a_season_keeps_the_date_on_which_it_begins_or_ends_within_the_rota(rota):
    days = [MONDAY + timedelta(days=n) for n in (-1, 0, 9, 10, 27, 28)]
    before, first, ninth, tenth, last, after = days
    season(rota, 1, until=before)
    season(rota, 2, until=ninth)
    season(rota, 3, tenth, last)
    season(rota, 4, first, after)
    season(rota, 5, after)
    found = [(d.least, d.starts_on, d.until) for d in take(rota).problem.demand]
    assert found == [(2, None, ninth), (3, tenth, None), (4, None, None)]


def test_exceptions_are_closures_and_dated_lines_after_those_of_the_week(rota):
    dated(rota, "closed")
    dated(rota, "also", **LINE)
    dated(rota, "instead", MONDAY + timedelta(days=1), **LINE | {"least": 4})
    dated(rota, "closed", MONDAY - timedelta(days=1))
    dated(rota, "also", MONDAY + timedelta(days=28), **LINE)
    season(rota, 9)
    problem = take(rota).problem
    assert [(d.least, d.is_dated, d.starts_on) for d in problem.demand] == [
        (9, False, None),
        (1, True, MONDAY),
        (4, True, MONDAY + timedelta(days=1)),
    ]
    shut = [(c.area, c.starts_on, c.reason) for c in problem.closures]
    assert shut == [("ED", MONDAY, "Refit"), ("ED", MONDAY + timedelta(days=1), "Refit")]
