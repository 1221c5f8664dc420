"""What a change costs the service, in words: cover that is lost, a duty fewer."""

from collections import Counter

from roster.rules.phrases import ROLE_WORDS, day, listed, number


def consequences(plan, changes, effect):
    """(whether cover is lost, what to say of it: "" where nothing is)."""
    short = [breach for breach in effect.new if breach.rule == "R-33"]
    if short:
        return True, listed(_short(plan, breach) for breach in short)
    return False, listed(_fewer(plan, changes))


def _short(plan, breach):
    demand, words = breach.detail["demand"], plan.words
    skill = f" with {words.competencies[demand.competency]}" if demand.competency else ""
    who = number(breach.limit - breach.measured, *ROLE_WORDS[demand.role])
    times = f"{breach.at:%H:%M} to {words.clock(breach.detail['until'])}"
    where = words.place(breach.site, breach.area)
    return f"{where} is then {who}{skill} short on {day(breach.first)}, {times}"


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
