"""Editing a rota: what is written, what is refused, what the log says."""

from datetime import date, timedelta

import pytest

from roster.cells import fingerprint
from roster.editing import Cell, ImpossibleEdit, StaleEdit, edit_rota
from roster.models import Approval, Duty, DutyChange, RotaWeek
from roster.snapshot import problem_of
from roster.undoing import NothingToUndo, redo, undo
from tests.factories import NOW, make_person, make_rota, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.smoke]
MONDAY = date(2026, 11, 2)
EMPTY = fingerprint([])


def duty(shift="E", site="TH", area="XR", **more):
    plain = {
        "shift": shift,
        "site": site,
        "area": area,
        "role": "operator",
        "supervised_by": [],
        "additional": False,
        "fixed": False,
        "called": [],
        "fold": None,
    }
    return plain | more


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N")
    make_person(unit, reference="dev", name="Dev P")
    return make_rota(unit, starts=MONDAY, weeks=4)


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager", name="Mo Manager")


def put(rota, by, *duties, person="asha", day=MONDAY, seen=None):
    cell = Cell(person, day, duties, seen)
    return edit_rota(rota=rota, by=by, wanted=[cell], now=NOW)


def held(rota, person="asha", day=MONDAY):
    return [d.shift for d in problem_of(rota).duties if (d.person, d.date) == (person, day)]


def test_a_duty_is_written_with_its_instants_and_logged(rota, manager):
    edit = put(rota, manager, duty())
    written = Duty.objects.get()
    assert (written.starts_at.isoformat(), written.ends_at.isoformat()) == (
        "2026-11-02T08:00:00+00:00",
        "2026-11-02T16:00:00+00:00",
    )
    change = DutyChange.objects.get()
    assert (change.sequence, change.who, change.before, change.after) == (1, manager, [], [duty()])
    assert edit.sequence == 1


def test_the_answer_is_what_the_database_holds(rota, manager):
    edit = put(rota, manager, duty("SH"), duty("L", area="ED"))
    assert edit.before.duties == ()
    assert edit.after.problem == problem_of(rota)


def test_writing_what_stands_leaves_no_line_in_the_log(rota, manager):
    put(rota, manager, duty())
    edit = put(rota, manager, duty())
    assert edit.changes == ()
    assert DutyChange.objects.count() == 1


def test_an_edit_of_a_cell_changed_meanwhile_is_refused_with_who_and_when(rota, manager):
    other = make_user(rota.unit, "rota_manager", name="Sam Other")
    put(rota, other, duty("L"))
    with pytest.raises(StaleEdit) as refused:
        put(rota, manager, duty("E"), seen=EMPTY)
    assert refused.value.stale == [("asha", MONDAY)]
    assert "Sam Other changed Asha N, Monday 2 November, at 09:30" in str(refused.value)
    assert held(rota) == ["L"]


def test_a_batch_with_one_stale_cell_changes_nothing(rota, manager):
    put(rota, manager, duty("L"))
    tuesday = MONDAY + timedelta(days=1)
    wanted = [Cell("asha", tuesday, (duty(),), EMPTY), Cell("asha", MONDAY, (duty(),), EMPTY)]
    with pytest.raises(StaleEdit):
        edit_rota(rota=rota, by=manager, wanted=wanted, now=NOW)
    assert held(rota, day=tuesday) == []


@pytest.mark.parametrize(
    ("duties", "said"),
    [
        ([duty("Q")], "there is no shift type Q. There are E, L"),
        ([duty(site="ZZ")], "there is no site ZZ."),
        ([duty(area="ZZ")], "Teaching Hospital has no area ZZ."),
        ([duty(area=None)], "E is clinical work and needs an area of Teaching Hospital."),
        ([duty(role="boss")], "boss is no duty role."),
        ([duty(supervised_by=["nobody"])], "there is nobody called nobody to supervise."),
        ([duty("E"), duty("L")], "E and L overlap. Nobody can work two duties at one time."),
    ],
)
def test_impossible_input_is_refused_in_a_sentence(rota, manager, duties, said):
    with pytest.raises(ImpossibleEdit) as refused:
        put(rota, manager, *duties)
    assert said in str(refused.value)
    assert str(refused.value).startswith("Asha N, Monday 2 November: ")
    assert Duty.objects.count() == 0


