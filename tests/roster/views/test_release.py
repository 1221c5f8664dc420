"""A week's page through the web: what is known before the buttons, and what each button does."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.editing import Cell, edit_rota
from roster.models import Demand, OutboxMessage, Override, Release, RotaWeek, RuleSetting
from sites.models import Area
from staff.models import Unavailability
from tests.factories import (
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 10, 5, 10, 0, tzinfo=ZoneInfo("Europe/London"))  # 42 dates before
LATE = NOW + timedelta(days=10)
PLAIN = {"role": "operator", "supervised_by": [], "additional": False, "fixed": False}
PLAIN |= {"called": [], "fold": None, "site": "TH", "area": "XR"}
JUDGED = ("R-04", "R-29", "R-30", "R-33", "R-35", "R-41")  # the others are off, for a small world
OTHERS = [f"R-{n:02}" for n in range(1, 46) if f"R-{n:02}" not in JUDGED]


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    set_clock(monkeypatch, NOW)


def set_clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def set_rule(unit, rule, **parameters):
    since = date(2026, 1, 1)
    RuleSetting.objects.create(unit=unit, rule=rule, parameters=parameters, in_force_from=since)


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def unit():
    unit = make_unit()
    for rule in OTHERS:
        set_rule(unit, rule, enabled=False)
    make_person(unit, "asha", name="Asha <N>", role="assistant_practitioner", band="4")
    make_person(unit, "dev", name="Dev P")
    make_person(unit, "eve", name="Eve R", email="")
    return unit


@pytest.fixture
def rota(unit):
    """Asha and Dev work together on Monday; nothing is broken."""
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for who in ("asha", "dev"):
        make_duty(rota, unit.people.get(reference=who), MONDAY)
    return rota


@pytest.fixture
def logins(unit):
    return {
        "viewer": make_user(unit, "viewer", name="Vi Viewer"),
        "manager": make_user(unit, "rota_manager", name="Mo Manager"),
        "ixf": make_user(unit, "approver", name="Ina IXF", stage="ixf_manager"),
        "ops": make_user(unit, "approver", name="Oli Ops", stage="operations_manager"),
    }


def edit(rota, by, person, day, *shifts):
    duties = tuple(PLAIN | {"shift": shift} for shift in shifts)
    edit_rota(rota=rota, by=by, wanted=[Cell(person, day, duties)], now=NOW)


def week_of(rota):
    return RotaWeek.objects.get(rota=rota, monday=MONDAY)


def see(client, rota, by):
    client.force_login(by)
    response = client.get(reverse("week", args=[rota.pk, MONDAY]))
    assert response.status_code == 200
    return response


def press(client, rota, by, name, **typed):
    """Post what the page's form would post, with what is typed beside the button."""
    client.force_login(by)
    week = week_of(rota)
    form = {"seen": week.rota.sequence, "submission": week.submitted_sequence or 0}
    return client.post(reverse(name, args=[rota.pk, MONDAY]), form | typed, follow=True)


