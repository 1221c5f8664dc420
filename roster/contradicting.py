"""Changes of a what-if that cannot be meant together. Pure.

contradictions(problem, changes)  -> a sentence for each
"""

from collections import Counter

from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import PAIRS
from roster.rules.setting_words import label
from roster.supposing import ENABLED, names_of_lines, settings_of

ONCE = {  # of a kind of change, what is chosen once, and what a row of it is known by
    "demand": ("line of demand", 0),
    "without": ("person", None),
    "hours": ("person’s hours", 0),
    "able": ("competency, area or site of a person", None),
    "shift": ("shift type", 0),
    "rule": ("setting", 0),
}
OF_PEOPLE = {"hours": "to have other hours", "able": "to be able to do more"}


def contradictions(problem, changes):
    yield from _twice(problem, changes)
    yield from _gone_and_changed(problem, changes)
    yield from _off_and_set(changes)
    yield from _above(problem, changes)


def _twice(problem, changes):
    for kind, (words, at) in ONCE.items():
        rows = changes.get(kind, ())
        keys = [tuple(row) if at is None and kind == "able" else _key(row, at) for row in rows]
        for key, count in Counter(keys).items():
            if count > 1:
                name = _named(problem, kind, key)
                yield f"Choose each {words} once: {name} is chosen {_times(count)}."


def _key(row, at):
    return row if at is None else row[at]


def _times(count):
    return "twice" if count == 2 else f"{count} times"


def _named(problem, kind, key):
    names = {person.id: person.name for person in problem.people}
    if kind == "demand":
        return names_of_lines(problem).get(key, "a line")
    if kind == "rule":
        return _title(key)
    return names.get(key[0] if kind == "able" else key, key)


def _title(name):
    rule, setting = name.split(" ")
    parameter = _parameter(rule, setting)
    return f"{rule}, {label(parameter)}" if parameter else rule


def _parameter(rule, setting):
    found = CATALOGUE[rule].parameters if rule in CATALOGUE else ()
    return next((one for one in found if one.name == setting), None)


def _gone_and_changed(problem, changes):
    names, gone = {one.id: one.name for one in problem.people}, set(changes.get("without", ()))
    for kind, what in OF_PEOPLE.items():
        for who in dict.fromkeys(who for who, _ in changes.get(kind, ()) if who in gone):
            yield f"{names.get(who, who)} is to be gone, and {what} too: choose one of them."


def _off_and_set(changes):
    rules = [name.split(" ") for name, _ in changes.get("rule", ())]
    off = {
        name.split(" ")[0]
        for name, value in changes.get("rule", ())
        if name.endswith(f" {ENABLED.name}") and value is False
    }
    for rule in dict.fromkeys(rule for rule, setting in rules if setting != ENABLED.name):
        if rule in off:
            yield f"{rule} is to be off, and set otherwise too: choose one of them."


def _above(problem, changes):
    """Pairs of settings of which the first would be above the second, now that one is set."""
    given = {tuple(name.split(" ")): value for name, value in changes.get("rule", ())}
    stand = {tuple(name.split(" ")): value for name, (_, value) in settings_of(problem).items()}
    for rule, (low, high) in PAIRS.items():
        values = [(stand | given).get((rule, name)) for name in (low, high)]
        if {(rule, low), (rule, high)} & given.keys() and _are_turned(*values):
            first, second = (label(_parameter(rule, name)) for name in (low, high))
            yield f"{rule}: “{first}” may not be above “{second}”, {values[0]} above {values[1]}."


def _are_turned(low, high):
    return None not in (low, high) and low > high
