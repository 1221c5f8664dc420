"""A person's published duties as an iCalendar file (RFC 5545), for mails and for the feed.

    written(person=, weeks=, address=, before=()) -> str

An event is known by person, date and its place among that date's duties, whatever its time: a
moved duty moves in the calendar it was once put into. SEQUENCE is the release's number. `before`
are the person's duties as they were told earlier: those that are gone are sent as cancelled.
Colleagues, absences and reasons are never in it.
"""

from collections import Counter
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from roster.rules.phrases import hours


def written(*, person, weeks, address, before=()) -> str:
    """The file's text. `address` is where the person reads their rota, behind a sign-in."""
    calendar = Calendar()
    calendar.add("prodid", "-//Fairweek//Rota//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{person.unit.code} rota")
    zone = ZoneInfo(person.unit.timezone)
    for week in weeks:
        for told, place, status in _events(week, before):
            calendar.add_component(_event(person, week, told, place, status, address, zone))
    _add_zone(calendar)
    return calendar.to_ical().decode()


def _events(week, before):
    """(duty, its place among its date's duties, status) of all that stands or stood in a week."""
    places = Counter()
    for duty in week.duties:
        places[duty.date] += 1
        yield duty.told, places[duty.date], "CONFIRMED"
    gone = Counter()
    for told in before:
        if week.monday <= told.date <= week.sunday:
            gone[told.date] += 1
            if gone[told.date] > places[told.date]:
                yield told, gone[told.date], "CANCELLED"


def _event(person, week, told, place, status, address, zone):
    event = Event()
    host = urlsplit(address).hostname
    event.add("uid", f"duty-{person.pk}-{told.date:%Y%m%d}-{place}@{host}")
    event.add("sequence", week.number)
    event.add("dtstamp", week.published_at.astimezone(ZoneInfo("UTC")))
    event.add("dtstart", told.starts.astimezone(zone))
    event.add("dtend", told.ends.astimezone(zone))
    event.add("summary", f"{told.shift} {told.area_name or told.site_name}")
    event.add("location", ", ".join(filter(None, (told.area_name, told.site_name))))
    event.add("description", _description(told, address))
    event.add("url", address)
    event.add("status", status)
    return event


def _description(told, address):
    rest = f"Unpaid break {hours(told.break_minutes)}. " if told.break_minutes else ""
    return f"{rest}The rota as it stands: {address}"


def _add_zone(calendar):
    """The time zone's rules for the years of the events; nothing where there are none."""
    years = {event["dtstart"].dt.year for event in calendar.walk("VEVENT")}
    if years:
        calendar.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 12, 31))
