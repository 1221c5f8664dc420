"""Importing people, through the web: each line is understood, or nobody is imported."""

from datetime import date

import pytest
from django.urls import reverse

from roster.models import Upload
from staff.joining import write_details
from staff.models import Employment, Person
from tests import workbooks
from tests.factories import NOW, make_absence, make_person, make_unit, make_user
from tests.roster.test_importing import answer, keep, look, upload

pytestmark = pytest.mark.django_db
HEADS = ["Staff No", "First name", "Surname", "Job title", "Band", "Hrs per week", "Base", "Email"]
ASHA = ["71", "Asha", "Nair", "Trainee AP", "3", 37.5, "TH", "asha@example.org"]
DEV = ["72", " Dev ", "Patel", "Radiographer", "Band 6", "22,5", "Teaching Hospital; GH", ""]


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def manager(client, unit):
    user = make_user(unit, "rota_manager")
    client.force_login(user)
    return user


def people(client, unit, *lines, heads=HEADS, above=()):
    data = workbooks.saved(workbooks.book_of([*above, heads, *lines]))
    return upload(client, unit, data, kind="people", name="people.xlsx")[1]


def names():
    return list(Person.objects.order_by("position").values_list("name", flat=True))


def test_people_come_with_their_employment_and_sites_and_go_again(client, unit, manager):
    found = people(client, unit, ASHA, DEV, above=[["Staff list, draft"], []])
    assert "some lines are not understood." in look(client, found).content.decode()
    answer(client, found, starts="2024-09-01")
    keep(client, found)
    assert names() == ["Asha Nair", "Dev Patel"]
    held = Employment.objects.get(person__reference="72")
    assert (held.band, held.role, held.weekly_minutes) == ("6", "radiographer", 1350)
    assert held.starts == date(2024, 9, 1)
    sites = held.person.inductions.values_list("site__code", flat=True)
    assert list(sites) == ["TH", "GH"]
    (joined,) = held.person.record.all()
    assert (joined.what, joined.by) == ("Joined, by people.xlsx", manager)
    client.post(reverse("undo-upload", args=[found.pk]))
    assert names() == []


def test_a_line_that_is_not_understood_stops_all_of_them(client, unit, manager):
    wrong = ["73", "Mo", "Khan", "Astronaut", "12", "lots", "Mars", "no address"]
    found = people(client, unit, ASHA, wrong)
    answer(client, found, starts="2024-09-01")
    page = look(client, found)
    for said in ("Astronaut", "12 is no band", "weekly hours", "Mars is no site", "no email"):
        assert said in page.content.decode(), said
    keep(client, found)
    assert names() == []


def test_who_is_there_already_is_left_out_and_who_is_alike_is_asked(client, unit, manager):
    make_person(unit, "71", name="Someone Else")
    make_person(unit, "dev", name="Dev Pattel")
    found = people(client, unit, ASHA, DEV)
    answer(client, found, starts="2024-09-01")
    page = look(client, found).context["page"]
    assert page.there == {1: "Someone Else"}
    assert page.open_rows == [2]
    keep(client, found)
    assert len(names()) == 2
    answer(client, found, **{"same-2": "new"})
    keep(client, found)
    assert sorted(names()) == ["Dev Patel", "Dev Pattel", "Someone Else"]


def test_undo_leaves_people_who_have_more_by_now(client, unit, manager):
    found = people(client, unit, ASHA, DEV)
    answer(client, found, starts="2024-09-01")
    keep(client, found)
    make_absence(Person.objects.get(name="Dev Patel"), date(2026, 11, 2))
    answered = client.post(reverse("undo-upload", args=[found.pk]), follow=True)
    assert "Dev Patel has more by now" in answered.content.decode()
    assert len(names()) == 2


def test_undo_leaves_people_whom_somebody_has_changed_since(client, unit, manager):
    found = people(client, unit, ASHA, DEV)
    answer(client, found, starts="2024-09-01")
    keep(client, found)
    dev = Person.objects.get(name="Dev Patel")
    write_details(person=dev, details={"name": "Dev P"}, by=manager, now=NOW)
    answered = client.post(reverse("undo-upload", args=[found.pk]), follow=True)
    assert "has more by now" in answered.content.decode()
    assert len(names()) == 2


