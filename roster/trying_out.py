"""Trying out what if: a rota copied aside, changed, filled and compared; nothing of it is kept.

    ask_what_if(rota=, by=, changes=, both=, scope=, seconds=, now=)  -> WhatIf
    drop_what_if(what_if=)                                            -> None

It is a run of the solver like any other, so it has its queue, its progress and its end. `both`: the
rota as it stands is filled too, in as many seconds again. Raises FillRefused in sentences.
"""

from django.db import transaction

from roster import snapshot
from roster.asking_fills import FillRefused, ask_fill
from roster.models import WhatIf
from roster.supposing import NoSuchThing, said, supposed

ONCE = (
    ("demand", "line of demand"),
    ("hours", "person’s hours"),
    ("shift", "shift type"),
    ("rule", "setting"),
)


@transaction.atomic
def ask_what_if(*, rota, by, changes, scope, seconds, now, both=False) -> WhatIf:
    _refuse_nothing_or_twice(changes)
    problem = snapshot.unplanned(rota)
    try:
        supposed(problem, changes, scope.first)
        sentences = list(said(problem, changes, scope.first))
    except NoSuchThing as fault:
        raise FillRefused(str(fault)) from fault
    run = ask_fill(rota=rota, by=by, scope=scope, seconds=seconds, now=now)
    kept = changes | {"both": both}
    return WhatIf.objects.create(run=run, changes=kept, said=sentences)


def _refuse_nothing_or_twice(changes):
    if not any(changes.values()):
        raise FillRefused("Choose at least one thing to change.")
    for kind, words in ONCE:
        names = [name for name, _ in changes.get(kind, ())]
        if len(set(names)) < len(names):
            raise FillRefused(f"Choose each {words} once: one of them is chosen twice.")


def drop_what_if(*, what_if) -> None:
    """Throw it away, with its run."""
    if what_if.run.is_open:
        raise FillRefused("It is not done yet. Cancel it first.")
    what_if.run.delete()
