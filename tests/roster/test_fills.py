"""Filling a rota: asked, run, watched, called off, died; and what became of the rota meanwhile."""

from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from roster import asking_fills, running_fills
from roster.asking_fills import FillRefused, ask_fill, cancel_fill, sweep_fills
from roster.autofill import filling
from roster.autofill.bounds import ANEW, GAPS, KEEP, Scope
from roster.editing import Cell, edit_rota
from roster.models import FillRun, KeptDate, RotaWeek
from roster.proposing import keep_proposal
from roster.running_fills import Pulse, claim, run_fill, run_waiting
from roster.setting_weights import set_weights
from roster.snapshot import problem_of
from staff.models import LeaveRequest
from tests.factories import (
    NOW,
    judge_only,
    make_absence,
    make_duty,
    make_person,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
State = FillRun.State


class Still(Pulse):
    """Beaten only when the solver asks whether it is over, in the test's own thread."""

    def is_over(self):
        self.beat()
        return super().is_over()

    def beating(self):
        return transaction.atomic()  # any context will do


@pytest.fixture(autouse=True)
def awake(monkeypatch):
    """Nobody has asked this process to stop, and no broker is asked for anything."""
    monkeypatch.setattr(asking_fills, "wake_solver", lambda: None)
    running_fills.stopping.clear()
    yield
    running_fills.stopping.clear()


@pytest.fixture
def rota():
    """Two weeks; an early radiographer is wanted at TH/XR from Monday to Friday. Two people."""
    unit = make_unit()
    judge_only(unit, "R-33", "R-11", "R-19")
    area = unit.sites.get(code="TH").areas.get(code="XR")
    days = ["mon", "tue", "wed", "thu", "fri"]
    line = {"starts": time(8), "ends": time(16), "role": "radiographer", "least": 1}
    unit.demand.create(area=area, days=days, **line)
    for reference in ("asha", "ben"):
        make_person(unit, reference)
    return make_rota(unit, MONDAY, weeks=2)


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager", name="Mo Manager")


def asked(rota, by, now=NOW, seconds=5, **scope):
    whole = {"first": rota.starts, "last": rota.until} | scope
    return ask_fill(rota=rota, by=by, scope=Scope(**whole), seconds=seconds, now=now)


def filled(rota, by, **scope):
    run = asked(rota, by, **scope)
    run_fill(claim(NOW), lambda: NOW, Still)
    run.refresh_from_db()
    return run


def proposed(run):
    return [(who, on, [duty["shift"] for duty in duties]) for who, on, duties, _ in run.cells]


def test_whoever_learns_is_proposed_beside_somebody_and_kept_so(rota, manager):
    make_person(rota.unit, "sam", role="student", band="", days_per_week=1, weekly_minutes=450)
    run = filled(rota, manager, how=KEEP, people=("asha", "sam"))
    cells = [(on, duties) for who, on, duties, _ in run.cells if who == "sam"]
    assert [on for on, _ in cells] == ["2026-11-02", "2026-11-09"]
    for on, (duty,) in cells:
        assert (duty["role"], duty["supervised_by"]) == ("supernumerary", ["asha"])
        assert ("asha", on) in {(who, date) for who, date, _ in proposed(run)}
    keep_proposal(run=run, by=manager, now=NOW)
    kept = [duty for duty in problem_of(rota).duties if duty.person == "sam"]
    assert [(duty.date, duty.supervised_by) for duty in kept] == [
        (MONDAY, ("asha",)),
        (MONDAY + 7 * DAY, ("asha",)),
    ]


def test_whom_no_time_was_left_for_is_said(rota, manager, monkeypatch):
    monkeypatch.setattr(filling, "_latest", lambda *_: 0)
    make_person(rota.unit, "sam", name="Sam", role="student", band="", weekly_minutes=450)
    run = filled(rota, manager, how=KEEP)
    assert run.state == State.DONE
    assert run.reason == (
        "No time was left to place Sam beside a supervisor in each week from Monday 2 November on: "
        "give it more seconds."
    )


def test_where_only_gaps_are_filled_nobody_who_learns_is_placed(rota, manager):
    make_person(rota.unit, "sam", role="student", band="", days_per_week=1, weekly_minutes=450)
    assert {who for who, *_ in proposed(filled(rota, manager))} <= {"asha", "ben"}


# ── asking ──


def test_a_run_waits_with_what_was_asked(rota, manager):
    run = asked(rota, manager, people=("asha",), sites=("TH",), how=KEEP)
    assert (run.state, run.by, run.seconds, run.asked_at) == (State.WAITING, manager, 5, NOW)
    assert run.scope == {
        "first": "2026-11-02",
        "last": "2026-11-15",
        "people": ["asha"],
        "sites": ["TH"],
        "how": "keep",
    }


def test_the_solver_is_woken_once_the_run_is_kept(
    rota, manager, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(asking_fills, "wake_solver", lambda: woken.append(FillRun.objects.count()))
    with django_capture_on_commit_callbacks(execute=True):
        asked(rota, manager)
    assert woken == [1]


def test_a_second_run_is_refused_and_says_who_fills(rota, manager):
    asked(rota, manager)
    with pytest.raises(FillRefused) as refusal:
        asked(rota, make_user(rota.unit, "rota_manager"))
    assert str(refusal.value) == (
        "Mo Manager has had this rota filled since 09:30. Wait until that is done, or cancel it."
    )
    assert FillRun.objects.count() == 1


def test_the_database_refuses_a_second_run_by_itself(rota, manager):
    run = asked(rota, manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        FillRun.objects.create(rota=rota, scope=run.scope, seconds=5, asked_at=NOW, state="running")


def test_another_rota_may_be_filled_at_the_same_time(rota, manager):
    asked(rota, manager)
    asked(make_rota(rota.unit, MONDAY + 14 * DAY, weeks=1), manager)
    assert FillRun.objects.filter(state=State.WAITING).count() == 2


def test_after_a_run_has_ended_another_may_be_asked(rota, manager):
    filled(rota, manager)
    assert asked(rota, manager).state == State.WAITING


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ({"seconds": 4}, "It may take from 5 to 600 seconds."),
        ({"seconds": 601}, "It may take from 5 to 600 seconds."),
        ({"first": MONDAY - DAY}, "Choose dates of this rota"),
        ({"last": MONDAY + 14 * DAY}, "Choose dates of this rota"),
        ({"first": MONDAY + DAY, "last": MONDAY}, "the first not after the last"),
        ({"people": ("asha", "zoe")}, "Choose people of this unit."),
        ({"sites": ("NOWHERE",)}, "Choose sites of this unit."),
    ],
)
def test_what_cannot_be_filled_is_refused(rota, manager, scope, said):
    with pytest.raises(FillRefused, match=said):
        asked(rota, manager, **scope)
    assert not FillRun.objects.exists()


@pytest.mark.parametrize("state", ["published", "closed"])
def test_a_rota_all_told_is_not_filled(rota, manager, state):
    rota.rota_weeks.update(state=state)
    with pytest.raises(FillRefused, match="published or closed"):
        asked(rota, manager)


def test_a_rota_deleted_meanwhile_is_refused(rota, manager):
    gone = type(rota).objects.get(pk=rota.pk)
    rota.delete()
    with pytest.raises(FillRefused, match="was deleted"):
        ask_fill(rota=gone, by=manager, scope=Scope(MONDAY, MONDAY + DAY), seconds=5, now=NOW)


# ── running ──


def test_a_run_proposes_and_changes_nothing(rota, manager):
    run = filled(rota, manager)
    assert (run.state, run.uncovered, run.reason) == (State.DONE, 0, "")
    assert run.sequence == 0
    days = [MONDAY + n * DAY for n in range(14) if (MONDAY + n * DAY).weekday() < 5]
    assert sorted(on for _, on, _ in proposed(run)) == [day.isoformat() for day in days]
    assert {tuple(shifts) for *_, shifts in proposed(run)} <= {("E",), ("LD",)}
    assert {seen for *_, seen in run.cells} == {"empty"}
    assert run.objective is not None
    assert (rota.duties.count(), rota.changes.count()) == (0, 0)


def test_only_gaps_leaves_what_is_covered(rota, manager):
    for n in (0, 1):
        make_duty(rota, rota.unit.people.get(reference="asha"), MONDAY + n * DAY)
    run = filled(rota, manager, last=MONDAY + 6 * DAY, how=GAPS)
    assert sorted(on for _, on, _ in proposed(run)) == ["2026-11-04", "2026-11-05", "2026-11-06"]


def test_only_gaps_fills_up_to_the_least_and_not_to_the_ideal(rota, manager):
    rota.unit.demand.update(ideal=2)
    last = MONDAY + 4 * DAY
    gaps, all_empty = (proposed(filled(rota, manager, last=last, how=how)) for how in (GAPS, KEEP))
    assert sorted(on for _, on, _ in gaps) == [f"2026-11-0{n}" for n in range(2, 7)]
    assert sorted(on for _, on, _ in all_empty) == [
        f"2026-11-0{n}" for n in range(2, 7) for _ in range(2)
    ]


def test_the_scope_holds_dates_people_and_sites(rota, manager):
    run = filled(rota, manager, first=MONDAY + DAY, last=MONDAY + 2 * DAY, people=("ben",))
    assert [(who, on) for who, on, _ in proposed(run)] == [
        ("ben", "2026-11-03"),
        ("ben", "2026-11-04"),
    ]
    assert proposed(filled(rota, manager, sites=("GH",))) == []


def test_planned_anew_a_duty_where_nobody_is_wanted_may_go(rota, manager):
    make_duty(rota, rota.unit.people.get(reference="asha"), MONDAY + 5 * DAY)  # a Saturday
    assert ("asha", "2026-11-07", []) in proposed(filled(rota, manager, how=ANEW))
    assert "2026-11-07" not in [on for _, on, _ in proposed(filled(rota, manager, how=KEEP))]


def test_published_and_closed_weeks_are_left_out(rota, manager):
    rota.rota_weeks.filter(monday=MONDAY).update(state=RotaWeek.State.PUBLISHED)
    dates = {on for _, on, _ in proposed(filled(rota, manager))}
    assert min(dates) == "2026-11-09"


def test_leave_and_dates_agreed_otherwise_are_left_out(rota, manager):
    asha, ben = (rota.unit.people.get(reference=name) for name in ("asha", "ben"))
    make_absence(asha, MONDAY, kind="AL")
    KeptDate.objects.create(person=ben, date=MONDAY)
    assert proposed(filled(rota, manager, last=MONDAY)) == []


def test_leave_that_waits_for_an_answer_is_a_wish(rota, manager):
    asha, ben = (rota.unit.people.get(reference=name) for name in ("asha", "ben"))
    asks = {"asked_at": NOW, "minutes": 450, "left": 0}
    for person, on in ((asha, MONDAY), (ben, MONDAY + DAY)):
        LeaveRequest.objects.create(person=person, starts_on=on, until=on, **asks)
    found = proposed(filled(rota, manager, last=MONDAY + DAY))
    assert [(who, on) for who, on, _ in found] == [("asha", "2026-11-03"), ("ben", "2026-11-02")]
    ben.leave_requests.update(starts_on=MONDAY)
    assert len(proposed(filled(rota, manager, last=MONDAY))) == 1  # the gap is worth more
    LeaveRequest.objects.update(state=LeaveRequest.State.REFUSED)
    assert problem_of(rota).leave_asked == ()


def test_the_weights_of_the_unit_hold(rota, manager):
    wanted = running_fills.bounds.Weights().__dict__ | {"duty": 77}
    now = {"by": manager, "now": NOW, "seen": 0}
    set_weights(unit=rota.unit, wanted=wanted, in_force_from=MONDAY, **now)
    assert filled(rota, manager, how=KEEP).weights == wanted


def test_runs_are_taken_in_the_order_they_were_asked(rota, manager, monkeypatch):
    later = make_rota(rota.unit, MONDAY + 14 * DAY, weeks=1)
    first, second = asked(rota, manager), asked(later, manager)
    ran = []
    monkeypatch.setattr(running_fills, "run_fill", lambda run, clock: ran.append(run.pk))
    run_waiting(lambda: NOW)
    assert ran == [first.pk, second.pk]


def test_a_run_is_claimed_once(rota, manager):
    run = asked(rota, manager)
    assert claim(NOW).pk == run.pk
    assert claim(NOW) is None


# ── called off ──


def test_a_waiting_run_called_off_never_begins(rota, manager):
    run = cancel_fill(run=asked(rota, manager), now=NOW)
    assert (run.state, run.ended_at, run.started_at) == (State.CANCELLED, NOW, None)
    assert claim(NOW) is None


def test_a_running_one_called_off_keeps_the_best_so_far(rota, manager):
    run = asked(rota, manager)
    taken = claim(NOW)
    assert cancel_fill(run=run, now=NOW).state == State.RUNNING
    run_fill(taken, lambda: NOW, Still)
    run.refresh_from_db()
    assert (run.state, run.reason) == (State.CANCELLED, "")
    assert run.ended_at == NOW


def test_what_has_ended_cannot_be_called_off(rota, manager):
    run = filled(rota, manager)
    with pytest.raises(FillRefused, match="ended already"):
        cancel_fill(run=run, now=NOW)


def test_a_worker_that_is_stopped_leaves_the_best_so_far(rota, manager):
    run = asked(rota, manager)
    taken = claim(NOW)
    running_fills.stop_all()
    run_fill(taken, lambda: NOW, Still)
    run.refresh_from_db()
    assert (run.state, run.reason) == (State.CANCELLED, running_fills.STOPPED)


# ── died ──


def test_a_run_whose_worker_gives_no_sign_fails_with_its_reason(rota, manager):
    run = asked(rota, manager)
    claim(NOW)
    assert sweep_fills(now=NOW + asking_fills.LEASE) == 0
    assert sweep_fills(now=NOW + asking_fills.LEASE + timedelta(seconds=1)) == 1
    run.refresh_from_db()
    assert (run.state, run.reason, run.cells) == (State.FAILED, asking_fills.DIED, [])
    assert rota.duties.count() == 0


def test_one_taken_for_dead_writes_nothing_any_more(rota, manager):
    run = asked(rota, manager)
    taken = claim(NOW)
    late = NOW + asking_fills.LEASE + timedelta(seconds=1)
    sweep_fills(now=late)
    run_fill(taken, lambda: late, Still)
    run.refresh_from_db()
    assert (run.state, run.cells, run.ended_at) == (State.FAILED, [], late)


def test_a_dead_run_stands_in_nobodys_way(rota, manager):
    asked(rota, manager)
    claim(NOW)
    later = NOW + asking_fills.LEASE + timedelta(seconds=1)
    assert asked(rota, manager, now=later).state == State.WAITING


def test_a_run_that_nobody_takes_fails_and_says_what_to_do(rota, manager):
    run = asked(rota, manager)
    assert sweep_fills(now=NOW + asking_fills.PATIENCE) == 0
    assert sweep_fills(now=NOW + asking_fills.PATIENCE + timedelta(seconds=1)) == 1
    run.refresh_from_db()
    assert (run.state, run.reason) == (State.FAILED, asking_fills.NOBODY)


def test_a_run_waits_longer_while_the_solver_is_busy(rota, manager):
    busy = asked(make_rota(rota.unit, MONDAY + 14 * DAY, weeks=1), manager)
    claim(NOW)
    run = asked(rota, manager)
    late = NOW + asking_fills.PATIENCE + timedelta(seconds=1)
    FillRun.objects.filter(pk=busy.pk).update(alive_at=late)
    assert sweep_fills(now=late) == 0
    run.refresh_from_db()
    assert run.state == State.WAITING


def test_a_solver_that_breaks_says_so_and_names_nobody(rota, manager, monkeypatch, caplog):
    def breaks(*_, **__):
        raise ZeroDivisionError("".join(["As", "ha"]))

    monkeypatch.setattr(running_fills, "_solve", breaks)
    run = filled(rota, manager)
    assert run.state == State.FAILED
    assert run.reason == (
        "The solver broke (ZeroDivisionError): report this as a fault. Nothing was changed."
    )
    assert f"Fill {run.pk} broke: ZeroDivisionError" in caplog.text
    assert "Asha" not in caplog.text


def test_a_rota_deleted_while_it_is_filled_leaves_nothing(rota, manager):
    asked(rota, manager)
    taken = claim(NOW)
    rota.delete()
    run_fill(taken, lambda: NOW, Still)
    assert not FillRun.objects.exists()


# ── changed meanwhile ──


def test_a_rota_changed_while_it_is_filled_is_planned_from_what_stood(rota, manager, monkeypatch):
    """The cell changed is recognised later, by what was seen in it."""
    solve = running_fills._solve

    def changed(problem, **settings):
        early = {"shift": "L", "site": "TH", "area": "XR", "role": "operator"}
        early |= {"supervised_by": [], "additional": False, "fixed": False, "called": []}
        wanted = [Cell("asha", MONDAY, (early | {"fold": None},))]
        edit_rota(rota=rota, by=manager, wanted=wanted, now=NOW)
        return solve(problem, **settings)

    monkeypatch.setattr(running_fills, "_solve", changed)
    run = filled(rota, manager, people=("asha",))
    assert (run.state, run.sequence) == (State.DONE, 0)
    assert run.cells[0][0] == "asha"
    assert run.cells[0][1] == "2026-11-02"
    assert run.cells[0][3] == "empty"


# ── progress ──


def test_a_beat_tells_how_far_it_is(rota, manager):
    run = asked(rota, manager)
    pulse = Pulse(claim(NOW), lambda: NOW + DAY)
    pulse.beat()
    run.refresh_from_db()
    assert (run.alive_at, run.objective, run.uncovered) == (NOW + DAY, None, None)
    assert run.elapsed >= 0
    assert not pulse.is_over()


def test_gaps_are_counted_once_for_each_news(rota, manager, monkeypatch):
    counted = []
    gap = SimpleNamespace(site="TH", first=MONDAY)
    monkeypatch.setattr(
        running_fills.bounds, "uncovered", lambda plan: counted.append(plan) or [gap] * 3
    )
    run = asked(rota, manager)
    pulse = Pulse(claim(NOW), lambda: NOW)
    pulse.tell(News(cost=12, bound=3.5))
    pulse.beat()
    pulse.beat()
    run.refresh_from_db()
    assert (run.objective, run.bound, run.uncovered) == (12, 3.5, 3)
    assert round(run.gap, 3) == round(8.5 / 12, 3)
    assert counted == ["the plan"]


def test_counting_gaps_takes_no_more_than_a_tenth_of_the_solvers_time(rota, manager, monkeypatch):
    now, counted = [0.0], []

    def count(plan):
        counted.append(now[0])
        now[0] += 2
        return []

    monkeypatch.setattr(running_fills.bounds, "uncovered", count)
    monkeypatch.setattr(running_fills, "monotonic", lambda: now[0])
    asked(rota, manager)
    pulse = Pulse(claim(NOW), lambda: NOW)
    for second in range(1, 41):
        now[0] = max(now[0], float(second))
        pulse.tell(News(cost=100 - second, bound=None))
        pulse.beat()
    assert counted == [1.0, 21.0]
    assert FillRun.objects.get().objective == 60


def test_two_who_ask_at_the_same_moment_get_one_run_and_one_sentence(rota, manager, monkeypatch):
    """The second has looked before the first has written: the database refuses it."""
    asked(rota, manager)
    looked = iter([None])
    real = asking_fills.open_run
    monkeypatch.setattr(asking_fills, "open_run", lambda rota: next(looked, real(rota)))
    with pytest.raises(FillRefused, match="Mo Manager has had this rota filled since"):
        asked(rota, manager)
    assert FillRun.objects.count() == 1


class News:
    def __init__(self, cost, bound):
        self.cost, self.bound = cost, bound

    def plan(self):
        return "the plan"


# ── what is left short ──


def test_gaps_on_dates_and_at_sites_that_it_was_not_asked_for_are_not_its_own(rota, manager):
    for reference in ("asha", "ben"):
        make_absence(rota.unit.people.get(reference=reference), MONDAY, until=MONDAY + 7 * DAY)
    rota.rota_weeks.filter(monday=MONDAY).update(state="published")
    run = filled(rota, manager)
    assert (run.uncovered, [gap["date"] for gap in run.explanation]) == (1, ["2026-11-09"])
    run = filled(rota, manager, sites=("GH",))
    assert (run.uncovered, run.explanation) == (0, [])


def test_a_unit_in_which_nobody_is_employed_is_filled_with_nothing(rota, manager):
    rota.unit.people.all().delete()
    run = filled(rota, manager)
    assert (run.state, run.reason, run.cells) == (State.DONE, "", [])
    assert run.uncovered == len(run.explanation) == 10


def test_a_run_that_was_called_off_explains_nothing(rota, manager):
    make_absence(rota.unit.people.get(reference="asha"), MONDAY)
    make_absence(rota.unit.people.get(reference="ben"), MONDAY)
    run = asked(rota, manager)
    claimed = claim(NOW)
    cancel_fill(run=run, now=NOW)
    run_fill(claimed, lambda: NOW, Still)
    run.refresh_from_db()
    assert (run.state, run.explanation) == (State.CANCELLED, [])
