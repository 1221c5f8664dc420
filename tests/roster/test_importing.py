"""Importing a rota, through the web: from the file to the rota and back, all of it or nothing."""

import re
from datetime import date, time, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from roster import exports, snapshot
from roster.demonstrating import load_demo
from roster.dumping import dump_rota
from roster.editing import Cell, edit_rota
from roster.exporting.layout import Layout
from roster.import_forms import slot
from roster.import_page import rota_page
from roster.importing import forget_uploads, keep_upload, take_upload
from roster.locking import Refused
from roster.models import Duty, DutyChange, KeptWords, Rota, RotaWeek, Upload
from sites.models import User
from staff.models import Employment, Unavailability
from tests import workbooks
from tests.factories import make_absence, make_duty, make_person, make_rota, make_unit, make_user
from tests.workbooks import CODES, MONDAY, PEOPLE, days

pytestmark = pytest.mark.django_db
NAMES = dict(zip(("asha", "dev", "mo"), PEOPLE, strict=True))


@pytest.fixture
def unit():
    unit = make_unit()
    for reference, name in NAMES.items():
        make_person(unit, reference, name=name)
    return unit


@pytest.fixture
def manager(client, unit):
    user = make_user(unit, "rota_manager", name="Mo Manager")
    client.force_login(user)
    return user


def upload(client, unit, data, kind="rota", name="rota.xlsx"):
    """The answer to an upload; the Upload it made, or null."""
    asked = {"kind": kind, "file": SimpleUploadedFile(name, data)}
    answer = client.post(reverse("import", args=[unit.pk]), asked)
    return answer, Upload.objects.order_by("-pk").first()


def look(client, found):
    return client.get(reverse("upload", args=[found.pk]))


def answer(client, found, **said):
    """Post the page's form with these fields changed."""
    form = look(client, found).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {key: value for key, value in (data | said).items() if value not in (None, False, "")}
    return client.post(reverse("upload", args=[found.pk]), data)


def keep(client, found):
    page = look(client, found).context["page"]
    client.post(reverse("keep-upload", args=[found.pk]), {"seen": page.mark})
    found.refresh_from_db()
    return found


def held(rota=None):
    rows = Duty.objects.all() if rota is None else rota.duties.all()
    return {
        (row.person.name, row.date): row.shift_type.code
        for row in rows.select_related("person", "shift_type")
    }


def nothing_changed():
    return not (Duty.objects.exists() or DutyChange.objects.exists() or Rota.objects.exists())


EXPECTED = {
    (name, day): code
    for name, line in zip(PEOPLE, CODES, strict=True)
    for day, code in zip(days(), line, strict=True)
    if code and code != "AL"
}


def test_a_clean_workbook_becomes_a_new_rota_and_can_be_undone(client, unit, manager):
    made, found = upload(client, unit, workbooks.clean())
    assert made["Location"] == reverse("upload", args=[found.pk])
    assert b"a new rota, 2 November 2026 to 8 November 2026" in look(client, found).content
    assert nothing_changed()
    kept = keep(client, found)
    assert (kept.state, kept.book) == ("kept", {})
    assert (kept.made["cells"], kept.made["absences"]) == (13, 1)
    assert held() == EXPECTED
    assert set(DutyChange.objects.values_list("reason", flat=True)) == {"Imported from rota.xlsx"}
    absence = Unavailability.objects.get()
    assert kept.made["batches"] == [str(absence.batch)]
    assert (absence.person.name, absence.kind, absence.starts_on) == ("Mo Khan", "AL", days()[6])
    client.post(reverse("undo-upload", args=[found.pk]))
    assert (held(), Unavailability.objects.count()) == ({}, 0)
    found.refresh_from_db()
    assert (found.state, found.rota) == ("undone", None)
    assert Rota.objects.count() == 0


