"""Some days of some people by whole lines: the program of lines, where it is soon at its end.

The lines of a long plan are so many that their program is far from its end after minutes; those of
a few weeks of it are as many as a short plan has.
"""

import numpy as np

from roster.autofill.diving import Diving
from roster.autofill.folding import Folded
from roster.autofill.owning import Ownership
from roster.autofill.people import People

LOOKS = 36  # at everybody's lines, before anybody is settled


def replanned(rows, values, free, is_over):
    """(the booleans decided, values with them decided anew); null instead of values where no plan
    that costs less is found.
    """
    folded = Folded(rows, values, free)
    part, now = folded.as_rows(), values[folded.free]
    people = People(part, Ownership(part))
    cost = part.frozen.judged(now)[1] - part.constant
    diving = Diving(people, lambda looks: np.inf if is_over() else 0, lambda bound: None, _none)
    diving.loosen(people.numbers, {n: people.all[n].column(now) for n in people.numbers})
    lines = diving.run_below(cost, LOOKS)
    if lines is None:
        return folded.free, None
    found = values.copy()
    found[folded.free] = people.plan(lines)
    return folded.free, found


def _none():
    """No plan of others is learned from."""