def main(response):
    """The page's main part as a reader hears it."""
    said = response.content.decode().split("<main")[1].split("</main>")[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", said).replace("&#x27;", "'").split())


def buttons(response):
    return set(re.findall(r"<button[^>]*>([^<]+)</button>", response.content.decode())) - {
        "Sign out"
    }


def approved(client, rota, logins):
    press(client, rota, logins["manager"], "submit-week")
    press(client, rota, logins["ixf"], "approve-week")
    press(client, rota, logins["ops"], "approve-week")


# ── the way of a week ──


def test_a_week_goes_from_draft_to_published_by_the_buttons_alone(client, rota, logins):
    said = main(see(client, rota, logins["manager"]))
    assert "16–22 November 2026 Draft" in said
    assert "Draft, not submitted yet Approval by the IXF manager" in said

    said = main(press(client, rota, logins["manager"], "submit-week"))
    assert "The week is submitted for approval." in said
    assert "Submitted Mo Manager, Mon 5 Oct, 10:00 Waits for the IXF manager's approval" in said

    said = main(press(client, rota, logins["ixf"], "approve-week"))
    assert "You approved the week. It waits for the next approval." in said
    assert "Approved by the IXF manager Ina IXF, Mon 5 Oct, 10:00" in said

    said = main(press(client, rota, logins["ops"], "approve-week"))
    assert "You approved the week. It can be published now." in said
    assert "Ready to publish" in said

    response = press(client, rota, logins["manager"], "publish-week")
    assert response.redirect_chain == [(reverse("week", args=[rota.pk, MONDAY]), 302)]
    said = main(response)
    assert "Release 1 is published; 2 messages are on the way." in said
    assert "Published as release 1 Mo Manager, Mon 5 Oct, 10:00" in said
    assert "Release 1 Monday 5 October 2026, 10:00, Mo Manager" in said
    assert week_of(rota).state == "published"
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("draft", {"manager": {"Submit for approval"}}),
        ("submitted", {"ixf": {"Approve", "Send back to draft"}, "ops": {"Send back to draft"}}),
        (
            "approved",
            {
                "manager": {"Publish release 1"},
                "ixf": {"Publish release 1", "Send back to draft"},
                "ops": {"Publish release 1", "Send back to draft"},
            },
        ),
        ("published", {}),
        ("closed", {}),
    ],
)
def test_a_login_is_offered_what_it_may_do_now_and_nothing_else(
    client, rota, logins, state, offered
):
    if state == "published":
        make_release(rota, MONDAY)
    RotaWeek.objects.update(state=state)
    for login, user in logins.items():
        assert buttons(see(client, rota, user)) == offered.get(login, set()), login


def test_an_approver_is_told_why_it_is_not_their_turn(client, rota, logins):
    press(client, rota, logins["manager"], "submit-week")
    said = main(see(client, rota, logins["ops"]))
    assert "Your login approves as operations manager." in said


def test_sending_back_keeps_the_reason_in_view_until_the_next_publication(client, rota, logins):
    press(client, rota, logins["manager"], "submit-week")
    said = main(press(client, rota, logins["ixf"], "return-week", reason="Nobody on <Sunday>"))
    assert "The week is a draft again" in said
    note = "Back to draft on Monday 5 October, 10:00, by Ina IXF: Nobody on &lt;Sunday&gt;"
    assert note in said
    assert note in main(press(client, rota, logins["manager"], "submit-week"))


def test_where_no_approval_is_asked_the_week_can_be_published_at_once(client, rota, logins):
    set_rule(rota.unit, "R-30", stages=[])
    said = main(press(client, rota, logins["manager"], "submit-week"))
    assert "No approval is asked for in this unit: the week can be published." in said


# ── what is known before the button ──


def test_a_first_release_says_what_is_in_it_and_who_is_told(client, rota, unit, logins):
    make_duty(rota, unit.people.get(reference="eve"), MONDAY)
    said = main(see(client, rota, logins["manager"]))
    assert "The first release: 3 duties of 3 people." in said
    assert "3 people get a message; everybody else's week stays as it is." in said
    assert "1 cannot be reached by email and must be told another way: Eve R." in said
    assert "Eve R no address Nobody gets this" in said
    assert "Dev P dev@example.org Your rota for 16–22 November Dev P, This week" in said
    assert "With Asha &lt;N&gt; and Eve R" in said
    assert "Notice 42 days" in said


def test_a_later_release_says_what_changes_for_whom(client, rota, unit, logins):
    make_duty(rota, unit.people.get(reference="eve"), MONDAY)
    make_duty(rota, unit.people.get(reference="dev"), on(2))
    make_release(rota, MONDAY)
    edit(rota, logins["manager"], "eve", MONDAY)
    edit(rota, logins["manager"], "dev", on(2), "L")
    edit(rota, logins["manager"], "asha", on(1), "E")
    said = main(see(client, rota, logins["manager"]))
    assert (
        "Changes since release 1 "
        "Asha &lt;N&gt; New Tuesday 17 November: E 08:00–16:00, General X-ray, Teaching Hospital. "
        "Dev P Changed Wednesday 18 November: L 12:00–20:00, General X-ray, Teaching Hospital. "
        "It was E 08:00–16:00, General X-ray, Teaching Hospital. "
        "Eve R No longer Monday 16 November: E 08:00–16:00, General X-ray, Teaching Hospital. "
        "Who is told 3 people get a message"
    ) in said
    assert "Changed since release 1" in said


