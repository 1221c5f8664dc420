"""Every route × every role. A route that has no line here fails the first test.

`ok`: answered, or refused for its input alone. `no`: 403. `hidden`: 404. `sign in`: sent to the
sign-in page. The logins: nobody signed in, the rota manager of another unit, and one for each role.
"""

from datetime import date, time
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from roster.autofill.bounds import Scope, as_data
from roster.feeds import make_feed
from roster.models import DutyChange, Request, Swap, WhatIf
from roster.patterning import assign_line, keep_date, write_line
from sites.deputising import name_deputy
from staff.models import LeaveRequest
from tests.factories import (
    NOW,
    make_absence,
    make_exemption,
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_upload,
    make_user,
)

MONDAY = date(2026, 11, 2)
LOGINS = ["anonymous", "other", "viewer", "staff", "rota_manager", "approver", "administrator"]

OPEN = ["ok"] * 7
SIGNED_IN = ["sign in"] + ["ok"] * 6
PEOPLE = ["sign in", "hidden", "hidden", "ok", "hidden", "hidden", "hidden"]
DRAFTS = ["sign in", "hidden", "ok", "hidden", "ok", "ok", "ok"]
MANAGE = ["sign in", "hidden", "no", "hidden", "ok", "no", "ok"]
APPROVE = ["sign in", "hidden", "no", "hidden", "no", "ok", "no"]
DECIDE = ["sign in", "hidden", "no", "hidden", "ok", "ok", "ok"]
OUTBOX = ["sign in", "hidden", "hidden", "hidden", "ok", "ok", "ok"]
MEMBERS = ["sign in", "hidden"] + ["ok"] * 5
SET = ["sign in", "hidden", "no", "no", "ok", "no", "ok"]
RETRY = ["sign in", "hidden", "hidden", "hidden", "ok", "no", "ok"]