def test_a_rota_in_which_something_was_done_since_stays_when_its_import_is_undone(
    client, unit, manager
):
    _, found = upload(client, unit, workbooks.clean())
    keep(client, found)
    rota, taken = Rota.objects.get(), {on for name, on in held() if name == "Dev Patel"}
    free = next(on for on in days() if on not in taken)
    wanted = [Cell("dev", free, ({"shift": "E", "site": "TH", "area": "XR"},))]
    edit_rota(rota=rota, by=manager, wanted=wanted, now=timezone.now())
    client.post(reverse("undo-upload", args=[found.pk]))
    assert held() == {("Dev Patel", free): "E"}
    found.refresh_from_db()
    assert (found.state, found.rota) == ("undone", rota)


@pytest.mark.parametrize(
    "made",
    [workbooks.titled, workbooks.serials, workbooks.with_macros, workbooks.with_comments,
     workbooks.blank_rows],
)  # fmt: skip
def test_dirt_around_the_rota_changes_nothing_in_it(client, unit, manager, made):
    _, found = upload(client, unit, made())
    keep(client, found)
    assert held() == EXPECTED


def test_a_misspelt_name_is_asked_and_not_guessed(client, unit, manager):
    _, found = upload(client, unit, workbooks.misspelt())
    page = look(client, found).context["page"]
    assert page.plan.open_names == ["Dev Pattel"]
    assert b"Dev Patel (9" in look(client, found).content
    keep(client, found)
    assert nothing_changed()
    answer(client, found, **{slot("name", "Dev Pattel"): "dev"})
    keep(client, found)
    assert held() == EXPECTED


def test_an_unknown_code_is_asked_once_and_kept_for_the_unit(client, unit, manager):
    _, found = upload(client, unit, workbooks.unknown_codes())
    assert look(client, found).context["page"].plan.open_codes == ["Q9", "1"]
    keep(client, found)
    assert nothing_changed()
    said = {slot("code", "Q9"): "duty LD TH/ED", slot("code", "1"): "off"}
    answer(client, found, **said)
    keep(client, found)
    asha = {day: code for (name, day), code in held().items() if name == "Asha Nair"}
    assert asha == {days()[0]: "E", days()[1]: "LD", days()[4]: "LD"}
    assert Duty.objects.get(date=days()[1], person__name="Asha Nair").area.code == "ED"
    assert KeptWords.objects.get().codes == {"q9": "duty LD TH/ED", "1": "off"}
    client.post(reverse("undo-upload", args=[found.pk]))
    _, again = upload(client, unit, workbooks.unknown_codes())
    assert look(client, again).context["page"].is_ready


def test_a_code_written_another_way_is_guessed_and_imported_once_confirmed(client, unit, manager):
    """A/L is AL; nothing is guessed of what could be a shift type or leave."""
    codes = [["A/L", "l.d.", "S/D", "Zz", None, None, None], *CODES[1:]]
    _, found = upload(client, unit, workbooks.saved(workbooks.book_of(workbooks.rows(codes=codes))))
    form = look(client, found).context["form"]
    asked = {f.label.split()[0]: (f.value(), f.help_text) for f in form.code_fields()}
    guessed = "A guess: does it mean that here?"
    assert asked == {
        "A/L": ("absent AL", guessed),
        "l.d.": ("duty LD", guessed),
        "S/D": ("", ""),
        "Zz": ("", ""),
    }
    perhaps = dict(form[slot("code", "S/D")].field.choices)["Perhaps"]
    assert [meaning for meaning, _ in perhaps] == ["absent SD", "duty SD"]
    keep(client, found)
    assert nothing_changed()
    answer(client, found, **{slot("code", "S/D"): "skip", slot("code", "Zz"): "skip"})
    keep(client, found)
    assert held()["Asha Nair", days()[1]] == "LD"
    assert Unavailability.objects.filter(person__name="Asha Nair", kind="AL").count() == 1


