"""When an edit takes a submitted or approved week back to draft (R-30).

    lapse(rota=, weeks=, before=, after=, keys=, by=, now=)  -> sentences, one for each week
    take_back(week, why, by, now)                            -> the sentence of one week

`weeks` are those edited and those beside them; `before` and `after` are the rota as plain data,
`keys` the (person, date) that the edit changed.

It does when more than a share of the duties submitted has changed, all edits since taken together,
or when the edit brought a breach that blocks publication. Runs in the edit's own transaction.
"""

from collections import defaultdict

from roster import cells
from roster.judging import judged
from roster.models import Approval, RotaWeek
from roster.rule_settings import given_for
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of
from roster.rules.phrases import listed, number
from roster.rules.rechecking import recheck

State = RotaWeek.State
WAITING = (State.SUBMITTED, State.APPROVED)
RULE = CATALOGUE["R-30"]
# What of a duty is no matter of approval: a lock, and calls noted after the event.
NOT_APPROVED = ("fixed", "called")


def lapse(*, rota, weeks, before, after, keys, by, now) -> tuple[str, ...]:
    """Send back those of the weeks that may not stand."""
    weeks = [week for week in weeks if week.state in WAITING]
    if not weeks:
        return ()
    held = _held(after)
    new = _new_breaches(before, {key: held[key] for key in keys})
    plain = {key: list(map(cells.plain, duties)) for key, duties in held.items()}
    dates = {day for _, day in keys}
    reasons = [(week, _why(rota, week, plain, new, dates)) for week in weeks]
    return tuple(take_back(week, why, by, now) for week, why in reasons if why)


def _held(problem):
    held = defaultdict(tuple)
    for duty in problem.duties:
        held[duty.person, duty.date] += (duty,)
    return held


def _new_breaches(before, edited):
    """The breaches that the edit brought and that must be mended, or accepted by an approver."""
    old = judged(before)
    then, now = set(old.breaches), recheck(old, edited).breaches
    return [breach for breach in now if breach.level != "should" and breach not in then]


def _why(rota, week, held, new, edited):
    """Why the week cannot stand as it was submitted; blank: it can."""
    here = [b for b in new if b.first <= week.sunday and b.last >= week.monday]
    if here:
        rules = listed(dict.fromkeys(f"{b.rule}, {CATALOGUE[b.rule].title}" for b in here))
        return (
            f"An edit brought {number(len(here), 'breach', 'breaches')} to mend or accept: {rules}."
        )
    if not any(week.monday <= day <= week.sunday for day in edited):
        return ""
    if week.submitted_sequence is None:
        return "An edit changed what was submitted."
    share = values_of(RULE, given_for(week, RULE), CATALOGUE)["reset_percent"]
    changed, duties = _changed_since_submitted(rota, week, held)
    if 100 * changed <= share * duties:
        return ""
    of = f"{changed} of {number(duties, 'duty', 'duties')}"
    return f"{of} changed since the week was submitted; more than {share} per cent."


def _changed_since_submitted(rota, week, held):
    """How many duties of a week differ from those submitted, and how many those were."""
    first = {}  # of each cell changed since: what was submitted
    changes = rota.changes.filter(
        sequence__gt=week.submitted_sequence, date__range=(week.monday, week.sunday)
    )
    for person, day, before in changes.order_by("-sequence").values_list(
        "person__reference", "date", "before"
    ):
        first[person, day] = before
    changed = sum(_differing(before, held.get(cell, [])) for cell, before in first.items())
    grown = sum(len(held.get(cell, [])) - len(before) for cell, before in first.items())
    now = sum(len(duties) for (_, day), duties in held.items() if week.monday <= day <= week.sunday)
    return changed, now - grown


def _differing(old, new):
    """Duties of a cell added, removed or moved."""
    left, gone = [*map(_approved, new)], 0
    for duty in map(_approved, old):
        if duty in left:
            left.remove(duty)
        else:
            gone += 1
    return max(gone, len(left))


def _approved(duty):
    return {name: value for name, value in duty.items() if name not in NOT_APPROVED}


def take_back(week, why, by, now) -> str:
    """A submitted or approved week is a draft again, and keeps why."""
    Approval.objects.filter(week=week).delete()
    week.state = State.DRAFT
    week.returned_by, week.returned_at, week.returned_reason = by, now, why[:300]
    week.save()
    return taken_back(week)


def taken_back(week) -> str:
    monday = f"{week.monday.day} {week.monday:%B}"
    return f"The week of {monday} is a draft again. {week.returned_reason}"
