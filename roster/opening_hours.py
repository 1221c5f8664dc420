"""When each site is open: what R-01 is set to, on a date."""

from datetime import time

from roster.demanding import in_words
from roster.rule_settings import held_on
from roster.rules.catalogue import CATALOGUE


def opening_hours(unit, on, codes):
    """{site's code: (opens, closes)} of these sites, as duties and demand are held to."""
    held = held_on(list(unit.rule_settings.filter(rule=WINDOW)), on)
    values = CATALOGUE[WINDOW].defaults | (held.parameters if held else {})
    return {code: hours_of(values, code) for code in codes}


def hours_of(values, code):
    """(opens, closes) of a site, as the rule's values on a date say."""
    own = values.get("sites", {}).get(code, {})
    return tuple(
        time.fromisoformat(own.get(name, values[name])) for name in ("window_start", "window_end")
    )


def outside(lines, values):
    """Sentences about lines of demand that ask for somebody while their site is closed: it was
    open longer when they were written."""
    found = []
    for line in lines:
        opens, closes = hours_of(values, line.area.site.code)
        if line.starts < opens or line.ends > closes:
            found.append(f"{in_words(line)}: the site is open {opens:%H:%M} to {closes:%H:%M}.")
    return found


WINDOW = next(rule.id for rule in CATALOGUE.values() if "window_start" in rule.defaults)