def test_a_code_of_the_unit_may_mean_something_else_in_a_workbook(client, unit, manager):
    """L is a late here, and leave there."""
    _, found = upload(client, unit, workbooks.clean())
    answer(client, found, **{slot("code", "L"): "absent AL"})
    keep(client, found)
    assert set(held().values()) == {"E", "LD"}
    assert sum((a.until - a.starts_on).days + 1 for a in Unavailability.objects.all()) == 6
    assert KeptWords.objects.get().codes == {"l": "absent AL"}
    client.post(reverse("undo-upload", args=[found.pk]))
    _, again = upload(client, unit, workbooks.clean())
    answer(client, again, **{slot("code", "L"): ""})
    keep(client, again)
    assert held() == EXPECTED
    assert KeptWords.objects.get().codes == {}


def test_a_week_from_sunday_needs_its_date_confirmed(client, unit, manager):
    _, found = upload(client, unit, workbooks.sunday_week())
    page = look(client, found)
    assert "Say which date" in page.context["page"].sheets[0].fault
    assert b'value="8 November 2026"' in page.content
    keep(client, found)
    assert nothing_changed()
    answer(client, found)
    page = look(client, found).context["page"]
    assert (page.rota.starts, page.rota.weeks) == (MONDAY, 2)
    keep(client, found)
    assert held()["Asha Nair", date(2026, 11, 8)] == "E"


def test_a_merged_leave_is_an_absence_on_each_of_its_days(client, unit, manager):
    _, found = upload(client, unit, workbooks.merged())
    keep(client, found)
    absence = Unavailability.objects.get()
    assert (absence.starts_on, absence.until) == (days()[0], days()[2])
    assert held() == {
        ("Asha Nair", days()[0]): "SH",
        ("Asha Nair", days()[1]): "L",
        ("Dev Patel", days()[3]): "E",
    }


def test_leave_takes_the_place_of_a_duty(client, unit, manager):
    rota = make_rota(unit, MONDAY, weeks=1)
    make_duty(rota, unit.people.get(reference="mo"), days()[6], "E")
    _, found = upload(client, unit, workbooks.clean())
    assert b"AL: annual leave, was E TH/XR" in look(client, found).content
    keep(client, found)
    assert held() == EXPECTED
    client.post(reverse("undo-upload", args=[found.pk]))
    assert held() == {("Mo Khan", days()[6]): "E"}


def test_leave_that_is_there_already_is_shown_as_it_is(client, unit, manager):
    _, found = upload(client, unit, workbooks.clean())
    keep(client, found)
    _, again = upload(client, unit, workbooks.clean(), name="again.xlsx")
    assert b"AL, as it is" in look(client, again).content


def test_a_formula_without_a_result_is_not_understood(client, unit, manager):
    _, found = upload(client, unit, workbooks.formulas())
    assert look(client, found).context["page"].plan.open_codes == ["formula without a result"]
    keep(client, found)
    assert nothing_changed()
    _, found = upload(client, unit, workbooks.formulas(results=True))
    keep(client, found)
    assert held() == EXPECTED


def test_a_hidden_sheet_is_left_alone_until_it_is_asked_for(client, unit, manager):
    _, found = upload(client, unit, workbooks.hidden())
    keep(client, found)
    assert held() == EXPECTED
    _, found = upload(client, unit, workbooks.hidden())
    answer(client, found, **{"use-1": True})
    assert len(look(client, found).context["page"].rotas) == 2


def test_what_is_not_read_of_a_workbook_is_said(client, unit, manager):
    _, found = upload(client, unit, workbooks.with_comments())
    assert b"Comments on cells are not read" in look(client, found).content
    _, found = upload(client, unit, workbooks.windows_csv(), name="rota.csv")
    assert b"read as Windows-1252" in look(client, found).content


def test_four_weeks_on_sixty_sheets_are_one_rota(client, unit, manager):
    _, found = upload(client, unit, workbooks.many_sheets())
    keep(client, found)
    rota = Rota.objects.get()
    assert (rota.starts, rota.weeks, len(held())) == (MONDAY, 4, 4 * len(EXPECTED))
    layout = KeptWords.objects.get().layout
    assert (layout["by_week"], layout["week_starts"], len(layout["sheets"])) == (True, 0, 4)