ROUTES = {
    "home": ("get", SIGNED_IN),
    "my-rota": ("get", PEOPLE),
    "my-month": ("get", PEOPLE),
    "month": ("get", PEOPLE),
    "my-about": ("get", PEOPLE),
    "set-contact": ("post", PEOPLE),
    "confirm-work": ("post", PEOPLE),
    "declare-work": ("get", PEOPLE),
    "withdraw-work": ("get", PEOPLE),
    "withdraw-opt-out": ("get", PEOPLE),
    "my-calendar": ("get", PEOPLE),
    "my-shares": ("get", PEOPLE),
    "my-notices": ("get", SIGNED_IN),
    "read-notices": ("post", SIGNED_IN),
    "notice-mail": ("get", SIGNED_IN),
    "my-message": ("get", PEOPLE),
    "my-message-html": ("get", PEOPLE),
    "push-on": ("post", SIGNED_IN),
    "push-off": ("post", SIGNED_IN),
    "acknowledge": ("post", PEOPLE),
    "my-email": ("get", PEOPLE),
    "my-feed": ("get", PEOPLE),
    "make-feed": ("post", PEOPLE),
    "end-feed": ("post", PEOPLE),
    "calendar-feed": ("get", OPEN),  # by its secret alone
    "my-absence": ("get", PEOPLE),
    "report-absence": ("post", PEOPLE),
    "end-absence": ("post", PEOPLE),
    "my-requests": ("get", PEOPLE),
    "make-request": ("post", PEOPLE),
    "withdraw-request": ("post", PEOPLE),
    "answer-request": ("post", RETRY),
    "my-swaps": ("get", PEOPLE),
    "offer-shift": ("get", PEOPLE),
    "make-offer": ("post", PEOPLE),
    "answer-swap": ("post", PEOPLE),
    "withdraw-swap": ("post", PEOPLE),
    "untake-swap": ("post", PEOPLE),
    "decide-swap": ("post", RETRY),
    "enter-open-shift": ("post", SET),
    "enter-offer": ("get", SET),
    "enter-offer-made": ("post", SET),
    "my-leave": ("get", PEOPLE),
    "make-leave": ("post", PEOPLE),
    "withdraw-leave": ("post", PEOPLE),
    "look-at-leave": ("get", OUTBOX),
    "answer-leave": ("post", RETRY),
    "enter-terms": ("post", SET),
    "team-today": ("get", PEOPLE),
    "team": ("get", PEOPLE),
    "team-week": ("get", PEOPLE),
    "asked": ("get", SIGNED_IN),
    "enter-absence": ("post", SET),
    "absence": ("get", OUTBOX),
    "cover-absence": ("post", RETRY),
    "free-absence": ("post", RETRY),
    "rotas": ("get", SIGNED_IN),
    "rota": ("get", DRAFTS),
    "edit-rota": ("post", MANAGE),
    "undo-rota": ("post", MANAGE),
    "redo-rota": ("post", MANAGE),
    "rota-places": ("get", DRAFTS),
    "rota-day": ("get", DRAFTS),
    "rota-history": ("get", DRAFTS),
    "put-back": ("post", MANAGE),
    "copy-weeks": ("post", MANAGE),
    "rota-changes": ("get", DRAFTS),
    "rota-repairs": ("get", DRAFTS),
    "rota-candidates": ("get", DRAFTS),
    "mend-rota": ("post", MANAGE),
    "rota-card": ("get", DRAFTS),
    "rota-balance": ("get", DRAFTS),
    "cell": ("get", MANAGE),
    "lay-rota": ("post", MANAGE),
    "clear-rota": ("post", MANAGE),
    "note": ("get", MANAGE),
    "fill-rota": ("get", MANAGE),
    "fill-state": ("get", MANAGE),
    "proposal": ("get", MANAGE),  # whoever may not build the rota sees none of it
    "cancel-fill": ("post", MANAGE),
    "keep-proposal": ("post", MANAGE),
    "discard-proposal": ("post", MANAGE),
    "what-ifs": ("get", MANAGE),
    "what-if": ("get", MANAGE),
    "cancel-what-if": ("post", MANAGE),
    "drop-what-if": ("post", MANAGE),
    "weights": ("get", MEMBERS),
    "set-weights": ("post", SET),
    "demand-templates": ("get", SET),
    "save-demand-template": ("post", SET),
    "lay-demand-template": ("get", SET),
    "delete-demand-template": ("post", SET),
    "lines": ("get", SET),
    "new-line": ("get", SET),
    "line": ("get", SET),
    "delete-line": ("post", SET),
    "assign-line": ("post", SET),
    "end-line": ("post", SET),
    "keep-line-date": ("post", SET),
    "drop-line-date": ("post", SET),
    "week": ("get", DRAFTS),
    "submit-week": ("post", MANAGE),
    "approve-week": ("post", APPROVE),
    "return-week": ("post", APPROVE),
    "override-breach": ("post", APPROVE),
    "publish-week": ("post", DECIDE),
    "close-week": ("post", MANAGE),
    "outbox": ("get", SIGNED_IN),
    "message": ("get", OUTBOX),
    "message-html": ("get", OUTBOX),
    "retry-message": ("post", RETRY),
    "hold-message": ("post", RETRY),
    "jobs": ("get", ["sign in", "hidden", "no", "no", "ok", "ok", "ok"]),
    "set-jobs": ("post", ["sign in", "hidden", "no", "no", "no", "no", "ok"]),
    "import": ("get", SET),
    "upload": ("get", ["sign in"] + ["hidden"] * 6),  # only its owner sees it
    "keep-upload": ("post", ["sign in"] + ["hidden"] * 6),
    "undo-upload": ("post", ["sign in"] + ["hidden"] * 6),
    "drop-upload": ("post", ["sign in"] + ["hidden"] * 6),
    "export-rota": ("get", DRAFTS),
    "export-workbook": ("get", MANAGE),
    "export-hours": ("get", MANAGE),
    "export-file": ("get", MANAGE),
    "export-wall": ("get", DRAFTS),
    "my-data": ("get", PEOPLE),
    "person-data": ("get", ["sign in", "hidden", "no", "no", "no", "no", "ok"]),
    "people": ("get", SIGNED_IN),
    "person": ("get", ["sign in", "hidden", "ok", "ok", "ok", "ok", "ok"]),  # staff: their own
    "new-person": ("get", SET),
    "person-details": ("get", SET),
    "step-up": ("get", SET),
    "step-back": ("get", SET),
    "leave-person": ("get", SET),
    "person-login": ("get", SET),
    "end-login": ("post", SET),
    "person-ledger": ("get", ["sign in", "hidden", "no", "ok", "ok", "ok", "ok"]),
    "person-ledger-year": ("get", ["sign in", "hidden", "no", "ok", "ok", "ok", "ok"]),
    "adjust-ledger": ("get", SET),
    "carry-ledger": ("get", SET),
    "owe-hours": ("get", SET),
    "settle-duty": ("post", SET),
    "unit-ledgers": ("get", ["sign in", "hidden", "no", "no", "ok", "ok", "ok"]),
    "unit-ledgers-year": ("get", ["sign in", "hidden", "no", "no", "ok", "ok", "ok"]),
    "most-carried": ("get", SET),
    "scope": ("get", ["sign in", "hidden", "ok", "no", "ok", "ok", "ok"]),
    "sign-off": ("get", SET),
    "extend-scope": ("get", SET),
    "suspend-scope": ("get", SET),
    "new-fact": ("get", SET),
    "fact": ("get", SET),
    "remove-fact": ("get", SET),
    "set-up-home": ("get", SIGNED_IN),
    "set-up": ("get", SET),
    "new-place": ("get", SET),
    "place": ("get", SET),
    "remove-place": ("get", SET),
    "add-holidays": ("get", SET),
    "deputies": ("get", ["sign in", "hidden", "no", "no", "no", "ok", "ok"]),
    "roles": ("get", ["sign in", "hidden", "no", "no", "no", "no", "ok"]),
    "take-role": ("post", ["sign in", "hidden", "no", "no", "no", "no", "ok"]),
    "logins": ("get", SET),
    "end-deputy": ("post", ["sign in", "hidden", "no", "no", "no", "ok", "ok"]),
    "new-rota": ("get", SET),
    "demand": ("get", SET),
    "new-demand-line": ("get", SET),
    "demand-able": ("get", SET),
    "demand-line": ("get", SET),
    "remove-demand-line": ("get", SET),
    "new-demand-dates": ("get", SET),
    "demand-dates": ("get", SET),
    "remove-demand-dates": ("get", SET),
    "rules": ("get", SIGNED_IN),
    "rule": ("get", MEMBERS),
    "set-rule": ("post", SET),
    "exempt-from-rule": ("post", SET),
    "end-exemption": ("post", MANAGE),
    "manifest": ("get", OPEN),
    "worker": ("get", OPEN),
    "no-signal": ("get", OPEN),
    "health": ("get", OPEN),
    "first-unit": ("get", ["hidden"] * 7),  # there is a unit
    "sign-in": ("get", OPEN),
    "ask-code": ("get", OPEN),
    "type-code": ("get", OPEN),
    "my-devices": ("get", SIGNED_IN),
    "end-device": ("post", ["sign in"] + ["hidden"] * 6),
    "sign-out": ("post", SIGNED_IN),
    "change-password": ("get", SIGNED_IN),
    "change-password-done": ("get", SIGNED_IN),
    "reset-password": ("get", OPEN),
    "reset-password-sent": ("get", OPEN),
    "reset-password-confirm": ("get", OPEN),
    "reset-password-done": ("get", OPEN),
}


