"""By keys alone one sees where one is: whatever Tab reaches has a ring around it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import PASSWORD
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
AT = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  for (const change of at.getAnimations()) change.finish();
  const style = getComputedStyle(at);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [at.outerHTML.slice(0, 80), ring || style.boxShadow.includes("0px 0px 0px 2px")];
}"""


def walked(page):
    """{element: whether it has a ring} of everything that Tab reaches, in order. Of a field of
    several stops one is enough: the browser itself draws that of its calendar.
    """
    page.evaluate("document.activeElement.blur()")
    found = {}
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(AT)
        if at is None:
            break
        found[at[0]] = found.get(at[0], False) or at[1]
    return found


def ringless(found):
    return [element for element, ring in found.items() if not ring]


@pytest.fixture
def asha():
    unit = make_unit()
    person = make_person(unit, "asha")
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    rota = make_rota(unit, starts=monday, weeks=1)
    make_duty(rota, person, monday)
    make_release(rota, monday)
    return make_user(unit, "staff", password=PASSWORD, person=person)


@pytest.mark.parametrize("name", ["my-swaps", "my-absence", "my-leave", "my-email", "my-about"])
def test_ones_own_pages(open_as, asha, name):
    found = walked(open_as(asha, name))
    assert len(found) > 4
    assert ringless(found) == []


def test_what_is_asked(open_as, asha):
    manager = make_user(asha.person.unit, "rota_manager", password=PASSWORD)
    found = walked(open_as(manager, "asked"))
    assert len(found) > 8
    assert ringless(found) == []
