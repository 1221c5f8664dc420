"""Trying out what if: a rota copied aside, changed, filled and compared; nothing of it is kept.

    ask_what_if(rota=, by=, changes=, both=, scope=, seconds=, now=)  -> WhatIf
    drop_what_if(what_if=)                                            -> None

It is a run of the solver like any other, so it has its queue, its progress and its end. `both`: the
rota as it stands is filled too, in as many seconds again. Raises FillRefused in sentences.
"""

from django.db import transaction

from roster import snapshot
from roster.asking_fills import FillRefused, ask_fill
from roster.contradicting import contradictions
from roster.models import WhatIf
from roster.supposing import NoSuchThing, said, supposed


@transaction.atomic
def ask_what_if(*, rota, by, changes, scope, seconds, now, both=False) -> WhatIf:
    if not any(changes.values()):
        raise FillRefused("Choose at least one thing to change.")
    problem = snapshot.unplanned(rota)
    _refuse_at_odds(problem, changes)
    try:
        supposed(problem, changes, scope.first)
        sentences = list(said(problem, changes, scope.first))
    except NoSuchThing as fault:
        raise FillRefused(str(fault)) from fault
    run = ask_fill(rota=rota, by=by, scope=scope, seconds=seconds, now=now)
    kept = changes | {"both": both}
    return WhatIf.objects.create(run=run, changes=kept, said=sentences)


def _refuse_at_odds(problem, changes):
    found = list(contradictions(problem, changes))
    if found:
        raise FillRefused(*found)


def drop_what_if(*, what_if) -> None:
    """Throw it away, with its run."""
    if what_if.run.is_open:
        raise FillRefused("It is not done yet. Cancel it first.")
    what_if.run.delete()
