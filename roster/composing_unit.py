"""What managers are mailed: the unit's published week on one page, and the weeks not ready.

Days without a duty are empty, whatever the reason: a mail lies about for longer than a page.
"""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from roster.composing import Mail, plain
from roster.released import Published
from roster.rules.phrases import day, full, number, span


@dataclass(frozen=True)
class Worked:
    """A duty on the page: its code and place are short, for a column of a seventh of it."""

    name: str
    times: str
    code: str
    short: str
    place: str


def unit_week(*, unit, user, published: Published, monday) -> Mail:
    """The published week of a unit: who works where, by day and by person."""
    days = [monday + timedelta(days=n) for n in range(7)]
    release = published.releases[monday]
    names = {person.id: person.name for person in published.problem.people}
    zone = ZoneInfo(unit.timezone)
    cells = {}
    for told in published.duties[monday]:
        worked = _worked(told, names.get(told.person, told.person), zone)
        cells.setdefault((told.person, told.date), []).append(worked)
    at_work = {person for person, _ in cells}
    path = reverse("week", args=[release.rota_id, monday])
    context = {
        "heading": f"{unit.code}: {span(monday, days[-1])} {days[-1].year}",
        "user": user,
        "unit": unit,
        "days": [
            {"date": date, "words": day(date), "duties": _of(cells, date, at_work, names)}
            for date in days
        ],
        "rows": [
            {"name": name, "cells": [cells.get((who, date), []) for date in days]}
            for who, name in names.items()
            if who in at_work
        ],
        "people": number(len(at_work), "person", "people"),
        "release": release.number,
        "address": settings.BASE_URL + path,
    }
    return _mail(context, "unit_week", path)


def not_ready(*, unit, user, weeks, on) -> Mail:
    """The weeks that are due and not ready, each with what stops it."""
    counted = number(len(weeks), "week is", "weeks are")
    context = {
        "heading": f"{unit.code}: {counted} due and not ready",
        "user": user,
        "unit": unit,
        "weeks": [
            {
                "heading": f"Week of {full(found.week.monday)}, {_away(found.week.monday, on)}",
                "sentences": found.sentences,
                "address": settings.BASE_URL
                + reverse("week", args=[found.week.rota_id, found.week.monday]),
            }
            for found in weeks
        ],
    }
    return _mail(context, "not_ready")


def _mail(context, name, leads_to=""):
    text, html = plain(f"mail/{name}.txt", context), render_to_string(f"mail/{name}.html", context)
    return Mail(context["heading"], text, html, "", leads_to)


def _away(monday, on):
    days = (monday - on).days
    return "running now" if days <= 0 else f"in {number(days, 'day')}"


def _of(cells, date, people, names):
    """Everybody's duties of a date, by their beginning."""
    worked = [duty for who in names if who in people for duty in cells.get((who, date), [])]
    return sorted(worked, key=lambda duty: duty.times)


def _worked(told, name, zone):
    starts, ends = (f"{at.astimezone(zone):%H:%M}" for at in (told.starts, told.ends))
    return Worked(
        name=name,
        times=f"{starts}–{ends}",
        code=told.shift,
        short=" ".join(filter(None, (told.site, told.area))),
        place=", ".join(filter(None, (told.area_name, told.site_name))),
    )
