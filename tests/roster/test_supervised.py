"""Who is said to supervise where nobody is named: whoever does by the rule."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roster.composing import compose, published
from roster.models import RuleSetting
from roster.my_page import my_page
from roster.released import my_rota, read, read_own
from sites.models import Site
from staff.models import Credential, Employment, JustifiedPlace, Person
from tests.factories import (
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 7, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    return make_person(unit, "asha", name="Asha N", role="assistant_practitioner", band="4")


@pytest.fixture
def dev(unit):
    return make_person(unit, "dev", name="Dev P")


@pytest.fixture
def rota(unit, asha):
    """Asha works E in General X-ray at the Teaching Hospital on Monday."""
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, asha, MONDAY)
    return rota


def supervisors(rota, person="asha"):
    """Who supervises the person's first duty, once the week is published as it stands."""
    make_release(rota, MONDAY)
    return said(person)


def said(person):
    person = Person.objects.select_related("unit").get(reference=person)
    return my_rota(person=person, now=NOW).weeks[0].duties[0].supervised_by


def near(unit, group):
    RuleSetting.objects.create(
        unit=unit, rule="R-04", parameters={"group": group}, in_force_from=MONDAY
    )


def test_a_radiographer_in_the_area_at_the_time_supervises(rota, dev):
    make_duty(rota, dev, MONDAY)
    assert supervisors(rota) == ("Dev P",)


def test_those_who_follow_each_other_are_named_in_the_order_they_come_on(rota, unit, dev):
    make_duty(rota, dev, MONDAY, shift="L")
    make_duty(rota, make_person(unit, "fay", name="Fay I"), MONDAY, shift="SH")
    assert supervisors(rota) == ("Fay I", "Dev P")


@pytest.mark.parametrize(
    "duty",
    [
        {"area": "ED"},
        {"site": "GH"},
        {"shift": "AD"},
        {"shift": "N1"},
        {"role": "supernumerary"},
    ],
)
def test_nobody_supervises_from_elsewhere_or_while_they_do_something_else(rota, dev, duty):
    make_duty(rota, dev, MONDAY, **duty)
    assert supervisors(rota) == ()


@pytest.mark.parametrize(
    "fact", [{"supervises": False}, {"preceptee_until": MONDAY}, {"justifies_everywhere": False}]
)
def test_nobody_supervises_who_may_not(rota, dev, fact):
    Person.objects.filter(pk=dev.pk).update(**fact)
    make_duty(rota, dev, MONDAY)
    assert supervisors(rota) == ()


def test_band_4_and_a_lapsed_registration_supervise_nobody(rota, unit, dev):
    make_duty(rota, dev, MONDAY)
    fay = make_person(unit, "fay", name="Fay I")
    make_duty(rota, fay, MONDAY)
    Employment.objects.filter(person=dev).update(band="4")
    Credential.objects.create(person=fay, kind="HCPC", until=MONDAY - timedelta(days=1))
    assert supervisors(rota) == ()


def test_whoever_may_justify_on_the_site_supervises_there(rota, dev):
    Person.objects.filter(pk=dev.pk).update(justifies_everywhere=False)
    JustifiedPlace.objects.create(person=dev, site=Site.objects.get(code="TH"))
    make_duty(rota, dev, MONDAY)
    assert supervisors(rota) == ("Dev P",)


def test_whoever_is_away_since_it_was_published_supervises_no_more(rota, asha, dev):
    make_duty(rota, dev, MONDAY)
    assert supervisors(rota) == ("Dev P",)
    make_absence(dev, MONDAY)
    assert said("asha") == ()
    person = Person.objects.select_related("unit").get(pk=asha.pk)
    assert my_rota(person=person, now=NOW).away == ()


def test_whoever_is_named_is_all_that_is_said(rota, unit, asha, dev):
    rota.duties.update(supervised_by=["fay"])
    make_duty(rota, dev, MONDAY)
    make_duty(rota, make_person(unit, "fay", name="Fay I"), MONDAY)
    assert supervisors(rota) == ("Fay I",)


def test_on_the_whole_site_where_the_unit_has_set_so(rota, unit, dev):
    near(unit, "site")
    make_duty(rota, dev, MONDAY, area="ED")
    assert supervisors(rota) == ("Dev P",)


