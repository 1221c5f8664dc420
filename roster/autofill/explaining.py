"""Why a demand stays uncovered, and what it would take.

Of everybody who might have come, the rule that stops them; then a set of rules, people and demand
that cannot hold together, the smallest where that is proved, and the cheapest ways out of it.
"""

from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter

from roster.autofill.assuming import DEMAND
from roster.autofill.easing import more_people
from roster.autofill.elements import Asked
from roster.autofill.standing import Standing, standing
from roster.problem import Demand, Problem
from roster.repairing.candidates import candidates_for
from roster.repairing.comparing import effect
from roster.repairing.gaps import gaps_at
from roster.repairing.plan import Plan
from roster.rules.rechecking import Checked, check_whole, recheck
from roster.walltime import instant

MOST = 12  # gaps explained
TRIES = 60  # rechecks for one gap
SECONDS = 10  # of looking for conflicts and ways out, altogether


@dataclass(frozen=True)
class Filled:
    """What is asked of a Proposal here, where it was kept and is looked at again."""

    problem: Problem
    added: tuple
    uncovered: tuple


@dataclass(frozen=True)
class More:
    """So many people more who are fit for a line would meet it, on each of these dates."""

    count: int
    demand: Demand
    dates: tuple


@dataclass(frozen=True)
class Reason:
    """`stops` are (person, what stops them); `could` are those whom no rule stops by themselves.

    Somebody who could is missing because the plan is dearer with them, or the time was short.
    `standing` is null where the time was too short to find what stands in the way; `more` is null
    where somebody more would not help, or those who are there can meet it.
    """

    site: str
    area: str
    date: object
    said: str
    stops: tuple[tuple[str, str], ...]
    could: tuple[str, ...]
    standing: Standing | None = None
    more: More | None = None


def reasons(proposal, most=MOST, tries=TRIES, *, keep=False, seconds=SECONDS, only=None):
    """A Reason for each gap in the demand of a proposal, at the most so many: the first of each
    kind, then the second of each.

    `keep`: whatever was there before the fill is fixed. `only`: the one of these site, area, words
    and date.
    """
    beside = _placed_beside(proposal)
    plan = Plan(check_whole(_searched(proposal, beside, keep)))
    gaps = _gaps(plan, proposal.uncovered)
    chosen = [g for g in _by_kind(gaps) if only in (None, (*_kind(g), g.date))][:most]
    found, extra = standing(plan.checked, {_target(plan, gap) for gap in chosen}, seconds), {}
    rows = []
    for gap in chosen:
        key = gap.demand, gap.date.weekday()
        if key not in extra:
            extra[key] = _more(plan, [g for g in gaps if (g.demand, g.date.weekday()) == key])
        one, stands = _reason(plan, gap, tries), found.get(_target(plan, gap))
        stands = stands and _letting_go(stands, beside)
        more = None if stands and stands.met_by else extra[key]
        rows.append(replace(one, standing=stands, more=more))
    return tuple(rows)


def _placed_beside(proposal):
    """Who was placed beside others after the search: they bind nobody."""
    added = set(proposal.added)
    return [d for d in proposal.problem.duties if d in added and d.supervised_by]


def _searched(proposal, beside, keep):
    """The plan as the search left it."""
    added, left_out = set(proposal.added), set(beside)
    duties = (d for d in proposal.problem.duties if d not in left_out)
    if keep:
        duties = (d if d in added else replace(d, fixed=True) for d in duties)
    return replace(proposal.problem, duties=tuple(duties))


def _letting_go(stands, beside):
    """The same where its plans let those go who would be left without a supervisor."""
    met_by = stands.met_by and _without_left(stands.met_by, beside)
    ways = (replace(way, plan=_without_left(way.plan, beside)) for way in stands.easings)
    return replace(stands, met_by=met_by, easings=tuple(ways))


def _without_left(plan, beside):
    near = [d for d in beside if any((who, d.date) in plan.changes for who in d.supervised_by)]
    gone = {(d.person, d.date): () for d in near if not _may_stay(plan, d)}
    return replace(plan, changes=plan.changes | gone)


def _may_stay(plan, duty):
    after = recheck(plan.after, {(duty.person, duty.date): (duty,)})
    return effect(plan.after, after).is_harmless


def _gaps(plan, uncovered):
    places = dict.fromkeys((b.site, b.area, b.first) for b in uncovered)
    return [gap for place in places for gap in gaps_at(plan, *place) if gap.demand is not None]


def _kind(gap):
    """What a gap shares with those like it on other dates."""
    return gap.site, gap.area, gap.said


def _by_kind(gaps):
    """The first gap of each kind, then the second of each: so none is left out for many of one."""
    seen, numbered = Counter(), []
    for gap in gaps:
        numbered.append((seen[_kind(gap)], gap))
        seen[_kind(gap)] += 1
    return [gap for _, gap in sorted(numbered, key=itemgetter(0))]


def _target(plan, gap):
    return Asked(plan.problem.demand.index(gap.demand), gap.date, gap.demand, full=True)


def _more(plan, gaps):
    """How many people more would meet all of these gaps of one line."""
    missing = [(gap, _missing(plan.checked, gap)) for gap in gaps]
    if more_people(plan.checked, missing):
        dates = tuple(sorted({gap.date for gap in gaps}))
        return More(max(count for _, count in missing), gaps[0].demand, dates)
    return None


def _missing(checked: Checked, gap):
    """How many people it is short of at its worst."""
    found = checked.found.get((DEMAND, (gap.place, gap.date)), ())
    zone = checked.whole.zone
    return max(
        breach.limit - breach.measured
        for breach in found
        if breach.detail["demand"] == gap.demand
        and gap.starts <= instant(breach.at.date(), breach.at.time(), zone) < gap.ends
    )


def _reason(plan, gap, tries):
    candidates = candidates_for(plan.checked, gap, reasons=True, tries=tries)
    stops = tuple((one.person, one.why[0]) for one in candidates if not one.can)
    could = tuple(one.person for one in candidates if one.can)
    return Reason(gap.site, gap.area, gap.date, gap.said, stops, could)
