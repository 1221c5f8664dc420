"""Filling over HTTP: asked, watched, called off; what is proposed, kept in part, put away."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roster import asking_fills, running_fills
from roster.autofill.bounds import Scope, as_data
from roster.models import FillRun
from roster.problem import Duty
from tests.factories import (
    NOW,
    judge_only,
    make_duty,
    make_person,
    make_rota,
    make_unit,
    make_user,
)
from tests.roster.test_proposing import early, proposal

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
State = FillRun.State


@pytest.fixture(autouse=True)
def asleep(monkeypatch):
    monkeypatch.setattr(asking_fills, "wake_solver", lambda: None)
    running_fills.stopping.clear()


@pytest.fixture
def rota():
    unit = make_unit()
    judge_only(unit, "R-33", "R-19")
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"starts": "08:00", "ends": "16:00", "role": "radiographer", "least": 1}
    unit.demand.create(area=area, days=["mon", "tue"], **line)
    for reference in ("asha", "ben"):
        make_person(unit, reference, name=reference.capitalize())
    return make_rota(unit, MONDAY, weeks=1)


@pytest.fixture
def manager(rota, client):
    manager = make_user(rota.unit, "rota_manager", name="Mo Manager")
    client.force_login(manager)
    return manager


@pytest.fixture
def run(rota, manager):
    """Asha on Monday and Ben on Tuesday are proposed."""
    duties = early("asha", MONDAY), early("ben", MONDAY + DAY)
    scope = as_data(Scope(MONDAY, MONDAY + 6 * DAY))
    figures = {"objective": 1200, "bound": 1100.0, "uncovered": 0}
    return proposal(rota, *duties, scope=scope, by=manager, **figures)


@pytest.fixture
def whole_week(rota):
    """Of its dates the run fills the first two."""
    rota.unit.demand.update(days=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])


def asked(client, rota, after="?after=0", **typed):
    whole = {"first": MONDAY, "last": MONDAY + 6 * DAY, "how": "gaps", "seconds": 5}
    return client.post(reverse("fill-rota", args=[rota.pk]) + after, whole | typed)


def state(client, rota):
    return client.get(reverse("fill-state", args=[rota.pk]))


def keep(client, run, after="", **typed):
    return client.post(reverse("keep-proposal", args=[run.pk]) + after, typed)


def text(response):
    return " ".join(response.content.decode().split())


def planned(rota):
    rows = rota.duties.order_by("date").values_list("person__reference", "date")
    return [(who, on.day) for who, on in rows]


# ── asking and watching ──


def test_the_grid_asks_watches_and_calls_off_without_a_reload(client, rota, manager):
    assert state(client, rota).status_code == 204
    assert asked(client, rota, people=["ben"]).json() == {"said": "It is being filled."}
    told = state(client, rota).json()
    assert (told["is_open"], told["said"], told["ghosts"]) == (
        True,
        "The fill waits for its worker.",
        {},
    )
    run = FillRun.objects.get()
    assert run.scope["people"] == ["ben"]
    FillRun.objects.update(
        state=State.RUNNING, started_at=NOW, elapsed=3.2, objective=1200, bound=900, uncovered=2
    )
    monitored = state(client, rota)
    assert "3 of 5 s" in text(monitored)
    assert "1,200" in monitored.json()["html"]
    assert "25.0 %" in monitored.json()["html"]
    assert monitored.json()["said"] == "Filling, 2 gaps left."
    cancel = client.post(reverse("cancel-fill", args=[run.pk]) + "?after=0")
    assert cancel.json() == {"said": "It is called off."}
    assert "Stopping with the best so far" in state(client, rota).json()["html"]


def test_what_cannot_be_filled_is_said_in_sentences(client, rota, manager):
    answer = asked(client, rota, first="soon", seconds=4)
    assert answer.status_code == 422
    assert answer.json() == {
        "refused": ["From: This is no date. Type it like 1 Dec, 1/12/26 or 2026-12-01."]
    }
    answer = asked(client, rota, seconds=4)
    assert answer.json() == {"refused": ["It may take from 5 to 600 seconds."]}
    asked(client, rota)
    assert "has had this rota filled since" in asked(client, rota).json()["refused"][0]
    assert FillRun.objects.count() == 1


def test_the_form_works_without_a_script(client, rota, manager):
    assert asked(client, rota, after="").status_code == 302
    shown = text(client.get(reverse("fill-rota", args=[rota.pk])))
    assert "Waiting for the solver" in shown
    assert 'id="fill-form"' not in shown
    run = FillRun.objects.get()
    assert f'data-then="{reverse("proposal", args=[run.pk])}"' in shown
    assert "Fills of this rota" not in shown  # the one under way is told of above
    answer = client.post(reverse("cancel-fill", args=[FillRun.objects.get().pk]), follow=True)
    assert "It is called off." in text(answer)
    refused = asked(client, rota, after="", last=MONDAY - DAY)
    assert refused.status_code == 422
    assert "Choose dates of this rota" in text(refused)
    typed = text(asked(client, rota, after="", first="soon"))
    assert '<a href="#fill_first">From</a>: This is no date.' in typed


def test_a_failed_run_says_why_and_can_be_put_away(client, rota, manager, run):
    FillRun.objects.update(state=State.FAILED, reason=asking_fills.DIED, cells=[])
    told = state(client, rota).json()
    assert told["said"] == f"The fill failed. {asking_fills.DIED}"
    assert asking_fills.DIED in told["html"]
    client.post(reverse("discard-proposal", args=[run.pk]) + "?after=0")
    assert state(client, rota).status_code == 204


# ── what is proposed ──


def test_the_side_says_what_it_comes_to_and_the_sheet_shows_it(client, rota, run):
    told = state(client, rota).json()
    assert told["said"] == "The fill is done: 2 cells proposed."
    assert "<dt>Areas short</dt><dd>2 → 0</dd>" in told["html"]
    cells = {name: ghost for name, ghost in told["ghosts"].items() if name[0] == "c"}
    assert sorted(cells) == ["c0-0", "c1-1"]
    assert cells["c0-0"]["said"].startswith("Proposed: Early 08:00 to 16:00, General X-ray")
    cover = {name: ghost["html"] for name, ghost in told["ghosts"].items() if name[0] in "ng"}
    assert sorted(name[0] for name in cover) == ["g", "g", "n", "n"]
    assert all("✓" in html for html in cover.values())
    hours = told["ghosts"]["h0"]
    assert "<small>0 →</small>7.5" in hours["html"]
    assert hours["said"] == "Proposed: 7.5 rostered of 37.5 contracted"
    assert not told["ghosts"].keys() & {"w0", "o0"}


def test_the_verdict_is_the_checkers(client, rota, manager):
    """Twelve hours between a late and an early, where thirteen are asked for."""
    rota.unit.rule_settings.filter(rule="R-19").delete()
    rota.unit.rule_settings.create(
        rule="R-19", parameters={"rest_minutes": 780}, in_force_from=date(2020, 1, 1)
    )
    duties = early("asha", MONDAY, "L"), early("asha", MONDAY + DAY)
    run = proposal(rota, *duties, scope=as_data(Scope(MONDAY, MONDAY + 6 * DAY)))
    told = state(client, rota).json()
    assert "1 to mend" in told["html"]
    assert 'class="corner"' in told["ghosts"]["c0-1"]["html"]
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    assert "It brings 1 that must be mended or accepted." in shown
    new = shown.split("New (1)")[1].split("</ul>")[0]
    assert "12 h" in new
    assert "to mend or accept</span>" in new


def test_the_page_tells_cover_hours_fairness_and_requests_before_and_after(client, rota, run):
    asha, ben = (rota.unit.people.get(reference=name) for name in ("asha", "ben"))
    asha.requests.create(date=MONDAY, wants="off", asked_at=NOW)
    ben.requests.create(date=MONDAY + DAY, wants="on", asked_at=NOW)
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    assert "<dt>Areas short, by date</dt><dd>2 → 0</dd>" in shown
    assert "1 → 1 <span" in shown.split("Requests granted")[1]
    assert "not granted</b>: otherwise: " in shown
    assert '<th scope="row">Asha</th><td>37.5</td><td>0</td><td>7.5</td>' in shown
    assert "no plan is more than 8.3 % better" in shown
    assert "None: at every minute as many are there as must be." in shown
    assert "of theirs</summary>" not in shown
    ben.employments.update(weekly_minutes=450)
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    assert "<summary>1 within 7.5 h of theirs</summary>" in shown


def test_gaps_left_and_new_breaches_are_said(client, rota, manager):
    run = proposal(
        rota,
        Duty("asha", MONDAY, "L", "TH", "XR"),
        early("asha", MONDAY + DAY),
        scope=as_data(Scope(MONDAY, MONDAY + 6 * DAY)),
    )
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    gaps = shown.split('id="gaps">')[1].split("</ul>")[0]
    assert gaps.count("<li") == 1
    assert "Monday 2 November" in gaps
    assert "1 stretch in which somebody is missing." in shown
    assert "New (" not in shown


def test_whoever_is_furthest_from_their_contract_comes_first_and_ten_are_shown(client, rota, run):
    for n in range(11):
        make_person(rota.unit, f"more{n}", name=f"More {n}", weekly_minutes=2000 + n)
    hours = text(client.get(reverse("proposal", args=[run.pk]))).split("hours-title")[1:]
    shown, rest = "".join(hours).split("3 more who are far from theirs")
    assert shown.index(">More 10<") < shown.index(">More 9<") < shown.index(">More 3<")
    assert ">More 0<" in rest


def test_the_side_says_too_when_a_plan_is_far_from_the_best(client, rota, run):
    assert "too little time" not in state(client, rota).json()["html"]
    FillRun.objects.update(objective=1000, bound=10)
    assert "too little time to come near the best plan" in state(client, rota).json()["html"]


def test_a_plan_far_from_the_best_and_whom_no_time_was_left_for_are_said(client, run):
    address = reverse("proposal", args=[run.pk])
    assert "said--warning" not in text(client.get(address))
    FillRun.objects.update(objective=1000, bound=10, reason="No time was left to place Sam.")
    shown = text(client.get(address))
    assert "no plan is more than" not in shown
    assert "too little time to come near the best plan" in shown
    assert '<p class="said said--warning">No time was left to place Sam.</p>' in shown


def test_many_gaps_left_are_shown_ten_at_once(client, rota, manager):
    area = rota.unit.sites.get(code="TH").areas.get(code="ED")
    line = {"starts": "08:00", "ends": "16:00", "role": "radiographer", "least": 1}
    for hour in range(8, 19):
        times = {"starts": f"{hour}:00", "ends": f"{hour + 1}:00"}
        rota.unit.demand.create(area=area, days=["wed"], **line | times)
    scope = as_data(Scope(MONDAY, MONDAY + 6 * DAY))
    run = proposal(rota, early("asha", MONDAY), early("ben", MONDAY + DAY), scope=scope)
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    first, rest = (part.split("</ul>")[0] for part in shown.split('id="gaps">')[1].split("<ul")[:2])
    assert (first.count("<li>"), rest.count("<li>")) == (10, 1)
    assert "11 stretches in which somebody is missing." in shown
    assert "All others (1)" in shown


def test_the_same_gap_on_many_dates_is_named_once(client, rota, run, whole_week):
    FillRun.objects.update(explanation=[PENDING | {"state": ""}])
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    gaps = shown.split('id="gaps">')[1].split("</ul>")[0]
    assert gaps.count("0 of 1 radiographer, 08:00 to 16:00") == shown.count("0 of 1 radiog") == 1
    assert "5 dates, the first Wednesday 4 November" in gaps
    assert "On Wednesday 4 November:" in gaps
    assert "8 November: not looked into." in gaps


def test_a_gap_that_was_filled_meanwhile_is_named_no_more(client, rota, run, whole_week):
    FillRun.objects.update(explanation=[PENDING | {"state": ""}])
    for person in rota.unit.people.all()[:1]:
        for n in range(2, 7):
            make_duty(rota, person, MONDAY + n * DAY)
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    assert "None: at every minute as many are there as must be." in shown
    assert "0 of 1 radiographer" not in shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"whole": "on"}, [("asha", 2), ("ben", 3)]),
        ({"person": "ben"}, [("ben", 3)]),
        ({"on": "2026-11-02"}, [("asha", 2)]),
        ({"cells": ["ben|2026-11-03"]}, [("ben", 3)]),
        ({"person": "asha", "on": "2026-11-03"}, []),
        ({"cells": ["zoe|2026-11-03", "nonsense"]}, []),
        ({}, []),
        ({"on": "never", "whole": "on"}, []),
    ],
)
def test_what_is_chosen_is_kept_and_nothing_else(client, rota, run, typed, kept):
    answer = keep(client, run, **typed)
    assert answer.status_code == 302
    assert planned(rota) == kept
    assert rota.changes.values("batch").distinct().count() == bool(kept)


def test_it_is_said_who_is_kept_along_with_somebody_who_learns(client, rota, manager):
    make_person(rota.unit, "sam", role="student", band="", name="Sam")
    beside = Duty("sam", MONDAY, "E", "TH", "XR", "supernumerary", ("asha",))
    run = proposal(rota, beside, early("asha", MONDAY), scope=as_data(Scope(MONDAY, MONDAY)))
    shown = text(client.get(keep(client, run, person="sam").url))
    assert "Kept 2 cells, with those of Asha, who supervises. Undo takes it back." in shown


def test_what_a_part_by_itself_breaks_is_said_until_the_rest_is_kept(client, rota, manager):
    """Asha's rest is too short once her early is kept and her late stays."""
    area = rota.unit.sites.get(code="TH").areas.get(code="XR")
    late = {"starts": "12:00", "ends": "20:00", "role": "radiographer", "least": 1}
    rota.unit.demand.create(area=area, days=["mon"], **late)
    rest = {"parameters": {"rest_minutes": 780}, "in_force_from": date(2020, 1, 1)}
    rota.unit.rule_settings.create(rule="R-19", **rest)
    make_duty(rota, rota.unit.people.get(reference="asha"), MONDAY, "L")
    gone = {("asha", MONDAY)}
    duties = early("asha", MONDAY + DAY), early("ben", MONDAY, "L")
    run = proposal(rota, *duties, without=gone, scope=as_data(Scope(MONDAY, MONDAY + DAY)))
    address = reverse("proposal", args=[run.pk])
    assert "Until the rest" not in text(client.get(address))
    keep(client, run, cells=["asha|2026-11-03"])
    shown = text(client.get(address))
    assert "Until the rest is kept, 1 breach stands that must be mended or accepted." in shown
    keep(client, run, whole="on")
    assert "Until the rest" not in text(client.get(address))


