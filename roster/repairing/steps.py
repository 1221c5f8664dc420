"""The small changes that a repair is made of, likeliest first, each with an order in words.

    steps(plan, aim) -> an iterator of Step

Nothing here is judged: a step is only possible (see Plan.put). Ways take turns, so that a bound on
the tries leaves none of them out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from roster.repairing import filling, handing, reshaping


@dataclass(frozen=True)
class Step:
    """`changes` are whole cells, {(person, date): duties}. `kind` names the way; `text` is an
    order without its full stop.
    """

    kind: str
    changes: dict
    text: str


def steps(plan, aim) -> Iterator[Step]:
    for kind, gone, come, text in taking_turns(_ways(plan, aim)):
        changes = plan.put(gone, come)
        if changes:
            yield Step(kind, changes, text)


def _ways(plan, aim):
    """What may be done about its person, its gap and each duty concerned: an iterator a way."""
    if aim.more:
        yield filling.more_work(plan, aim.more)
    if aim.gap:
        yield from (way(plan, aim.gap) for way in filling.WAYS)
    for way in (*reshaping.WAYS, *handing.WAYS):
        yield taking_turns([way(plan, duty, aim.rule) for duty in aim.duties])


def taking_turns(iterators):
    """One of each in turn, until all are done."""
    waiting = list(iterators)
    while waiting:
        for iterator in list(waiting):
            try:
                yield next(iterator)
            except StopIteration:
                waiting.remove(iterator)
