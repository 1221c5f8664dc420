"""Reads for the pages of the rota: a constant number of queries each."""

from collections import Counter
from datetime import timedelta

from django.urls import reverse

from roster import snapshot
from roster.compensation import days_given_back
from roster.grid import framing, standing
from roster.grid.cards import card, of_one
from roster.grid.grouping import GROUPINGS
from roster.grid.hours import by_half_hour
from roster.grid.places import by_place
from roster.grid.saying import Saying
from roster.grid.telling import account, card_facts
from roster.models import RotaWeek
from roster.noting import notes_on
from roster.problem import HISTORY_WEEKS
from roster.rules.phrases import number
from roster.rules.timeline import Timeline

ZOOMS = (1, 2, 4, 6)  # weeks that can be looked at at once


def rotas_page(rotas, today):
    """Each rota with its weeks and their states, newest first; what is over is folded away."""
    found = rotas.prefetch_related("rota_weeks").order_by("-starts")
    entries = [{"rota": rota, "weeks": _weeks(rota, rota.rota_weeks.all())} for rota in found]
    return [entry | {"folded": _folded(entry, today)} for entry in entries]


def _folded(entry, today):
    """17 weeks: 16 closed, 1 published; blank for a rota that is not over."""
    if entry["rota"].until >= today:
        return ""
    states = Counter(week["label"].lower() for week in entry["weeks"]).most_common()
    said = ", ".join(f"{count if len(states) > 1 else 'all'} {label}" for label, count in states)
    return f"{number(len(entry['weeks']), 'week')}: {said}"


def rota_page(rota, reader, first=0, shown=None, by="band"):
    """What the grid page shows: `shown` weeks, all by default, from week `first`; people `by`.

    Asked for more weeks than the rota has, it also shows those after it, to be read.
    """
    taken = snapshot.take(rota)
    drawing = standing.drawing_of(rota, taken, reader)
    view = framing.View(drawing, first, shown, by if by in GROUPINGS else "band", beyond=True)
    weeks = _weeks(rota, RotaWeek.objects.filter(rota=rota))
    return {
        "rota": rota,
        "shape": drawing.shape,
        "tally": drawing.tally,
        "breaches": drawing.listing.whole(),
        "view": view,
        "zooms": sorted({*ZOOMS, view.all}),
        "week_heads": framing.week_heads(weeks[view.first : view.first + view.weeks]),
        "weeks_beyond": framing.weeks_beyond(_weeks_beyond(rota, view)),
        "day_heads": framing.day_heads(view, _published(weeks)),
        "body": framing.body(view),
        "foot": framing.foot(view),
        "legend": _legend(taken),
        "groupings": GROUPINGS.items(),
        "sites": taken.problem.sites,
        "competencies": taken.problem.competencies,
        "people_count": len(taken.problem.people),
        **_copying(taken.problem),
    }


def _copying(problem):
    """The Mondays that weeks may be copied from and to; the period before is offered first."""
    starts, weeks = problem.starts, problem.weeks
    first = min((duty.date for duty in problem.history), default=starts)
    mondays = [starts + timedelta(days=7 * n) for n in range(-HISTORY_WEEKS, weeks)]
    return {
        "sources": [monday for monday in mondays if monday + timedelta(days=6) >= first],
        "source": starts - timedelta(days=7 * weeks),
        "targets": mondays[HISTORY_WEEKS:],
    }


def places_page(rota, reader, first=0, shown=None):
    """The same weeks by place: rows are areas, cells are names."""
    drawing = _drawing(rota, reader)
    view = framing.View(drawing, first, shown)
    columns = [column for _, column in view.columns]
    return {
        "rota": rota,
        "view": view,
        "zooms": _zooms(view),
        "columns": [(column.date, drawing.day_class(column.date)) for column in columns],
        "rows": [
            {"head": drawing.say.place(row.site, row.area), "row": row}
            for row in by_place(drawing.sheet, columns)
        ],
    }


