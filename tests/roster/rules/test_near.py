"""A date's duties, grouped once: after any change as if grouped anew."""

from random import Random

import pytest

from roster.rules.learners import learns
from roster.rules.near import PLACE, SITE, Day
from roster.rules.supervision import justify, practise, supervise
from roster.rules.timeline import Timeline
from tests.oracles.departments import department

DO = (supervise, justify, practise, learns)
ASKED = [(SITE, None), (PLACE, None), *((SITE, do) for do in DO)]


def as_sets(groups):
    """Groups without the order in a group, and without those that are empty."""
    return {name: set(items) for name, items in groups.items() if items}


@pytest.mark.parametrize("seed", range(30))
def test_what_came_and_went_is_grouped_as_if_anew(seed):
    random = Random(seed)
    items = Timeline(department(random)).items
    held = Day(random.sample(items, len(items) // 2))
    for key, do in ASKED:
        held.grouped(key, do)
    for _ in range(3):
        gone = tuple(random.sample(held, min(2, len(held))))
        come = tuple(random.sample([item for item in items if item not in held], 1))
        held = held.changed(gone, come)
        for key, do in ASKED:
            anew = Day(held).grouped(key, do)
            assert as_sets(held.grouped(key, do)) == as_sets(anew)
            for name, some in anew.items():
                starts = [item.start for item in held.grouped(key, do)[name]]
                assert starts == sorted(item.start for item in some)