def test_the_same_week_on_two_sheets_is_refused_until_one_is_left_out(client, unit, manager):
    _, found = upload(client, unit, workbooks.two_the_same())
    page = look(client, found).context["page"]
    assert not page.is_ready
    assert page.plan.troubles
    keep(client, found)
    assert nothing_changed()
    answer(client, found, **{"use-1": False})
    keep(client, found)
    assert held() == EXPECTED


def test_headings_whose_weekdays_are_not_those_of_the_dates_are_said(client, unit, manager):
    _, found = upload(client, unit, workbooks.wrong_weekdays())
    answer(client, found, **{"starts-0": "2026-11-02"})
    assert "Is the first date right?" in look(client, found).context["page"].sheets[0].fault
    keep(client, found)
    assert nothing_changed()


def test_a_csv_in_windows_1252_finds_its_names(client, unit, manager):
    make_person(unit, "zoe", name="Zoë Núñez")
    _, found = upload(client, unit, workbooks.windows_csv(), name="rota.csv")
    keep(client, found)
    assert {name for name, _ in held()} == {"Zoë Núñez"}


def test_a_range_takes_part_of_a_sheet(client, unit, manager):
    _, found = upload(client, unit, workbooks.clean())
    answer(client, found, **{"range-0": "A1:D2"})
    keep(client, found)
    assert held() == {("Asha Nair", day): code for day, code in zip(days(), "EEL", strict=False)}


@pytest.mark.parametrize("area", ["A1", "=A1:B2", "B2:ZZZZ4", "A0:B3"])
def test_what_is_no_range_is_refused(client, unit, manager, area):
    _, found = upload(client, unit, workbooks.clean())
    answered = answer(client, found, **{"range-0": area})
    assert answered.status_code == 422
    assert b"is no range" in answered.content


