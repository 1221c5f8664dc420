"""When each site is open: what R-02 is set to, on a date."""

from datetime import time

from roster.rule_settings import held_on
from roster.rules.catalogue import CATALOGUE


def opening_hours(unit, on, codes):
    """{site's code: (opens, closes)} of these sites, as duties and demand are held to."""
    held = held_on(list(unit.rule_settings.filter(rule=WINDOW)), on)
    values = CATALOGUE[WINDOW].defaults | (held.parameters if held else {})
    return {
        code: tuple(
            time.fromisoformat(values.get("sites", {}).get(code, {}).get(name, values[name]))
            for name in ("window_start", "window_end")
        )
        for code in codes
    }


WINDOW = next(rule.id for rule in CATALOGUE.values() if "window_start" in rule.defaults)
