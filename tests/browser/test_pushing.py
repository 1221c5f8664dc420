"""What a phone shows when it is told, and where a touch of it leads.

Where the browser's own push service cannot be reached nobody can subscribe, so the message is
handed to the worker as that service would do it.
"""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, wait_until
from tests.factories import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SHOWN = """async () => {
  const [shown] = await (await navigator.serviceWorker.ready).getNotifications();
  return shown && [shown.title, shown.body, shown.tag, shown.data.path];
}"""


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"service_workers": "allow"}


def test_what_is_told_is_shown_by_the_worker(open_as, live_server, context):
    unit = make_unit()
    user = make_user(unit, "staff", password=PASSWORD, person=make_person(unit, "asha"))
    context.grant_permissions(["notifications"], origin=live_server.url)
    page = open_as(user, "my-notices")
    expect(page.get_by_role("heading", name="My notices")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    told = {"title": "Fairweek", "body": "There is something new for you."}
    deliver(page, live_server.url, told | {"tag": "notice-7", "path": "/my/notices/7/"})
    shown = wait_until(page, SHOWN)
    assert shown == ["Fairweek", told["body"], "notice-7", "/my/notices/7/"]


def deliver(page, origin, told):
    tools, found = page.context.new_cdp_session(page), []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda e: found.extend(e["registrations"]))
    tools.send("ServiceWorker.enable")
    for _ in range(200):
        if found:
            break
        page.wait_for_timeout(50)
    asked = {"origin": origin, "registrationId": found[0]["registrationId"]}
    tools.send("ServiceWorker.deliverPushMessage", asked | {"data": json.dumps(told)})
