"""Fills in real workers: killed, stopped, called off, two at once. What each leaves behind."""

import signal

import pytest

from tests.roster import test_workers
from tests.roster.test_workers import kill, until

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(180)]
sink, world = test_workers.sink, test_workers.world
embedded, served = test_workers.embedded, test_workers.served
SOLVER = ("worker", "-Q", "solver", "--pool", "threads", "-c", "1")

# Twelve people and four weeks: a plan within a second or two, and much longer until it is proved.
ASK = """
from datetime import date, time, timedelta
from django.utils import timezone
from roster.asking_fills import ask_fill
from roster.autofill.bounds import KEEP, Scope
from roster.models import RuleSetting
from roster.rules.catalogue import CATALOGUE
from tests.factories import make_person, make_rota, make_unit

unit = make_unit()
for rule in CATALOGUE:
    if rule not in ("R-03", "R-11", "R-17", "R-19", "R-24", "R-33", "R-38"):
        RuleSetting.objects.create(
            unit=unit, rule=rule, parameters={"enabled": False}, in_force_from=date(2020, 1, 1)
        )
area = unit.sites.get(code="TH").areas.get(code="XR")
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
line = {"starts": time(8), "ends": time(20), "role": "radiographer", "least": 3, "ideal": 4}
unit.demand.create(area=area, days=days, **line)
for number in range(12):
    make_person(unit, f"p{number:02}")
for number in range(ROTAS):
    rota = make_rota(unit, date(2027, 1, 4) + timedelta(weeks=4 * number), weeks=4)
    scope = Scope(rota.starts, rota.until, how=KEEP)
    ask_fill(rota=rota, by=None, scope=scope, seconds=SECONDS, now=timezone.now())
"""
STATE = """
from roster.models import FillRun
for run in FillRun.objects.order_by("pk"):
    print(run.state, "planned" if run.objective is not None else "nothing", bool(run.cells))
"""
LEFT = """
from roster.models import Duty, DutyChange, FillRun
run = FillRun.objects.latest("pk")
print(run.state, bool(run.cells), Duty.objects.count(), DutyChange.objects.count(), run.reason)
"""
SWEEP_LATER = """
from datetime import timedelta
from django.utils import timezone
from roster.asking_fills import LEASE, sweep_fills
print(sweep_fills(now=timezone.now() + LEASE + timedelta(seconds=5)))
"""
CANCEL = """
from django.utils import timezone
from roster.asking_fills import cancel_fill
from roster.models import FillRun
cancel_fill(run=FillRun.objects.get(), now=timezone.now())
"""


def ask(world, seconds=60, rotas=1):
    world.script(f"ROTAS, SECONDS = {rotas}, {seconds}\n{ASK}")


def has_a_plan(world):
    return world.script(STATE) == "running planned False"


def test_a_worker_killed_leaves_the_run_failed_with_its_reason_and_nothing_changed(world):
    ask(world)
    with world.celery(*SOLVER) as worker:
        until(lambda: has_a_plan(world), "no plan")
        kill(worker)
    assert world.script(STATE) == "running planned False"
    assert world.script(SWEEP_LATER) == "1"
    assert world.script(LEFT) == (
        "failed False 0 0 Its worker died: it was stopped, or ran out of memory. "
        "Nothing was changed."
    )


def test_one_called_off_while_it_runs_proposes_the_best_so_far(embedded):
    ask(embedded)
    with embedded.celery(*SOLVER):
        until(lambda: has_a_plan(embedded), "no plan")
        embedded.script(CANCEL)
        until(lambda: embedded.script(STATE) == "cancelled planned True", "not called off")
    assert embedded.script(LEFT) == "cancelled True 0 0"


def test_a_worker_that_is_asked_to_stop_leaves_the_best_so_far(embedded):
    ask(embedded)
    with embedded.celery(*SOLVER) as worker:
        until(lambda: has_a_plan(embedded), "no plan")
        worker.send_signal(signal.SIGTERM)
        worker.wait(40)
    assert embedded.script(LEFT) == (
        "cancelled True 0 0 Its worker was stopped; this is the best it had found."
    )


def test_two_workers_fill_two_rotas_at_once_each_once(served):
    ask(served, seconds=10, rotas=2)
    with served.celery(*SOLVER, "-n", "one@%h"), served.celery(*SOLVER, "-n", "two@%h"):
        until(lambda: served.script(STATE).count("running") == 2, "not both at once")
        until(lambda: served.script(STATE).split() == ["done", "planned", "True"] * 2, "not done")