def test_of_what_was_all_kept_the_rota_is_shown(client, rota, run):
    assert keep(client, run, person="ben").url == reverse("proposal", args=[run.pk])
    assert keep(client, run, whole="on").url == reverse("rota", args=[rota.pk])
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    assert "All of it that can be kept is kept." in shown
    assert "Breaches gone" not in shown


def test_the_grid_is_answered_as_after_an_edit(client, rota, run):
    answer = keep(client, run, "?after=0", whole="on").json()
    assert answer["said"] == "Kept 2 cells. Undo takes it back."
    assert {"c0-0", "c1-1"} <= set(answer["elements"])
    assert state(client, rota).status_code == 204


def test_a_cell_changed_meanwhile_is_answered_with_how_it_stands(client, rota, run):
    make_duty(rota, rota.unit.people.get(reference="asha"), MONDAY, shift="L")
    answer = keep(client, run, "?after=0", whole="on")
    assert answer.status_code == 409
    assert answer.json()["refused"][0].startswith("Asha, Monday 2 November, was changed meanwhile")
    assert planned(rota) == [("asha", 2)]
    assert keep(client, run, "?after=0", whole="on", rest="on").status_code == 200
    assert planned(rota) == [("asha", 2), ("ben", 3)]


# ── as many questions of the database, whatever the size ──


