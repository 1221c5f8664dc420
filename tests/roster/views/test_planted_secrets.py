"""Secrets are planted, and every page, feed, download and file is searched for them as each role.

The rows are those of the matrix over every route, so that a new route is searched too.
"""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from roster.models import FillRun, Note, Request, Swap, WhatIf
from staff.models import (
    AgreedPattern,
    HoursEntry,
    LeaveAdjustment,
    LeaveRequest,
    OtherWork,
    Person,
    ScopeEntry,
)
from tests.factories import (
    NOW,
    make_absence,
    make_duty,
    make_exemption,
    make_person,
    make_rota,
    make_user,
)
from tests.test_access_matrix import MONDAY, ROUTES, address, world  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DECIDERS = {"rota_manager", "approver", "administrator"}
MANAGERS = {"rota_manager", "administrator"}

# A word that stands in one place only, and who may read it; `staff` is whom it is about.
SECRETS = {
    "wish-answer-secret": DECIDERS | {"staff"},
    "leave-note-secret": DECIDERS | {"staff"},
    "leave-answer-secret": DECIDERS | {"staff"},
    "129 h 37 min": DECIDERS | {"staff"},  # of the adjustment
    "swap-secret": DECIDERS | {"staff"},
    "exemption-secret": DECIDERS | {"staff"},
    "adjustment-secret": DECIDERS | {"staff"},
    "pattern-secret": DECIDERS | {"staff"},
    "owed-secret": DECIDERS | {"staff"},
    "employer-secret": DECIDERS | {"staff"},
    "suspended-secret": DECIDERS | {"staff"},
    "020 7946 0999": DECIDERS | {"staff"},
    "note-secret": MANAGERS | {"staff"},  # who may take away all that is kept about them
    "what-if-secret": MANAGERS,
    "fill-secret": MANAGERS,
}
# What pages are asked for besides their address; each takes what it knows of it.
DATES = f"on={MONDAY}&first={MONDAY}&until={MONDAY}&last={MONDAY}&from={MONDAY}"
QUERIES = ("", f"?q=asha&name=asha&person=asha&standing=&page=all&weeks=4&{DATES}")
# What tells one drawing of a page from another when no time goes by.
DRAWN = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')
COLLEAGUES = ["anonymous", "other", "viewer", "colleague"]


@pytest.fixture
def planted(world):  # noqa: F811
    """The matrix's rows with secrets of Asha, who is `staff`; and a colleague on the same rota."""
    keys, logins = world
    person = logins["staff"].person
    today = timezone.localdate()
    later = today + timedelta(days=9)
    Request.objects.update(reason="wish-answer-secret", state="refused", date=later)
    LeaveRequest.objects.update(
        note="leave-note-secret", reason="leave-answer-secret", state="refused"
    )
    Swap.objects.update(reason="swap-secret", state="refused")
    make_exemption(person, "R-17", today, later, reason="exemption-secret")
    AgreedPattern.objects.create(
        person=person, starts=date(2026, 1, 1), days=[1], off=True, reason="pattern-secret"
    )
    OtherWork.objects.update(employer="employer-secret")
    LeaveAdjustment.objects.create(
        person=person, year=2026, minutes=7777, reason="adjustment-secret", at=NOW
    )
    owed = {"kind": "toil", "date": MONDAY, "minutes": 60, "reason": "owed-secret"}
    HoursEntry.objects.create(person=person, at=NOW, **owed)
    ScopeEntry.objects.update(suspended="suspended-secret")
    Note.objects.create(unit=person.unit, person=person, date=MONDAY, text="note-secret", at=NOW)
    Person.objects.filter(pk=person.pk).update(telephone="020 7946 0999")
    WhatIf.objects.update(said=["what-if-secret"])
    FillRun.objects.filter(pk=keys["fill"]).update(state="failed", reason="fill-secret")
    dev = make_person(person.unit, "dev")
    logins = logins | {"colleague": make_user(person.unit, "staff", person=dev)}
    return keys, logins


def texts(planted, login):
    """{route: all that can be read} of whatever a login gets an answer from."""
    keys, logins = planted
    client = Client()
    if login in logins:
        client.force_login(logins[login])
    asked = {name for name, (method, _) in ROUTES.items() if method == "get"}
    asked -= {"calendar-feed"}  # it is known by its secret alone, whoever asks
    answers = {
        f"{name}{query}": client.get(address(name, keys) + query)
        for name in sorted(asked)
        for query in QUERIES
    }
    return {name: read(answer) for name, answer in answers.items() if answer.status_code == 200}


def read(answer):
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return body.decode(errors="replace")


def hits(planted, login):
    """{secret: the routes it is read on}"""
    found = {}
    for name, text in texts(planted, login).items():
        for secret in SECRETS:
            if secret in text:
                found.setdefault(secret, []).append(name)
    return found


@pytest.mark.parametrize("login", COLLEAGUES)
def test_who_may_read_none_of_them_reads_none_anywhere(planted, login):
    assert hits(planted, login) == {}


def test_everybody_else_reads_none_that_is_not_theirs_and_somebody_reads_each(planted):
    """A search that nobody's reading could make bite would say nothing."""
    read_by = {login: set(hits(planted, login)) for login in ("staff", *sorted(DECIDERS))}
    may = {login: {word for word, who in SECRETS.items() if login in who} for login in read_by}
    assert {login: words for login in read_by if (words := read_by[login] - may[login])} == {}
    assert set().union(*read_by.values()) == set(SECRETS)


def test_what_waits_for_an_answer_is_read_by_no_colleague(planted):
    LeaveRequest.objects.update(state="asked", reason="")
    Swap.objects.update(state="waiting", reason="swap-secret")
    Request.objects.update(state="asked", reason="")
    assert {login: hits(planted, login) for login in COLLEAGUES} == {key: {} for key in COLLEAGUES}


def differences(planted, login, *changes):
    """The pages of a login that read otherwise after the changes, of which none undoes another."""
    first = bare(texts(planted, login))
    for change in changes:
        change()
    return {name for name, text in bare(texts(planted, login)).items() if text != first[name]}


@pytest.fixture
def still(monkeypatch):
    """The clock stands, so that only what was changed can make a page another."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def bare(pages):
    """Without what is another each time a page is drawn."""
    return {name: DRAWN.sub("", text) for name, text in pages.items()}


@pytest.mark.parametrize("login", ["viewer", "colleague"])
def test_no_page_of_theirs_is_another_for_why_somebody_is_away_or_how_much_is_left(
    planted, still, login
):
    """Whatever the words for it: nothing at all may tell one reason from another."""
    person = planted[1]["staff"].person
    today = timezone.localdate()
    make_absence(person, today, today + timedelta(days=9), kind="SL")
    away = person.unavailable.filter(kind="SL")
    adjusted = LeaveAdjustment.objects.filter(person=person)
    assert (
        differences(
            planted,
            login,
            lambda: away.update(kind="MT"),
            lambda: adjusted.update(minutes=-333, reason="Sold"),
            lambda: LeaveRequest.objects.update(minutes=1, left=1, note=""),
        )
        == set()
    )


def test_no_page_of_a_colleague_is_another_for_a_draft(planted, still):
    person, dev = (planted[1][login].person for login in ("staff", "colleague"))
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=5)
    before = {login: bare(texts(planted, login)) for login in ("colleague", "viewer")}
    rota = make_rota(person.unit, monday, weeks=1)
    make_duty(rota, person, monday, shift="L")
    make_duty(rota, dev, monday + timedelta(days=1))
    assert bare(texts(planted, "colleague")) == before["colleague"]
    assert bare(texts(planted, "viewer")) != before["viewer"]