REFUSED = {
    "empty": lambda: b"",
    "password": workbooks.password_protected,
    "bomb": workbooks.zip_bomb,
    "entities": workbooks.with_entities,
    "cut": lambda: workbooks.clean()[:2000],
    "binary": lambda: bytes(range(256)) * 50,
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(client, unit, manager, kind):
    answered, found = upload(client, unit, REFUSED[kind]())
    assert (answered.status_code, found) == (422, None)
    assert nothing_changed()


def test_a_sheet_without_a_rota_says_so(client, unit, manager):
    _, found = upload(client, unit, workbooks.saved(workbooks.book_of([["Notes"], ["Milk"]])))
    page = look(client, found)
    assert b"1 sheet without a row of dates and names beside it" in page.content
    keep(client, found)
    assert nothing_changed()


def test_a_cell_that_cannot_be_worked_stops_all_of_it(client, unit, manager):
    codes = (("E + L", *CODES[0][1:]), *CODES[1:])
    data = workbooks.saved(workbooks.book_of(workbooks.rows(codes=codes)))
    _, found = upload(client, unit, data)
    page = look(client, found)
    assert b"Sheet1!B2" in page.content
    keep(client, found)
    assert nothing_changed()


def test_an_overlap_with_another_rota_changes_nothing_at_all(client, unit, manager):
    """The database itself refuses it, after the absences and the rota were made."""
    other = make_rota(unit, MONDAY - timedelta(days=7), weeks=1)
    asha = unit.people.get(reference="asha")
    make_duty(other, asha, MONDAY - timedelta(days=1), "OC", area=None)
    codes = (("EE", *CODES[0][1:]), *CODES[1:])
    data = workbooks.saved(workbooks.book_of(workbooks.rows(codes=codes)))
    _, found = upload(client, unit, data)
    kept = keep(client, found)
    assert (kept.state, kept.book != {}) == ("open", True)
    assert (Rota.objects.count(), Duty.objects.count(), Unavailability.objects.count()) == (1, 1, 0)


def test_a_rota_changed_since_the_preview_is_looked_at_again(client, unit, manager):
    rota = make_rota(unit, MONDAY, weeks=1)
    _, found = upload(client, unit, workbooks.clean())
    mark = look(client, found).context["page"].mark
    make_duty(rota, unit.people.get(reference="asha"), MONDAY, "L")
    client.post(reverse("keep-upload", args=[found.pk]), {"seen": mark})
    assert held() == {("Asha Nair", MONDAY): "L"}
    keep(client, found)
    assert held() == EXPECTED


def test_blank_cells_leave_the_rota_unless_told_to_empty_it(client, unit, manager):
    rota = make_rota(unit, MONDAY, weeks=1)
    make_duty(rota, unit.people.get(reference="asha"), days()[3], "E")
    _, found = upload(client, unit, workbooks.clean())
    keep(client, found)
    assert held() == EXPECTED | {("Asha Nair", days()[3]): "E"}
    client.post(reverse("undo-upload", args=[found.pk]))
    _, found = upload(client, unit, workbooks.clean())
    answer(client, found, empty=True)
    keep(client, found)
    assert held() == EXPECTED


def test_a_closed_week_is_not_imported_into(client, unit, manager):
    rota = make_rota(unit, MONDAY, weeks=1)
    RotaWeek.objects.update(state="closed")
    _, found = upload(client, unit, workbooks.clean())
    answered = client.post(
        reverse("keep-upload", args=[found.pk]),
        {"seen": look(client, found).context["page"].mark},
        follow=True,
    )
    assert b"is closed for pay" in answered.content
    assert held(rota) == {}


def test_what_somebody_changed_since_is_not_undone(client, unit, manager):
    _, found = upload(client, unit, workbooks.clean())
    keep(client, found)
    Duty.objects.filter(person__name="Asha Nair", date=MONDAY).delete()
    make_duty(Rota.objects.get(), unit.people.get(reference="asha"), MONDAY, "LD")
    answered = client.post(reverse("undo-upload", args=[found.pk]), follow=True)
    assert b"after you saw it" in answered.content
    assert held() == EXPECTED | {("Asha Nair", MONDAY): "LD"}
    assert Unavailability.objects.count() == 1


def test_an_upload_is_its_owners_alone_for_a_day(client, unit, manager):
    _, found = upload(client, unit, workbooks.clean())
    client.force_login(make_user(unit, "administrator"))
    assert look(client, found).status_code == 404
    client.force_login(manager)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert look(client, found).status_code == 404
    assert forget_uploads(now=timezone.now()) == 1
    assert Upload.objects.count() == 0


def test_what_was_imported_is_not_forgotten(client, unit, manager):
    _, found = upload(client, unit, workbooks.clean())
    keep(client, found)
    Upload.objects.update(expires_at=timezone.now() - timedelta(days=9))
    assert forget_uploads(now=timezone.now()) == 0
    assert Upload.objects.get() == found


def test_an_import_happens_once(client, unit, manager):
    _, found = upload(client, unit, workbooks.clean())
    mark = look(client, found).context["page"].mark
    keep(client, found)
    client.post(reverse("keep-upload", args=[found.pk]), {"seen": mark})
    assert DutyChange.objects.count() == 13
    drop = client.post(reverse("drop-upload", args=[found.pk]), follow=True)
    assert b"imported already" in drop.content


def test_the_page_costs_as_many_queries_for_more_people(
    client, unit, manager, django_assert_max_num_queries
):
    def cost(data):
        _, found = upload(client, unit, data)
        with django_assert_max_num_queries(25) as queries:
            assert look(client, found).status_code == 200
        return len(queries)

    few = cost(workbooks.clean())
    people = [f"Person {n}" for n in range(20)]
    for name in people:
        make_person(unit, name=name)
    many = workbooks.rows(people=people, codes=[CODES[0]] * 20)
    assert cost(workbooks.saved(workbooks.book_of(many))) == few


def test_what_is_wrong_with_a_file_is_said_in_a_summary_that_takes_focus(client, unit, manager):
    refused, found = upload(client, unit, workbooks.password_protected())
    page = refused.content.decode()
    assert (refused.status_code, found) == (422, None)
    [summary] = re.findall(r'id="errors".*? autofocus>.*?</div>', page, re.DOTALL)
    assert '<a href="#id_file">File</a>: The workbook is protected by a password.' in summary


# ── round trips ──


@pytest.fixture
def planned(unit):
    rota = make_rota(unit, MONDAY, weeks=2)
    make_person(unit, "lea", name="Lea Learner", role="trainee", band="3")
    people = {person.reference: person for person in unit.people.all()}
    for n in range(10):
        make_duty(rota, people["asha"], days(count=10)[n], ("E", "L", "LD")[n % 3])
        make_duty(rota, people["dev"], days(count=10)[n], "L", area=("XR", "ED")[n % 2])
    make_duty(rota, people["mo"], MONDAY, "AD", area=None)
    make_duty(rota, people["mo"], days()[1], "SH", site="GH")
    make_duty(rota, people["mo"], days()[1], "L", area="ED")
    make_duty(rota, people["lea"], MONDAY, "E", role="training", supervised_by=["asha"])
    make_duty(rota, people["lea"], days()[1], "E", additional=True)
    return rota


@pytest.mark.parametrize("sheets", [Layout(), Layout(True), Layout(True, 6)])
def test_a_workbook_taken_out_comes_in_as_the_same_rota(client, unit, manager, planned, sheets):
    data = exports.rota_workbook(rota=planned, now=timezone.now(), layout=sheets)
    before = snapshot.problem_of(planned).duties
    _, found = upload(client, unit, data)
    assert look(client, found).context["page"].why_not == "it would change nothing."
    Duty.objects.all().delete()
    keep(client, found)
    assert sorted(map(str, snapshot.problem_of(planned).duties)) == sorted(map(str, before))


def away(unit):
    """Each date on record away: (person, date, kind)."""
    return sorted(
        (absence.person.reference, absence.starts_on + timedelta(days=n), absence.kind)
        for absence in Unavailability.objects.filter(person__unit=unit).select_related("person")
        for n in range((absence.until - absence.starts_on).days + 1)
    )


@pytest.fixture
def absent(unit, planned):
    """Leave over a weekend, sickness of a day, and study beside a duty-free day."""
    people = {person.reference: person for person in unit.people.all()}
    make_absence(people["mo"], days()[2], days()[6], kind="AL")
    make_absence(people["lea"], days()[3], kind="SL")
    make_absence(people["lea"], days(count=10)[8], kind="OTHER")
    return away(unit)


@pytest.mark.parametrize("sheets", [Layout(), Layout(True), Layout(True, 6)])
def test_a_workbook_that_says_why_brings_duties_and_absences_back(
    client, unit, manager, planned, absent, sheets
):
    asked = {"rota": planned, "now": timezone.now(), "layout": sheets}
    data = exports.rota_workbook(**asked, reasons=True)
    before = snapshot.problem_of(planned).duties
    _, found = upload(client, unit, data)
    assert look(client, found).context["page"].why_not == "it would change nothing."
    Duty.objects.all().delete()
    Unavailability.objects.all().delete()
    keep(client, found)
    assert sorted(map(str, snapshot.problem_of(planned).duties)) == sorted(map(str, before))
    assert away(unit) == absent


@pytest.mark.parametrize("reasons", [True, False])
def test_an_absence_of_hours_beside_a_duty_is_as_it_was(
    client, unit, manager, planned, absent, reasons
):
    asha = unit.people.get(reference="asha")
    make_absence(asha, MONDAY, kind="AL", starts=time(16), ends=time(18))
    data = exports.rota_workbook(rota=planned, now=timezone.now(), reasons=reasons)
    _, found = upload(client, unit, data)
    assert look(client, found).context["page"].why_not == "it would change nothing."


def test_a_workbook_that_does_not_say_why_leaves_absences_as_they_are(
    client, unit, manager, planned, absent
):
    data = exports.rota_workbook(rota=planned, now=timezone.now())
    before = snapshot.problem_of(planned).duties
    _, found = upload(client, unit, data)
    assert look(client, found).context["page"].why_not == "it would change nothing."
    Duty.objects.all().delete()
    keep(client, found)
    assert sorted(map(str, snapshot.problem_of(planned).duties)) == sorted(map(str, before))
    assert away(unit) == absent


def test_a_rota_goes_out_laid_out_as_it_came_in(client, unit, manager):
    _, found = upload(client, unit, workbooks.titled())
    keep(client, found)
    kept, rota = KeptWords.objects.get().layout, Rota.objects.get()
    data = client.get(reverse("export-workbook", args=[rota.pk]), {"sheets": "own"}).content
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in rows if "Name" in row)
    own = load_workbook(BytesIO(workbooks.titled())).active.title
    assert kept["sheets"][str(MONDAY)][0] == own
    assert rows[1][0] == "IXF ROTA – DRAFT"
    assert (head[:3], head[-1]) == (["Band", "Name", "Place"], "Hours")
    assert next(row[0] for row in rows if row[1] in PEOPLE) == "Band 6"
    before = held()
    Duty.objects.all().delete()
    _, again = upload(client, unit, data)
    keep(client, again)
    assert held() == before
    assert (
        KeptWords.objects.get().layout["sheets"][str(MONDAY)][1] == kept["sheets"][str(MONDAY)][1]
    )


