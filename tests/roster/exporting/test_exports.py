"""A rota as files, through the web: what they say, to whom, and at what cost."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from roster import snapshot
from roster.exporting.wall import PAPERS, Wall, WallDuty, wall_pdf
from roster.grid.balances import balances
from roster.leave_ledger import ledger
from roster.models import Duty, KeptWords, Swap
from roster.rules.timeline import Timeline
from sites.models import Device, User
from staff.entitlement import leave_year
from staff.models import Person, StudyPlan
from staff.owing import owe_duty
from tests.factories import (
    NOW,
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
EVIL = '=HYPERLINK("http://x","Mo")'


@pytest.fixture
def rota():
    unit = make_unit()
    asha = make_person(unit, "asha", name="Asha Núñez", band="4", role="assistant_practitioner")
    mo = make_person(unit, "mo", name=EVIL, band="6")
    make_person(unit, "zoe", name="Zoë Łukasik", band="7")
    rota = make_rota(unit, MONDAY, weeks=2)
    for n, shift in enumerate(["E", "L", "E", "LD"]):
        make_duty(rota, asha, MONDAY + timedelta(days=n), shift)
        make_duty(rota, mo, MONDAY + timedelta(days=n + 2), shift, area="ED")
    make_duty(rota, mo, MONDAY + timedelta(days=6), "SH", site="GH")
    make_duty(rota, mo, MONDAY + timedelta(days=8), "E", area="ED", additional=True)
    make_absence(asha, MONDAY + timedelta(days=7), MONDAY + timedelta(days=9), kind="SL")
    return rota


@pytest.fixture
def manager(client, rota):
    user = make_user(rota.unit, "rota_manager")
    client.force_login(user)
    return user


def taken(client, name, *args, **asked):
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Cache-Control"] == "private, no-store"
    return answer.content


def sheet_of(data, name="Rota"):
    return load_workbook(io.BytesIO(data))[name]


def everything(data):
    book = load_workbook(io.BytesIO(data))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def test_a_workbook_holds_people_by_date_with_places_only_where_they_differ(client, rota, manager):
    sheet = sheet_of(taken(client, "export-workbook", rota.pk))
    rows = {row[0]: row for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert [row[0] for row in sheet.iter_rows(min_row=5, values_only=True)] == [
        *("Band 7", "Zoë Łukasik", "Band 6", EVIL, "Band 4", "Asha Núñez"),
    ]
    assert rows["Asha Núñez"][1:8] == ("Band 4", "TH/XR", "E", "L", "E", "LD", None)
    assert rows[EVIL][2:10] == ("TH/ED", None, None, "E", "L", "E", "LD", "SH GH/XR")
    assert [cell.value.date() for cell in sheet[4][3:17]] == [
        MONDAY + timedelta(days=n) for n in range(14)
    ]


def test_cells_of_one_shift_have_the_colour_of_its_legend(client, rota, manager):
    data = taken(client, "export-workbook", rota.pk)
    legend = {row[0].value: row[0].fill.fgColor.rgb for row in sheet_of(data, "Codes").iter_rows()}
    own = [c for c in sheet_of(data)[10] if c.value in ("E", "L", "LD")]
    assert [cell.fill.fgColor.rgb for cell in own] == [legend[cell.value] for cell in own]
    assert len({legend["E"], legend["L"], legend["LD"]}) == 3


def test_no_cell_of_a_workbook_is_a_formula(client, rota, manager):
    cells = everything(taken(client, "export-workbook", rota.pk))
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert {cell.quotePrefix for cell in cells if cell.value == EVIL} == {True}


def test_why_somebody_is_away_is_said_only_when_asked_for(client, rota, manager):
    def words(**asked):
        return {c.value for c in everything(taken(client, "export-workbook", rota.pk, **asked))}

    assert "UN" in words()
    assert "SL" not in words()
    assert "SL" in words(reasons="on")


@pytest.mark.parametrize(
    ("sheets", "names"),
    [
        ("monday", ["02 Nov 2026", "09 Nov 2026", "Codes", "Details"]),
        ("sunday", ["01 Nov 2026", "08 Nov 2026", "15 Nov 2026", "Codes", "Details"]),
    ],
)
def test_a_workbook_can_have_a_sheet_a_week(client, rota, manager, sheets, names):
    data = taken(client, "export-workbook", rota.pk, sheets=sheets)
    assert load_workbook(io.BytesIO(data)).sheetnames == names


def test_the_layout_of_the_workbook_imported_last_is_offered_first(client, rota, manager):
    def offered():
        page = client.get(reverse("export-rota", args=[rota.pk])).content.decode()
        return re.findall(r'value="(\w+)" checked', page)

    assert offered() == ["rota"]
    own = {"by_week": True, "week_starts": 6, "left": ["Name"], "right": [], "name_at": 0}
    KeptWords.objects.create(unit=rota.unit, layout=own | {"sheets": {}})
    assert offered() == ["own"]


def payroll(client, rota, **dates):
    data = taken(client, "export-hours", rota.pk, **dates)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_payroll_totals_are_the_balances_of_the_grid(client, rota, manager):
    problem = snapshot.problem_of(rota)
    grid = balances(Timeline(problem), {}, problem.people)
    totals = {
        row["Person"]: row["Paid hours"] for row in payroll(client, rota) if row["Line"] == "total"
    }
    assert totals == {
        who: f"{balance.paid / 60:.2f}" for who, balance in grid.items() if balance.paid
    }
    assert set(totals) == {"asha", "mo"}


def test_payroll_has_a_line_a_duty_with_its_class(client, rota, manager):
    rows = payroll(client, rota)
    assert sum(row["Line"] == "duty" for row in rows) == Duty.objects.count()
    sunday = next(row for row in rows if row["Date"] == "2026-11-08" and row["Line"] == "duty")
    assert (sunday["Pay class"], sunday["Sunday or bank holiday"]) == (
        "Sunday or bank holiday",
        "4.00",
    )
    extra = next(row for row in rows if row["Date"] == "2026-11-10" and row["Person"] == "mo")
    assert (extra["Paid hours"], extra["Plain"], extra["Extra hours"]) == ("0.00", "0.00", "7.50")


def test_an_extra_duty_owed_as_time_is_in_the_ledger_and_not_paid(client, rota, manager):
    mo, on = Person.objects.get(reference="mo"), MONDAY + timedelta(days=8)
    say = {"by": manager, "now": NOW, "today": on + timedelta(days=1)}
    owe_duty(person=mo, on=on, shift="E", minutes=450, **say)
    total = next(
        row for row in payroll(client, rota) if row["Person"] == "mo" and row["Line"] == "total"
    )
    assert (total["Extra hours"], total["Owed as time"]) == ("0.00", "7.50")
    assert ledger(mo, leave_year(on, 4), on).toil.total == 450


def states(rows, who):
    return [row["State"] for row in rows if row["Person"] == who and row["Line"] != "absence"]


def test_payroll_says_of_each_duty_whether_it_is_released_as_it_stands(client, rota, manager):
    assert set(states(payroll(client, rota), "mo")) == {"Draft"}
    make_release(rota, MONDAY)
    rows = payroll(client, rota)
    assert states(rows, "asha") == ["Released"] * 5
    assert states(rows, "mo") == ["Released"] * 5 + ["Draft", "Partly draft"]
    assert {row["State"] for row in rows if row["Line"] == "absence"} == {""}
    asha = Person.objects.get(reference="asha")
    moved = asha.duties.order_by("date").first()
    moved.starts_at -= timedelta(hours=1)
    moved.shift_type = rota.unit.shift_types.get(code="EE")
    moved.ends_at -= timedelta(minutes=30)
    moved.save()
    assert states(payroll(client, rota), "asha") == ["Draft", *["Released"] * 3, "Partly draft"]
    moved.delete()  # what they were told is not in the plan any more
    assert states(payroll(client, rota), "asha") == [*["Released"] * 3, "Partly draft"]


def test_payroll_says_closed_of_a_week_that_came_with_a_file(client, rota, manager):
    rota.rota_weeks.filter(monday=MONDAY).update(state="closed")
    assert states(payroll(client, rota), "asha") == ["Closed"] * 5
    make_release(rota, MONDAY + timedelta(weeks=1))
    assert states(payroll(client, rota), "mo") == [*["Closed"] * 5, "Released", "Released"]


def test_payroll_is_of_the_dates_asked_for_in_whatever_rotas(client, rota, manager):
    later = make_rota(rota.unit, MONDAY + timedelta(weeks=2), 1)
    make_duty(later, Person.objects.get(reference="asha"), later.starts)
    rows = payroll(client, rota, first="4 November 2026", last=str(later.starts))
    dates = [row["Date"] for row in rows if row["Person"] == "asha"]
    assert dates == [
        *("2026-11-04", "2026-11-05", "2026-11-09", "2026-11-10", "2026-11-11", "2026-11-16"),
        "2026-11-04/2026-11-16",
    ]
    own = [float(row["Paid hours"]) for row in rows if row["Person"] == "asha"]
    assert own[-1] == pytest.approx(sum(own[:-1]))
    whole = {row["Line"] for row in payroll(client, rota, first="1 Dec 2026", last="2 Dec 2026")}
    assert whole == set()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("soon", "4 Nov 2026", "This is no date."),
        ("4 Nov 2026", "3 Nov 2026", "It lies before the first day."),
        ("4 Nov 2026", "5 Nov 2027", "It is a year at most."),
        ("4 Nov 2026", "", "This field is required."),
    ],
)
def test_dates_that_cannot_be_paid_are_refused_in_words(client, rota, manager, first, last, said):
    address = reverse("export-hours", args=[rota.pk])
    response = client.get(address, {"first": first, "last": last})
    assert response.status_code == 422
    assert said in response.content.decode()


def test_the_page_says_which_weeks_payroll_has_as_drafts(client, rota, manager):
    address = reverse("export-rota", args=[rota.pk])
    assert "2 of the 2 weeks of this rota are not published" in client.get(address).content.decode()
    make_release(rota, MONDAY)
    assert "1 of the 2 weeks of this rota is not published" in client.get(address).content.decode()
    make_release(rota, MONDAY + timedelta(weeks=1))
    assert "of this rota" not in client.get(address).content.decode()


def test_payroll_never_says_why_somebody_is_away_and_holds_no_formula(client, rota, manager):
    data = taken(client, "export-hours", rota.pk).decode("utf-8-sig")
    assert "SL" not in data
    assert "Paid absence" in data
    assert {row["Name"] for row in payroll(client, rota)} == {"Asha Núñez", f"'{EVIL}"}


def pdf_text(data):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split()
    )


@pytest.mark.parametrize(("paper", "width"), [("A3", 1190.55), ("A4", 841.89)])
def test_the_wall_rota_says_its_release_its_places_and_its_totals(
    client, rota, manager, paper, width
):
    make_release(rota, MONDAY, number=3)
    Duty.objects.all().delete()
    data = taken(client, "export-wall", rota.pk, MONDAY, paper=paper)
    page = PdfReader(io.BytesIO(data)).pages[0]
    assert round(float(page.mediabox.width), 2) == width
    text = pdf_text(data)
    assert "Release 3, published 1 October 2026 09:30." in text
    assert "Check the app for changes." in text
    for word in (
        "Asha Núñez",
        "Zoë Łukasik",
        "Band 7",
        "General X-ray, Teaching Hospital",
        "12:00–20:00",
        "E TH/ED",
    ):
        assert word in text, word
    assert "sick" not in text.lower()


@pytest.mark.parametrize(("people", "pages"), [(3, 1), (45, 1), (90, 2)])
def test_a_week_is_printed_on_one_page_while_it_can_be_read(people, pages):
    names = tuple((f"p{n}", f"Person {n}") for n in range(people))
    duties = tuple(WallDuty(who, MONDAY, "E", ("TH", "XR"), 450) for who, _ in names)
    places = {("TH", "XR"): "General X-ray, Teaching Hospital"}
    wall = Wall("Week", "DRAFT.", MONDAY, (("Band 6", names),), duties, places, (("E", "08–16"),))
    for paper in PAPERS:
        read = PdfReader(io.BytesIO(wall_pdf(wall, paper)))
        assert len(read.pages) == pages
        words = [word for page in read.pages for word in page.extract_text().splitlines()]
        assert [name for _, name in names if name not in words] == []


def test_letters_that_no_font_has_are_said():
    wall = Wall("Week", "", MONDAY, (("Band 6", (("p", "Asha \U00013000"),)),), (), {}, ())
    assert "lacks 1 of the letters" in pdf_text(wall_pdf(wall))


def test_what_is_not_published_is_marked_and_only_for_managers(client, rota, manager):
    assert "DRAFT" in pdf_text(taken(client, "export-wall", rota.pk, MONDAY))
    client.force_login(make_user(rota.unit, "viewer"))
    assert client.get(reverse("export-wall", args=[rota.pk, MONDAY])).status_code == 403
    make_release(rota, MONDAY)
    assert "Release 1" in pdf_text(taken(client, "export-wall", rota.pk, MONDAY))
    draft = client.get(reverse("export-wall", args=[rota.pk, MONDAY]), {"draft": 1})
    assert draft.status_code == 403


def test_ones_own_data_holds_ones_own_duties_and_nobody_elses(client, rota):
    make_release(rota, MONDAY)
    Person.objects.filter(reference="asha").update(telephone="bleep 4312")
    asha = Person.objects.get(reference="asha")
    client.force_login(make_user(rota.unit, "staff", person=asha))
    data = json.loads(taken(client, "my-data"))
    assert data["person"]["name"] == "Asha Núñez"
    assert data["person"]["telephone"] == "bleep 4312"
    assert [row["date"] for row in data["releasedduty"]] == [f"2026-11-0{n}" for n in range(2, 6)]
    assert [row["kind"] for row in data["unavailability"]] == ["SL"]
    assert EVIL not in json.dumps(data)
    assert "duty" not in data
    assert "hash" not in json.dumps(data)


NOT_ABOUT = {"presence", "signincode"}  # gone within minutes


def test_the_administrator_takes_everything_that_is_kept_about_somebody(client, rota):
    asha = Person.objects.get(reference="asha")
    client.force_login(make_user(rota.unit, "administrator"))
    data = json.loads(taken(client, "person-data", asha.pk))
    tables = {
        model._meta.model_name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person or (field.related_model is User and field.name == "user")
    }
    tables -= NOT_ABOUT
    assert {"duty", "dutychange", "employment", "note", "override", "membership"} <= tables
    assert tables - {"person"} <= {name.split("_")[0] for name in data}
    assert len(data["duty"]) == 4


def test_it_has_what_belongs_to_a_row_or_the_login_of_somebody_and_nobody_elses(client, rota):
    """Terms of study, what became of a swap, the roles, devices and messages of a login."""
    asha, other = Person.objects.get(reference="asha"), make_person(rota.unit)
    for person in (asha, other):
        user = make_user(rota.unit, "staff", person=person)
        plan = StudyPlan.objects.create(person=person, weekday=2)
        plan.terms.create(starts=MONDAY, until=MONDAY)
        swap = Swap.objects.create(rota=rota, person=person, date=MONDAY, duty={}, asked_at=NOW)
        swap.events.create(at=NOW, what="Offered")
        kept = {"name": "Phone", "since": NOW, "seen_on": MONDAY}
        Device.objects.create(user=user, session_key=f"key-{person.pk}", **kept)
    client.force_login(make_user(rota.unit, "administrator"))
    data = json.loads(taken(client, "person-data", asha.pk))
    assert [row["starts"] for row in data["studyterm"]] == [f"{MONDAY}"]
    assert [(row["swap"], row["what"]) for row in data["swapevent"]] == [
        ("Swap of 02 November 2026", "Offered")
    ]
    assert [row["role"] for row in data["membership"]] == ["staff"]
    assert [row["name"] for row in data["device"]] == ["Phone"]
    assert "key-" not in json.dumps(data)


def test_every_row_in_it_is_named_in_words(client, rota):
    make_release(rota, MONDAY)
    asha = Person.objects.get(reference="asha")
    client.force_login(make_user(rota.unit, "administrator"))
    text = taken(client, "person-data", asha.pk).decode()
    assert '"area": "General X-ray, Teaching Hospital"' in text
    assert "Release 1 of the week of 02 November 2026" in text
    assert " object (" not in text


@pytest.mark.parametrize("name", ["export-workbook", "export-hours"])
def test_more_people_cost_no_more_queries(
    client, rota, manager, django_assert_max_num_queries, name
):
    def count():
        with django_assert_max_num_queries(12) as queries:
            taken(client, name, rota.pk)
        return len(queries)

    count()  # what is signed in is written down once
    few = count()
    for n in range(12):
        person = make_person(rota.unit)
        make_duty(rota, person, MONDAY + timedelta(days=n))
    assert count() == few
