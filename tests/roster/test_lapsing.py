"""What an edit does to what was submitted: little changes nothing, more takes approval back."""

from datetime import date, timedelta

import pytest

from roster.approving import approve_week, submit_week
from roster.editing import Cell, edit_rota
from roster.models import Approval, RotaWeek, RuleSetting
from roster.undoing import undo
from tests.factories import NOW, judge_only, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
PLAIN = {"role": "operator", "supervised_by": [], "additional": False, "fixed": False}
PLAIN |= {"called": [], "fold": None, "site": "TH", "area": "XR"}
DRAFT_AGAIN = "The week of 2 November is a draft again. "


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def unit():
    unit = make_unit()
    judge_only(unit, "R-04", "R-19")
    return unit


@pytest.fixture
def rota(unit):
    """Ten duties in the first of two weeks: Asha, who needs supervision, and Dev, each five."""
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    asha = make_person(unit, "asha", name="Asha N", role="assistant_practitioner", band="4")
    dev = make_person(unit, "dev", name="Dev P")
    make_person(unit, "eve", name="Eve R")
    for n in range(5):
        make_duty(rota, asha, on(n))
        make_duty(rota, dev, on(n))
    return rota


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager", name="Mo Manager")


@pytest.fixture
def approved(rota, manager):
    week = submit_week(week=week_of(rota), by=manager, now=NOW)
    for stage in ("ixf_manager", "operations_manager"):
        approver = make_user(rota.unit, "approver", stage=stage)
        week = approve_week(week=week, by=approver, now=NOW)
    assert week.state == "approved"
    return week


def week_of(rota):
    return RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=MONDAY)


def edit(rota, by, *cells, **fields):
    """Each cell is (person, day of the week, shifts)."""
    wanted = [
        Cell(person, on(n), tuple(PLAIN | {"shift": shift} | fields for shift in shifts))
        for person, n, shifts in cells
    ]
    return edit_rota(rota=rota, by=by, wanted=wanted, now=NOW).sent_back


def allow(unit, share):
    RuleSetting.objects.create(
        unit=unit,
        rule="R-30",
        parameters={"reset_percent": share},
        in_force_from=date(2026, 1, 1),
    )


def stands(rota):
    return week_of(rota).state, Approval.objects.count()


def test_exactly_the_share_keeps_the_approvals(rota, unit, manager, approved):
    allow(unit, 10)
    assert edit(rota, manager, ("dev", 0, ["LD"])) == ()
    assert stands(rota) == ("approved", 2)


def test_one_duty_more_takes_them_back_and_says_so(rota, unit, manager, approved):
    allow(unit, 19)
    why = "2 of 10 duties changed since the week was submitted; more than 19 per cent."
    said = edit(rota, manager, ("dev", 0, ["LD"]), ("eve", 0, ["E"]))
    assert said == (DRAFT_AGAIN + why,)
    assert stands(rota) == ("draft", 0)
    week = week_of(rota)
    assert (week.returned_by, week.returned_at, week.returned_reason) == (manager, NOW, why)


def test_edits_add_up_since_the_submission(rota, unit, manager, approved):
    allow(unit, 10)
    assert edit(rota, manager, ("dev", 0, ["LD"])) == ()
    (said,) = edit(rota, manager, ("dev", 1, ["LD"]))
    assert "2 of 10 duties changed" in said


def test_a_cell_changed_twice_counts_once(rota, unit, manager, approved):
    allow(unit, 10)
    edit(rota, manager, ("dev", 0, ["LD"]))
    assert edit(rota, manager, ("dev", 0, ["LD"]), ("eve", 4, [])) == ()
    assert edit(rota, manager, ("dev", 0, ["E"])) == ()
    assert edit(rota, manager, ("dev", 1, ["LD"])) == ()
    assert stands(rota) == ("approved", 2)


def test_what_is_taken_back_counts_as_unchanged(rota, unit, manager, approved):
    allow(unit, 10)
    edit(rota, manager, ("dev", 0, ["LD"]))
    undo(rota=rota, by=manager, now=NOW)
    assert edit(rota, manager, ("dev", 1, ["LD"])) == ()


def test_duties_added_do_not_swell_what_the_share_is_of(rota, unit, manager, approved):
    allow(unit, 10)
    (said,) = edit(rota, manager, ("eve", 0, ["SH", "L"]))
    assert "2 of 10 duties changed" in said


def test_a_lock_is_no_change(rota, unit, manager, approved):
    allow(unit, 0)
    assert edit(rota, manager, ("dev", 0, ["E"]), fixed=True) == ()
    assert stands(rota) == ("approved", 2)


def test_a_new_breach_that_blocks_takes_them_back_however_small(rota, unit, manager, approved):
    allow(unit, 100)
    (said,) = edit(rota, manager, ("dev", 0, []))
    assert said == (
        DRAFT_AGAIN + "An edit brought 1 breach to mend or accept: "
        "R-04, An assistant practitioner is never unsupervised."
    )
    assert stands(rota) == ("draft", 0)


def test_a_breach_that_was_there_already_is_not_new(rota, unit, manager):
    allow(unit, 100)
    edit(rota, manager, ("dev", 0, []))
    submit_week(week=week_of(rota), by=manager, now=NOW)
    assert edit(rota, manager, ("dev", 1, ["LD"])) == ()
    assert stands(rota) == ("submitted", 0)


def test_a_breach_that_an_edit_next_week_brings_counts_too(rota, unit, manager):
    """Rest after Sunday's late is broken by Monday's first shift."""
    allow(unit, 100)
    edit(rota, manager, ("dev", 6, ["L"]))
    submit_week(week=week_of(rota), by=manager, now=NOW)
    (said,) = edit(rota, manager, ("dev", 7, ["N1"]))
    assert "R-19" in said
    assert stands(rota)[0] == "draft"


def test_an_edit_of_another_week_leaves_it_alone(rota, unit, manager, approved):
    allow(unit, 0)
    assert edit(rota, manager, ("dev", 9, ["E"])) == ()
    assert stands(rota) == ("approved", 2)


def test_a_draft_is_sent_nowhere(rota, manager):
    assert edit(rota, manager, ("dev", 0, [])) == ()
    assert week_of(rota).returned_reason == ""