def card_page(rota, reader, person, on):
    """All about a person and a date, for the card; null where the rota has no such cell.

    `on` is the date as the address writes it, YYYY-MM-DD.
    """
    taken = snapshot.take(rota)
    own = of_one(taken.problem, person)
    timeline = Timeline(own)
    days = (rota.starts + timedelta(days=n) for n in range(7 * rota.weeks))
    dates = {day.isoformat(): day for day in days}
    if person not in timeline.people or on not in dates:
        return None
    found = card(timeline, days_given_back(own), person, dates[on])
    say = Saying(taken.problem, taken.shift_names, reader.reasons)
    return {"facts": card_facts(found, say), **_noted(rota, reader, person, dates[on])}


def _noted(rota, reader, person, on):
    """The notes that stand on a date, each before all that was noted there earlier."""
    notes = notes_on(rota.unit, person, on) if reader.notes is not None else []
    by_what = [[note for note in notes if bool(note.person) == own] for own in (True, False)]
    titled = zip(("Note", "The date"), by_what, strict=True)
    return {"notes": [(title, some[0], some[1:]) for title, some in titled if some]}


def balance_page(rota, reader, person):
    """What a person's balances are made of; null where there is nobody of that reference."""
    taken = snapshot.take(rota)
    timeline = Timeline(taken.problem)
    if person not in timeline.people:
        return None
    say = Saying(taken.problem, taken.shift_names, reader.reasons)
    return account(timeline, days_given_back(of_one(taken.problem, person)), person, say)


def day_page(rota, reader, on):
    """One date by the half-hour, with the dates beside it that are the rota's; null outside it."""
    drawing = _drawing(rota, reader)
    column = next((c for c in drawing.sheet.columns if c.date == on), None)
    if column is None:
        return None
    found = by_half_hour(drawing.sheet, by_place(drawing.sheet, [column]))
    near = [on - timedelta(days=1), on + timedelta(days=1)]
    known = {c.date for c in drawing.sheet.columns}
    return {
        "rota": rota,
        "date": on,
        "near": [day if day in known else None for day in near],
        "labels": found.labels,
        "areas": [_area_hours(area, drawing.say) for area in found.areas],
    }


def _area_hours(area, say):
    lines = [
        {"said": say.wanted(line.demand), "least": line.demand.least, "counts": line.counts}
        for line in area.lines
    ]
    lanes = [(lane, say.kind(lane.entry.duty.shift)) for lane in area.lanes]
    return say.place(area.site, area.area), {"lines": lines, "lanes": lanes}


def _drawing(rota, reader):
    taken = snapshot.take(rota)
    return standing.drawing_of(rota, taken, reader)


def _zooms(view):
    return [weeks for weeks in ZOOMS if weeks < view.all] + [view.all]


def _weeks(rota, weeks):
    return [
        {
            "monday": week.monday,
            "head": f"{week.monday:%-d %B}",
            "state": week.state,
            "label": week.get_state_display(),
            "address": reverse("week", args=[rota.pk, week.monday]),
        }
        for week in weeks
    ]


def _weeks_beyond(rota, view):
    """The weeks shown after the rota, each with the address of the sheet that it belongs to."""
    mondays = [column.date for column in view.beyond if column.date.weekday() == 0]
    if not mondays:
        return []
    found = RotaWeek.objects.filter(rota__unit=rota.unit_id, monday__in=mondays)
    later = {week.monday: week for week in found.select_related("rota")}
    return [_week_beyond(monday, later.get(monday)) for monday in mondays]


def _week_beyond(monday, week):
    said = {"head": f"{monday:%-d %B}", "label": "no rota yet", "address": ""}
    if week is None:
        return said
    first = (monday - week.rota.starts).days // 7
    address = f"{reverse('rota', args=[week.rota_id])}?weeks=1&first={first}"
    return said | {"label": f"next rota: {week.get_state_display().lower()}", "address": address}


def _published(weeks):
    return {week["monday"] for week in weeks if week["state"] == RotaWeek.State.PUBLISHED}


def _legend(taken):
    return [
        {"code": s.code, "name": taken.shift_names[s.code], "starts": s.starts, "ends": s.ends}
        for s in taken.problem.shift_types
    ]
