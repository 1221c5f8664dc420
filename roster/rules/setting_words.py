"""How a setting of a rule and its value read on a page.

The rota file and docs/rules.md write names and values as they are; people read these.
"""

from roster.rules.parameters import Parameter, Rule
from roster.rules.phrases import ROLE_WORDS, hours, listed, number

LENGTHS = ("minutes", "hours", "days", "weeks", "months", "years", "percent")
ONE = {"people": "person", "per cent": "per cent"}
LABELS = {
    "backward_minutes": "Backward turn",
    "below_minutes": "Quick return",
    "comp_days": "Days off for it",
    "comp_window": "Window",
    "demanding_max_minutes": "Longest spell, demanding",
    "hard": "Reason above",
    "inside_14d_minutes": "Inside the fortnight",
    "inside_minutes": "Inside the week",
    "long_minutes": "Long duty",
    "max_minutes": "Longest spell",
    "max_weekends": "Most weekends",
    "min_sample": "Least sample",
    "need_14d_minutes": "Rest in a fortnight",
    "need_minutes": "Rest in a week",
    "reject_nhs_numbers": "Reject NHS numbers",
    "short_days": "Short notice",
    "soft": "Warning above",
    "spread_weeks": "Spread counted over",
    "window_days": "Window in days",
    "window_weeks": "Window",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CHOICES = {
    "same_week": "the same week",
    "same_or_next_week": "the same week or the next",
    "n_days": "a window of days",
    "mon_fri": "Monday to Friday",
    "days": "in days",
    "hours": "in hours",
    "area": "in the same area",
    "site": "on the same site",
    "deny": "not allowed",
    "allow": "allowed",
    "7d": "each week",
    "14d": "each fortnight",
    "down_only": "may stand in",
    "none": "never stands in",
} | {day[:3].lower(): day for day in DAYS}


def label(parameter: Parameter) -> str:
    """What a setting is called: "Rest" for rest_minutes."""
    if parameter.name in LABELS:
        return LABELS[parameter.name]
    words = parameter.name.split("_")
    if len(words) > 1 and words[-1] in LENGTHS:
        words = words[:-1]
    return " ".join(words).capitalize()


def in_words(parameter: Parameter, value, sites=()) -> str:
    """A value as people say it: "11 h" for 660 minutes. `sites` are (code, name)."""
    if value is None:
        return "none"
    is_choice = isinstance(parameter.kind, tuple) or parameter.kind == "weekday"
    if is_choice and isinstance(value, str):
        return CHOICES[value]
    if parameter.kind in COMPOSED:
        return COMPOSED[parameter.kind](value, dict(sites))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return listed(_one(item, parameter.unit) for item in value) or "none"
    return _one(value, parameter.unit)


def _one(value, unit):
    if unit == "minutes":
        return hours(value)
    if unit:
        return number(value, ONE.get(unit, unit.removesuffix("s")), unit)
    return str(value).replace("_", " ")


def _roles(value, _):
    return listed(ROLE_WORDS[role][1] for role in value) or "nobody"


def _windows(value, sites):
    return (
        "; ".join(
            f"{sites.get(code, code)} {said}"
            for code, window in value.items()
            if (said := _window(window))
        )
        or "none"
    )


def _window(window):
    starts, ends = window.get("window_start"), window.get("window_end")
    if starts and ends:
        return f"{starts}–{ends}"
    return f"from {starts}" if starts else f"to {ends}" if ends else ""


def _rates(value, _):
    return (
        "; ".join(
            f"band {band} up: "
            + listed(f"{day.capitalize()} {rate}" for day, rate in rates.items())
            for band, rates in value.items()
            if rates
        )
        or "none"
    )


COMPOSED = {"roles": _roles, "windows": _windows, "rates": _rates}


def setting_in_words(rule: Rule, parameters: dict, sites=()) -> str:
    """What a whole setting says: "Most: 3 turns; Window: 2 weeks", "as the catalogue says"."""
    said = ["switched off"] if parameters.get("enabled") is False else []
    said += [
        f"{label(parameter)}: {in_words(parameter, parameters[parameter.name], sites)}"
        for parameter in rule.parameters
        if parameters.get(parameter.name, parameter.default) != parameter.default
    ]
    return "; ".join(said) or "as the catalogue says"
