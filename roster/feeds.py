"""A person's published duties for a calendar program, at a secret address of their own.

    make_feed(person=, now=)   -> the secret of a new address; the one before answers no more
    end_feed(person=)          -> None
    stamp(feed, now=)          -> str     no query
    calendar(person=, now=)    -> str     two queries

A feed comes from access.feed_for. As long as its stamp is the same, so is the calendar.
"""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from roster import calendar_file, released
from roster.calendar_file import CalendarWeek
from roster.models import CalendarFeed
from roster.walltime import local_date

SECRET_BYTES = 32
BACK, AHEAD = timedelta(weeks=4), timedelta(weeks=26)


def make_feed(*, person, now) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = {"secret_hash": CalendarFeed.hash_of(secret), "made_at": now}
    CalendarFeed.objects.update_or_create(person=person, defaults=made)
    return secret


def end_feed(*, person) -> None:
    CalendarFeed.objects.filter(person=person).delete()


def stamp(feed, *, now) -> str:
    """All that a calendar is made of: releases never change, so the newest stands for all."""
    unit = feed.person.unit
    first, _ = _span(unit, now)
    made_of = settings.BASE_URL, feed.person_id, unit.code, unit.timezone, first, feed.newest
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def calendar(*, person, now) -> str:
    """The published weeks around today; what was told earlier and is gone is in it as cancelled."""
    first, last = _span(person.unit, now)
    newest, _ = released.newest_two(unit=person.unit, first=first, last=last)
    told = released.told_to(person=person, first=first, last=last)
    return calendar_file.written(
        person=person,
        weeks=[_week(newest[monday], told) for monday in sorted(newest)],
        address=settings.BASE_URL + reverse("my-rota"),
        before=_most(told.values()),
    )


def _span(unit, now):
    """First and last date of the weeks in a calendar."""
    today = local_date(unit, now)
    monday = today - timedelta(days=today.weekday())
    return monday - BACK, monday + AHEAD + timedelta(days=6)


def _week(release, told):
    duties = tuple(told.get(release.pk, ()))
    return CalendarWeek(release.monday, release.number, release.at, duties)


def _most(releases):
    """The most duties that any release told of each date: as many as a calendar may still hold."""
    most = {}
    for duties in releases:
        by_date = {}
        for told in duties:
            by_date.setdefault(told.date, []).append(told)
        for day, found in by_date.items():
            most[day] = max(most.get(day, []), found, key=len)
    return [told for day in sorted(most) for told in most[day]]