def people_of(data):
    """What stands in the column of names, down the first sheet."""
    rows = load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    words = [next((word for word in row[:1] if word), None) for row in rows]
    return [word for word in words if word in {*PEOPLE, "Zoe New"} or str(word).startswith("Band ")]


@pytest.mark.parametrize("mixed", [False, True])
def test_people_stand_in_the_order_they_came_in(client, unit, manager, mixed):
    order = [PEOPLE[n] for n in (2, 0, 1)]
    if mixed:  # whom the order sets between two of another band
        Employment.objects.filter(person__name=order[1]).update(band="5")
    _, found = upload(
        client, unit, workbooks.saved(workbooks.book_of(workbooks.rows(people=order)))
    )
    keep(client, found)
    make_person(unit, "zoe", name="Zoe New")
    data, _ = taken_out(client, Rota.objects.get())
    rest = ["Band 6", "Zoe New"]
    assert people_of(data) == [*([] if mixed else ["Band 6"]), *order, *rest]
    before = held()
    Duty.objects.all().delete()
    _, again = upload(client, unit, data)
    keep(client, again)
    assert held() == before


def taken_out(client, rota, **asked):
    data = client.get(reverse("export-workbook", args=[rota.pk]), {"sheets": "own"} | asked).content
    return data, load_workbook(BytesIO(data))


