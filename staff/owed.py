"""Time off in lieu that is still owed, the oldest first (R-25). Pure.

    untaken(given, taken)                   -> (Lot, ...), what is owed of each date worked
    overdue(lots, today, months)            -> those that are to be paid by now
    running_out(lots, today, months, weeks) -> those that will have to be before long

`given` are (date, minutes), in any order; `taken` are minutes. Time taken is that worked longest
ago. What is taken beyond what was given leaves nothing owed.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Lot:
    """What is left of the time worked on a date."""

    worked: date
    minutes: int

    def last_day(self, months: int) -> date:
        """The last day on which it can still be taken or paid in time."""
        year, month = divmod(12 * self.worked.year + self.worked.month - 1 + months, 12)
        day = min(self.worked.day, monthrange(year, month + 1)[1])
        return date(year, month + 1, day)


def untaken(given, taken: int) -> tuple[Lot, ...]:
    found = []
    for worked, minutes in sorted(given):
        used = min(taken, minutes)
        taken -= used
        if minutes > used:
            found.append(Lot(worked, minutes - used))
    return tuple(found)


def overdue(lots, today, months) -> tuple[Lot, ...]:
    return tuple(lot for lot in lots if lot.last_day(months) < today)


def running_out(lots, today, months, weeks) -> tuple[Lot, ...]:
    return tuple(
        lot for lot in lots if lot.worked + timedelta(weeks=weeks) <= today <= lot.last_day(months)
    )
