"""A repair in words: what to do, and what it costs the service."""

from collections import Counter
from dataclasses import replace
from itertools import groupby

from roster.rules.phrases import day, listed


def planned(plan, people, duty):
    """plan Dev and Fay for E in General X-ray, Teaching Hospital on Monday 23 March"""
    who = listed(plan.words.names[person] for person in people)
    where = plan.words.place(duty.site, duty.area)
    return f"plan {who} for {duty.shift} in {where} on {day(duty.date)}"


def orders(plan, steps):
    """What to do, step by step; people planned for the same in one order."""
    said = []
    for duty, same in groupby(steps, _planned_alone):
        group = list(same)
        if duty and len(group) > 1:
            people = [person for step in group for person, _ in step.changes]
            said.append(planned(plan, people, duty))
        else:
            said += [step.text for step in group]
    return ", and ".join(said)


def _planned_alone(step):
    """The duty that a step plans for somebody and does nothing else, as if it were nobody's."""
    if step.kind != "plan" or len(step.changes) != 1:
        return None
    ((duty,),) = step.changes.values()
    return replace(duty, person="")


def consequences(plan, changes, effect):
    """(whether cover is lost, what to say of it: "" where nothing is)."""
    short = [breach for breach in effect.new if breach.rule == "R-33"]
    if short:
        return True, listed(_short(plan, breach) for breach in short)
    return False, listed(_fewer(plan, changes))


def _short(plan, breach):
    demand, words = breach.detail["demand"], plan.words
    who = words.people(demand, breach.limit - breach.measured)
    times = f"{breach.at:%H:%M} to {words.clock(breach.detail['until'])}"
    where = words.place(breach.site, breach.area)
    return f"{where} is then {who} short on {day(breach.first)}, {times}"


def _fewer(plan, changes):
    """Where fewer duties are worked than before, when fewer are worked altogether."""
    before = Counter(_places(plan, [d for key in changes for d in plan.duties(*key)]))
    after = Counter(_places(plan, [duty for held in changes.values() for duty in held]))
    if before.total() > after.total():
        for where, count in (before - after).items():
            yield f"{'one duty' if count == 1 else f'{count} duties'} fewer in {where}"


def _places(plan, duties):
    """The name of each clinical duty's place."""
    clinical = [duty for duty in duties if plan.item(duty).clinical]
    return [plan.words.areas[duty.site, duty.area] for duty in clinical]
