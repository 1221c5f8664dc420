"""What a rule does to the rotas still open: as it is set, and as it would be.

    breaches_now(rule=, rotas=)                                           -> (Broken, ...)
    try_setting(unit=, rule=, wanted=, in_force_from=, seen=, rotas=)     -> Trial

Both read only, two queries a rota, and judge as the grid does. What cannot be set cannot be tried:
`try_setting` raises as `set_rule` does.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from roster import snapshot
from roster.models import Rota, RotaWeek
from roster.rule_settings import next_after
from roster.rules.breach import LEVELS
from roster.rules.checker import check
from roster.rules.parameters import Rule
from roster.setting_rules import differing, refuse_setting

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
        return in_force_from <= rota.starts and (until is None or rota.starts < until)

    return Trial(
        rotas=tuple(_tried(rota, rule, parameters, reaches(rota)) for rota in rotas),
        published=tuple(_published(unit, in_force_from, until)),
        until=until,
    )


def _tried(rota, rule, parameters, reached):
    problem = snapshot.problem_of(rota)
    now = _by_level(problem)
    if not reached:
        return Tried(rota, False, now, now)
    return Tried(
        rota, True, now, _by_level(replace(problem, rules=problem.rules | {rule.id: parameters}))
    )


def _by_level(problem):
    return Counter(breach.level for breach in check(problem))


def _published(unit, first, until):
    weeks = RotaWeek.objects.filter(
        rota__unit=unit, rota__starts__gte=first, state__in=PUBLISHED
    ).order_by("monday")
    if until is not None:
        weeks = weeks.filter(rota__starts__lt=until)
    return weeks.values_list("monday", flat=True)
