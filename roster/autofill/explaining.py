"""Why a demand stays uncovered: of everybody who might have come, the rule that stops them."""

from dataclasses import dataclass

from roster.repairing.candidates import candidates_for
from roster.repairing.gaps import gaps_at
from roster.repairing.plan import Plan
from roster.rules.rechecking import check_whole

MOST = 12  # gaps explained
TRIES = 60  # rechecks for one gap


@dataclass(frozen=True)
class Reason:
    """`stops` are (person, what stops them); `could` are those whom no rule stops by themselves.

    Somebody who could is missing because the plan is dearer with them, or the time was short.
    """

    site: str
    area: str
    date: object
    said: str
    stops: tuple[tuple[str, str], ...]
    could: tuple[str, ...]


def reasons(proposal, most=MOST, tries=TRIES):
    """A Reason for each gap in the demand of a proposal, the first so many."""
    plan = Plan(check_whole(proposal.problem))
    places = dict.fromkeys((b.site, b.area, b.first) for b in proposal.uncovered)
    found = []
    for site, area, day in places:
        for gap in gaps_at(plan, site, area, day):
            if gap.demand is not None and len(found) < most:
                found.append(_reason(plan, gap, tries))
    return tuple(found)


def _reason(plan, gap, tries):
    candidates = candidates_for(plan.checked, gap, reasons=True, tries=tries)
    stops = tuple((one.person, one.why[0]) for one in candidates if not one.can)
    could = tuple(one.person for one in candidates if one.can)
    return Reason(gap.site, gap.area, gap.date, gap.said, stops, could)
