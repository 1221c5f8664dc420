"""Weeks of a person as HTML, day by day: what My rota and its month show.

Written out here and by no template, which takes ten times as long for what every phone asks for.
So every text goes through `e`, or it is HTML already.

    draw_weeks(weeks)   of My rota (my_page.Week), with the way to each where there are several
    draw_days(days)     every date of a week, with its shifts (my_page.Day)
"""

from html import escape as e

from django.utils.safestring import mark_safe

from roster.rules.phrases import MONTHS

TODAY = '<span class="day-row__today">today</span>'
CO = '<span class="code code--co">CO</span> '
NOT_YET = '  <p class="quiet">This week is not published yet.</p>'


def draw_weeks(weeks):
    return mark_safe(_jump(weeks) + "".join(map(_week, weeks)))


def _jump(weeks):
    if len(weeks) < 2:
        return ""
    return f'<nav class="jump" aria-label="Weeks">{"".join(map(_way, weeks))}</nav>'


def _way(week):
    changed = week.changes and ' <span class="jump__dot">changed</span>'
    when = f"{week.monday.day} {MONTHS[week.monday.month][:3]}"
    return f'<a href="#week-{week.monday.isoformat()}">{when}{changed or ""}</a>'


def _week(week):
    iso = week.monday.isoformat()
    return f"""
<section class="week-card" id="week-{iso}" aria-labelledby="head-{iso}">
  <h2 id="head-{iso}">{e(week.heading)}</h2>
{_published(week) if week.release else NOT_YET}
</section>"""


def _published(week):
    return f"""\
  {_hours(week)}{_clock_change(week)}{_changes(week)}
{draw_days(week.days)}
  <p class="week-card__release">{e(week.release)}</p>"""


def _hours(week):
    """What counts against the contract, opening to the dates that add up to it."""
    if not week.entries:
        return f'<p class="week-card__hours">{e(week.hours)}</p>'
    made_of = "".join(f"<li>{e(entry)}</li>" for entry in week.entries)
    return f"""\
<details class="week-card__hours"><summary>{e(week.hours)}</summary><ul>{made_of}</ul></details>"""


def _clock_change(week):
    said = week.clock_change
    return f'\n  <p class="said said--warning">{e(said)}</p>' if said else ""


def _changes(week):
    if not week.changes:
        return ""
    said = "".join(f"<li><b>{e(found.kind)}</b> {e(found.what)}</li>" for found in week.changes)
    return f"""
  <div class="changed">
    <h3>Changed since release {week.changed_since}</h3>
    <ul>{said}</ul>
  </div>"""


def draw_days(days):
    return mark_safe(f'<ol class="days">{"".join(map(_day, days))}\n</ol>')


def _day(day):
    what = "".join(map(_shift, day.shifts)) if day.shifts else _off(day)
    notes = "".join(f'<p class="day-row__note">{e(note)}</p>' for note in day.notes)
    return f"""
  <li id="day-{day.iso}" class="{" ".join(_looks(day))}">
    <p class="day-row__date"><time datetime="{day.iso}"><span class="day-row__name">{day.name}\
</span> <b>{day.number}</b><span class="visually-hidden"> {day.month}</span></time>\
{TODAY if day.when == "today" else ""}</p>
    <div class="day-row__what">{what}{notes}</div>
  </li>"""


def _looks(day):
    yield "day-row"
    if day.when:
        yield f"day-row--{day.when}"
    if not day.shifts:
        yield "day-row--off"
    if day.gives_back:
        yield "day-row--co"


def _off(day):
    return f'<p class="day-row__off">{CO if day.gives_back else ""}{e(day.off)}</p>'


def _shift(shift):
    about = e(" · ".join(shift.about))
    about = about and f' <span class="shift__about">{about}</span>'
    place = f"{shift.area}, {shift.site}" if shift.area else shift.site
    lacks = shift.lacks and f'\n        <p class="shift__lacks">{e(shift.lacks)}</p>'
    company = "".join(
        f'\n        <p class="shift__more">{e(how)} {e(", ".join(names))}</p>'
        for how, names in shift.company
    )
    return f"""
      <div class="shift">
        <p class="shift__times"><b>{shift.starts}–{shift.ends}</b> \
<span class="code">{e(shift.code)}</span>{about}</p>
        <p class="shift__place">{e(place)}</p>{lacks}{company}
      </div>"""