def test_a_trainee_has_those_of_their_own_area_whatever_is_set(rota, unit, asha, dev):
    near(unit, "site")
    Employment.objects.filter(person=asha).update(role="trainee", band="3")
    make_duty(rota, dev, MONDAY)
    make_duty(rota, make_person(unit, "fay", name="Fay I"), MONDAY, area="ED")
    assert supervisors(rota) == ("Dev P",)


def test_what_the_newest_release_says_counts(rota, unit, dev):
    make_duty(rota, dev, MONDAY)
    make_release(rota, MONDAY)
    rota.duties.filter(person=dev).delete()
    make_duty(rota, make_person(unit, "fay", name="Fay I"), MONDAY)
    make_release(rota, MONDAY, number=2)
    assert said("asha") == ("Fay I",)


def test_a_radiographer_works_under_nobody(rota, unit, dev):
    make_duty(rota, dev, MONDAY)
    make_duty(rota, make_person(unit, "fay", name="Fay I"), MONDAY)
    assert supervisors(rota, "dev") == ()


def test_it_takes_one_query_more_however_many_are_near(rota, unit, dev):
    for number in range(20):
        make_duty(rota, make_person(unit, f"more-{number}"), MONDAY)
    make_release(rota, MONDAY)
    with CaptureQueriesContext(connection) as queries:
        assert len(said("asha")) == 20
    assert len(queries) == 1 + 3  # the person, and My rota


# ── where nobody is named, or nobody may ──


def first_shift(person):
    person = Person.objects.select_related("unit").get(reference=person)
    return my_page(person, NOW).weeks[0].days[0].shifts[0]


@pytest.mark.parametrize("role", ["trainee", "student"])
def test_who_learns_under_nobody_by_name_reads_so_and_who_is_there(rota, asha, dev, role):
    Employment.objects.filter(person=asha).update(role=role, band="3")
    make_duty(rota, dev, MONDAY)
    make_release(rota, MONDAY)
    shift = first_shift("asha")
    assert shift.lacks == "Nobody is named to supervise you. Ask your rota manager who does."
    assert ("There, and may supervise you:", ("Dev P",)) in shift.company


def test_who_is_supernumerary_learns_too(rota, unit, dev):
    make_duty(rota, dev, MONDAY, role="supernumerary")
    make_duty(rota, make_person(unit, "fay", name="Fay I"), MONDAY)
    make_release(rota, MONDAY)
    shift = first_shift("dev")
    assert shift.lacks.startswith("Nobody is named to supervise you.")
    assert shift.company == (("There, and may supervise you:", ("Fay I",)), ("With", ("Asha N",)))


def test_an_assistant_whom_nobody_supervises_reads_whom_to_ask(rota, unit, asha, dev):
    make_duty(rota, dev, MONDAY)
    make_release(rota, MONDAY)
    assert first_shift("asha").lacks == ""
    make_absence(dev, MONDAY)
    nobody = "Nobody there may supervise you. Ask your rota manager who will."
    assert first_shift("asha").lacks == nobody
    off = {"parameters": {"enabled": False}, "in_force_from": MONDAY}
    RuleSetting.objects.create(unit=unit, rule="R-04", **off)
    assert first_shift("asha").lacks == ""


def test_a_shift_that_is_over_says_nothing_of_it(rota, unit, asha, dev):
    make_release(rota, MONDAY)
    assert my_page(asha, NOW + timedelta(days=1)).weeks[0].days[0].shifts[0].lacks == ""


def test_the_email_says_so_like_the_page(rota, unit, asha):
    Employment.objects.filter(person=asha).update(role="trainee", band="3")
    make_release(rota, MONDAY)
    both = read(unit=unit, first=MONDAY, weeks=1), read_own(person=asha, first=MONDAY, weeks=1)
    duties = [found.week_of("asha", MONDAY).duties[0] for found in both]
    assert [duty.lacks for duty in duties] == ["name", "name"]
    mail = compose(
        published(both[0].week_of("asha", MONDAY)),
        person=asha,
        week=both[0].week_of("asha", MONDAY),
        following=None,
        names=both[0].names,
    )
    assert "Nobody is named to supervise you." in mail.text
    assert "Nobody is named to supervise you." in mail.html
