"""The matrix of scope on paper: one page for an inspection, with everything that counts."""

import io
import re
import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from sites.models import Area
from staff.models import ScopeEntry
from tests.browser.conftest import PASSWORD
from tests.factories import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SIGNER = "Adrian Lowe-Montgomery"


def test_forty_people_and_ten_areas_fill_one_page_with_who_signed(open_as):
    unit, today = make_unit(), timezone.localdate()
    for n in range(7):
        Area.objects.create(site=unit.sites.first(), code=f"R{n}", name=f"Room {n}", position=9 + n)
    names = [f"Person Number-{n}" for n in range(40)]
    for name in names:
        make_person(unit, name=name, role="assistant_practitioner", band="4")
    signed = {"signed_off_by": SIGNER, "review_due": today + timedelta(days=700)}
    ScopeEntry.objects.update(starts=today - timedelta(days=30), **signed)
    page = open_as(make_user(unit, "rota_manager", password=PASSWORD), "scope", unit.pk)
    [paper] = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = " ".join(unicodedata.normalize("NFKC", paper.extract_text()).split())
    assert paper.mediabox.width > paper.mediabox.height
    assert [name for name in names if name not in text] == []
    assert len(re.findall(r"\bAL\b(?!:)", text)) == 400
    assert f"Signed off by AL: {SIGNER}." in text
    assert "XR: General X-ray; ED: " in text


def test_paper_is_light_where_the_screen_is_dark(open_as):
    unit = make_unit()
    page = open_as(make_user(unit, "rota_manager", password=PASSWORD), "scope", unit.pk)
    page.emulate_media(media="print", color_scheme="light")
    ink = page.evaluate(INK)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(INK) == ink
    page.emulate_media(media="screen", color_scheme="dark")
    assert page.evaluate(INK) != ink


INK = """() => {
  const { color, backgroundColor, colorScheme } = getComputedStyle(document.body);
  return [color, backgroundColor, colorScheme];
}"""