def fills(sheet):
    """{code: (fill, ink)} of the cells that hold one."""
    return {
        cell.value: (cell.fill.fgColor.rgb[2:], cell.font.color.rgb[2:])
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in ("E", "L", "LD", "AL", "UN")
    }


LIGHT_RED, DARK, RED = ("E6B9B8", "000000"), ("1F3864", "FFFFFF"), ("FF0000", "FFFFFF")
OUR_LD, OUR_AWAY = ("D7F2D0", "000000"), ("E3E3E3", "000000")


def test_titles_come_back_merged_and_each_code_in_the_colour_it_had_alone(client, unit, manager):
    _, found = upload(client, unit, workbooks.coloured())
    keep(client, found)
    kept, rota = KeptWords.objects.get().layout, Rota.objects.get()
    data, book = taken_out(client, rota, reasons="on")
    sheet = book.worksheets[0]
    assert sheet.title == "wk 45"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:J1", "C2:E2", "F2:I2"}
    words = [[cell.value for cell in row if cell.value] for row in sheet["A1:J2"]]
    assert words == [["IXF ROTA"], ["Week 1", "Week 1, later"]]
    own = {"E": LIGHT_RED, "L": DARK, "LD": OUR_LD, "AL": RED}
    assert fills(sheet) == own
    assert {code: fills(book["Codes"])[code] for code in own} == own
    before = held()
    Duty.objects.all().delete()
    _, again = upload(client, unit, data)
    keep(client, again)
    assert held() == before
    assert KeptWords.objects.get().layout["sheets"] == kept["sheets"]
    _, third = taken_out(client, rota, reasons="on")
    assert third.worksheets[0].merged_cells.ranges == sheet.merged_cells.ranges
    assert fills(third.worksheets[0]) == own


