"""Scope of practice signed off for longer, or suspended. What it was stays in the history.

    sign_off(people=, areas=, competencies=, starts=, review_due=, signed_off_by=)    -> (new, held)
    extend(entry, review_due=, signed_off_by=)
    suspend(entry, starts=, reason=)    it holds until the day before `starts`

An entry is a ScopeEntry or a HeldCompetency. Raises FactRefused.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from staff.models import HeldCompetency, ScopeEntry
from staff.recording import FactRefused, keep_fact, keep_new, last_day
from staff.wording import on

DAY = timedelta(days=1)


@transaction.atomic
def sign_off(*, people, areas, competencies, starts, review_due, signed_off_by, by, now):
    """Everybody for everything, where they are not on any of the dates already: how many entries
    are new, and how many were held and stay as they are.
    """
    until = review_due - DAY if review_due else None
    said = {"starts": starts, "signed_off_by": signed_off_by.strip()}
    scope = [
        ScopeEntry(person=person, area=area, review_due=review_due, **said)
        for person in people
        for area in areas
    ]
    competencies = [
        HeldCompetency(person=person, competency=one, until=until, **said)
        for person in people
        for one in competencies
    ]
    new = keep_new(ScopeEntry, scope, by=by, now=now)
    new += keep_new(HeldCompetency, competencies, by=by, now=now)
    return new, len(scope) + len(competencies) - new


def extend(entry, *, review_due, signed_off_by, by, now):
    """Until a later review; one suspended today or later holds on as if it had not been. What is
    over is signed off anew: on the days since, nobody was entitled.
    """
    held = last_day(entry)
    if held is not None and held + DAY < localdate(now):
        raise FactRefused(f"It ended on {on(held)}: sign it off anew, from the day it holds again.")
    if held is None or review_due <= held + DAY:
        until = "without an end" if held is None else f"until its review on {on(held + DAY)}"
        raise FactRefused(f"It holds {until} already.")
    entry.signed_off_by, entry.suspended = signed_off_by.strip(), ""
    return _ended(entry, review_due, by, now)


def suspend(entry, *, starts, reason, by, now):
    if starts <= entry.starts:
        raise FactRefused(
            f"It began on {on(entry.starts)}: suspend it from a later day, or remove it."
        )
    held = last_day(entry)
    if held is not None and held < starts:
        raise FactRefused(f"It holds until {on(held)} only.")
    entry.suspended = reason.strip()
    return _ended(entry, starts, by, now)


def _ended(entry, first_day_without, by, now):
    if hasattr(entry, "review_due"):
        entry.review_due = first_day_without
    else:
        entry.until = first_day_without - DAY
    return keep_fact(entry, by=by, now=now)
