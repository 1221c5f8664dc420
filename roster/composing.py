"""What an email says: one published week of one person, in words, HTML and as a calendar.

Pages speak of the draft; this speaks of what is published only. Days off are "Not working",
whatever the reason; nobody else's duties are told beyond who is there at the same time.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from roster import calendar_file
from roster.changes import Change
from roster.my_week import MyWeek
from roster.own_hours import NOWHERE, hours_of
from roster.rules.phrases import MONTHS, day, hours, listed, number

KINDS = {"added": "New", "removed": "No longer", "moved": "Changed"}
ROLES = {"assist": "assisting", "training": "in training", "supernumerary": "supernumerary"}
ASK = "This is at short notice. Open My rota and say that you have read it."
LACKS = {
    "": "",
    "name": "Nobody is named to supervise you. Ask your rota manager who does.",
    "anybody": "Nobody there may supervise you. Ask your rota manager who will.",
}
SHOWN = 6  # colleagues named before the rest are counted


@dataclass(frozen=True)
class Mail:
    """`leads_to` is the path of the page that says all of it; blank where there is none."""

    subject: str
    text: str
    html: str
    calendar: str
    leads_to: str = ""


@dataclass(frozen=True)
class Occasion:
    """Why a mail is written: its subject and heading, and what stands above the changes."""

    heading: str
    lead: str
    changed: str
    is_weekly: bool = False


def weekly(week):
    """The Friday mail about the coming week."""
    return Occasion(
        f"Your rota, {dates(week)}",
        "This is your rota for next week.",
        "Changed since this week was first published",
        is_weekly=True,
    )


def weekly_again(week):
    """The same, for somebody who has been sent one since the week was first published."""
    return replace(weekly(week), changed="Changed since your last weekly email")


def published(week):
    return Occasion(f"Your rota for {dates(week)}", "This week of your rota is now published.", "")


def changed(week):
    return Occasion(
        f"Your rota changed: {dates(week)}",
        "A week of your rota that was published has changed.",
        "What changed",
    )


def compose(
    occasion: Occasion,
    *,
    person,
    week: MyWeek,
    following: MyWeek | None,
    names: dict[str, str],
    changes: tuple[Change, ...] = (),
    before=(),
    asked=False,
) -> Mail:
    """The mail of one person. `following` is the week after, null where it is not published;
    `asked`: the person has to say that they know of the changes.
    """
    address = settings.BASE_URL + reverse("my-rota")
    context = {
        "occasion": occasion,
        "person": person,
        "unit": person.unit,
        "days": [_day(d) for d in week.days],
        "no_duties": not week.duties,
        "hours": hours_words(week),
        "clock_change": clock_change(week),
        "changes": [change_words(c, names, person.unit) for c in changes]
        if occasion.changed
        else [],
        "ask": ASK if asked else "",
        "following": _following(week, following),
        "release": f"Release {week.number}, published {_moment(week.published_at)}.",
        "address": address,
        "choice": settings.BASE_URL + reverse("my-email") if occasion.is_weekly else "",
    }
    return Mail(
        subject=occasion.heading,
        text=plain("mail/week.txt", context),
        html=render_to_string("mail/week.html", context),
        calendar=calendar_file.written(person=person, weeks=[week], address=address, before=before),
        leads_to=reverse("my-rota"),
    )


def plain(template, context) -> str:
    """A text of a template that escapes nothing: so no page may take it for HTML."""
    return "".join(["", render_to_string(template, context)])


def dates(week):
    """9–15 November, 30 November – 6 December"""
    first, last = week.monday, week.sunday
    if first.month == last.month:
        return f"{first.day}–{last.day} {MONTHS[last.month]}"
    return f"{first.day} {MONTHS[first.month]} – {last.day} {MONTHS[last.month]}"


def clock_change(week):
    """Clocks go back one hour on Sunday 25 October.; blank in a week without one."""
    found = week.clock_change
    if found is None:
        return ""
    way = "back" if found.clock_change > 0 else "forward"
    return f"Clocks go {way} one hour on {day(found.date)}."


def _day(found):
    return {
        "date": day(found.date),
        "notes": ", ".join(notes_of(found)),
        "duties": [_duty(duty) for duty in found.duties],
        "off": off_words(found),
    }


def notes_of(found):
    """What is special about a date of the week, whoever works."""
    notes = ["Bank holiday"] * found.is_bank_holiday
    if found.clock_change:
        notes.append(f"Clocks go {'back' if found.clock_change > 0 else 'forward'}")
    return tuple(notes)


def off_words(found):
    """What a day without duty is; never why."""
    if found.gives_back:
        return f"Compensatory day off for {day(found.gives_back)}"
    return "Not working"


def _duty(duty):
    return {
        "times": f"{duty.starts:%H:%M}–{duty.ends:%H:%M}",
        "shift": duty.told.shift,
        "place": _place(duty.told),
        "details": list(_details(duty)),
    }


def _details(duty):
    told = duty.told
    if told.role in ROLES:
        yield ROLES[told.role].capitalize()
    if told.additional:
        yield "Agreed extra work"
    if duty.lacks:
        yield LACKS[duty.lacks]
    if duty.supervised_by:
        yield f"{over_words(duty)} {listed(duty.supervised_by)}"
    if duty.supervises:
        yield f"Supervising {listed(duty.supervises)}"
    if duty.with_whom:
        yield f"With {_company(duty.with_whom)}"
    if told.break_minutes:
        yield f"Unpaid break {hours(told.break_minutes)}"


def over_words(duty):
    """How those who supervise a duty do: whoever is only there has not been named for it."""
    return "There, and may supervise you:" if duty.lacks else "Supervised by"


def _company(names):
    more = len(names) - SHOWN
    return listed(names if more <= 0 else [*names[:SHOWN], f"{more} more"])


def _place(told):
    return ", ".join(filter(None, (told.area_name, told.site_name)))


def hours_words(week, away=NOWHERE):
    """30 h on duty of 37 h 30 min contracted."""
    if not week.duties and week.contract is None:
        return ""
    return f"{hours_of(week, away).words}."


def change_words(change, names, unit):
    """Kind and words of one change."""
    before, after = (_told(told, names, unit) for told in (change.before, change.after))
    what = f"{after}. It was {before}" if before and after else before or after
    return {"kind": KINDS[change.kind], "what": f"{day(change.date)}: {what}."}


def _told(told, names, unit):
    """E 08:00–16:00, General X-ray, Teaching Hospital, supervised by Dev P; null for nothing."""
    if told is None:
        return None
    starts, ends = (_local(moment, unit) for moment in (told.starts, told.ends))
    parts = [f"{told.shift} {starts:%H:%M}–{ends:%H:%M}", _place(told), ROLES.get(told.role)]
    parts += ["agreed extra work"] * told.additional
    for said, others in (("supervised by", told.supervised_by), ("supervising", told.supervises)):
        if others:
            parts.append(f"{said} {listed(names.get(other, other) for other in others)}")
    return ", ".join(filter(None, parts))


def _local(moment, unit):
    return moment.astimezone(ZoneInfo(unit.timezone))


def _following(week, following):
    """The week after in brief: a heading and a line for each day worked."""
    if following is None:
        monday = week.monday + timedelta(weeks=1)
        return {"heading": f"The week of {monday.day} {monday:%B} is not published yet."}
    lines = [
        f"{duty.date:%a} {duty.date.day}: {duty.told.shift} "
        f"{duty.starts:%H:%M}–{duty.ends:%H:%M}, {duty.told.site_name}"
        for duty in following.duties
    ]
    counted = number(len({duty.date for duty in following.duties}), "day")
    heading = f"The week after, {dates(following)}: {counted if lines else 'no duties'}."
    return {"heading": heading, "lines": lines}


def _moment(at):
    return f"{day(at.date())} {at.year} at {at:%H:%M}"
