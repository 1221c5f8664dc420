"""Dated facts side by side: which lie over each other, and where none holds. Pure.

Facts have `starts` and `until`, its last day; null: open.

    holds(fact, day)            -> whether it does on a date
    overlapping(fact, others)   -> the others that share a date with it
    holes(facts)                -> ((first, last), ...) between the first date and the last
"""

from datetime import date, timedelta

DAY = timedelta(days=1)


def holds(fact, day):
    return fact.starts <= day <= _last(fact)


def overlapping(fact, others):
    return [other for other in others if _meet(fact, other)]


def _meet(one, other):
    return one.starts <= _last(other) and other.starts <= _last(one)


def _last(fact):
    return fact.until or date.max


def holes(facts):
    """The spans, both days in them, on which no fact holds though earlier and later ones do."""
    found, ended = [], None
    for fact in sorted(facts, key=lambda fact: fact.starts):
        if ended is not None and ended < date.max and fact.starts > ended + DAY:
            found.append((ended + DAY, fact.starts - DAY))
        ended = _last(fact) if ended is None else max(ended, _last(fact))
    return tuple(found)
