"""Gaps looked into after their fill: in what order, by whom, and what becomes of each."""

from datetime import timedelta

import pytest

from roster import explaining_fills
from roster.explaining_fills import explain_next
from roster.models import FillRun
from roster.running_fills import run_waiting
from tests.factories import NOW, make_absence, make_duty, make_person
from tests.roster import test_fills
from tests.roster.test_fills import DAY, MONDAY, asked, filled

pytestmark = pytest.mark.django_db
awake, rota, manager = test_fills.awake, test_fills.rota, test_fills.manager
WEDNESDAY = MONDAY + 2 * DAY


def now():
    return NOW


@pytest.fixture
def run(rota, manager):
    """Nobody may work while away, and both are from Monday to Wednesday: three gaps."""
    rota.unit.rule_settings.filter(rule="R-15").delete()
    for reference in ("asha", "ben"):
        make_absence(rota.unit.people.get(reference=reference), MONDAY, until=WEDNESDAY)
    return filled(rota, manager)


def states(run):
    run.refresh_from_db()
    return [row.get("state", "") for row in run.explanation]


def test_a_fill_that_ends_says_at_once_who_might_have_come(run):
    assert (run.state, run.to_explain, states(run)) == ("done", 3, ["pending"] * 3)
    gap = run.explanation[0]
    assert (gap["area"], gap["date"], gap["could"]) == ("XR", "2026-11-02", [])
    assert [row["person"] for row in gap["stops"]] == ["asha", "ben"]
    assert (gap["conflict"], gap["met_by"]) == (None, None)


def test_then_each_gap_is_looked_into_and_says_what_cannot_hold_together(run):
    run_waiting(now)
    assert (states(run), run.to_explain) == ([""] * 3, 0)
    for row, on in zip(run.explanation, ("02", "03", "04"), strict=True):
        assert row["date"] == f"2026-11-{on}"
        assert {one["kind"] for one in row["conflict"]["elements"]} == {"demand", "absence"}
        assert row["relaxations"]


def test_a_fill_that_waits_goes_before_the_gaps_that_are_left(run, rota, manager, monkeypatch):
    real, order = explaining_fills._explained, []
    monkeypatch.setattr(
        explaining_fills, "_explained", lambda *of: order.append("gap") or real(*of)
    )
    monkeypatch.setattr("roster.running_fills.run_fill", lambda run, clock: order.append("fill"))
    asked(rota, manager)
    run_waiting(now)
    assert order == ["fill", "gap", "gap", "gap"]


def test_nobody_takes_a_gap_twice_though_its_worker_was_killed(run, monkeypatch):
    def killed(run, row):
        raise SystemExit

    monkeypatch.setattr(explaining_fills, "_explained", killed)
    with pytest.raises(SystemExit):
        explain_next(now)
    monkeypatch.undo()
    while explain_next(now):
        pass
    assert states(run) == ["pending", "", ""]


def test_two_workers_take_two_gaps_and_neither_undoes_the_other(run, monkeypatch):
    real, nested = explaining_fills._explained, []

    def meanwhile(run, row):
        if not nested:
            nested.append(row)
            explain_next(now)
        return real(run, row)

    monkeypatch.setattr(explaining_fills, "_explained", meanwhile)
    explain_next(now)
    assert (states(run), run.to_explain) == (["", "", "pending"], 1)


def test_a_gap_that_breaks_says_so_and_the_log_names_nobody(run, monkeypatch, caplog):
    secret = "Asha is on annual leave"

    def broken(run, row):
        raise ValueError(secret)

    monkeypatch.setattr(explaining_fills, "_explained", broken)
    while explain_next(now):
        pass
    assert states(run) == ["broke"] * 3
    assert "ValueError" in caplog.text
    assert secret not in caplog.text


def test_a_gap_that_was_met_meanwhile_is_not_explained(run, rota):
    make_duty(rota, make_person(rota.unit, "cleo"), MONDAY, "E", "TH", "XR")
    explain_next(now)
    assert states(run) == ["met", "pending", "pending"]


def test_what_was_discarded_is_not_looked_into(run):
    FillRun.objects.update(discarded_at=NOW)
    assert not explain_next(now)
    assert states(run) == ["pending"] * 3


def test_a_gap_is_looked_at_in_the_rota_with_what_is_proposed(run):
    """On Thursday, which the run plans, nobody is missing: it stands in no conflict."""
    assert [cell[1] for cell in run.cells][:1] == [(MONDAY + 3 * DAY).isoformat()]
    filled = explaining_fills._filled(run, explaining_fills.bounds.from_data(run.scope))
    assert {duty.date for duty in filled.added} >= {MONDAY + 3 * DAY}
    assert [b.first for b in filled.uncovered] == [MONDAY, MONDAY + DAY, WEDNESDAY]


def test_a_run_that_is_deleted_meanwhile_leaves_nothing(run, monkeypatch):
    monkeypatch.setattr(
        explaining_fills, "_explained", lambda run, row: FillRun.objects.all().delete() and row
    )
    assert explain_next(now)
    assert not explain_next(now)


def test_a_worker_counts_as_lost_after_longer_than_a_gap_may_take():
    assert timedelta(seconds=3 * explaining_fills.SECONDS) < explaining_fills.LOST
