"""What if over HTTP: asked by a form, compared, called off, thrown away, and kept from a fill."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from roster import asking_fills, running_fills, snapshot
from roster.models import FillRun, WhatIf
from roster.running_fills import claim, run_fill
from roster.supposing import names_of_lines
from tests.factories import NOW, judge_only, make_person, make_rota, make_unit, make_user
from tests.roster.test_fills import Still
from tests.roster.views.test_filling import DAY, MONDAY, state, text

pytestmark = pytest.mark.django_db
State = FillRun.State


@pytest.fixture(autouse=True)
def asleep(monkeypatch):
    monkeypatch.setattr(asking_fills, "wake_solver", lambda: None)
    running_fills.stopping.clear()


@pytest.fixture
def rota():
    """A week; a radiographer is wanted at TH/XR on Monday and Tuesday. Asha and Ben."""
    unit = make_unit()
    judge_only(unit, "R-33", "R-11", "R-17", "R-19")
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"starts": time(8), "ends": time(16), "role": "radiographer", "least": 1}
    unit.demand.create(area=area, days=["mon", "tue"], **line)
    for reference in ("asha", "ben"):
        make_person(unit, reference, name=reference.capitalize())
    return make_rota(unit, MONDAY, weeks=1)


@pytest.fixture
def manager(rota, client):
    manager = make_user(rota.unit, "rota_manager", name="Mo Manager")
    client.force_login(manager)
    return manager


def ask(client, rota, **typed):
    whole = {"first": MONDAY, "last": MONDAY + 6 * DAY, "how": "keep", "seconds": 5}
    return client.post(reverse("what-ifs", args=[rota.pk]), whole | typed)


def line(rota):
    return next(iter(names_of_lines(snapshot.problem_of(rota))))


@pytest.fixture
def what_if(client, rota, manager):
    ask(client, rota, without="ben")
    return WhatIf.objects.get()


def look(client, what_if):
    return client.get(reverse("what-if", args=[what_if.run_id]))


def test_the_form_asks_and_leads_to_the_page(client, rota, manager):
    answer = ask(
        client, rota, line=line(rota), least=2, without="ben", setting="R-17 soft", value="4"
    )
    what_if = WhatIf.objects.get()
    assert answer.url == reverse("what-if", args=[what_if.run_id])
    assert what_if.changes == {
        "without": ["ben"],
        "demand": [[line(rota), 2]],
        "rule": [["R-17 soft", 4]],
        "both": False,
    }
    assert "Waiting for the solver" in text(look(client, what_if))


def test_several_of_each_kind_are_asked_and_both_sides_filled(client, rota, manager):
    ask(
        client,
        rota,
        like="ben",
        like_3="asha",
        without_2="ben",
        both="on",
        setting_2="R-17 soft",
        value_2="3",
        setting_5="R-17 hard",
        value_5="4",
    )
    assert WhatIf.objects.get().changes == {
        "like": ["ben", "asha"],
        "without": ["ben"],
        "rule": [["R-17 soft", 3], ["R-17 hard", 4]],
        "both": True,
    }
    run_fill(claim(NOW), lambda: NOW, Still)
    assert "As it is, filled" in text(look(client, WhatIf.objects.get()))


def test_hours_skills_and_times_are_asked_and_named_on_the_page(client, rota, manager):
    rota.unit.competencies.create(code="FL", name="fluoroscopy")
    ask(
        client,
        rota,
        who="ben",
        hours="22.5",
        who_2="asha",
        able_2="skill FL",
        shift="E",
        starts="07:30",
        rest=20,
    )
    what_if = WhatIf.objects.get()
    assert what_if.changes == {
        "hours": [["ben", 1350]],
        "able": [["asha", "skill FL"]],
        "shift": [["E", ["07:30", None, 20]]],
        "both": False,
    }
    run_fill(claim(NOW), lambda: NOW, Still)
    page = text(look(client, what_if))
    for sentence in (
        "Ben with 22 h 30 min a week in place of 37 h 30 min.",
        "Asha trained for fluoroscopy.",
        "E at 07:30 to 16:00 in place of 08:00 to 16:00, with a break of 20 min",
        "Demand, people and shift types differ from Monday",
    ):
        assert sentence in page


def test_another_is_asked_like_one_that_was_tried(client, rota, manager):
    rota.unit.competencies.create(code="FL", name="fluoroscopy")
    typed = {
        "line": line(rota),
        "least": 0,
        "without": "ben",
        "who": "asha",
        "hours": "30",
        "able": "skill FL",
        "shift": "E",
        "ends": "15:00",
        "setting": "R-17 enabled",
        "value": "no",
        "how": "anew",
    }
    ask(client, rota, **typed)
    what_if = WhatIf.objects.get()
    FillRun.objects.update(state=State.DONE)
    link = f"{reverse('what-ifs', args=[rota.pk])}?like={what_if.run_id}"
    form = client.get(link).context["form"]
    shown = {one.name: one.value() for one in form if one.value() not in (None, "")}
    assert {name: str(shown[name]) for name in typed} == {k: str(v) for k, v in typed.items()}
    assert (shown["both"], "who_2" in shown) == (False, False)
    client.post(reverse("what-ifs", args=[rota.pk]), shown)
    assert WhatIf.objects.latest("pk").changes == what_if.changes


def test_no_other_is_asked_like_one_that_is_not_there(client, rota, manager):
    page = reverse("what-ifs", args=[rota.pk])
    assert client.get(f"{page}?like=99").status_code == 404
    assert client.get(f"{page}?like=x").status_code == 200


def test_a_setting_is_named_with_its_unit_once(client, rota, manager):
    form = text(client.get(reverse("what-ifs", args=[rota.pk])))
    assert "Warning above in days (" in form
    assert "in days in days" not in form


def test_rows_folded_away_open_where_something_was_typed(client, rota, manager):
    form = client.get(reverse("what-ifs", args=[rota.pk]))
    assert (text(form).count("<details"), text(form).count(" open>")) == (10, 0)
    wrong = text(ask(client, rota, value_4="3"))
    assert (wrong.count("<details"), wrong.count(" open>")) == (10, 2)
    assert "Choose a setting, and say what it is." in wrong


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose at least one thing to change."),
        ({"least_2": 2}, "Choose a line of demand, and say how many it asks for."),
        ({"setting": "R-17 soft", "value": "3", "setting_2": "R-17 soft", "value_2": "4"}, "once"),
        ({"least": 2}, "Choose a line of demand, and say how many it asks for."),
        ({"setting": "R-17 soft"}, "Choose a setting, and say what it is."),
        ({"setting": "R-17 soft", "value": "many"}, "It must be"),
        ({"setting": "R-17 soft", "value": "0"}, "It must be"),
        ({"setting": "R-11 enabled", "value": "no"}, "Select a valid choice"),
        ({"without": "zoe"}, "Select a valid choice"),
        ({"who": "ben"}, "Choose a person, and say their hours or what they may also do."),
        ({"hours": "30"}, "Choose a person, and say their hours or what they may also do."),
        ({"who": "ben", "hours": "thirty"}, "Type hours like 37.5 or 37:30."),
        ({"who": "ben", "hours": "0"}, "choose the person under Without"),
        ({"who": "ben", "hours": "37.5"}, "Ben works 37 h 30 min a week already."),
        ({"who": "ben", "able": "site TH"}, "Ben is able to work at Teaching Hospital already."),
        ({"who": "ben", "able": "area TH/XR"}, "it is for assistant practitioners"),
        ({"who": "ben", "hours": 30, "who_2": "ben", "hours_2": 20}, "hours once"),
        ({"starts": "07:00"}, "Choose a shift type, and say its times or its break."),
        ({"shift": "E"}, "Choose a shift type, and say its times or its break."),
        ({"shift": "E", "starts": "7 sharp"}, "Type a time like 07:30."),
        ({"shift": "E", "starts": "08:00"}, "E is 08:00 to 16:00 with 30 min unpaid already."),
        ({"shift": "E", "starts": "16:00"}, "It cannot start and end at the same time."),
        ({"shift": "E", "ends": "08:30", "rest": 30}, "The break is as long as the shift."),
        ({"shift": "E", "rest": 0, "shift_2": "E", "rest_2": 10}, "each shift type once"),
        ({"shift": "E", "ends": "07:00"}, "It would end at 07:00, before it starts at 08:00"),
        ({"shift": "E", "starts": "17:00"}, "before it starts at 17:00: over midnight that is 23"),
        ({"without": "ben", "who": "ben", "hours": "30"}, "Ben is to be gone, and to have other"),
        ({"without": "ben", "without_2": "ben"}, "Ben is chosen twice."),
        (
            {"without": "ben", "first": "soon"},
            "This is no date.",
        ),
        ({"without": "ben", "last": MONDAY + 7 * DAY}, "Choose dates of this rota"),
    ],
)
def test_what_is_typed_wrongly_is_said(client, rota, manager, typed, said):
    answer = ask(client, rota, **typed)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not FillRun.objects.exists()


def test_how_far_it_is_is_told_over_the_seconds_of_both_sides(client, rota, manager):
    ask(client, rota, without="ben", both="on")
    figures = {"elapsed": 7, "objective": 4200, "bound": 4000, "uncovered": 2}
    FillRun.objects.update(state="running", alive_at=timezone.now(), **figures)
    page = text(look(client, WhatIf.objects.get()))
    for figure in ("7 of 10 s", "2", "4,200", "by 4.8 % at most"):
        assert f">{figure}</dd>" in page
    assert "The figures are the copy’s." in page


def test_called_off_while_it_runs_it_says_that_it_stops(client, rota, what_if):
    FillRun.objects.update(state="running", alive_at=timezone.now())
    client.post(reverse("cancel-what-if", args=[what_if.run_id]))
    assert "Stopping with the best so far" in text(look(client, what_if))


def test_a_worker_that_died_is_noticed_by_whoever_looks(client, rota, what_if):
    FillRun.objects.update(state="running", alive_at=NOW)
    page = text(look(client, what_if))
    assert "Failed." in page
    assert "Its worker died" in page


@pytest.mark.parametrize(
    ("flag", "word", "value"), [("R-17 enabled", "no", False), ("R-02 enabled", "Yes", True)]
)
def test_a_flag_is_set_by_a_word(client, rota, manager, flag, word, value):
    ask(client, rota, setting=flag, value=word)
    assert WhatIf.objects.get().changes["rule"] == [[flag, value]]


def test_both_sides_are_shown_with_what_is_better(client, rota, what_if):
    run_fill(claim(NOW), lambda: NOW, Still)
    page = text(look(client, what_if))
    assert "<li><b>Without Ben.</b></li>" in page
    assert (
        '<th scope="row">Areas short, by date</th><td>2</td><td>0</td>'
        '<td>−2 <span class="is-more">better</span></td>'
    ) in page


def test_a_copy_far_from_the_best_plan_says_so(client, rota, what_if):
    run_fill(claim(NOW), lambda: NOW, Still)
    FillRun.objects.update(objective=1000, bound=900)
    assert "too little time" not in text(look(client, what_if))
    FillRun.objects.update(objective=1000, bound=100)
    assert "the copy could be better by 90.0 % at most" in text(look(client, what_if))


def test_a_gap_of_the_copy_says_why(client, rota, manager):
    ask(client, rota, line=line(rota), least=3, like="ben", without="ben")
    run_fill(claim(NOW), lambda: NOW, Still)
    page = text(look(client, WhatIf.objects.get()))
    assert '<h2 id="gaps-title">Gaps left</h2>' in page
    assert "Listed are" not in page
    FillRun.objects.update(uncovered=30)
    assert "30 stretches" in (page := text(look(client, WhatIf.objects.get())))
    assert "Listed are 2: of each kind" in page
    assert "Somebody new" in page or "Somebody like Ben" in page


def test_one_is_called_off_and_thrown_away(client, rota, what_if):
    drop = reverse("drop-what-if", args=[what_if.run_id])
    assert "It is not done yet" in text(client.post(drop, follow=True))
    answer = client.post(reverse("cancel-what-if", args=[what_if.run_id]), follow=True)
    assert "It is called off." in text(answer)
    assert "Throw it away" in text(answer)
    again = client.post(reverse("cancel-what-if", args=[what_if.run_id]), follow=True)
    assert "nothing to cancel" in text(again)
    assert "The rota stands as it did." in text(client.post(drop, follow=True))
    assert not FillRun.objects.exists()


def test_a_fill_is_not_a_what_if(client, rota, what_if):
    FillRun.objects.update(state=State.DONE)
    WhatIf.objects.all().delete()
    assert look(client, what_if).status_code == 404


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("proposal", "get"),
        ("keep-proposal", "post"),
        ("discard-proposal", "post"),
        ("cancel-fill", "post"),
    ],
)
def test_no_way_to_a_proposal_leads_to_it(client, what_if, name, method):
    assert getattr(client, method)(reverse(name, args=[what_if.run_id])).status_code == 404


def test_neither_the_grid_nor_the_page_of_fills_shows_it(client, rota, what_if):
    assert state(client, rota).status_code == 204
    page = text(client.get(reverse("fill-rota", args=[rota.pk])))
    assert reverse("what-if", args=[what_if.run_id]) in page
    assert reverse("cancel-what-if", args=[what_if.run_id]) in page
    assert "This rota was never filled." in page


@pytest.mark.parametrize("role", ["staff", "viewer", "approver"])
def test_who_may_not_plan_the_rota_sees_none_of_it(client, rota, what_if, role):
    client.force_login(make_user(rota.unit, role))
    assert look(client, what_if).status_code in (403, 404)
    assert client.get(reverse("what-ifs", args=[rota.pk])).status_code in (403, 404)


def test_they_are_listed_newest_first_in_so_many_queries(
    client, rota, what_if, django_assert_num_queries
):
    FillRun.objects.update(state=State.DONE)
    ask(client, rota, without="asha")
    page = text(client.get(reverse("what-ifs", args=[rota.pk])))
    assert page.index("Without Asha.") < page.index("Without Ben.")