def test_the_questions_are_as_many_for_a_larger_proposal(client, rota, run):
    def questions(name, *args):
        client.get(reverse(name, args=args))  # so that what the process keeps is kept
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse(name, args=args))
        return len(caught)

    few = questions("fill-state", rota.pk), questions("proposal", run.pk)
    for n in range(6):
        make_person(rota.unit, f"more{n}").requests.create(date=MONDAY, wants="on", asked_at=NOW)
    run.delete()
    more = proposal(
        rota,
        *(early(f"more{n}", MONDAY + n * DAY) for n in range(6)),
        scope=as_data(Scope(MONDAY, MONDAY + 6 * DAY)),
    )
    assert (questions("fill-state", rota.pk), questions("proposal", more.pk)) == few


def test_why_somebody_is_missing_is_told_with_what_it_would_take(client, run, whole_week):
    why = {
        "site": "TH",
        "area": "XR",
        "date": "2026-11-04",
        "missing": "0 of 1 radiographer, 08:00 to 16:00",
        "stops": [{"person": "asha", "why": "on annual leave"}],
        "could": ["ben"],
        "conflict": {"minimal": True, "elements": [], "sentences": ["Asha is on annual leave"]},
        "met_by": None,
        "relaxations": [{"kind": "people", "sentence": "Find 1 radiographer."}],
    }
    FillRun.objects.update(explanation=[why])
    shown = text(client.get(reverse("proposal", args=[run.pk])))
    assert "General X-ray" in shown
    assert "Wednesday 4 November" in shown
    assert "<h3>These cannot all hold together, and are not made fewer" in shown
    assert "<li>Asha is on annual leave</li>" in shown
    assert "<li>Find 1 radiographer.</li>" in shown
    assert "<dt>On annual leave</dt><dd>Asha</dd>" in shown
    assert "<dt>Could come</dt><dd>Ben</dd>" in shown


