"""Whatever a department publishes: what arrives by mail and in calendars is what was released.

The mails are read by Python's email package, the calendars by icalendar, and compared with the
released rows themselves.
"""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from roster.enveloping import written
from roster.feeds import calendar
from roster.models import OutboxMessage, ReleasedDuty
from roster.notifying import write_weekly_rotas
from tests.factories import judge_only, make_duty, make_person, make_release, make_rota, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LONDON = ZoneInfo("Europe/London")
PEOPLE = ("asha", "dev", "eve")
ORDINARY, MARCH, OCTOBER = date(2026, 11, 16), date(2026, 3, 23), date(2026, 10, 19)

weeks = st.dictionaries(
    st.tuples(st.sampled_from(PEOPLE), st.integers(0, 6)),
    st.sampled_from([(), ("E",), ("L",), ("LD",), ("SH", "L"), ("AD",)]),
    min_size=4,
    max_size=16,
)
DUTY = re.compile(r"\s*(\d\d:\d\d–\d\d:\d\d)\s+(\S+)\s*")
DAY = re.compile(r"\s*((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+)( \(.*\))?\s*")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([ORDINARY, MARCH, OCTOBER]), weeks, weeks)
def test_mails_and_calendars_say_what_was_released(monday, first, second):
    with transaction.atomic():
        rota = department(monday)
        before = release(rota, first, 1)
        after = release(rota, second, 2)
        now = datetime.combine(monday, datetime.min.time(), UTC) - timedelta(days=3)
        assert write_weekly_rotas(unit=rota.unit, monday=monday, now=now) == len(PEOPLE)
        for message in OutboxMessage.objects.select_related("unit", "person"):
            told = after[message.person.reference]
            mail = message_from_bytes(written(message, "rota@example.org"), policy=default)
            assert mail["To"] == f"{message.person.reference}@example.org"
            check_text(mail.get_body(("plain",)).get_content(), told)
            check_text(flattened(mail.get_body(("html",)).get_content()), told)
            (attached,) = mail.iter_attachments()
            assert confirmed(attached.get_content()) == as_events(told)
            feed = calendar(person=message.person, now=now)
            assert confirmed(feed) == as_events(told)
            assert cancelled(feed) == gone(before[message.person.reference], told)
        transaction.set_rollback(True)


# ── what is released ──


def department(monday):
    unit = make_unit()
    judge_only(unit)
    for reference in PEOPLE:
        make_person(unit, reference=reference, name=f"{reference} <O’Neil & Söhne>")
    return make_rota(unit, starts=monday, weeks=1)


def release(rota, cells, number):
    """{reference: released rows} of a week that holds these shifts and no others."""
    rota.duties.all().delete()
    for (reference, n), shifts in cells.items():
        for shift in shifts:
            day, area = rota.starts + timedelta(days=n), None if shift == "AD" else "XR"
            make_duty(rota, rota.unit.people.get(reference=reference), day, shift, "GH", area)
    made = make_release(rota, rota.starts, number=number)
    rows = ReleasedDuty.objects.filter(release=made).order_by("starts_at")
    return {who: [row for row in rows if row.person.reference == who] for who in PEOPLE}


# ── what is read ──


def check_text(text, told):
    """Each duty under its date, with its times by London's clocks, its code and its place."""
    assert duties_in(text) == [
        (
            f"{row.date:%A} {row.date.day} {row.date:%B}",
            f"{row.starts_at.astimezone(LONDON):%H:%M}–{row.ends_at.astimezone(LONDON):%H:%M}",
            row.shift,
            ", ".join(filter(None, (row.area_name, row.site_name))),
        )
        for row in told
    ]


def duties_in(text):
    lines, day, found = text.splitlines(), "", []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if heading := DAY.fullmatch(line):
            day = heading[1]
        if duty := DUTY.fullmatch(line):
            found.append((day, duty[1], duty[2], below.strip()))
    return found


class Flat(HTMLParser):
    """The words of a page, a line for each block and each break."""

    def __init__(self):
        super().__init__()
        self.words = ""

    def handle_starttag(self, tag, attrs):
        self.words += "\n" * (tag in ("br", "p", "h1", "h2", "tr", "li"))

    def handle_endtag(self, tag):
        self.words += "\n" * (tag in ("p", "h1", "h2"))

    def handle_data(self, data):
        self.words += data.replace("\n", " ")


def flattened(html):
    parser = Flat()
    parser.feed(html)
    return parser.words


def events(text, status):
    return [e for e in Calendar.from_ical(text).walk("VEVENT") if e["status"] == status]


def confirmed(text):
    """(start, end, words) of each event, as instants."""
    return sorted(
        (e["dtstart"].dt.astimezone(UTC), e["dtend"].dt.astimezone(UTC), str(e["summary"]))
        for e in events(text, "CONFIRMED")
    )


def as_events(told):
    return sorted(
        (row.starts_at, row.ends_at, f"{row.shift} {row.area_name or row.site_name}")
        for row in told
    )


def cancelled(text):
    return Counter(e["dtstart"].dt.date() for e in events(text, "CANCELLED"))


def gone(before, after):
    """How many events of each date stand in a calendar that read the first release only."""
    return Counter(row.date for row in before) - Counter(row.date for row in after)
