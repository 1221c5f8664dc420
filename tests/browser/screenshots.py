"""The README's pictures, taken of the demonstration department: `make screenshots`.

No test by its name, so the suite leaves it alone.
"""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from roster.demonstrating import PASSWORD, load_demo

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = settings.BASE_DIR / "docs" / "pictures"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def rota():
    data = (settings.BASE_DIR / "demo" / "ixf.json").read_bytes()
    return load_demo(data=data, today=timezone.localdate())


@pytest.fixture
def picture(page, live_server, rota):
    def take(name, login, route, *args, size=DESK):
        page.context.clear_cookies()
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")
        page.goto(live_server.url + reverse("sign-in"))
        page.get_by_label("Email").fill(f"{login}@fairweek.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        page.goto(live_server.url + reverse(route, args=args))
        page.wait_for_timeout(500)
        FOLDER.mkdir(exist_ok=True)
        page.screenshot(path=FOLDER / f"{name}.png")

    return take


def test_the_pictures(picture, rota):
    second = rota.rota_weeks.all()[1].monday
    picture("rota", "manager", "rota", rota.pk)
    picture("day", "manager", "rota-day", rota.pk, rota.starts)
    picture("week", "manager", "week", rota.pk, second)
    picture("my-rota", "assistant", "my-rota", size=PHONE)


@pytest.mark.parametrize("side", [192, 512])
def test_the_icons_of_an_installed_page(page, side):
    """Drawn to the edges, so that a phone may cut them to its own shape."""
    folder = settings.BASE_DIR / "static" / "fairweek"
    square = (folder / "icon.svg").read_text().replace(' rx="7"', "").replace("<svg", '<svg id="i"')
    page.set_viewport_size({"width": side, "height": side})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{square}")
    page.screenshot(path=folder / f"icon-{side}.png")
