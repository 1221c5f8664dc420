"""What a file sets rules to: the faults of it, and the one way of writing it."""

from roster.rotafile.faults import quoted
from roster.rules import parameters
from roster.rules.catalogue import CATALOGUE

# More would take dates past the end of the calendar, and mean nothing.
MOST, MOST_MINUTES = 5_000, 100_000_000


def faults(rules, sites):
    """(place, sentence) of everything in a file's `rules` that is no setting of a rule."""
    found = list(parameters.faults(rules, CATALOGUE, sites))
    return found or _numbers("rules", rules, MOST)


def _numbers(place, value, most):
    """Numbers too large for the calendar, at any depth; minutes may be more than days."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(f"{place}.{key}", item, MOST_MINUTES if "minutes" in key else most)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _numbers(f"{place}[{number}]", item, most)
    elif isinstance(value, int | float) and value > most:
        yield place, f"{quoted(value)} must be {most} or less"


def ordered(value):
    """Keys in order and whole numbers without a point: databases keep neither as it was."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [ordered(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
