"""Reads for the outbox: the list, filtered and page by page, and one message opened up."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils import timezone

from roster.addresses import Unreachable, unreachable
from roster.models import OutboxMessage

State = OutboxMessage.State
PER_PAGE = 50


@dataclass(frozen=True)
class Filter:
    """One state a list can be narrowed to; blank: all of them."""

    state: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A message of the list; `trouble` is why it is not there yet, in a sentence or blank."""

    message: OutboxMessage
    trouble: str


@dataclass(frozen=True)
class OutboxPage:
    filters: tuple[Filter, ...]
    state: str
    page: Page
    lines: tuple[Line, ...]
    unreachable: tuple[Unreachable, ...]

    @property
    def without_address(self):
        return [somebody.name for somebody in self.unreachable if not somebody.address]

    @property
    def refused(self):
        return [somebody for somebody in self.unreachable if somebody.address]


def outbox_page(messages, *, unit_ids, state, number, now) -> OutboxPage:
    """The messages of one state (anything else: all), newest first, and who of the units cannot
    be reached: in five queries.
    """
    state = state if state in State.values else ""
    found = messages.filter(state=state) if state else messages
    rows = found.select_related("person", "user", "release").defer("text", "html", "calendar")
    page = Paginator(rows, PER_PAGE).get_page(number)
    lines = tuple(Line(message, trouble(message, now)) for message in page)
    cut_off = unreachable(unit_ids, timezone.localdate(now))
    return OutboxPage(_filters(messages, state), state, page, lines, cut_off)


def _filters(messages, chosen):
    counted = dict(messages.order_by().values_list("state").annotate(Count("id")))
    every = Filter("", "All", sum(counted.values()), not chosen)
    states = (State.FAILED, State.WAITING, State.HELD, State.LISTED, State.SENT)
    return (every, *(Filter(s, s.label, counted.get(s, 0), s == chosen) for s in states))


def trouble(message, now):
    """Why a message has not arrived, or what it waits for."""
    if message.state == State.SENT:
        return ""
    if message.state == State.LISTED:
        return "It stands in their notices alone."
    if message.state == State.HELD:
        return "It is held back until somebody sends it."
    if message.state == State.FAILED:
        return message.failure or "It could not be sent; the mail server gave no reason."
    return "It is being sent now." if _is_being_sent(message, now) else message.failure


def can_be_tried(message, now):
    """Whether sending it at once makes sense: it failed, is held, or waits after a trouble."""
    if message.state == State.WAITING:
        return bool(message.failure) and not _is_being_sent(message, now)
    return message.state in (State.FAILED, State.HELD)


def _is_being_sent(message, now):
    return message.leased_until is not None and message.leased_until > now
