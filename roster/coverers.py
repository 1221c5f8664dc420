"""Who could stand in a line of demand at all, whatever else they are planned for. Pure.

    could_cover(there, line, values)    -> keys of people, by their post, site, scope, competency

Leave and duties are not looked at: a line that nobody could cover is impossible on any day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from roster.rules.cover import may_stand

SCOPED = ("assistant_practitioner", "trainee")  # who works only within a signed scope
NOBODY = frozenset()


@dataclass(frozen=True)
class There:
    """Who on a date has the induction of a site, a role, the scope of an area, a competency.

    Sites, areas and competencies by their key, and people too.
    """

    sites: Mapping[int, frozenset]
    posts: Mapping[str, frozenset]
    scope: Mapping[int, frozenset]
    competencies: Mapping[int, frozenset]


@dataclass(frozen=True)
class Entitled:
    """The same on every date, as [(first, last, people), ...] for each of them."""

    sites: Mapping[int, list]
    posts: Mapping[str, list]
    scope: Mapping[int, list]
    competencies: Mapping[int, list]

    def on(self, day: date) -> There:
        kinds = (self.sites, self.posts, self.scope, self.competencies)
        return There(*({key: _on(day, spans) for key, spans in kind.items()} for kind in kinds))


def _on(day, spans):
    return NOBODY.union(*(people for first, last, people in spans if first <= day <= last))


def could_cover(there: There, line, values) -> frozenset:
    """`line` as its row of the week or of single dates has it; `values` of R-33 on the date."""
    able = NOBODY.union(*(_in_post(there, role, line) for role in _roles(there, line, values)))
    able &= there.sites.get(line.area.site_id, NOBODY)
    if line.competency_id:
        able &= there.competencies.get(line.competency_id, NOBODY)
    return able


def _roles(there, line, values):
    counted = (r for r in there.posts if r != "trainee" or values["counts_toward_demand"])
    return (role for role in counted if may_stand(role, line.role, values))


def _in_post(there, role, line):
    held = there.posts[role]
    return held & there.scope.get(line.area_id, NOBODY) if role in SCOPED else held