def routes():
    """Every named route of the URLconf, and how many have no name."""
    patterns = [p for include in get_resolver().url_patterns for p in include.url_patterns]
    return {pattern.name: pattern for pattern in patterns}


def test_every_route_stands_in_the_matrix():
    assert set(routes()) == set(ROUTES)


@pytest.fixture
def world(db):
    unit = make_unit()
    person = make_person(unit, reference="asha")
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    release = make_release(rota, MONDAY)
    message = make_message(person, release)
    keys = {"rota": rota.pk, "message": message.pk, "unit": unit.pk}
    keys["exemption"] = make_exemption(person).pk
    line = write_line(unit=unit, name="A", pattern=[["E"] * 7])
    assign_line(line=line, people=[person], starts=MONDAY, first_week=1)
    keys |= {"line": line.pk, "held": person.held_lines.get().pk}
    keys["kept"] = keep_date(person=person, on=MONDAY).pk
    keys["template"] = unit.demand_templates.create(name="A", lines=[], saved_at=NOW).pk
    keys["request"] = Request.objects.create(person=person, date=MONDAY, wants="off").pk
    duty = {"shift": "E", "site": "TH", "area": "XR"}
    swap = {"rota": rota, "person": person, "date": MONDAY, "duty": duty}
    keys["swap"] = Swap.objects.create(**swap, asked_at=NOW).pk
    asked = {"starts_on": MONDAY, "until": MONDAY, "minutes": 450, "left": 0}  # leave
    keys["leave"] = LeaveRequest.objects.create(person=person, **asked, asked_at=NOW).pk
    keys["work"] = person.other_work.create(employer="Bank", starts=NOW, ends=NOW).pk
    keys["opt-out"] = person.opt_outs.create(starts=MONDAY).pk
    keys["batch"] = make_absence(person, MONDAY)
    keys["secret"] = make_feed(person=person, now=NOW)
    keys["change"] = DutyChange.objects.create(
        rota=rota,
        sequence=1,
        at=NOW,
        person=person,
        date=MONDAY,
        before=[],
        after=[],
        batch=uuid4(),
    ).pk
    logins = {role: make_user(unit, role) for role in LOGINS[2:]}
    keys["person"] = person.pk
    keys["post"] = person.employments.get().pk
    area = unit.sites.first().areas.first()
    dates = {"starts": MONDAY, "review_due": date(2027, 11, 1)}
    keys["place"] = unit.sites.first().pk
    line = {"days": ["mon"], "starts": time(8), "ends": time(12), "role": "radiographer"}
    keys["demand-line"] = unit.demand.create(area=area, least=1, **line).pk
    shut = {"kind": "closed", "starts_on": MONDAY, "until": MONDAY}
    keys["demand-dates"] = unit.demand_exceptions.create(area=area, **shut).pk
    approver = logins["approver"].memberships.get()
    dates = {"starts": MONDAY, "until": date(2027, 11, 1), "today": MONDAY}
    deputy = make_user(unit, "staff")
    keys["role"] = approver.pk
    keys["deputy"] = name_deputy(approver=approver, user=deputy, **dates).pk
    dates = {"starts": MONDAY, "review_due": date(2027, 11, 1)}
    keys["scope"] = person.scope.create(area=area, **dates).pk
    fill = {"scope": as_data(Scope(MONDAY, MONDAY)), "seconds": 30, "asked_at": NOW}
    keys["fill"] = rota.fills.create(**fill, state="done", started_at=NOW).pk
    tried = rota.fills.create(**fill, state="done", started_at=NOW)
    WhatIf.objects.create(run=tried, changes={"without": "asha"}, said=["Without Asha."])
    keys["what-if"] = tried.pk
    keys["upload"] = make_upload(unit, make_user(unit, "rota_manager")).pk
    times = {"date": MONDAY, "starts_at": NOW, "ends_at": NOW.replace(hour=12)}
    told = {"person": person, "shift": "E", "site": "TH", "additional": True, **times}
    keys["duty"] = release.duties.create(**told).pk
    person.user = logins["staff"]
    person.save()
    logins["other"] = make_user(make_unit(code="OTHER"), "rota_manager")
    return keys, logins


