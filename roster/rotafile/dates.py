"""Faults of dates and times: no such date, no such hour, one that comes twice."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from roster.rotafile.faults import quoted
from roster.walltime import is_missing, is_repeated

DATES = {"from", "until", "date", "review_due", "withdrawn", "for", "born"}
DATES |= {"preceptee_until", "other_work_declared"}
MOMENTS = {"starts", "ends"}
FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)
FOR_EVER = "9999-12-31"


def faults(document):
    """(place, sentence) of every date and time of a document that cannot be."""
    found = list(_zone(document))
    return found or _calendar(document)


def day(text):
    """The date of a text; what holds for ever holds to the last day there is."""
    return LAST if text == FOR_EVER else date.fromisoformat(text)


def clock(text):
    """Minutes after midnight."""
    return int(text[:2]) * 60 + int(text[3:])


def zone_of(document):
    return document.get("timezone", "Europe/London")


def _zone(document):
    try:
        ZoneInfo(zone_of(document))
    except (LookupError, ValueError, OSError):
        yield "timezone", f"unknown time zone {quoted(zone_of(document))}"


def _calendar(document):
    yield from _date_fault("starts", document["starts"])
    for number, text in enumerate(document.get("bank_holidays", [])):
        yield from _date_fault(f"bank_holidays[{number}]", text)
    for name, value in document.items():
        if name not in ("travel_minutes", "rules", "bank_holidays"):
            yield from _dates_in(value, name, zone_of(document))


def _dates_in(value, place, zone):
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _dates_in(item, f"{place}[{number}]", zone)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "until" and item == FOR_EVER:
                continue
            if key in DATES and isinstance(item, str):
                yield from _date_fault(f"{place}.{key}", item)
            elif key in MOMENTS and isinstance(item, str) and "T" in item:
                yield from _moment_fault(f"{place}.{key}", item, zone)
            else:
                yield from _dates_in(item, f"{place}.{key}", zone)


def _date_fault(place, text):
    try:
        value = date.fromisoformat(text)
    except ValueError:
        yield place, f"there is no date {quoted(text)}"
        return
    if not FIRST <= value <= LAST:
        yield place, f"{quoted(text)} is not between {FIRST} and {LAST}"


def _moment_fault(place, text, zone):
    """A wall time must exist, and say which it is where, and only where, it comes twice."""
    faults_of_date = list(_date_fault(place, text[:10]))
    if faults_of_date:
        yield from faults_of_date
        return
    on, at, offset = day(text[:10]), time.fromisoformat(text[11:16]), text[16:]
    twice = is_repeated(on, at, zone)
    if is_missing(on, at, zone):
        yield place, f"{quoted(text)} does not exist: the clocks skip it"
    elif twice and not offset:
        yield place, f"{quoted(text)} comes twice: add +01:00 or +00:00"
    elif offset and not twice:
        yield place, f"{quoted(text)} comes once: leave the offset out"
    elif twice and moment(text, zone) is None:
        yield place, f"{quoted(text)} has an offset that is not in force then"


def moment(text, zone):
    """The aware datetime of a wall time, or null if its offset is none of the zone's then."""
    local = datetime.fromisoformat(text[:16]).replace(tzinfo=ZoneInfo(zone))
    if not text[16:]:
        return local
    wanted = datetime.fromisoformat(text).utcoffset()
    both = (local.replace(fold=fold) for fold in (0, 1))
    return next((one for one in both if one.utcoffset() == wanted), None)
