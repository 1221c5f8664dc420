"""By when what people ask for is answered: wishes, leave, and swaps that wait for a manager.

    Answering(unit).due(asked)    -> the last date to answer a Request, LeaveRequest or Swap
    open_answers(unit, today)     -> (Open, ...), the first due first

A unit sets within how many days; it is never later than the day before what was asked for begins.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roster.leave_balance import terms_of
from roster.models import Request, Swap
from roster.part_days import part_of, said
from roster.rules.phrases import day
from roster.walltime import local_date
from staff.models import LeaveRequest

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Open:
    """What waits for an answer, in words without its reason; `since` is when it began to wait."""

    words: str
    since: datetime
    due: date


class Answering:
    """The dates of one unit: its setting is read once."""

    def __init__(self, unit):
        self.unit, self.days = unit, timedelta(days=terms_of(unit).answer_days)

    def due(self, asked) -> date:
        last = begins(asked) - DAY
        return min(local_date(self.unit, waits_since(asked)) + self.days, last)


def begins(asked) -> date:
    return asked.starts_on if isinstance(asked, LeaveRequest) else asked.date


def waits_since(asked) -> datetime:
    """A swap waits for a manager from the last thing that happened to it on: that all agreed."""
    if isinstance(asked, Swap):
        return max((event.at for event in asked.events.all()), default=asked.asked_at)
    return asked.asked_at


def wishes_open(unit, today):
    found = Request.objects.filter(
        person__unit=unit, state=Request.State.ASKED, date__gte=today, asked_at__isnull=False
    )
    return found.select_related("person").order_by("date", "id")


def leave_open(unit):
    found = LeaveRequest.objects.filter(person__unit=unit, state=LeaveRequest.State.ASKED)
    return found.select_related("person").order_by("asked_at", "id")


def swaps_waiting(unit, today):
    found = Swap.objects.filter(rota__unit=unit, state=Swap.State.WAITING, date__gt=today)
    return found.prefetch_related("events").order_by("date", "id")


def open_answers(unit, today) -> tuple[Open, ...]:
    answering = Answering(unit)
    found = [(_wish(asked), asked) for asked in wishes_open(unit, today)]
    found += [(_leave(asked), asked) for asked in leave_open(unit)]
    found += [(_swap(asked), asked) for asked in swaps_waiting(unit, today)]
    opened = (Open(words, waits_since(asked), answering.due(asked)) for words, asked in found)
    return tuple(sorted(opened, key=lambda one: one.due))


def _wish(asked):
    return f"{asked.person.name} asks for something, {day(asked.date)}"


def _leave(asked):
    return (
        f"{asked.person.name} asks for leave, {said(asked.starts_on, asked.until, part_of(asked))}"
    )


def _swap(asked):
    return f"A swap of {asked.duty['shift']} on {day(asked.date)}"
