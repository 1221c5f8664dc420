"""What can be set on a rule: name, kind, default, meaning; and whether a value is one."""

import re
from dataclasses import dataclass, field
from typing import Any

from roster.problem import ROLES, WEEKDAYS

WALL_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# Of each pair the first may not be above the second.
PAIRS = {
    "R-01": ("window_start", "window_end"),
    "R-17": ("soft", "hard"),
    "R-18": ("warn_minutes", "limit_minutes"),
    "R-24": ("limit_minutes", "carry_limit_minutes"),
    "R-29": ("lead_days", "stretch_days"),
    "R-32": ("low_percent", "high_percent"),
    "R-39": ("soft", "hard"),
    "R-41": ("short_days", "notice_days"),
}


def _is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_wall_time(value):
    return isinstance(value, str) and bool(WALL_TIME.fullmatch(value))


def _is_windows(value):
    return isinstance(value, dict) and all(
        isinstance(window, dict)
        and set(window) <= {"window_start", "window_end"}
        and all(map(_is_wall_time, window.values()))
        for window in value.values()
    )


def _is_rates(value):
    return isinstance(value, dict) and all(
        isinstance(rates, dict)
        and set(rates) <= {"saturday", "sunday"}
        and all(_is_number(rate) and rate >= 0 for rate in rates.values())
        for rates in value.values()
    )


def _is_list(value, of):
    return isinstance(value, list) and all(map(of, value))


KINDS = {
    "flag": ("true or false", lambda v: isinstance(v, bool)),
    "whole": ("a whole number, 0 or more", lambda v: _is_integer(v) and v >= 0),
    "positive": ("a whole number, 1 or more", lambda v: _is_integer(v) and v >= 1),
    "whole or null": (
        "null or a whole number, 0 or more",
        lambda v: v is None or (_is_integer(v) and v >= 0),
    ),
    "positive or null": (
        "null or a whole number, 1 or more",
        lambda v: v is None or (_is_integer(v) and v >= 1),
    ),
    "above zero": ("a number above 0", lambda v: _is_number(v) and 0 < v < float("inf")),
    "wall time": ("a time like 08:00", _is_wall_time),
    "weekday": (f"one of {', '.join(WEEKDAYS)}", lambda v: v in WEEKDAYS),
    "roles": (
        f"a list of roles ({', '.join(ROLES)})",
        lambda v: _is_list(v, lambda role: isinstance(role, str) and role in ROLES),
    ),
    "texts": ("a list of texts", lambda v: _is_list(v, lambda text: isinstance(text, str))),
    "wholes": (
        "a list of whole numbers, 0 or more",
        lambda v: _is_list(v, lambda n: _is_integer(n) and n >= 0),
    ),
    "windows": ("an object of windows by site code", _is_windows),
    "rates": ("an object of per cents by band", _is_rates),
}


@dataclass(frozen=True)
class Parameter:
    """One setting of a rule. `kind` is a key of KINDS, or a tuple of the values it may take."""

    name: str
    kind: str | tuple
    default: Any
    meaning: str
    unit: str = ""

    def accepts(self, value):
        if isinstance(self.kind, tuple):
            return any(value == choice and type(value) is type(choice) for choice in self.kind)
        return KINDS[self.kind][1](value)

    @property
    def wanted(self):
        """What a value must be, in words."""
        if isinstance(self.kind, tuple):
            return "one of " + ", ".join(map(str, self.kind))
        return KINDS[self.kind][0]


@dataclass(frozen=True)
class Rule:
    """A line of the catalogue.

    `function` says what must not happen; `scope` whether it is asked for each person, each (place,
    date), each (site, date) or each date. Without one the rule is judged elsewhere, as
    `judged` says; `within` is the rule that judges it on a rota, if any does. `sentence` is what it
    demands in a manager's words, `short` a breach in a few, `kept` and `broken` an example each.
    `tells_reason`: that it is broken says why somebody is away, so it is shown to planners only.
    `left_to_check`: what of it a solver that plans duties cannot honour; blank: all of it can be.
    """

    id: str
    title: str
    level: str
    source: str
    sentence: str
    parameters: tuple[Parameter, ...] = ()
    function: Any = None
    scope: str = "person"
    borrows: tuple[tuple[str, str], ...] = field(default=())
    kept: str = ""
    broken: str = ""
    judged: str = ""
    within: str = ""
    short: str = ""
    tells_reason: bool = False
    left_to_check: str = ""

    @property
    def defaults(self):
        return {parameter.name: parameter.default for parameter in self.parameters}


def faults(rules, catalogue, sites=()):
    """(place, sentence) for everything in a file's `rules` that is no setting of a rule."""
    for rule, given in rules.items():
        if rule not in catalogue:
            yield f"rules.{rule}", f'unknown rule "{rule}"'
        elif not isinstance(given, dict):
            yield f"rules.{rule}", "must be an object of parameters"
        else:
            yield from _rule_faults(catalogue[rule], given, sites)


def _rule_faults(rule, given, sites):
    known = {parameter.name: parameter for parameter in rule.parameters}
    for name, value in given.items():
        place = f"rules.{rule.id}.{name}"
        if name == "enabled":
            if not isinstance(value, bool):
                yield place, "must be true or false"
        elif name not in known:
            yield place, f'unknown parameter "{name}" of {rule.id}'
        elif not known[name].accepts(value):
            yield place, f"must be {known[name].wanted}"
        elif known[name].kind == "windows":
            unknown = (code for code in value if code not in sites)
            yield from ((f"{place}.{code}", f'unknown site "{code}"') for code in unknown)


def values_of(rule, given, catalogue):
    """The rule's parameters in force: its own, and those it borrows from other rules."""
    own = rule.defaults | {k: v for k, v in given.get(rule.id, {}).items() if k != "enabled"}
    for lender, name in rule.borrows:
        lent = catalogue[lender].defaults | given.get(lender, {})
        own[name] = lent[name]
    return own


def is_on(rule, given):
    return given.get(rule.id, {}).get("enabled", True)