def test_no_colour_says_why_somebody_is_away(client, unit, manager):
    _, found = upload(client, unit, workbooks.coloured())
    keep(client, found)
    _, book = taken_out(client, Rota.objects.get())
    for sheet in (book.worksheets[0], book["Codes"]):
        assert fills(sheet)["UN"] == OUR_AWAY
        assert "AL" not in fills(sheet)


@pytest.mark.slow
def test_the_demonstration_department_comes_back_from_its_workbook_whole():
    rota = load_demo(data=(settings.BASE_DIR / "demo" / "ixf.json").read_bytes(), today=MONDAY)
    manager, now = User.objects.get(email__startswith="manager@"), timezone.now()
    data = exports.rota_workbook(rota=rota, now=now)
    before = snapshot.problem_of(rota).duties
    Duty.objects.filter(rota=rota).delete()
    asked = {"unit": rota.unit, "by": manager, "now": now}
    found = take_upload(kind="rota", name="ixf.xlsx", data=data, **asked)
    keep_upload(upload=found, by=manager, now=now, seen=rota_page(found).mark)
    assert sorted(map(str, snapshot.problem_of(rota).duties)) == sorted(map(str, before))
    assert len(before) > 500


def test_a_rota_file_taken_out_comes_in_as_the_same_rota(client, unit, manager, planned):
    data = dump_rota(unit.code, str(planned.starts))
    Duty.objects.all().delete()
    _, found = upload(client, unit, data, kind="file", name="rota.json")
    assert b"25 duties" in look(client, found).content
    client.post(reverse("keep-upload", args=[found.pk]))
    assert dump_rota(unit.code, str(planned.starts)) == data
    assert not unit.people.filter(record__isnull=False).exists()


def test_what_a_rota_file_changes_of_somebody_says_which_file_and_who(
    client, unit, manager, planned
):
    data = dump_rota(unit.code, str(planned.starts)).replace(b"Lea Learner", b"Lea Lerner")
    _, found = upload(client, unit, data, kind="file", name="november.json")
    client.post(reverse("keep-upload", args=[found.pk]))
    line = unit.people.get(reference="lea").record.get()
    assert (line.what, line.before) == ("Name, by november.json", "Lea Learner")
    assert (line.after, line.by) == ("Lea Lerner", manager)


def test_a_rota_file_of_another_unit_is_refused(unit, manager, planned):
    data = dump_rota(unit.code, str(planned.starts))
    other = make_unit(code="OTHER")
    with pytest.raises(Refused, match="The file is of the unit IXF; this is OTHER"):
        take_upload(unit=other, by=manager, kind="file", name="a", data=data, now=timezone.now())


def test_a_rota_file_with_faults_says_where(client, unit, manager):
    answered, found = upload(client, unit, b'{"format": "fairweek-rota/1"}', kind="file")
    assert (answered.status_code, found) == (422, None)


def test_the_previews_mark_stays_while_nothing_changes(client, unit, manager):
    _, found = upload(client, unit, workbooks.clean())
    assert rota_page(found).mark == rota_page(Upload.objects.get(pk=found.pk)).mark