def address(name, keys):
    taken = routes()[name].pattern.converters
    of = {
        "message": "message",
        "exemption": "exemption",
        "rule": "unit",
        "line": "unit",
        "demand": "unit",
        "enter-": "unit",
        "withdraw-work": "work",
        "opt-out": "opt-out",
        "-swap": "swap",
        "-leave": "leave",
        "-request": "request",
        "what-ifs": "rota",
        "what-if": "what-if",
        "weights": "unit",
        "proposal": "fill",
        "cancel-fill": "fill",
    }
    pk = keys[next((key for word, key in of.items() if word in name), "rota")]
    values = {
        "pk": keys["unit"] if "jobs" in name else pk,
        "rule": "R-02",
        "change": keys["change"],
        "line": keys["line"],
        "template": keys["template"],
        "held": keys["held"],
        "kept": keys["kept"],
        "monday": MONDAY,
        "on": MONDAY,
        "uidb64": "MQ",
        "token": "set-password",
        "secret": keys["secret"],
        "batch": keys["batch"],
        "person": keys["person"],
        "kind": kind_of(name),
        "year": 2026,
        "row": keys[next((k for k in ROWS if k in name), "post")],
        "unit": keys["unit"],
        "upload": keys["upload"],
        "duty": keys["duty"],
    }
    return reverse(name, kwargs={key: values[key] for key in taken})


ROWS = ("scope", "place", "demand-line", "demand-dates", "deputy", "role")  # else an employment


def kind_of(name):
    """Of what kind of fact the routes named so are asked."""
    kinds = {"scope": "scope", "place": "site"}
    return next((kind for word, kind in kinds.items() if word in name), "employment")


def outcome(response):
    if response.status_code in (403, 404, 405):
        return {403: "no", 404: "hidden", 405: "takes no such"}[response.status_code]
    if response.status_code == 302 and "/sign-in/?next=" in response["Location"]:
        return "sign in"
    unwell = response.status_code == 503  # /healthz answers, and says that something is not alive
    return "ok" if response.status_code < 500 or unwell else f"status {response.status_code}"


def answered(world, login, name, method):
    """What that changed is taken back, so that the next meets the same."""
    keys, logins = world
    client = Client()
    if login in logins:
        client.force_login(logins[login])
    with transaction.atomic():
        found = outcome(getattr(client, method)(address(name, keys)))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("login", LOGINS)
def test_every_route_answers_a_login_as_the_matrix_says(world, login):
    answers = {name: answered(world, login, name, method) for name, (method, _) in ROUTES.items()}
    assert answers == {
        name: expected[LOGINS.index(login)] for name, (_, expected) in ROUTES.items()
    }


@pytest.mark.parametrize("login", LOGINS)
def test_what_a_page_posts_to_itself_is_answered_as_the_page_is(world, login):
    pages = [name for name, (method, _) in ROUTES.items() if method == "get"]
    answers = {name: answered(world, login, name, "post") for name in pages}
    taken = {name: found for name, found in answers.items() if found != "takes no such"}
    assert len(taken) > 30
    assert taken == {name: ROUTES[name][1][LOGINS.index(login)] for name in taken}


def test_what_changes_something_refuses_get(client, world):
    keys, logins = world
    client.force_login(logins["administrator"])
    changing = [name for name, (method, _) in ROUTES.items() if method == "post"]
    answers = {name: client.get(address(name, keys)).status_code for name in changing}
    assert answers == dict.fromkeys(changing, 405)