def test_the_preview_costs_as_many_queries_for_more_people(
    client, unit, manager, django_assert_max_num_queries
):
    """Of people who are there, who are like them, and who are new."""

    def cost(count):
        rows = [[f"{n}", f"Person{n}", f"Of {n}", *DEV[3:]] for n in range(count)]
        found = people(client, unit, *rows)
        with django_assert_max_num_queries(25) as queries:
            assert len(look(client, found).context["page"].entries) == count
        return len(queries)

    make_person(unit, "0", name="Person0 Of 0")
    cost(2)  # what is signed in is written down once
    few = cost(2)
    for n in range(1, 12):
        make_person(unit, f"{n}", name=f"Person{n} Of {n}")
    assert cost(40) == few


def test_a_name_that_comes_twice_needs_a_staff_number(client, unit, manager):
    heads = ["Name", "Role", "Hours", "Start"]
    line = ["Asha Nair", "AP", "37.5", "01/09/2024"]
    found = people(client, unit, line, line, heads=heads)
    assert "The name comes twice" in look(client, found).content.decode()
    keep(client, found)
    assert names() == []


def test_a_name_too_long_for_its_column_is_said(client, unit, manager):
    heads = ["Name", "Role", "Hours", "Start"]
    found = people(client, unit, ["A" * 130, "AP", "37.5", "01/09/2024"], heads=heads)
    answered = client.post(
        reverse("keep-upload", args=[found.pk]),
        {"seen": look(client, found).context["page"].mark},
        follow=True,
    )
    assert "is too long" in answered.content.decode()
    assert names() == []


def test_a_file_without_headings_says_what_they_are(client, unit, manager):
    found = people(client, unit, heads=["Asha", "Nair"])
    assert "There is no row of headings" in look(client, found).content.decode()
    assert Upload.objects.get().state == "open"
    keep(client, found)
    assert names() == []


def test_a_formula_is_nobodys_name(client, unit, manager):
    heads = ["Name", "Role", "Hours", "Start"]
    found = people(client, unit, ["=1+1", "AP", "37.5", "01/09/2024"], heads=heads)
    keep(client, found)
    assert names() == []


def test_a_work_telephone_comes_along_with_the_0_the_sheet_dropped(client, unit, manager):
    heads = ["Name", "Role", "Hours", "Start", "Work mobile"]
    lines = [
        ["Asha Nair", "AP", "37.5", "01/09/2024", 7700900123],
        ["Dev Patel", "AP", "37.5", "01/09/2024", "bleep 4312"],
    ]
    found = people(client, unit, *lines, heads=heads)
    assert "its first 0 is back" in look(client, found).content.decode()
    keep(client, found)
    held = Person.objects.order_by("position").values_list("telephone", flat=True)
    assert list(held) == ["07700900123", "bleep 4312"]


def test_a_telephone_that_is_none_is_left_out_and_said(client, unit, manager):
    heads = ["Name", "Role", "Hours", "Start", "Tel."]
    found = people(client, unit, ["Asha Nair", "AP", "37.5", "01/09/2024", "TBC"], heads=heads)
    assert "TBC is no telephone number and is left out." in look(client, found).content.decode()
    keep(client, found)
    assert list(Person.objects.values_list("name", "telephone")) == [("Asha Nair", "")]


MOBILES = ["Name", "Role", "Hours", "Start", "Mobile no."]
PRIVATE = ["Asha Nair", "AP", "37.5", "01/09/2024", "07700 900123"]


def test_numbers_that_may_be_private_are_left_out_and_that_is_said(client, unit, manager):
    found = people(client, unit, PRIVATE, heads=MOBILES)
    page = look(client, found).content.decode()
    assert "The column “Mobile no.” is left out" in page
    assert "07700 900123" not in page
    keep(client, found)
    assert Person.objects.get().telephone == ""


def test_numbers_that_may_be_private_come_along_once_they_are_said_to_be_for_work(
    client, unit, manager
):
    found = people(client, unit, PRIVATE, heads=MOBILES)
    client.post(reverse("upload", args=[found.pk]), {"mobiles": "on"})
    page = look(client, found).content.decode()
    assert "is left out" not in page
    keep(client, found)
    assert Person.objects.get().telephone == "07700 900123"


def test_nothing_is_asked_of_mobiles_beside_work_telephones(client, unit, manager):
    found = people(client, unit, [*PRIVATE, "ext 4312"], heads=[*MOBILES, "Ext"])
    assert "mobiles" not in look(client, found).context["form"].fields
    keep(client, found)
    assert Person.objects.get().telephone == "ext 4312"