def test_a_date_outside_the_rota_is_refused(rota, manager):
    with pytest.raises(ImpossibleEdit, match="outside this rota"):
        put(rota, manager, duty(), day=rota.until + timedelta(days=1))


def test_a_person_of_another_unit_is_refused(rota, manager):
    stranger = make_person(make_unit(code="OTHER"), reference="stranger")
    with pytest.raises(ImpossibleEdit, match="nobody called stranger"):
        put(rota, manager, duty(), person=stranger.reference)


def test_an_overlap_with_another_date_names_the_other_duty(rota, manager):
    put(rota, manager, duty("OC"), day=MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    with pytest.raises(ImpossibleEdit) as refused:
        put(rota, manager, duty("EE"), day=tuesday)
    assert "Asha N already works OC on Monday 2 November, which overlaps" in str(refused.value)
    assert held(rota, day=tuesday) == []


def test_two_duties_may_swap_people_in_one_batch(rota, manager):
    put(rota, manager, duty("E"), person="asha")
    put(rota, manager, duty("L"), person="dev")
    wanted = [Cell("asha", MONDAY, (duty("L"),)), Cell("dev", MONDAY, (duty("E"),))]
    edit_rota(rota=rota, by=manager, wanted=wanted, now=NOW)
    assert (held(rota, "asha"), held(rota, "dev")) == (["L"], ["E"])


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_an_edit_sends_its_week_back_to_draft_and_drops_the_approvals(rota, manager, state):
    week = rota.rota_weeks.get(monday=MONDAY)
    RotaWeek.objects.filter(pk=week.pk).update(state=state)
    Approval.objects.create(week=week, stage="ixf_manager", by=manager, at=NOW)
    put(rota, manager, duty())
    week.refresh_from_db()
    assert (week.state, week.approvals.count()) == ("draft", 0)


def test_a_closed_week_takes_no_edit(rota, manager):
    rota.rota_weeks.filter(monday=MONDAY).update(state="closed")
    with pytest.raises(ImpossibleEdit, match="The week of 2 November is closed for pay"):
        put(rota, manager, duty())


def test_undo_and_redo_walk_through_ones_own_batches(rota, manager):
    put(rota, manager, duty("E"))
    put(rota, manager, duty("L"))
    undo(rota=rota, by=manager, now=NOW)
    assert held(rota) == ["E"]
    undo(rota=rota, by=manager, now=NOW)
    assert held(rota) == []
    redo(rota=rota, by=manager, now=NOW)
    redo(rota=rota, by=manager, now=NOW)
    assert held(rota) == ["L"]
    undo(rota=rota, by=manager, now=NOW)
    assert held(rota) == ["E"]


def test_a_new_edit_forgets_what_could_be_done_again(rota, manager):
    put(rota, manager, duty("E"))
    undo(rota=rota, by=manager, now=NOW)
    put(rota, manager, duty("L"))
    with pytest.raises(NothingToUndo, match="nothing to do again"):
        redo(rota=rota, by=manager, now=NOW)


def test_undo_leaves_alone_what_others_did(rota, manager):
    other = make_user(rota.unit, "rota_manager", name="Sam Other")
    put(rota, manager, duty("E"))
    put(rota, other, duty("L"), seen=None)
    with pytest.raises(StaleEdit, match="Sam Other changed"):
        undo(rota=rota, by=manager, now=NOW)
    assert held(rota) == ["L"]


def test_the_hour_that_the_clocks_skip_cannot_be_worked(manager):
    unit = manager.memberships.get().unit
    rota = make_rota(unit, starts=date(2026, 3, 23), weeks=1)
    with pytest.raises(ImpossibleEdit, match="the clocks skip 01:30"):
        put(rota, manager, duty("N1"), day=date(2026, 3, 29))


def test_the_hour_that_comes_twice_needs_its_fold(manager):
    unit = manager.memberships.get().unit
    rota = make_rota(unit, starts=date(2026, 10, 19), weeks=1)
    with pytest.raises(ImpossibleEdit, match="01:30 comes twice that day"):
        put(rota, manager, duty("N1"), day=date(2026, 10, 25))
    put(rota, manager, duty("N1", fold=1), day=date(2026, 10, 25))
    assert Duty.objects.get().starts_at.isoformat() == "2026-10-25T01:30:00+00:00"
