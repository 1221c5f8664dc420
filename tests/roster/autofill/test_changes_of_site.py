"""Changes of site from one day to the next, where a unit gives them a weight."""

import random
from dataclasses import fields, replace
from datetime import timedelta
from itertools import pairwise

from roster import problem as plain
from roster.autofill.filling import compiled, fill
from roster.autofill.weights import Weights
from roster.rules.catalogue import CATALOGUE
from tests.oracles.comparison import rota
from tests.roster.autofill.tiny import FAR, LONG_AGO, MONDAY, SHIFTS

ONLY = Weights(**{name.name: 0 for name in fields(Weights)} | {"another_site": 1})
AT_TH = plain.Demand("TH", "XR", plain.WEEKDAYS, *SHIFTS["E"], "radiographer", 1)
BOTH = (AT_TH, replace(AT_TH, site="GH"))
DAYS = [MONDAY + timedelta(days=n) for n in range(5)]


def changes(problem, duties):
    """(duty, site of the day before that it is not at) of each, in the rota or into it."""
    at = {}
    for duty in (*problem.history, *duties):
        at.setdefault((duty.person, duty.date), set()).add(duty.site)
    return [
        (duty, site)
        for duty in duties
        for site in at.get((duty.person, duty.date - timedelta(days=1)), ())
        if site != duty.site
    ]


def test_each_change_costs_its_weight():
    nothing = {rule: {"enabled": False} for rule in CATALOGUE}
    some = 0
    for seed in range(40):
        problem, dice = rota(seed), random.Random(seed)
        problem = replace(problem, duties=(), rules=nothing, demand=BOTH)
        possible = compiled(problem, False, ONLY)
        values = possible.rows.start()
        for booleans in possible.options.values():
            values[dice.choice(booleans)] = 1
        expected = changes(problem, possible.duties(values))
        found = possible.rows.frozen.judged(possible.rows.complete(values))
        assert found == (0, len(expected)), seed
        some += bool(expected)
    assert some > 5


def two_sites():
    """Two people who could each work at both sites, which need somebody from Monday to Friday."""
    post = plain.Employment(LONG_AGO, None, 6, "radiographer", 2250, 5)
    return plain.Problem(
        unit="IXF",
        starts=MONDAY,
        weeks=1,
        rules={"R-35": {"enabled": False}},
        sites=tuple(plain.Site(code, code, (plain.Area("XR", "XR"),)) for code in ("TH", "GH")),
        shift_types=(plain.ShiftType("E", *SHIFTS["E"], 30),),
        people=tuple(
            plain.Person(
                who, who, ("TH", "GH"), (post,), credentials=(plain.Credential("HCPC", FAR),)
            )
            for who in "ab"
        ),
        demand=tuple(replace(line, days=plain.WEEKDAYS[:5]) for line in BOTH),
        requests=tuple(plain.Request("a", day, "on") for day in DAYS),
    )


def test_a_fill_keeps_people_at_one_site_where_that_is_worth_something():
    filled = fill(two_sites(), 20, workers=1, weights=Weights(another_site=50))
    assert filled.proved
    assert not filled.uncovered
    assert len(filled.added) == 2 * len(DAYS)
    assert all(first.site == last.site for first, last in pairwise(_of("a", filled)))


def _of(person, filled):
    own = [duty for duty in filled.added if duty.person == person]
    return sorted(own, key=lambda duty: duty.date)