PENDING = {
    "site": "TH",
    "area": "XR",
    "date": "2026-11-04",
    "missing": "0 of 1 radiographer, 08:00 to 16:00",
    "stops": [{"person": "asha", "why": "on annual leave"}],
    "could": [],
    "conflict": None,
    "met_by": None,
    "relaxations": [],
    "state": "pending",
}


def test_gaps_that_are_looked_into_are_followed_by_a_piece_of_the_page(client, run, whole_week):
    FillRun.objects.update(explanation=[PENDING], to_explain=1)
    address = reverse("proposal", args=[run.pk])
    page, piece = text(client.get(address)), text(client.get(address, {"piece": "gaps"}))
    assert "watching.js" in page
    assert f'data-from="{address}?piece=gaps"' in page
    for shown in (page, piece):
        assert "0 of 1 gap looked into" in shown
        assert "Not looked into yet." in shown
    assert "<html" not in piece


def test_once_all_are_looked_into_nothing_is_asked_again(client, run, whole_week):
    FillRun.objects.update(explanation=[PENDING | {"state": ""}], to_explain=0)
    page = text(client.get(reverse("proposal", args=[run.pk])))
    assert "watching.js" not in page
    assert "data-from" not in page
    assert "1 of 1 gap looked into." in page


def test_what_stops_people_is_not_for_those_who_cannot_plan(client, rota, run):
    FillRun.objects.update(explanation=[PENDING])
    client.force_login(make_user(rota.unit, "viewer", name="Vi Viewer"))
    answer = client.get(reverse("proposal", args=[run.pk]), {"piece": "gaps"})
    assert answer.status_code in (403, 404)
    assert "annual leave" not in text(answer)


def test_areas_short_are_counted_where_the_fill_was_asked_for(client, run):
    FillRun.objects.update(scope=as_data(Scope(MONDAY, MONDAY)))
    page = text(client.get(reverse("proposal", args=[run.pk])))
    assert "<dt>Areas short, by date</dt><dd>1 → 0</dd>" in page


def test_of_days_that_differ_who_might_have_come_opens(client, run, whole_week):
    other = PENDING | {"date": "2026-11-05", "stops": [{"person": "ben", "why": "on annual leave"}]}
    FillRun.objects.update(explanation=[PENDING])
    address = reverse("proposal", args=[run.pk])
    page = text(client.get(address))
    assert page.count("Who might have come</h3>") == 1
    FillRun.objects.update(explanation=[PENDING, other])
    page = text(client.get(address))
    assert page.count("<details><summary>Who might have come</summary>") == 2
    assert "On Wednesday 4 November:" in page
    assert "<dt>On annual leave</dt><dd>Ben</dd>" in page
