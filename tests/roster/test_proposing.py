"""Keeping what a fill proposes: all, a part, after others changed some; and putting it away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from roster import snapshot
from roster.asking_fills import FillRefused, told_days
from roster.cells import plain
from roster.editing import Cell, EditRefused, StaleEdit, edit_rota
from roster.models import FillRun
from roster.problem import Duty
from roster.proposing import discard_proposal, keep_proposal, sorted_out
from roster.running_fills import proposed_cells
from roster.undoing import redo, undo
from tests.factories import NOW, judge_only, make_person, make_rota, make_unit, make_user
from tests.roster.test_fills import DAY, MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def rota():
    unit = make_unit()
    judge_only(unit, "R-33")
    for reference in ("asha", "ben"):
        make_person(unit, reference, name=reference.capitalize())
    return make_rota(unit, MONDAY, weeks=2)


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager", name="Mo Manager")


def early(who, day, shift="E"):
    return Duty(who, day, shift, "TH", "XR")


def proposal(rota, *duties, without=(), **fields):
    """A run that proposes these duties beside those that stand, `without` some of them."""
    problem = snapshot.problem_of(rota)
    kept = [duty for duty in problem.duties if (duty.person, duty.date) not in without]
    after = replace(problem, duties=(*kept, *duties))
    whole = {"scope": {}, "seconds": 5, "asked_at": NOW, "started_at": NOW, "state": "done"}
    return FillRun.objects.create(rota=rota, cells=proposed_cells(problem, after), **whole | fields)


def put(rota, by, who, day, *shifts):
    wanted = [Cell(who, day, tuple(plain(early(who, day, shift)) for shift in shifts))]
    return edit_rota(rota=rota, by=by, wanted=wanted, now=NOW)


def keep(run, by, **chosen):
    return keep_proposal(run=run, by=by, now=NOW, **chosen)


def planned(rota):
    duties = snapshot.problem_of(rota).duties
    return [(duty.person, duty.date, duty.shift) for duty in duties]


def sorted_now(run):
    return sorted_out(run, snapshot.problem_of(run.rota), told_days(run.rota))


def test_keeping_all_is_one_edit_that_one_undo_takes_back(rota, manager):
    put(rota, manager, "ben", MONDAY, "L")
    run = proposal(
        rota, early("asha", MONDAY), early("asha", MONDAY + DAY), without={("ben", MONDAY)}
    )
    done = keep(run, manager)
    assert planned(rota) == [("asha", MONDAY, "E"), ("asha", MONDAY + DAY, "E")]
    assert {change.reason for change in done.changes} == {"Auto-fill kept"}
    assert len({change.batch for change in done.changes}) == 1
    undo(rota=rota, by=manager, now=NOW)
    assert planned(rota) == [("ben", MONDAY, "L")]
    redo(rota=rota, by=manager, now=NOW)
    assert planned(rota) == [("asha", MONDAY, "E"), ("asha", MONDAY + DAY, "E")]


def test_what_is_kept_is_open_again_after_an_undo(rota, manager):
    run = proposal(rota, early("asha", MONDAY))
    assert (len(sorted_now(run).open), len(sorted_now(run).kept)) == (1, 0)
    keep(run, manager)
    assert (len(sorted_now(run).open), len(sorted_now(run).kept)) == (0, 1)
    undo(rota=rota, by=manager, now=NOW)
    assert (len(sorted_now(run).open), len(sorted_now(run).kept)) == (1, 0)


def test_a_part_is_kept_and_the_rest_stays_proposed(rota, manager):
    run = proposal(rota, early("asha", MONDAY), early("ben", MONDAY + DAY))
    keep(run, manager, keys={("ben", MONDAY + DAY)})
    assert planned(rota) == [("ben", MONDAY + DAY, "E")]
    assert set(sorted_now(run).open) == {("asha", MONDAY)}
    keep(run, manager)
    assert len(planned(rota)) == 2


def test_who_learns_comes_with_the_supervisor_they_name(rota, manager):
    make_person(rota.unit, "sam", role="student", band="")
    beside = Duty("sam", MONDAY, "E", "TH", "XR", "supernumerary", ("asha",))
    run = proposal(rota, beside, early("asha", MONDAY), early("asha", MONDAY + DAY))
    keep(run, manager, keys={("sam", MONDAY)})
    assert sorted(planned(rota)) == [("asha", MONDAY, "E"), ("sam", MONDAY, "E")]
    undo(rota=rota, by=manager, now=NOW)
    put(rota, manager, "asha", MONDAY, "L")
    keep(run, manager, keys={("sam", MONDAY)})
    assert sorted(planned(rota)) == [("asha", MONDAY, "L"), ("sam", MONDAY, "E")]


def test_a_cell_changed_meanwhile_refuses_and_is_named_with_who_and_when(rota, manager):
    run = proposal(rota, early("asha", MONDAY), early("ben", MONDAY))
    put(rota, manager, "asha", MONDAY, "L")
    with pytest.raises(StaleEdit) as refusal:
        keep(run, make_user(rota.unit, "rota_manager"))
    assert refusal.value.sentences == (
        "Asha, Monday 2 November, was changed meanwhile (Mo Manager, 1 October, 09:30).",
        "Nothing was kept. The rest can be kept still.",
    )
    assert refusal.value.stale == [("asha", MONDAY)]
    assert planned(rota) == [("asha", MONDAY, "L")]


def test_the_rest_is_kept_when_it_is_asked_for(rota, manager):
    run = proposal(rota, early("asha", MONDAY), early("ben", MONDAY))
    put(rota, manager, "asha", MONDAY, "L")
    keep(run, manager, rest=True)
    assert set(planned(rota)) == {("asha", MONDAY, "L"), ("ben", MONDAY, "E")}


def test_a_part_without_the_changed_cell_is_not_refused(rota, manager):
    run = proposal(rota, early("asha", MONDAY), early("ben", MONDAY))
    put(rota, manager, "asha", MONDAY, "L")
    keep(run, manager, keys={("ben", MONDAY)})
    assert ("ben", MONDAY, "E") in planned(rota)


def test_many_changed_cells_are_not_all_named(rota, manager):
    run = proposal(rota, *(early("asha", MONDAY + n * DAY) for n in range(7)))
    for n in range(7):
        put(rota, manager, "asha", MONDAY + n * DAY, "L")
    with pytest.raises(StaleEdit) as refusal:
        keep(run, manager)
    assert len(refusal.value.sentences) == 7
    assert refusal.value.sentences[5] == "So it is with 2 more cells."


def test_what_somebody_planned_just_so_counts_as_kept(rota, manager):
    run = proposal(rota, early("asha", MONDAY), early("ben", MONDAY))
    put(rota, manager, "asha", MONDAY, "E")
    assert set(sorted_now(run).kept) == {("asha", MONDAY)}
    assert len(keep(run, manager).changes) == 1


@pytest.mark.parametrize("state", ["published", "closed"])
def test_a_week_published_or_closed_meanwhile_is_left_alone(rota, manager, state):
    run = proposal(rota, early("asha", MONDAY), early("asha", MONDAY + 7 * DAY))
    rota.rota_weeks.filter(monday=MONDAY).update(state=state)
    assert sorted_now(run).changed == {
        ("asha", MONDAY): "is in a week that was published meanwhile"
    }
    keep(run, manager, rest=True)
    assert planned(rota) == [("asha", MONDAY + 7 * DAY, "E")]


def test_somebody_who_left_the_unit_meanwhile_is_named_and_left_out(rota, manager):
    run = proposal(rota, early("asha", MONDAY), early("ben", MONDAY))
    rota.unit.people.get(reference="asha").delete()
    with pytest.raises(StaleEdit, match="asha, Monday 2 November, is not of this unit any more"):
        keep(run, manager)
    keep(run, manager, rest=True)
    assert planned(rota) == [("ben", MONDAY, "E")]


def test_where_nothing_is_left_keeping_says_so(rota, manager):
    run = proposal(rota, early("asha", MONDAY))
    keep(run, manager)
    with pytest.raises(EditRefused, match="Nothing of this is left to keep"):
        keep(run, manager)
    with pytest.raises(EditRefused, match="Nothing of this is left to keep"):
        keep(run, manager, keys=set())


def test_a_proposal_put_away_changes_nothing_and_is_not_looked_at_any_more(rota, manager):
    run = proposal(rota, early("asha", MONDAY))
    discard_proposal(run=run, now=NOW + timedelta(hours=1))
    run.refresh_from_db()
    assert run.discarded_at == NOW + timedelta(hours=1)
    assert planned(rota) == []


def test_a_run_under_way_cannot_be_put_away(rota):
    run = proposal(rota, early("asha", MONDAY), state="running")
    with pytest.raises(FillRefused, match="Cancel it first"):
        discard_proposal(run=run, now=NOW)
