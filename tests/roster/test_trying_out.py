"""What if: a rota tried out aside, filled and compared; and that nothing of it is ever kept."""

from datetime import time

import pytest

from roster import asking_fills, running_fills, snapshot
from roster.asking_fills import FillRefused, ask_fill
from roster.autofill.bounds import KEEP, Scope
from roster.editing import Cell, edit_rota
from roster.models import Duty, DutyChange, FillRun, OutboxMessage, Release, WhatIf
from roster.running_fills import claim, run_fill
from roster.supposing import NEW, names_of_lines
from roster.trying_out import ask_what_if, drop_what_if
from tests.factories import NOW, judge_only, make_person, make_rota, make_unit, make_user
from tests.roster.test_fills import MONDAY, Still

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
def manager(rota):
    return make_user(rota.unit, "rota_manager", name="Mo Manager")


def line(rota):
    return next(iter(names_of_lines(snapshot.problem_of(rota))))


def tried(rota, by, both=False, **changes):
    scope = Scope(rota.starts, rota.until, how=KEEP)
    how = {"scope": scope, "seconds": 5, "now": NOW, "both": both}
    return ask_what_if(rota=rota, by=by, changes=changes, **how)


def done(rota, by, **changes):
    what_if = tried(rota, by, **changes)
    run_fill(claim(NOW), lambda: NOW, Still)
    return WhatIf.objects.select_related("run").get(pk=what_if.pk)


def test_it_waits_as_a_run_with_what_is_changed_in_words(rota, manager):
    what_if = tried(rota, manager, without=["ben"])
    assert (what_if.run.state, what_if.run.by) == (State.WAITING, manager)
    assert what_if.changes == {"without": ["ben"], "both": False}
    assert what_if.said == ["Without Ben."]
    assert what_if.compared is None


def test_both_sides_are_compared(rota, manager):
    """Two days want one from eight to four; two people can meet two, one alone only one."""
    more = done(rota, manager, demand=[[line(rota), 2]])
    assert more.run.state == State.DONE
    assert (more.compared["now"]["short"], more.compared["then"]["short"]) == (2, 0)
    assert more.compared["now"]["missing"] == 2 * 480
    fewer = done(rota, manager, demand=[[line(rota), 2]], without=["ben"])
    assert (fewer.compared["now"]["short"], fewer.compared["then"]["short"]) == (2, 2)
    assert fewer.compared["then"]["missing"] == 2 * 480


def test_the_rota_as_it_is_may_be_filled_too_and_neither_is_kept(rota, manager):
    """Nothing is planned: filled, one of the two can meet the demand as well as both can."""
    kept = [model.objects.count() for model in (Duty, DutyChange)]
    what_if = done(rota, manager, both=True, without=["ben"])
    compared = what_if.compared
    assert (compared["filled"], compared["now"]["short"], compared["then"]["short"]) == (True, 0, 0)
    assert compared["now"]["paid"] == compared["then"]["paid"] > 0
    assert (what_if.seconds, what_if.run.cells) == (10, [])
    assert [model.objects.count() for model in (Duty, DutyChange)] == kept
    alone = done(rota, manager, without=["ben"])
    assert (alone.compared["filled"], alone.compared["now"]["paid"], alone.seconds) == (False, 0, 5)


def test_only_what_is_changed_differs_between_two_filled_sides(rota, manager):
    what_if = done(rota, manager, both=True, demand=[[line(rota), 2]])
    assert what_if.compared["then"]["paid"] == 2 * what_if.compared["now"]["paid"]


def test_called_off_before_its_own_turn_the_rota_is_compared_as_it_stood(rota, manager):
    class CalledOff(Still):
        def is_over(self):
            return True

    what_if = tried(rota, manager, both=True, without=["ben"])
    run_fill(claim(NOW), lambda: NOW, CalledOff)
    what_if.refresh_from_db()
    assert what_if.compared["filled"] is False
    assert what_if.compared["now"]["paid"] == 0


