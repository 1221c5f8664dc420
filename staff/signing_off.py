"""Scope of practice signed off for longer, or suspended. What it was stays in the history.

    extend(entry, review_due=, signed_off_by=)
    suspend(entry, starts=, reason=)    it holds until the day before `starts`

An entry is a ScopeEntry or a HeldCompetency. Raises FactRefused.
"""

from datetime import timedelta

from staff.recording import FactRefused, keep_fact, last_day
from staff.wording import on

DAY = timedelta(days=1)


def extend(entry, *, review_due, signed_off_by, by, now):
    """Until a later review; a suspended entry holds again from its first day."""
    held = last_day(entry)
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