def test_what_must_be_mended_stops_the_week_with_its_sentence(client, rota, unit, logins):
    make_duty(rota, unit.people.get(reference="asha"), on(2))
    approved(client, rota, logins)
    response = see(client, rota, logins["ixf"])
    said = main(response)
    assert "Must be mended must An assistant practitioner is never unsupervised R-04" in said
    assert "Asha &lt;N&gt; works E on Wednesday 18 November" in said
    sheet = reverse("rota", args=[rota.pk])
    assert f'href="{sheet}#person=asha&amp;date=2026-11-18"' in response.content.decode()
    assert "Not ready to publish" in said
    assert "must be mended first." in said
    assert "Publish release 1" not in buttons(response)
    refused = press(client, rota, logins["manager"], "publish-week")
    assert refused.status_code == 422
    assert "Nothing was done." in main(refused)
    assert not Release.objects.exists()


def test_a_cover_gap_is_listed_but_stops_nothing(client, rota, unit, logins):
    Demand.objects.create(
        unit=unit,
        area=Area.objects.get(site__unit=unit, site__code="TH", code="XR"),
        days=["mon"],
        starts=time(8),
        ends=time(16),
        role="radiographer",
        least=3,
    )
    approved(client, rota, logins)
    response = see(client, rota, logins["manager"])
    said = main(response)
    assert "1 time with fewer people than needed; none stops the week" in said
    sheet = reverse("rota", args=[rota.pk])
    anchor = f"site=TH&amp;area=XR&amp;date={MONDAY}"
    assert f'href="{sheet}#{anchor}"' in response.content.decode()
    assert "Nothing that would stop the week." in said
    assert "Publish release 1" in buttons(response)


def test_nothing_missing_is_said_too(client, rota, logins):
    said = main(see(client, rota, logins["manager"]))
    assert "What is broken Nothing that would stop the week." in said
    assert "Cover gaps None beside what must be mended." in said


def test_an_empty_week_says_what_to_do(client, unit, logins):
    said = main(see(client, make_rota(unit, MONDAY), logins["manager"]))
    assert "No duty is planned in this week yet. Plan it ." in said
    assert "Nobody: nothing changes for anybody." in said


def test_a_viewer_reads_the_page_without_reasons_of_absence(client, rota, unit, logins):
    RuleSetting.objects.filter(rule="R-15").delete()
    asha = unit.people.get(reference="asha")
    Unavailability.objects.create(person=asha, kind="SL", starts_on=MONDAY, until=MONDAY)
    for login in ("viewer", "manager"):
        said = main(see(client, rota, logins[login]))
        assert "absence" in said
        assert "sick" not in said.lower()
        assert " SL " not in said


def test_names_are_escaped_in_the_messages_too(client, rota, logins):
    html = see(client, rota, logins["manager"]).content.decode()
    assert "With Asha &lt;N&gt;" in html
    assert "<N>" not in html


# ── accepting a breach ──


@pytest.fixture
def alone(rota, unit):
    """Dev alone on Tuesday: R-35, which may be accepted."""
    make_duty(rota, unit.people.get(reference="dev"), on(1))
    return rota


def key_in(response):
    (key,) = set(re.findall(r'name="key" value="(\w+)"', response.content.decode()))
    return key


def test_an_approver_accepts_a_breach_with_a_reason(client, alone, logins):
    key = key_in(see(client, alone, logins["ixf"]))
    response = press(
        client, alone, logins["ixf"], "override-breach", key=key, reason="A <student> is there"
    )
    assert response.status_code == 200
    said = main(response)
    assert "Accepted, with your name and reason: " in said
    assert "Ina IXF, 5 October, 10:00: A &lt;student&gt; is there" in said
    assert "Nothing that would stop the week." in said
    assert Override.objects.get().reason == "A <student> is there"


