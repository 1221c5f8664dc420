"""Keeping and removing a line of demand, or an exception to it, each with its line of history.

    keep_demand(row, by=, now=)
    remove_demand(row, by=, now=)
    in_words(row)

Raises PlaceRefused in sentences; then nothing is changed.
"""

from datetime import date
from itertools import groupby

from django.db import transaction

from roster.models import Demand, DemandChange, DemandException
from roster.problem import DAY_TYPES
from roster.rules.phrases import ROLE_WORDS, full, number
from sites.placing import keep_place, remove_place
from sites.refusing import PlaceRefused

CLOSED = DemandException.Kind.CLOSED
SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@transaction.atomic
def keep_demand(row, *, by, now):
    """What stood there before is read from the database."""
    if isinstance(row, DemandException):
        _refuse_contradiction(row)
    _refuse_twice(row)
    held = type(row).objects.filter(pk=row.pk).first() if row.pk else None
    keep_place(row)
    _note(row, in_words(held) if held else "", in_words(row), by, now)
    return row


@transaction.atomic
def remove_demand(row, *, by, now):
    before = in_words(row)
    remove_place(row)
    _note(row, before, "", by, now)


def _note(row, before, after, by, now):
    if before != after:
        DemandChange.objects.create(unit=row.unit, at=now, by=by, before=before, after=after)


def _refuse_contradiction(row):
    """A place is not closed on dates on which it has a line of its own."""
    others = DemandException.objects.filter(
        area=row.area, starts_on__lte=row.until, until__gte=row.starts_on
    ).exclude(pk=row.pk)
    other = next((one for one in others if (one.kind == CLOSED) != (row.kind == CLOSED)), None)
    if other:
        raise PlaceRefused(
            f"There is on record already: {in_words(other)}. A place is not closed and asked for "
            f"on one date: change that one first."
        )


LINE = ("area", "starts", "ends", "role", "competency")


def _refuse_twice(row):
    """Nothing is asked for twice over: more of the same people is a higher number."""
    alike = {name: getattr(row, name) for name in LINE}
    rows = type(row).objects.filter(unit=row.unit, **alike).exclude(pk=row.pk)
    other = next((one for one in rows.select_related("area__site") if _same_days(one, row)), None)
    if other:
        raise PlaceRefused(
            f"There is on record already: {in_words(other)}. Change that one, or let one end "
            f"before the other begins."
        )


def _same_days(one, other):
    """Whether a date is in both; of a line of the week, one that both of them list."""
    if isinstance(one, Demand) and not set(one.days) & set(other.days):
        return False
    (first, ended), (begins, last) = span_of(one), span_of(other)
    return first <= last and begins <= ended


def span_of(row):
    """The first and the last date that a line, or an exception, holds on."""
    if isinstance(row, DemandException):
        return row.starts_on, row.until
    return row.in_force_from or date.min, row.in_force_until or date.max


def in_words(row) -> str:
    place = f"{row.area.name}, {row.area.site.name}"
    if isinstance(row, Demand):
        return f"{place}, {days_said(row.days)}: {asked(row)}{_season(row)}"
    return f"{place}, {dates(row)}: {different(row)} ({row.reason})"


def days_said(days) -> str:
    """Mon to Fri, bank holidays"""
    *week, holidays = (day in days for day in DAY_TYPES)
    runs = groupby(range(len(week)), week.__getitem__)
    said = [words for held, run in runs if held for words in _run_said(list(run))]
    said = ["every day"] if all(week) else said
    return ", ".join(said + ["bank holidays"] * holidays)


def _run_said(run):
    names = [SHORT[n] for n in run]
    return [f"{names[0]} to {names[-1]}"] if len(names) > 2 else names


def dates(row) -> str:
    """3 May 2027, or 3 May 2027 to 9 May 2027"""
    more = f" to {full(row.until)}" if row.until != row.starts_on else ""
    return f"{full(row.starts_on)}{more}"


def different(row) -> str:
    """What an exception asks for: closed; also 1 radiographer 08:00–12:00"""
    if row.kind == CLOSED:
        return "closed"
    way = "also" if row.kind == DemandException.Kind.ALSO else "instead of the week"
    return f"{way} {asked(row)}"


def asked(row) -> str:
    """2 radiographers with Fluoroscopy 08:00–16:00 (ideal 3), critical"""
    trained = f" with {row.competency.name}" if row.competency else ""
    ideal = f" (ideal {row.ideal})" if row.ideal is not None else ""
    who = number(row.least, *ROLE_WORDS[row.role])
    when = f"{row.starts:%H:%M}–{row.ends:%H:%M}"
    return f"{who}{trained} {when}{ideal}{', critical' if row.critical else ''}"


def season_said(first, last) -> str:
    """Of a line's span that has a first or a last date: 14 December 2026 to 3 January 2027"""
    if last == date.max:
        return f"from {full(first)} on"
    return f"until {full(last)}" if first == date.min else f"{full(first)} to {full(last)}"


def _season(line):
    starts = f", from {full(line.in_force_from)}" if line.in_force_from else ""
    return starts + (f", to {full(line.in_force_until)}" if line.in_force_until else "")
