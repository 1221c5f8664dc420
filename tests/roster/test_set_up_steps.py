"""What a unit still needs until its first week is published: read from what is there."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roster.models import RuleSetting
from roster.rules.checker import check
from roster.set_up_page import set_up_page
from roster.snapshot import problem_of
from roster.unrested import unrested
from sites.models import Unit
from tests.factories import (
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
TITLES = [
    "Sites and areas",
    "Shift types",
    "Bank holidays",
    "People",
    "Scope of practice",
    "Demand",
    "Who approves",
    "Logins",
    "The first rota",
    "The first week published",
]


def steps(unit, role="administrator"):
    user = unit.memberships.filter(role=role).first()
    user = user.user if user else make_user(unit, role)
    return {step.title: step for step in set_up_page(unit, user, TODAY)["steps"]}


def done(unit):
    return [title for title, step in steps(unit).items() if step.done]


def approver(unit, stage):
    return make_user(unit, "approver", stage=stage, name=stage.title())


@pytest.fixture
def unit():
    return make_unit()


def test_a_new_unit_has_everything_before_it():
    unit = Unit.objects.create(code="NEW", name="New")
    assert list(steps(unit)) == TITLES
    assert done(unit) == []


def test_each_thing_that_is_there_is_done(unit):
    make_person(unit, role="assistant_practitioner", band="4", email="")
    for year in (TODAY.year, TODAY.year + 1):
        unit.bank_holidays.create(date=date(year, 12, 25), name="Christmas Day")
    area = unit.sites.first().areas.first()
    line = {"days": ["mon"], "starts": time(8), "ends": time(12), "role": "radiographer"}
    unit.demand.create(area=area, least=1, **line)
    for stage in ("ixf_manager", "operations_manager"):
        approver(unit, stage)
    make_user(unit, "staff", person=make_person(unit))
    make_rota(unit, MONDAY, 1)
    assert done(unit) == TITLES[:-1]


def test_once_a_week_is_published_the_list_is_gone(unit):
    make_release(make_rota(unit, MONDAY, 1), MONDAY)
    assert steps(unit) == {}


def test_a_site_without_an_area_is_named_and_led_to(unit):
    bare = unit.sites.create(code="BR", name="Bare", position=9)
    step = steps(unit)["Sites and areas"]
    assert (step.done, step.said) == (False, "Bare has no area yet: nobody can be needed there.")
    address = reverse("new-place", args=[unit.pk, "area"])
    assert step.ways == (("Add an area of Bare", f"{address}?of={bare.pk}"),)


def test_only_those_who_need_a_scope_are_missed(unit):
    make_person(unit).scope.all().delete()
    assert steps(unit)["Scope of practice"].done
    asha = make_person(unit, role="assistant_practitioner", band="4")
    asha.scope.update(review_due=TODAY + timedelta(days=1))
    assert steps(unit)["Scope of practice"].done
    asha.scope.update(review_due=TODAY)
    step = steps(unit)["Scope of practice"]
    assert (step.done, step.said) == (
        False,
        "1 assistant practitioner or trainee has none yet.",
    )


def test_each_stage_of_approval_wants_somebody(unit):
    approver(unit, "ixf_manager")
    step = steps(unit)["Who approves"]
    assert step.said == "IXF manager: Ixf_Manager; operations manager: nobody yet."
    assert not step.done
    RuleSetting.objects.create(
        unit=unit, rule="R-30", parameters={"enabled": False}, in_force_from=date(2020, 1, 1)
    )
    assert steps(unit)["Who approves"].done


def test_who_may_not_give_roles_is_told_who_does(unit):
    step = steps(unit, "rota_manager")["Who approves"]
    assert step.ways == ()
    assert "An administrator says who." in step.said


def test_logins_are_done_when_nobody_with_an_address_waits(unit):
    make_person(unit, email="")
    assert not steps(unit)["Logins"].done
    make_user(unit, "staff", person=make_person(unit))
    assert steps(unit)["Logins"].done
    make_person(unit)
    step = steps(unit)["Logins"]
    assert (step.done, step.said) == (False, "1 of 3 people can sign in.")


def test_the_first_open_step_is_the_one_to_go_on_with(unit):
    user = make_user(unit, "administrator")
    page = set_up_page(unit, user, TODAY)
    assert page["next"].title == "Bank holidays"


def test_more_of_everything_takes_no_more_queries(client, unit):
    client.force_login(make_user(unit, "administrator"))

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("set-up", args=[unit.pk])).status_code == 200
        return len(captured)

    make_person(unit, role="assistant_practitioner", band="4")
    make_rota(unit, MONDAY, 1)
    first = count()
    for n in range(4):
        make_person(unit, role="assistant_practitioner", band="4")
        unit.sites.create(code=f"S{n}", name=f"Site {n}").areas.create(code="A", name="Area")
        make_rota(unit, MONDAY + timedelta(days=7 * n + 7), 1)
    assert count() == first


@pytest.mark.parametrize("work", ["clinical", "training", "on_call"])
@pytest.mark.parametrize(
    ("starts", "ends", "minutes", "breaks", "found"),
    [
        ("08:00", "14:00", 0, None, False),
        ("08:00", "14:01", 0, None, True),
        ("08:00", "16:00", 19, None, True),
        ("08:00", "16:00", 20, None, False),
        ("08:00", "16:00", 30, [["08:30", "09:00"]], True),
        ("08:00", "16:00", 20, [["09:00", "09:20"]], False),
        ("08:00", "16:00", 20, [["14:40", "15:00"]], False),
        ("08:00", "16:00", 20, [["14:45", "15:05"]], True),
        ("08:00", "16:00", 30, [], True),
        ("20:00", "08:00", 30, [["23:45", "00:15"]], False),
        ("08:00", "08:00", 0, None, True),
    ],
)
def test_a_shift_type_without_the_break_it_needs_is_found(
    starts, ends, minutes, breaks, found, work
):
    """As the rule itself finds it of a duty on such a shift type."""
    unit = Unit.objects.create(code="NEW", name="New")
    found = found and work != "on_call"
    times = {
        "work_class": work,
        "starts": time.fromisoformat(starts),
        "ends": time.fromisoformat(ends),
    }
    shift = unit.shift_types.create(code="E", break_minutes=minutes, breaks=breaks, **times)
    unit.sites.create(code="TH", name="T").areas.create(code="XR", name="X")
    rota = make_rota(unit, MONDAY, 1)
    make_duty(rota, make_person(unit), MONDAY)
    broken = [breach.level for breach in check(problem_of(rota)) if breach.rule == "R-22"]
    assert unrested(unit, [shift], TODAY) == [shift] * found
    assert ("overridable" in broken) is found


def test_who_has_no_break_is_named_until_the_rule_is_off(unit):
    early = unit.shift_types.get(code="E")
    unit.shift_types.exclude(pk=early.pk).delete()
    unit.shift_types.update(break_minutes=0)
    step = steps(unit)["Shift types"]
    address = reverse("place", args=[unit.pk, "shift", early.pk])
    assert step.ways == (("Give E a break", address),)
    assert not step.done
    RuleSetting.objects.create(
        unit=unit, rule="R-22", parameters={"enabled": False}, in_force_from=date(2020, 1, 1)
    )
    assert steps(unit)["Shift types"].done


@pytest.mark.parametrize(
    ("today", "held", "missing"),
    [
        (date(2026, 3, 1), [], 2026),
        (date(2026, 3, 1), [2026], None),
        (date(2026, 3, 1), [2027], 2026),
        (date(2026, 11, 26), [2027], 2026),
        (date(2026, 11, 26), [2026], 2027),
        (date(2026, 11, 26), [2026, 2027], None),
    ],
)
def test_bank_holidays_are_wanted_as_far_as_a_rota_of_half_a_year(unit, today, held, missing):
    for year in held:
        unit.bank_holidays.create(date=date(year, 12, 25), name="Christmas Day")
    page = set_up_page(unit, make_user(unit, "administrator"), today)
    step = next(step for step in page["steps"] if step.title == "Bank holidays")
    assert step.done is (missing is None)
    assert [label for label, _ in step.ways] == [f"Add those of {missing}"] * (not step.done)


def test_the_form_asks_for_the_first_year_without_bank_holidays(client, unit):
    client.force_login(make_user(unit, "administrator"))

    def asked():
        return client.get(reverse("add-holidays", args=[unit.pk])).context["form"]["year"].value()

    assert asked() == TODAY.year
    client.post(reverse("add-holidays", args=[unit.pk]), {"year": TODAY.year})
    assert asked() == TODAY.year + 1