@pytest.mark.parametrize("login", ["manager", "viewer"])
def test_others_see_the_breach_and_no_form(client, alone, logins, login):
    response = see(client, alone, logins[login])
    assert "Must be mended, or accepted by an approver" in main(response)
    assert 'name="key"' not in response.content.decode()


def test_a_breach_is_not_accepted_without_a_reason(client, alone, logins):
    key = key_in(see(client, alone, logins["ixf"]))
    response = press(client, alone, logins["ixf"], "override-breach", key=key, reason="  ")
    assert response.status_code == 422
    assert "Say why this is acceptable." in main(response)
    assert not Override.objects.exists()


def test_a_breach_that_moved_on_answers_409_and_keeps_what_was_typed(client, alone, logins):
    page = see(client, alone, logins["ixf"])
    seen = alone.sequence
    edit(alone, logins["manager"], "dev", on(1))
    response = press(
        client,
        alone,
        logins["ixf"],
        "override-breach",
        key=key_in(page),
        seen=seen,
        reason="Only a morning",
    )
    assert response.status_code == 409
    said = main(response)
    assert "This breach no longer stands as you saw it." in said
    assert "You wrote: “Only a morning”" in said
    assert not Override.objects.exists()


# ── refusals ──


def test_publishing_what_was_changed_meanwhile_is_refused_in_words(client, rota, logins):
    approved(client, rota, logins)
    seen = week_of(rota).rota.sequence
    edit(rota, logins["manager"], "eve", on(8), "E")
    response = press(client, rota, logins["ixf"], "publish-week", seen=seen)
    assert response.status_code == 409
    assert (
        "Mo Manager changed Eve R, Tuesday 24 November, at 10:00 after you saw the week. "
        "Look at it again."
    ) in main(response)
    assert not Release.objects.exists()


def test_a_late_release_asks_for_a_reason_and_keeps_it(client, rota, logins, monkeypatch):
    approved(client, rota, logins)
    set_clock(monkeypatch, LATE)
    page = see(client, rota, logins["manager"])
    wanted = "The week begins in 32 days; less than 42 days ahead needs a reason."
    assert wanted in main(page)
    assert "Why so late?" in main(page)
    response = press(client, rota, logins["manager"], "publish-week", reason=" ")
    assert response.status_code == 422
    assert f"{wanted} Say why." in main(response)
    assert not Release.objects.exists()
    said = main(press(client, rota, logins["manager"], "publish-week", reason="New scanner"))
    assert "Mo Manager, 32 days ahead : New scanner" in said
    assert Release.objects.get().reason == "New scanner"


@pytest.mark.parametrize("name", ["publish-week", "return-week"])
def test_a_reason_too_long_is_refused_and_not_lost(client, rota, logins, monkeypatch, name):
    approved(client, rota, logins)
    set_clock(monkeypatch, LATE)
    response = press(client, rota, logins["ixf"], name, reason="x" * 301)
    assert response.status_code == 422
    assert "The reason has 301 letters. Say it in 300 or fewer." in main(response)
    assert "x" * 301 in response.content.decode()
    assert week_of(rota).state == "approved"


@pytest.mark.parametrize(
    "name", ["submit-week", "approve-week", "return-week", "publish-week", "close-week"]
)
def test_a_button_pressed_out_of_turn_says_why(client, rota, logins, name):
    RotaWeek.objects.update(state="closed")
    by = logins["ixf" if name in ("approve-week", "return-week") else "manager"]
    response = press(client, rota, by, name, reason="x")
    assert response.status_code == 422
    said = "closed already." if name == "close-week" else "closed for pay and cannot be changed."
    assert f"The week is {said}" in main(response)


def test_sending_back_without_a_reason_is_refused(client, rota, logins):
    press(client, rota, logins["manager"], "submit-week")
    response = press(client, rota, logins["ixf"], "return-week")
    assert response.status_code == 422
    assert "Say what should be changed before you send the week back." in main(response)


