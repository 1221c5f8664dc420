"""Moving in and out in a real browser: an upload, its questions, the preview, keeping, undoing."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from roster.models import Duty, Rota
from tests import workbooks
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import faults_light_and_dark
from tests.factories import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def department():
    unit = make_unit()
    for name in workbooks.PEOPLE:
        make_person(unit, name=name)
    return unit, make_user(unit, "rota_manager", name="Mo Manager", password=PASSWORD)


def messy():
    codes = (("E", "Q9", *workbooks.CODES[0][2:]), *workbooks.CODES[1:])
    names = ("Asha Nair ", "Dev Pattel", "KHAN, Mo")
    rows = workbooks.rows(people=names, codes=codes, above=[["IXF rota, draft"], []])
    return workbooks.saved(workbooks.book_of(rows))


def sound(page):
    assert faults_light_and_dark(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0


def test_a_workbook_is_imported_from_upload_to_undo(open_as, department, console):
    _, manager = department
    page = open_as(manager, "rotas")
    page.get_by_role("link", name="Import into IXF department").click()
    sound(page)
    page.locator("#id_file").set_input_files(
        {"name": "rota.xlsx", "mimeType": XLSX, "buffer": messy()}
    )
    page.get_by_role("button", name="Upload and look").click()

    expect(page.get_by_role("heading", name="Who is this?")).to_be_visible()
    expect(page.get_by_role("button", name="Import all of it")).to_be_disabled()
    sound(page)
    page.get_by_label("Dev Pattel").select_option(label="Dev Patel")
    page.get_by_label("Q9 (1×)").select_option("duty LD TH/ED")
    page.get_by_role("button", name="Look again with these answers").click()

    expect(page.get_by_role("cell", name="LD TH/ED", exact=True)).to_be_visible()
    assert not Duty.objects.exists()
    page.set_viewport_size({"width": 320, "height": 800})
    sound(page)
    page.get_by_role("button", name="Import all of it").click()
    expect(page.get_by_role("status")).to_contain_text("Imported: 13 cells and 1 day of absence.")
    assert Duty.objects.count() == 13
    sound(page)

    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_role("status")).to_contain_text("rota.xlsx is undone")
    assert not Duty.objects.exists()
    assert console == []


def test_a_rota_is_taken_away_as_a_workbook_from_its_page(open_as, department, console):
    unit, manager = department
    page = open_as(manager, "import", unit.pk)
    page.locator("#id_file").set_input_files(
        {"name": "rota.xlsx", "mimeType": XLSX, "buffer": workbooks.clean()}
    )
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_role("button", name="Import all of it").click()
    page.get_by_role("link", name="Open the rota").click()
    page.get_by_role("link", name="Export").click()
    sound(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the workbook").click()
    rota = Rota.objects.get()
    assert download.value.suggested_filename == f"IXF-{rota.starts}-to-{rota.until}.xlsx"
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    own = load_workbook(BytesIO(workbooks.clean())).sheetnames
    assert book.sheetnames == [*own, "Codes", "Details"]
    assert console == []
