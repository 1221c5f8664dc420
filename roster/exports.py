"""What goes out as a file: a rota as a workbook or for payroll, a week for the wall.

A constant number of queries each, hours as many a rota. What is not published yet says so.
"""

from itertools import chain, groupby
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.utils import timezone

from roster import released, snapshot
from roster.exporting.layout import STAMP, Layout
from roster.exporting.payroll import Known, payroll_csv, told_as
from roster.exporting.wall import Wall, WallDuty, wall_pdf
from roster.exporting.workbook import band_of, band_order, title_of, workbook
from roster.models import KeptWords, RotaWeek
from roster.released_rows import duties_of, newest_two
from roster.rules.phrases import full
from roster.rules.timeline import Timeline
from roster.walltime import minutes_of, monday_of
from staff.models import HoursEntry

TOLD = (RotaWeek.State.PUBLISHED, RotaWeek.State.CLOSED)


def rota_workbook(*, rota, now, reasons=False, layout=None) -> bytes:
    """The rota as it is planned, also what is not published."""
    taken = snapshot.take(rota)
    told = set(rota.rota_weeks.filter(state__in=TOLD).values_list("monday", flat=True))
    states = "published" if len(told) == rota.weeks else "a plan: not all of it is published"
    return workbook(
        taken.problem,
        title=title_of(taken.problem, rota.unit.name),
        shift_names=taken.shift_names,
        stamp=f"{STAMP}{_at(now)}, {states}.",
        reasons=reasons,
        layout=layout,
    )


def payroll_hours(*, unit, first, last) -> bytes:
    """Of the dates first to last, in whatever rotas they lie."""
    rotas = unit.rotas.filter(starts__lte=last).select_related("unit").order_by("starts")
    problems = [snapshot.problem_of(rota) for rota in rotas if rota.until >= first]
    owed, told = _owed(unit, first, last), _released(unit, first, last)
    return payroll_csv(problems, Known(owed, *told), first, last)


def _released(unit, first, last):
    """The duties told of these dates, and the Mondays of closed weeks that nobody was told of."""
    newest, _ = newest_two(unit=unit, first=monday_of(first), last=last)
    told = chain.from_iterable(duties_of(newest.values()).values())
    weeks = RotaWeek.objects.filter(rota__unit=unit, state=RotaWeek.State.CLOSED)
    closed = frozenset(weeks.values_list("monday", flat=True)) - {*newest}
    return frozenset(_told_as(duty) for duty in told if first <= duty.date <= last), closed


def _told_as(told):
    times = minutes_of(told.starts), minutes_of(told.ends)
    what = told.break_minutes, told.work_class, told.site, told.additional
    return told_as(told.person, told.date, told.shift, *times, *what)


def _owed(unit, first, last):
    """{(person, date, shift): minutes} of the extra duties that are owed as time, not paid."""
    rows = HoursEntry.objects.filter(
        person__unit=unit, kind="toil", date__range=(first, last)
    ).exclude(shift="")
    found = rows.order_by().values_list("person__reference", "date", "shift")
    return {tuple(key): minutes for *key, minutes in found.annotate(sum=Sum("minutes"))}


def wall_rota(*, week, release, paper, now) -> bytes:
    """The week for the wall, as people were told it; with no release the plan, marked as one."""
    unit = week.rota.unit
    problem, duties, legend = (
        _told(unit, week.monday) if release else _planned(week, week.rota, week.monday)
    )
    state = f"Release {release.number}, published {_at(release.at)}" if release else "DRAFT"
    wall = Wall(
        title=f"{unit.name}: week of {full(week.monday)}" + ("" if release else " (draft)"),
        stamp=f"{state}. Printed {_at(now)}.",
        monday=week.monday,
        groups=_groups(problem, week.monday, {duty.person for duty in duties}),
        duties=duties,
        places=_places(problem, duties),
        legend=legend,
        shaded=problem.bank_holidays,
    )
    return wall_pdf(wall, paper)


def _at(moment):
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y} {local:%H:%M}"


def _told(unit, monday):
    """The newest release of the week."""
    published = released.read(unit=unit, first=monday, weeks=1)
    told = published.duties[monday]
    duties = tuple(
        WallDuty(d.person, d.date, d.shift, (d.site, d.area), _minutes(d))
        for d in sorted(told, key=lambda d: d.order)
    )
    zone = ZoneInfo(unit.timezone)
    words = {
        d.shift: f"{d.starts.astimezone(zone):%H:%M}–{d.ends.astimezone(zone):%H:%M}" for d in told
    }
    return published.problem, duties, tuple(sorted(words.items()))


def _minutes(told):
    if told.work_class == "on_call":
        return 0  # paid for the time called, which no release knows
    return int((told.ends - told.starts).total_seconds() // 60) - told.break_minutes


def _planned(week, rota, monday):
    problem = snapshot.problem_of(rota)
    timeline = Timeline(problem)
    items = sorted(
        (i for i in timeline.items if i.now and monday <= i.date <= week.sunday),
        key=lambda item: item.start,
    )
    duties = tuple(
        WallDuty(i.duty.person, i.date, i.duty.shift, (i.duty.site, i.duty.area or ""), i.minutes)
        for i in items
    )
    shifts = {item.shift.code: item.shift for item in items}
    words = {code: f"{s.starts:%H:%M}–{s.ends:%H:%M}" for code, s in sorted(shifts.items())}
    return problem, duties, tuple(words.items())


def _groups(problem, monday, working):
    """People employed in the week, or working in it, by band from the highest down."""
    people = [p for p in problem.people if p.employment_of_week(monday) or p.id in working]
    banded = sorted(((band_of(p, problem), p) for p in people), key=lambda row: band_order(row[0]))
    return tuple(
        (band, tuple((person.id, person.name) for _, person in rows))
        for band, rows in groupby(banded, key=lambda row: row[0])
    )


def _places(problem, duties):
    words = {
        (site.code, area.code): f"{area.name}, {site.name}"
        for site in problem.sites
        for area in site.areas
    }
    used = {duty.place for duty in duties}
    return {place: words[place] for place in words if place in used}


def weeks_to_print(rota):
    """Each week of a rota with its newest release, or null: two queries."""
    newest = {release.monday: release for release in rota.releases.order_by("number")}
    return [(week, newest.get(week.monday)) for week in rota.rota_weeks.all()]


LAYOUTS = {"rota": Layout(), "monday": Layout(True), "sunday": Layout(True, 6)}


def layouts_of(unit) -> dict[str, Layout]:
    """The layouts there are by name; `own`, first, follows the workbook imported last."""
    kept = KeptWords.objects.filter(unit=unit).first()
    own = {"own": Layout.of(kept.layout)} if kept and "left" in kept.layout else {}
    return own | LAYOUTS


def newest_release(week):
    return week.rota.releases.filter(monday=week.monday).order_by("-number").first()