def test_approving_another_submission_than_the_one_seen_is_refused(client, rota, logins):
    press(client, rota, logins["manager"], "submit-week")
    for submission in ("", 7):
        response = press(client, rota, logins["ixf"], "approve-week", submission=submission)
        assert response.status_code == 422
        assert "The week was submitted anew after you saw it." in main(response)
    assert week_of(rota).state == "submitted"


def test_publishing_without_having_seen_the_week_is_refused(client, rota, logins):
    approved(client, rota, logins)
    assert press(client, rota, logins["manager"], "publish-week", seen="").status_code == 422
    response = press(client, rota, logins["manager"], "publish-week", seen="x")
    assert response.status_code == 422
    assert "The form came back incomplete, so nothing was done." in main(response)
    assert not Release.objects.exists()


def test_pressing_publish_twice_publishes_once(client, rota, logins):
    approved(client, rota, logins)
    press(client, rota, logins["manager"], "publish-week")
    response = press(client, rota, logins["manager"], "publish-week")
    assert response.status_code == 422
    assert "Nothing has changed since release 1." in main(response)
    assert Release.objects.count() == 1


def test_a_week_that_is_not_there_is_not_found(client, rota, logins):
    client.force_login(logins["manager"])
    assert client.get(reverse("week", args=[rota.pk, on(1)])).status_code == 404
    assert client.get(f"/rotas/{rota.pk}/weeks/2026-02-30/").status_code == 404


# ── a change after publication ──


@pytest.fixture
def changed(rota, unit, logins, monkeypatch):
    """Published in time; then Dev's Monday, 27 days away by now, becomes a long day."""
    make_release(rota, MONDAY, at=NOW)
    set_rule(unit, "R-30", stages=[])
    set_rule(unit, "R-35", enabled=False)
    edit(rota, logins["manager"], "dev", MONDAY, "LD")
    set_clock(monkeypatch, NOW + timedelta(days=15))
    return rota


def test_a_change_inside_notice_asks_for_a_reason_code(client, changed, logins):
    said = main(see(client, changed, logins["manager"]))
    assert "The first change is in 27 days; within 28 days it needs a reason." in said
    assert "Why at short notice? Choose a reason Sickness cover" in said
    assert "At short notice, so asked to say that they know: Dev P." in said
    assert "Why so late?" not in said
    response = press(client, changed, logins["manager"], "publish-week")
    assert response.status_code == 422
    assert Release.objects.count() == 1
    press(client, changed, logins["manager"], "publish-week", code="sickness", reason="Cover")
    release = Release.objects.last()
    assert (release.number, release.code, release.reason, release.notice) == (
        2,
        "sickness",
        "Cover",
        27,
    )


def test_what_was_chosen_is_not_lost_when_more_is_asked(client, changed, logins):
    response = press(client, changed, logins["manager"], "publish-week", code="other")
    assert response.status_code == 422
    assert '<option value="other" selected>' in response.content.decode()


def test_why_a_change_was_made_is_for_planners_alone(client, changed, logins):
    press(client, changed, logins["manager"], "publish-week", code="sickness", reason="Eve fell")
    assert "27 days ahead : Sickness cover. Eve fell" in main(see(client, changed, logins["ixf"]))
    said = see(client, changed, logins["viewer"]).content.decode()
    assert "27 days ahead" in said
    assert "ickness" not in said
    assert "Eve fell" not in said
    mails = "".join(m.text + m.html + m.calendar for m in OutboxMessage.objects.all())
    assert "ickness" not in mails
    assert "Eve fell" not in mails


def test_the_manager_sees_who_knows(client, changed, unit, logins):
    press(client, changed, logins["manager"], "publish-week", code="service")
    said = main(see(client, changed, logins["manager"]))
    assert "0 of 1 asked has said so. 1 has not seen it yet." in said
    assert "Dev P Release 2 27 days Not yet" in said
    dev = make_user(unit, "staff", person=unit.people.get(reference="dev"))
    client.force_login(dev)
    client.get(reverse("my-rota"))
    assert "Dev P Release 2 27 days Seen Tue 20 Oct, 10:00" in main(
        see(client, changed, logins["manager"])
    )
    client.force_login(dev)
    key = unit.people.get(reference="dev").acknowledgements.get().pk
    client.post(reverse("acknowledge"), {"change": key})
    said = main(see(client, changed, logins["manager"]))
    assert "1 of 1 asked has said so. Who Release" in said.replace(
        "People told of a later release, and whether they know ", ""
    )
    assert "Dev P Release 2 27 days Acknowledged Tue 20 Oct, 10:00" in said


