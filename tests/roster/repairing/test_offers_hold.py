"""Whatever is offered, of any rota, does what it says: a full check is the judge."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster import cells
from roster.impossible import faults
from roster.repairing.candidates import _Looking, candidates_for
from roster.repairing.gaps import gaps_at
from roster.repairing.plan import Plan
from roster.repairing.repairs import repairs_for
from roster.repairing.whole import covering
from roster.rules.checker import check
from roster.rules.rechecking import SCOPES, check_whole
from roster.rules.timeline import Timeline
from roster.walltime import instant
from tests.oracles.departments import department
from tests.roster.repairing.judging import put

pytestmark = pytest.mark.slow
DAY = timedelta(days=1)


def matter(breach):
    """What a breach is about: its rule, person, place, and what of the rule."""
    what = [breach.detail.get(key) for key in ("kind", "demand", "need")]
    return breach.rule, breach.person, breach.site, breach.area, breach.unit, *what


def amount(breach, zone):
    """How wrong it is; a stretch of minutes by its length as well."""
    far = 1 if breach.measured is None else abs(breach.measured - (breach.limit or 0))
    if breach.person is None and breach.at:
        far *= breach.detail["until"] - instant(breach.first, breach.at.time(), zone)
    return far


def blocking(breaches, zone):
    """{matter: (dates, amount)} of all that blocks a publication."""
    found = defaultdict(lambda: (set(), 0))
    for breach in breaches:
        if breach.level != "should":
            dates, far = found[matter(breach)]
            days = {breach.first + n * DAY for n in range((breach.last - breach.first).days + 1)}
            found[matter(breach)] = dates | days, far + amount(breach, zone)
    return found


def is_worse(problem, before, after):
    """What blocks after the change and did not before, or not so much, or not on these dates."""
    old, new = (blocking(found, problem.timezone) for found in (before, after))
    return [
        what
        for what, (dates, far) in new.items()
        if not dates <= old[what][0] or far > old[what][1]
    ]


def impossible(problem, changes):
    """What an edit would refuse of the cells after the change, and did not before it."""
    before = dict.fromkeys(changes, ())
    for duty in problem.duties:
        if (duty.person, duty.date) in before:
            before[duty.person, duty.date] += (duty,)
    stood = refused(problem, before)
    return [said for said in refused(put(problem, changes), changes) if said not in stood]


def refused(problem, held):
    """What an edit refuses of these cells, and what overlaps of the duties of their people."""
    said = [
        sentence
        for (person, day), duties in held.items()
        for sentence in faults(problem, person, day, [cells.plain(duty) for duty in duties])
    ]
    people = {person for person, _ in held}
    for person, items in Timeline(problem).by_person.items():
        said += [
            f"{one.duty} and {other.duty} overlap"
            for one, other in pairwise(items)
            if person in people and other.start < one.end
        ]
    return said


def settled(problem):
    return {(d.person, d.date) for d in problem.duties if d.fixed or d.called}


def how_often(breach, breaches):
    """How many breaches have just these facts: two duties can have one each."""
    return sum((b, matter(b)) == (breach, matter(breach)) for b in breaches)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_repair_mends_its_breach_and_breaks_nothing_else(seed):
    random = Random(seed)
    problem = department(random)
    checked = check_whole(problem)
    if not checked.breaches:
        return
    before = check(problem)
    breach = random.choice(checked.breaches)
    kept = {(d.person, d.date) for d in random.sample(problem.duties, len(problem.duties) // 4)}
    found = repairs_for(checked, breach, tries=40, kept=kept)
    order = [(one.cost.uncovers, len({who for who, _ in one.changes}), one.cost) for one in found]
    assert order == sorted(order), "cover kept, then fewest people moved, then what else it costs"
    for repair in found:
        after = check(put(problem, repair.changes))
        assert how_often(breach, after) < how_often(breach, before)
        assert is_worse(problem, before, after) == []
        assert impossible(problem, repair.changes) == []
        assert not set(repair.changes) & (kept | settled(problem))
        assert breach in repair.mends or breach.level != "should"
        assert {b.level for b in repair.adds + repair.left} <= {"should"}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_candidate_covers_some_of_the_gap_and_breaks_nothing(seed):
    random = Random(seed)
    problem = department(random)
    places = sorted({(line.site, line.area) for line in problem.demand})
    if not places:
        return
    checked = check_whole(problem)
    day = problem.starts + random.randrange(7 * problem.weeks) * DAY
    before = check(problem)
    for gap in gaps_at(Plan(checked), *random.choice(places), day):
        found = candidates_for(checked, gap, reasons=True, tries=40)
        assert len({one.person for one in found}) == len(found)
        for one in found:
            after = check(put(problem, one.changes))
            assert is_worse(problem, before, after) == []
            assert impossible(problem, one.changes) == []
            assert not set(one.changes) & settled(problem)
            assert bool(one.changes) == (one.covers > 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_what_covers_several_gaps_leaves_none_of_them_and_breaks_nothing(seed):
    problem = department(Random(seed))
    plan, before = Plan(check_whole(problem)), check(problem)
    places = sorted({(line.site, line.area) for line in problem.demand})
    days = [problem.starts + n * DAY for n in range(7)]
    gaps = [gap for place in places for day in days for gap in gaps_at(plan, *place, day)][:3]
    found = [(gap, _able(plan.checked, gap)) for gap in gaps]
    whole = covering(plan, found)
    assert [one.cost for one in whole] == sorted(one.cost for one in whole)
    for one in whole:
        after = put(problem, one.changes)
        assert is_worse(problem, before, check(after)) == []
        assert impossible(problem, one.changes) == []
        assert one.cost.people == len({person for person, _ in one.changes})
        short = {(b.detail["demand"], b.first) for b in check(after) if b.rule == "R-33"}
        assert not short & {(gap.demand, gap.date) for gap in gaps if gap.demand}


def _able(checked, gap):
    return [one for one in candidates_for(checked, gap, reasons=True, tries=40) if one.can]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_no_way_left_untried_would_have_been_better(seed):
    """A candidate is on the best of all ways there are, each judged whole."""
    random = Random(seed)
    checked = check_whole(department(random))
    plan = Plan(checked)
    site = random.choice(checked.problem.sites)
    for gap in gaps_at(plan, site.code, site.areas[0].code, checked.problem.starts)[:2]:
        looking = _Looking(plan, gap, reasons=True, tries=10**6)
        for person in looking.people():
            if looking._unable(person):
                continue
            ways = [plan.put(gone, come) for _, gone, come, _ in looking._ways(person.id)]
            judged = [looking._judged(person, "", changes, SCOPES) for changes in ways if changes]
            best = min((one.order for one in judged if one.can), default=())
            assert looking.at(person).order == best
