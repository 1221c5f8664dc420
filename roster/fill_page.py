"""Where filling a rota stands: what the grid's side and the page of fills show.

fill_state(rota, reader, now)   -> what the side shows as HTML, and the ghosts; null: nothing
fills_page(rota, now)           -> the run under way and those before
figures_of(run, now)            -> how far a run is, as it is shown
form_for(rota, problem, data)   -> the form that asks for one
"""

from datetime import timedelta

from django.template.loader import render_to_string

from roster.asking_fills import open_run, sweep_fills, told_days
from roster.fill_forms import FillForm
from roster.models import FillRun
from roster.proposal_page import points, proposal_panel
from roster.rules.phrases import number

State = FillRun.State
SHOWN = 10  # runs of the past


def newest(rota):
    """The newest run of a rota that is not discarded, or null."""
    run = rota.fills.filter(what_if=None).select_related("by", "rota__unit").first()
    return run if run and not run.discarded_at else None


def fill_state(rota, reader, now):
    """A run that died is noticed when somebody looks."""
    sweep_fills(now=now)
    run = newest(rota)
    if run is None or (run.state == State.CANCELLED and run.started_at is None):
        return None
    page = {"run": run, "rota": rota, "ghosts": {}} | figures_of(run, now)
    if run.state in (State.DONE, State.CANCELLED):
        page |= proposal_panel(run, reader)
        if run.cells and not page["open"] and not page["stale"]:
            return None  # all of it is kept; an undo brings it back
    return {
        "run": run.pk,
        "is_open": run.is_open,
        "said": said(run, page),
        "html": render_to_string("roster/_fill.html", page),
        "ghosts": page["ghosts"],
        "shape": page.get("shape", ""),
    }


def figures_of(run, now, seconds=None):
    """How far a run is, as it is shown; of a what-if the `seconds` of both sides."""
    known = run.gap is not None and run.gap < 1
    gap = f"by {100 * run.gap:.1f} % at most" if known else "not known yet"
    waited = max(0, int((now - run.asked_at).total_seconds()))
    shown = {"gap": gap, "objective": points(run), "waited": waited}
    return shown | {"seconds": seconds or run.seconds}


def said(run, page):
    """One sentence for a screen reader, which changes only when there is news."""
    if run.state == State.WAITING:
        return "The fill waits for its worker."
    if run.state == State.RUNNING:
        known = run.uncovered is not None
        short = f", {number(run.uncovered, 'gap')} left" if known else ""
        return f"Filling{short}."
    if run.state == State.FAILED:
        return f"The fill failed. {run.reason}"
    if not run.cells:
        return "The fill is done. It proposes nothing."
    return f"The fill is done: {number(page['open'], 'cell')} proposed."


def first_open(rota, problem):
    """The first week's Monday that is not published or closed; else the rota's first day."""
    told = told_days(rota)
    mondays = [problem.starts + timedelta(weeks=n) for n in range(problem.weeks)]
    return next((monday for monday in mondays if monday not in told), problem.starts)


def form_for(rota, problem, data=None):
    """The form with the first week offered that is not published or closed."""
    first = first_open(rota, problem)
    return FillForm(data, problem=problem, first=first)


def fills_page(rota, now):
    """The run under way and those before it."""
    sweep_fills(now=now)
    runs = list(rota.fills.filter(what_if=None).select_related("by").defer("cells")[:SHOWN])
    running = open_run(rota)
    page = {"rota": rota, "runs": [run for run in runs if not run.is_open], "running": running}
    return page | (figures_of(running, now, _seconds(running)) if running else {})


def _seconds(run):
    return run.what_if.seconds if hasattr(run, "what_if") else run.seconds