# ── an edit after the submission ──

SENT_BACK = (
    "The week of 16 November is a draft again. "
    "1 of 2 duties changed since the week was submitted; more than 5 per cent."
)


@pytest.fixture
def submitted(client, rota, unit, logins):
    set_rule(unit, "R-35", enabled=False)
    press(client, rota, logins["manager"], "submit-week")
    client.force_login(logins["manager"])
    return rota


def test_the_grid_says_that_an_edit_sent_the_week_back(client, submitted):
    cell = {"person": "dev", "date": MONDAY.isoformat(), "text": "LD", "seen": None}
    response = client.post(
        reverse("edit-rota", args=[submitted.pk]), {"cells": [cell]}, "application/json"
    )
    assert response.json()["said"] == SENT_BACK
    said = main(client.get(reverse("week", args=[submitted.pk, MONDAY])))
    assert (
        "Back to draft on Monday 5 October, 10:00, by Mo Manager: "
        "1 of 2 duties changed since the week was submitted; more than 5 per cent."
    ) in said


def test_the_form_of_a_cell_says_so_too(client, submitted):
    typed = {"person": "dev", "date": MONDAY.isoformat(), "shift": "LD"}
    typed |= {"place": "TH/XR", "role": "operator"}
    response = client.post(reverse("cell", args=[submitted.pk]), typed, follow=True)
    assert SENT_BACK in response.content.decode()


# ── closing ──


def test_a_manager_closes_a_week_that_is_over_and_the_page_says_so(
    client, rota, logins, monkeypatch
):
    make_release(rota, MONDAY)
    set_clock(monkeypatch, datetime(2026, 11, 22, 23, 59, tzinfo=ZoneInfo("Europe/London")))
    assert buttons(see(client, rota, logins["manager"])) == set()
    set_clock(monkeypatch, datetime(2026, 11, 23, 0, 0, tzinfo=ZoneInfo("Europe/London")))
    assert buttons(see(client, rota, logins["manager"])) == {"Close for pay"}
    assert buttons(see(client, rota, logins["ixf"])) == set()
    said = main(press(client, rota, logins["manager"], "close-week"))
    assert "The week is closed for pay. Nothing in it can be changed any more." in said
    assert "Closed for pay Mo Manager, Mon 23 Nov, 00:00" in said
    assert buttons(see(client, rota, logins["manager"])) == set()


# ── how it is built ──


def test_headings_come_in_order(client, alone, logins):
    html = see(client, alone, logins["ixf"]).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    assert levels[:4] == [1, 2, 2, 3]
    assert levels.count(1) == 1


@pytest.mark.parametrize("people", [2, 40])
def test_the_page_takes_a_constant_number_of_queries(
    client, rota, logins, people, django_assert_max_num_queries
):
    for number in range(people):
        person = make_person(rota.unit, name=f"Person {number}")
        for n in range(0, 7, 2):
            make_duty(rota, person, on(n))
    press(client, rota, logins["manager"], "submit-week")
    client.force_login(logins["ixf"])
    with django_assert_max_num_queries(27):
        client.get(reverse("week", args=[rota.pk, MONDAY]))


def test_the_share_of_the_team_on_leave_is_shown_with_its_band(client, rota, logins):
    """Three people, 6,750 contracted minutes: 1,350 of leave are a fifth."""
    dev = rota.unit.people.get(reference="dev")
    leave = {"kind": "AL", "starts_on": on(4), "until": on(4), "paid_minutes": 1350}
    Unavailability.objects.create(person=dev, **leave)
    assert "On leave 20.0 %, above 17" in main(see(client, rota, logins["viewer"]))
