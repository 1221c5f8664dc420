"""A person's published duties as an iCalendar file (RFC 5545), for mails and for the feed.

    written(person=, weeks=, address=, before=()) -> str

An event is known by person, date and its place among that date's duties, whatever its time: a
moved duty moves in the calendar it was once put into. SEQUENCE is the release's number. `before`
are the person's duties as they were told earlier: those that are gone are sent as cancelled.
Colleagues, absences and reasons are never in it.

The lines are written here and not by icalendar, which takes many times as long and lets summer
time begin an hour late; the tests read them back with it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from roster.changes import Told
from roster.rules.phrases import hours
from roster.walltime import clock_change

OCTETS = 75  # of a line, without its end (RFC 5545, 3.1)
ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": ""})
STAMP = "%Y%m%dT%H%M%S"
STEP = timedelta(minutes=15)  # clocks change on a quarter of an hour


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """A person's duties of a published week; `told` in order of time."""

    monday: date
    number: int
    published_at: datetime
    told: tuple[Told, ...]


def written(*, person, weeks, address, before=()) -> str:
    """The file's text. `weeks` are CalendarWeek or MyWeek; `address` is where the person reads
    their rota, behind a sign-in.
    """
    zone = ZoneInfo(person.unit.timezone)
    events, years = [], set()
    for week in weeks:
        for told, place, status in _events(week, before):
            events += _event(person, week, told, place, status, address, zone)
            years |= {told.date.year, told.date.year + 1}
    lines = [*_head(person), *_zone(zone.key, years), *events, "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _head(person):
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fairweek//Rota//EN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(person.unit.code)} rota",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]


def _events(week, before):
    """(duty, its place among its date's duties, status) of all that stands or stood in a week."""
    places = Counter()
    for told in week.told:
        places[told.date] += 1
        yield told, places[told.date], "CONFIRMED"
    gone = Counter()
    for told in before:
        if week.monday <= told.date < week.monday + timedelta(weeks=1):
            gone[told.date] += 1
            if gone[told.date] > places[told.date]:
                yield told, gone[told.date], "CANCELLED"


def _event(person, week, told, place, status, address, zone):
    host = urlsplit(address).hostname
    where = ", ".join(filter(None, (told.area_name, told.site_name)))
    return [
        "BEGIN:VEVENT",
        f"UID:duty-{person.pk}-{told.date:%Y%m%d}-{place}@{host}",
        f"SEQUENCE:{week.number}",
        f"DTSTAMP:{week.published_at.astimezone(UTC):{STAMP}}Z",
        f"DTSTART{_time(told.starts, zone)}",
        f"DTEND{_time(told.ends, zone)}",
        f"SUMMARY:{_text(f'{told.shift} {told.area_name or told.site_name}')}",
        f"LOCATION:{_text(where)}",
        f"DESCRIPTION:{_text(_description(told, address))}",
        f"URL:{address}",
        f"STATUS:{status}",
        "END:VEVENT",
    ]


def _time(instant, zone):
    """Local time, but for the second of two equal hours: a zone's name can say the first only."""
    local = instant.astimezone(zone)
    if local.fold:
        return f":{local.astimezone(UTC):{STAMP}}Z"
    return f";TZID={zone.key}:{local:{STAMP}}"


def _description(told, address):
    rest = f"Unpaid break {hours(told.break_minutes)}. " if told.break_minutes else ""
    return f"{rest}The rota as it stands: {address}"


def _text(words):
    return words.translate(ESCAPED)


def _folded(line):
    """The line in pieces that are short enough, broken between characters."""
    if len(line) <= OCTETS and (line.isascii() or len(line.encode()) <= OCTETS):
        return line
    pieces, room = [""], OCTETS
    for character in line:
        room -= len(character.encode())
        if room < 0:
            pieces.append("")
            room = OCTETS - 1 - len(character.encode())
        pieces[-1] += character
    return "\r\n ".join(pieces)


def _zone(name, years):
    """The time zone's rules for the years of the events; nothing where there are none."""
    return _zone_lines(name, min(years), max(years)) if years else ()


@lru_cache(maxsize=64)
def _zone_lines(name, first, last):
    zone = ZoneInfo(name)
    began = datetime(first, 1, 1, tzinfo=zone)
    lines = [*_rule(began, began.utcoffset()), *_rules(zone, date(first, 1, 1), date(last, 12, 31))]
    return ("BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE")


def _rules(zone, first, last):
    """The lines of each clock change from first to last."""
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if clock_change(day, zone.key):
            yield from _rule(*_changed(day, zone))


def _changed(day, zone):
    """The moment of a clock change, local by the clocks after it, and their offset before it."""
    at = datetime.combine(day, time(0), zone)
    while True:
        after = (at.astimezone(UTC) + STEP).astimezone(zone)
        if after.utcoffset() != at.utcoffset():
            return after, at.utcoffset()
        at = after


def _rule(at, before):
    """The lines of one change. It starts by the clocks before it (RFC 5545, 3.6.5)."""
    kind = "DAYLIGHT" if at.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{at.astimezone(UTC) + before:{STAMP}}",
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(at.utcoffset())}",
        f"TZNAME:{at.tzname()}",
        f"END:{kind}",
    ]


def _offset(difference):
    minutes = difference // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