@pytest.mark.parametrize(("kind", "words"), [("demand", "line of demand"), ("rule", "setting")])
def test_one_thing_chosen_twice_is_refused(rota, manager, kind, words):
    name = {"demand": line(rota), "rule": "R-17 soft"}[kind]
    with pytest.raises(FillRefused, match=f"each {words} once"):
        tried(rota, manager, **{kind: [[name, 2], [name, 3]]})
    assert not FillRun.objects.exists()


def test_somebody_more_is_planned_like_anybody(rota, manager):
    what_if = done(rota, manager, demand=[[line(rota), 3]], like=["asha"])
    assert what_if.said[1].startswith("With somebody more like Asha")
    assert what_if.compared["then"]["short"] == 0
    assert not rota.unit.people.filter(reference=NEW).exists()


def test_a_rule_that_is_set_otherwise_is_kept_by_the_fill(rota, manager):
    """With a rest of 25 hours nobody can come on two days running."""
    stood = done(rota, manager, without=["ben"])
    rested = done(rota, manager, without=["ben"], rule=[["R-19 rest_minutes", 1500]])
    assert (stood.compared["then"]["short"], rested.compared["then"]["short"]) == (0, 1)


def test_nothing_of_it_reaches_the_rota_or_anybody(rota, manager):
    early = {"shift": "E", "site": "TH", "area": "XR"}
    edit_rota(rota=rota, by=manager, wanted=[Cell("asha", MONDAY, (early,))], now=NOW)
    kept = [set(model.objects.values_list("pk", flat=True)) for model in (Duty, DutyChange)]
    what_if = done(rota, manager, demand=[[line(rota), 2]])
    assert [set(m.objects.values_list("pk", flat=True)) for m in (Duty, DutyChange)] == kept
    assert not OutboxMessage.objects.exists()
    assert not Release.objects.exists()
    assert what_if.run.cells == []
    assert rota.unit.demand.get().least == 1
    rota.refresh_from_db()
    assert rota.sequence == what_if.run.sequence


def test_nothing_chosen_is_refused(rota, manager):
    with pytest.raises(FillRefused, match="at least one"):
        tried(rota, manager)
    assert not FillRun.objects.exists()


def test_what_is_not_there_is_refused_and_leaves_no_run(rota, manager):
    with pytest.raises(FillRefused, match="person is not on this rota"):
        tried(rota, manager, without=["zoe"])
    assert not FillRun.objects.exists()


def test_one_at_a_time_with_fills(rota, manager):
    scope = Scope(rota.starts, rota.until)
    ask_fill(rota=rota, by=manager, scope=scope, seconds=5, now=NOW)
    with pytest.raises(FillRefused, match="has had this rota filled since"):
        tried(rota, manager, without=["ben"])
    assert not WhatIf.objects.exists()


def test_what_went_meanwhile_fails_with_its_reason(rota, manager):
    what_if = tried(rota, manager, demand=[[line(rota), 2]])
    rota.unit.demand.all().delete()
    run_fill(claim(NOW), lambda: NOW, Still)
    what_if.run.refresh_from_db()
    assert what_if.run.state == State.FAILED
    assert what_if.run.reason == "The line of demand is not asked any more."


def test_a_lost_run_leaves_no_figures(rota, manager):
    """It was taken for dead before it ended."""
    what_if = tried(rota, manager, without=["ben"])
    run = claim(NOW)
    FillRun.objects.update(state=State.FAILED)
    run_fill(run, lambda: NOW, Still)
    what_if.refresh_from_db()
    assert what_if.compared is None


def test_it_is_thrown_away_with_its_run_once_it_is_over(rota, manager):
    what_if = tried(rota, manager, without=["ben"])
    with pytest.raises(FillRefused, match="not done yet"):
        drop_what_if(what_if=what_if)
    FillRun.objects.update(state=State.DONE)
    what_if.run.refresh_from_db()
    drop_what_if(what_if=what_if)
    assert not FillRun.objects.exists()
    assert not WhatIf.objects.exists()
