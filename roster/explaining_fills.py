"""Why a fill left demand uncovered, found gap by gap once its proposal is shown.

    explain_next(clock)  -> whether there was a gap to look into

A run says at first who might have come to each gap, and `to_explain` how many are still to be
looked into for what cannot hold together. A worker takes one whenever no fill waits. It is counted
down before it is begun, so two workers never take the same, and one that kills its worker is not
taken again. The gap is looked at in the rota as it stands then, with what may be kept of the run.
"""

import logging
from datetime import date, timedelta
from traceback import format_tb

from django.db import transaction
from django.db.models import F

from roster import snapshot
from roster.asking_fills import told_days
from roster.autofill import bounds
from roster.looking_back import looking_back
from roster.models import FillRun
from roster.proposing import sorted_out
from roster.rotafile.explained import explanation
from roster.setting_weights import weights_on

MOST = 24  # gaps of a run
SECONDS = 20  # of looking into one
TRIES = 600  # of people who might have come, at one
LOST = timedelta(seconds=90)  # since one was begun
PENDING, MET, BROKE = "pending", "met", "broke"  # what a row's `state` may be; else it is found
log = logging.getLogger(__name__)


def at_first(filled, keep, what_if):
    """The rows of a run that has just ended, and how many of them are to be looked into."""
    from roster.autofill.explaining import reasons

    if what_if:  # nothing of it is kept that could be looked at again
        return {"explanation": explanation(reasons(filled, keep=keep), filled.problem)}
    rows = explanation(reasons(filled, MOST, keep=keep, seconds=0), filled.problem)
    return {"explanation": [row | {"state": PENDING} for row in rows], "to_explain": len(rows)}


def explain_next(clock):
    run = _claim(clock())
    if run is None:
        return False
    number = len(run.explanation) - run.to_explain
    try:
        row = _explained(run, run.explanation[number])
    except Exception as fault:  # the worker lives on; its words may name somebody
        name = type(fault).__name__
        where = "".join(format_tb(fault.__traceback__))
        log.error("Explaining fill %s broke: %s\n%s", run.pk, name, where)
        row = run.explanation[number] | {"state": BROKE}
    _write(run, number, row)
    return True


def _claim(now):
    """The newest run that has a gap left, which is ours now; null where none has."""
    waiting = FillRun.objects.filter(to_explain__gt=0, discarded_at=None).order_by("-pk")
    for run in waiting.select_related("rota__unit"):
        same = FillRun.objects.filter(pk=run.pk, to_explain=run.to_explain)
        if same.update(to_explain=F("to_explain") - 1, alive_at=now):
            return run
    return None


def _explained(run, row):
    from roster.autofill.explaining import reasons  # takes 100 MB, as the solver does

    scope = bounds.from_data(run.scope)
    filled, on = _filled(run, scope), date.fromisoformat(row["date"])
    only = row["site"], row["area"], row["missing"], on
    found = reasons(filled, tries=TRIES, keep=scope.keep, seconds=SECONDS, only=only)
    rows = explanation(found, filled.problem)
    return rows[0] if rows else row | {"state": MET}


def _filled(run, scope):
    """The rota as it stands now with all that may be kept of the run."""
    from roster.autofill.explaining import Filled

    told = told_days(run.rota)
    weeks = weights_on(run.rota.unit_id, run.rota.starts).fair_weeks
    stood = looking_back(run.rota, snapshot.take(run.rota), weeks)
    planned = sorted_out(run, stood, told).planned
    before = set(stood.duties)
    added = tuple(duty for duty in planned.duties if duty not in before)
    return Filled(planned, added, asked(bounds.uncovered(planned), scope, told))


def asked(uncovered, scope, told):
    """The gaps at the sites and on the dates that a fill was asked about."""
    return tuple(b for b in uncovered if scope.asks(b.site, b.first) and b.first not in told)


@transaction.atomic
def _write(run, number, row):
    """Its row alone: another worker may have written others meanwhile."""
    ours = FillRun.objects.select_for_update().filter(pk=run.pk).first()
    if ours and number < len(ours.explanation):
        ours.explanation[number] = row
        ours.save(update_fields=["explanation"])
