"""A conflict and the ways out of it in plain sentences.

conflict_lines(standing, timeline, words, reasons)  -> what cannot hold together
more_words(more, words)                             -> somebody more to find, an order
easing_words(easing, words, reasons)                -> what to give up instead, an order
"""

from roster.autofill.elements import in_words
from roster.repairing.candidates import would
from roster.rules.phrases import day, listed
from roster.rules.timeline import DAY

MOST_CELLS = 4  # of a plan that are told one by one
NOBODY = "Nobody is employed, trained and inducted to work there"


def conflict_lines(standing, timeline, words, reasons=True):
    names = listed(sorted(words.names[person] for person in standing.fit))
    fit = f"{names} could work there at all, nobody else" if names else NOBODY
    return [*in_words(standing.conflict.elements, timeline, words, reasons), fit]


def more_words(more, words):
    who, first = words.people(more.demand, more.count), more.dates[0]
    where = words.place(more.demand.site, more.demand.area)
    if len(more.dates) == 1:
        return f"Find {who} for {where} on {day(first)}."
    dates = listed(f"{on.day} {on:%B}" for on in more.dates)
    return f"Find {who} for {where} on {first:%A}s ({dates})."


def easing_words(easing, words, reasons=True):
    """Accept that Asha N would work 7 days in a row (R-17): then plan Asha N E on Sunday …"""
    parts = [_free(duty, easing, words) for duty in easing.freed]
    if easing.breaches:
        said = listed(dict.fromkeys(_accepted(b, words, reasons) for b in easing.breaches))
        parts.append(f"accept, with a reason, that {said}")
    parts += dict.fromkeys(_fewer(breach, words) for breach in easing.fewer)
    orders = ", and ".join(parts)
    return f"{orders[0].upper()}{orders[1:]}: {cells_words(easing.plan.changes, words)}."


def _accepted(breach, words, reasons):
    said = f"{would(breach, reasons)} ({breach.rule})"
    who = words.who(breach)
    if who:
        return f"{who} {said if said.startswith('would') else f'would have: {said}'}"
    return f"somebody {said} at {words.sites.get(breach.site, breach.site)}"


def _free(duty, easing, words):
    """Move Ben O's day off (CO) from Sunday 8 to Thursday 5; or let a duty go that was to stay."""
    who = words.names[duty.person]
    off = not easing.plan.changes.get((duty.person, duty.date))
    new = [on for (p, on), held in easing.plan.changes.items() if p == duty.person and held]
    same = [on for on in new if _week(on) == _week(duty.date)]
    if off and same:
        what = "CO" if any(_is_weekend(easing, duty.person, on) for on in same) else "day off"
        return f"move {who}'s {what} to {day(duty.date)}"
    return f"let {who}'s {duty.shift} on {day(duty.date)} go, which was to stay"


def _is_weekend(easing, person, on):
    """Whether the person works on the weekend of a date's week, once the plan is so."""
    saturday = _week(on) + 5 * DAY
    held = easing.plan.after.by_person.get(person, ())
    return any(item.date in (saturday, saturday + DAY) for item in held)


def _week(on):
    return on - on.weekday() * DAY


def _fewer(breach, words):
    demand = breach.detail["demand"]
    who = words.people(demand, breach.limit - breach.measured)
    where = words.place(demand.site, demand.area)
    return f"do without {who} in {where} on {day(breach.first)}"


def cells_words(changes, words):
    """Then Asha N works E in General X-ray on Sunday 8 November; Ben O is off on …"""
    if len(changes) > MOST_CELLS:
        people = {person for person, _ in changes}
        return f"then {len(changes)} cells of {len(people)} people are planned otherwise"
    rows = sorted(changes.items(), key=lambda row: (row[0][1], words.names[row[0][0]]))
    return "then " + "; ".join(_cell(*key, duties, words) for key, duties in rows)


def _cell(person, on, duties, words):
    if not duties:
        return f"{words.names[person]} is off on {day(on)}"
    held = listed(f"{d.shift} in {words.areas.get((d.site, d.area), d.site)}" for d in duties)
    return f"{words.names[person]} works {held} on {day(on)}"
