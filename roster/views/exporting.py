"""Files that go out: what a rota can be taken away as, and a person's own data."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster import exports
from roster.access import rota_for, week_for
from roster.dumping import DatedDemand, DumpRefused, dump_rota
from roster.exporting.wall import PAPERS
from roster.forms import PayPeriodForm
from roster.own_data import all_data, own_data
from sites.access import may, require
from staff.access import person_for, person_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def choose(request, pk):
    rota = rota_for(request.user, pk)
    return _page(request, rota, PayPeriodForm(rota=rota))


def _page(request, rota, period):
    page = {
        "period": period,
        "errors": period.error_summary() if period.is_bound else [],
        "rota": rota,
        "weeks": exports.weeks_to_print(rota),
        "papers": PAPERS,
        "layout": next(iter(exports.layouts_of(rota.unit))),
        "drafts": may(request.user, rota.unit_id, "export_draft"),
        "reasons": may(request.user, rota.unit_id, "see_reasons"),
    }
    page["unpublished"] = sum(not release for _, release in page["weeks"])
    status = 422 if page["errors"] else 200
    return render(request, "roster/export.html", page, status=status)


@require_GET
def workbook(request, pk):
    rota = rota_for(request.user, pk, to="export_draft")
    wants_reasons = "reasons" in request.GET
    if wants_reasons:
        require(request.user, rota.unit_id, see="see_draft", to="see_reasons")
    layout = exports.layouts_of(rota.unit).get(request.GET.get("sheets", "rota"))
    data = exports.rota_workbook(
        rota=rota, now=timezone.now(), reasons=wants_reasons, layout=layout
    )
    return _file(data, XLSX, f"{rota.unit.code}-{rota.starts}-to-{rota.until}.xlsx")


@require_GET
def hours(request, pk):
    rota = rota_for(request.user, pk, to="export_draft")
    period = PayPeriodForm(request.GET or None, rota=rota)
    if period.is_bound and not period.is_valid():
        return _page(request, rota, period)
    first, last = period.dates()
    data = exports.payroll_hours(unit=rota.unit, first=first, last=last)
    return _file(data, "text/csv", f"{rota.unit.code}-hours-{first}-to-{last}.csv")


@require_GET
def rota_file(request, pk):
    rota = rota_for(request.user, pk, to="export_draft")
    week_alone = request.GET.get("demand") == "week"
    try:
        data = dump_rota(rota.unit.code, str(rota.starts), weekly_demand=week_alone)
    except DumpRefused as refusal:
        page = {"refused": str(refusal), "rota": rota, "dated": isinstance(refusal, DatedDemand)}
        return render(request, "roster/export.html", page, status=422)
    return _file(data, "application/json", f"{rota.unit.code}-{rota.starts}.json")


@require_GET
def wall(request, pk, monday):
    """The newest release; whoever may export drafts gets the plan of a week without one."""
    week = week_for(request.user, pk, monday)
    release = None if "draft" in request.GET else exports.newest_release(week)
    if release is None:
        require(request.user, week.rota.unit_id, see="see_draft", to="export_draft")
    paper = request.GET.get("paper", "A3")
    if paper not in PAPERS:
        raise Http404(f"There is no paper {paper} here: A3 or A4.")
    data = exports.wall_rota(week=week, release=release, paper=paper, now=timezone.now())
    return _file(data, "application/pdf", f"{week.rota.unit.code}-week-{monday}-{paper}.pdf")


@require_GET
def my_data(request):
    person = person_of(request.user)
    return _file(own_data(person, now=timezone.now()), "application/json", "my-data.json")


@require_GET
def person_data(request, person):
    found = person_for(request.user, person, to="export_person")
    data = all_data(found, now=timezone.now())
    return _file(data, "application/json", f"person-{found.pk}.json")


def _file(data, kind, name):
    """A download: never shown in the page's own origin, never kept by a cache."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{_plain(name)}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _plain(name):
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "_" for c in name)
