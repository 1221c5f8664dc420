"""What a rule does to the rotas still open: as it is set, and as it would be.

    breaches_now(rule=, rotas=)                                           -> (Broken, ...)
    try_setting(unit=, rule=, wanted=, in_force_from=, seen=, rotas=)     -> Trial

Both read only, two queries a rota, and judge as the grid does. What cannot be set cannot be tried:
`try_setting` raises as `set_rule` does.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster import snapshot
from roster.models import Rota, RotaWeek
from roster.rule_settings import next_after
from roster.rules.breach import LEVELS
from roster.rules.checker import check
from roster.rules.parameters import Rule
from roster.setting_rules import differing, refuse_setting

WEEK = timedelta(weeks=1)
PUBLISHED = (RotaWeek.State.PUBLISHED, RotaWeek.State.CLOSED)


@dataclass(frozen=True)
class Broken:
    """How often a rule is broken in a rota, and who is exempt from it there, by name."""

    rota: Rota
    times: int
    exempt: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """A rota's breaches by level, {level: number}: now, and with the new setting.

    `reached`: the new setting would be the one it is judged by.
    """

    rota: Rota
    reached: bool
    now: dict[str, int]
    then: dict[str, int]

    @property
    def levels(self):
        return [(level, self.now[level], self.then[level]) for level in LEVELS]


@dataclass(frozen=True)
class Trial:
    """What a setting would do, had it been made. `published`: Mondays of the published weeks it
    would judge anew; `until`: the date on which a setting made earlier takes over, or null.
    """

    rotas: tuple[Tried, ...]
    published: tuple[date, ...]
    until: date | None

    @property
    def reaches_any(self):
        return any(tried.reached for tried in self.rotas)


def open_rotas(rotas, today):
    """Those of a set that are not over, the first to begin first."""
    return [rota for rota in rotas.order_by("starts") if rota.until >= today]


def breaches_now(*, rule: Rule, rotas) -> tuple[Broken, ...]:
    return tuple(_broken(rule, rota) for rota in rotas)


def _broken(rule, rota):
    problem = snapshot.problem_of(rota)
    names = {person.id: person.name for person in problem.people}
    exempt = {
        names[held.person]
        for held in problem.exemptions
        if held.rule == rule.id and held.starts <= problem.until and held.until >= problem.starts
    }
    times = sum(breach.rule == rule.id for breach in check(problem))
    return Broken(rota, times, tuple(sorted(exempt)))


def try_setting(*, unit, rule: Rule, wanted, in_force_from, seen, rotas, reason="") -> Trial:
    """The breaches of the rotas if the rule were set like this from that date on."""
    refuse_setting(unit, rule, wanted, in_force_from, seen, reason)
    parameters = differing(rule, wanted)
    until = next_after(list(unit.rule_settings.filter(rule=rule.id)), in_force_from)

    def reaches(rota):
        return in_force_from <= rota.until and (until is None or rota.starts < until)

    def as_set(problem):
        return with_setting(problem, rule, parameters, in_force_from, until)

    return Trial(
        rotas=tuple(_tried(rota, reaches(rota), as_set) for rota in rotas),
        published=tuple(_published(unit, in_force_from, until)),
        until=until,
    )


def _tried(rota, reached, as_set):
    problem = snapshot.problem_of(rota)
    now = _by_level(problem)
    return Tried(rota, reached, now, _by_level(as_set(problem)) if reached else now)


def with_setting(problem, rule, parameters, first, until):
    """A rota as if the rule were set like this from a date until another, or for good if null."""
    edges = {first, until, *(on for on, _ in problem.later_rules)} - {None}
    inside = sorted(on for on in edges if problem.starts < on <= problem.until)
    own = {rule.id: parameters}

    def rules(on):
        set_then = first <= on and (until is None or on < until)
        return problem.rules_on(on) | own if set_then else problem.rules_on(on)

    later = tuple((on, rules(on)) for on in inside)
    return replace(problem, rules=rules(problem.starts), later_rules=later)


def _by_level(problem):
    return Counter(breach.level for breach in check(problem))


def _published(unit, first, until):
    reached = {"monday__gt": first - WEEK, "state__in": PUBLISHED}
    weeks = RotaWeek.objects.filter(rota__unit=unit, **reached).order_by("monday")
    if until is not None:
        weeks = weeks.filter(monday__lt=until)
    return weeks.values_list("monday", flat=True)
