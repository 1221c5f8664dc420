"""What the pages of what-ifs show: those of a rota, and one with both sides.

what_ifs_page(rota, now)    -> those tried out with a rota, and the run under way
what_if_page(what_if, now)  -> both sides of one that is done, and why somebody is missing in it
what_if_form(rota, data)    -> the form that asks for one, `like` another or blank
"""

from dataclasses import dataclass

from roster import snapshot
from roster.asking_fills import open_run, sweep_fills
from roster.autofill.bounds import from_data
from roster.fill_page import figures_of, first_open
from roster.grid.saying import hours
from roster.models import WhatIf
from roster.proposal_page import is_rough
from roster.rules.words import Words
from roster.supposed_figures import GROUPS, HOURS, ROWS
from roster.supposing import newcomers
from roster.what_if_forms import WhatIfForm
from roster.why_page import why_missing

SHOWN = 20


@dataclass(frozen=True)
class Compared:
    """A figure on both sides in words. `verdict`: better, worse, or blank."""

    what: str
    now: str
    then: str
    change: str
    verdict: str


def what_ifs_page(rota, now):
    sweep_fills(now=now)
    found = WhatIf.objects.filter(run__rota=rota).select_related("run__by").order_by("-pk")
    return {"rota": rota, "what_ifs": list(found[:SHOWN]), "running": open_run(rota)}


def what_if_form(rota, data=None, like=None):
    problem = snapshot.unplanned(rota)
    return WhatIfForm(data, problem=problem, first=first_open(rota, problem), like=like)


def what_if_page(what_if, now):
    """A run that died is noticed when somebody looks."""
    run = what_if.run
    if run.is_open and sweep_fills(now=now):
        run.refresh_from_db()
    page = {"what_if": what_if, "run": run, "rota": run.rota, "starts": from_data(run.scope).first}
    page |= figures_of(run, now, what_if.seconds)
    if what_if.compared:
        problem = snapshot.unplanned(run.rota)
        words = Words(problem)
        words.names |= newcomers(problem, what_if.changes)
        page |= {"groups": compared_rows(what_if), "is_rough": is_rough(run)}
        page |= why_missing(run, words, now) | {"stretches": run.uncovered or 0}
    return page


def compared_rows(what_if):
    """[(what they tell of, [Compared, ...]), ...]: each figure on both sides."""
    now, then = what_if.compared["now"], what_if.compared["then"]
    rows = {name: _row(what, now[name], then[name], *how) for name, what, *how in ROWS}
    return [(title, [rows[name] for name in names]) for title, names in GROUPS]


def _row(what, now, then, kind, fewer_is_better):
    write = hours if kind == HOURS else _plain
    more = then - now
    sign = "+" if more > 0 else "−" if more < 0 else "±"
    verdict = ""
    if more and fewer_is_better is not None:
        verdict = "better" if (more < 0) == fewer_is_better else "worse"
    return Compared(what, write(now), write(then), sign + write(abs(more)), verdict)


def _plain(value):
    return f"{value:g}"
