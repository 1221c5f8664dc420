"""Demand kept under a name and laid over weeks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.locking import Refused
from roster.models import Demand
from roster.snapshot import problem_of
from roster.templating import in_force, lay_template, save_template
from tests.factories import NOW, judge_only, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 28)  # a Wednesday
MONDAY = date(2026, 11, 2)
HOURS = {"starts": time(8), "ends": time(20)}
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def unit():
    return make_unit()


def need(unit, least=1, area="XR", **fields):
    return Demand.objects.create(
        unit=unit,
        area=unit.sites.get(code="TH").areas.get(code=area),
        least=least,
        **{"days": ["mon", "tue"], "role": "radiographer"} | HOURS | fields,
    )


def save(unit, name="Term", on=TODAY):
    return save_template(unit=unit, name=name, on=on, by=None, now=NOW)


def lay(template, starts=MONDAY, until=None, today=TODAY):
    now = datetime.combine(today, time(12), UTC)
    return lay_template(template=template, starts=starts, until=until, by=None, now=now)


def wanted(unit, on):
    return sorted((line.area.code, line.least) for line in in_force(unit, on, on))


def test_the_demand_of_a_date_comes_back_as_it_was(unit):
    skill = unit.competencies.create(code="FL", name="Fluoroscopy")
    need(unit, 2, competency=skill, ideal=3, critical=True, position=4, starts=time(7, 30))
    need(unit, 1, in_force_until=TODAY - DAY)
    template = save(unit)
    unit.demand.all().delete()
    assert lay(template) == 1
    line = unit.demand.get()
    assert (line.area.code, line.competency, line.days) == ("XR", skill, ["mon", "tue"])
    assert (line.least, line.ideal, line.critical, line.position) == (2, 3, True, 4)
    assert (line.starts, line.ends, line.role) == (time(7, 30), time(20), "radiographer")
    assert (line.in_force_from, line.in_force_until) == (MONDAY, None)


def test_laid_without_an_end_what_held_is_over_the_day_before(unit):
    need(unit, 5)
    template = save(unit)
    unit.demand.all().delete()
    need(unit, 1)
    need(unit, 2, area="ED", in_force_from=MONDAY + 4 * WEEK)
    lay(template)
    assert wanted(unit, MONDAY - DAY) == [("XR", 1)]
    assert wanted(unit, MONDAY) == wanted(unit, MONDAY + 9 * WEEK) == [("XR", 5)]


def test_laid_over_dated_weeks_what_held_is_in_force_again_after_them(unit):
    need(unit, 5)
    template = save(unit)
    unit.demand.all().delete()
    need(unit, 1)
    need(unit, 2, area="ED", in_force_from=MONDAY + DAY, in_force_until=MONDAY + 3 * DAY)
    need(unit, 3, area="ED", in_force_from=MONDAY + DAY, in_force_until=MONDAY + 2 * WEEK)
    lay(template, until=MONDAY + WEEK - DAY)
    assert wanted(unit, MONDAY - DAY) == [("XR", 1)]
    assert wanted(unit, MONDAY) == wanted(unit, MONDAY + 6 * DAY) == [("XR", 5)]
    assert wanted(unit, MONDAY + WEEK) == [("ED", 3), ("XR", 1)]
    assert wanted(unit, MONDAY + 2 * WEEK + DAY) == [("XR", 1)]


def test_laid_twice_it_is_there_once(unit):
    need(unit, 5)
    template = save(unit)
    for _ in range(2):
        lay(template, until=MONDAY + WEEK - DAY)
    assert wanted(unit, MONDAY) == [("XR", 5)]
    assert wanted(unit, MONDAY + WEEK) == [("XR", 5)]


def test_a_rota_that_starts_then_is_planned_for_it(unit):
    need(unit, 5)
    template = save(unit)
    unit.demand.update(least=1)
    lay(template, until=MONDAY + WEEK - DAY)
    leasts = [
        [line.least for line in problem_of(make_rota(unit, monday, weeks=1)).demand]
        for monday in (MONDAY - WEEK, MONDAY, MONDAY + WEEK)
    ]
    assert leasts == [[1], [5], [1]]


def test_one_of_the_same_name_is_replaced(unit):
    need(unit, 1)
    save(unit, name=" Term ")
    unit.demand.update(least=2)
    assert save(unit).lines[0]["least"] == 2
    assert unit.demand_templates.count() == 1


def test_what_cannot_be_kept_is_said(unit):
    with pytest.raises(Refused, match="Nobody is needed anywhere on 28 October 2026"):
        save(unit)
    need(unit)
    with pytest.raises(Refused, match="a name"):
        save(unit, name=" ")


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"starts": MONDAY + DAY}, "whole weeks"),
        ({"until": MONDAY + WEEK}, "whole weeks"),
        ({"until": MONDAY - DAY}, "whole weeks"),
        ({"starts": MONDAY - 2 * WEEK}, "weeks that are over"),
    ],
)
def test_what_cannot_be_laid_is_said_and_changes_nothing(unit, dates, said):
    need(unit)
    with pytest.raises(Refused, match=said):
        lay(save(unit), **dates)
    assert unit.demand.get().in_force_from is None


def test_the_week_that_runs_may_still_be_laid(unit):
    need(unit)
    lay(save(unit), starts=MONDAY - WEEK)
    assert unit.demand.get(in_force_from=MONDAY - WEEK)


def test_an_area_that_is_gone_is_named_and_nothing_is_laid(unit):
    need(unit)
    need(unit, area="ED")
    template = save(unit)
    unit.sites.get(code="TH").areas.get(code="ED").delete()
    with pytest.raises(Refused, match="Term asks for ED, which this unit has no more"):
        lay(template)
    assert unit.demand.get().in_force_until is None


def test_the_page_keeps_lays_and_deletes(client, unit):
    client.force_login(make_user(unit, "rota_manager"))
    need(unit)
    save_at = reverse("save-demand-template", args=[unit.pk])
    answer = client.post(save_at, {"save-name": "Term", "save-on": "2026-10-28"}, follow=True)
    assert "Term is kept: 1 line." in answer.content.decode()
    template = unit.demand_templates.get()
    form = {"template": template.pk, "starts": "2040-01-02", "until": "2040-01-08"}
    address = reverse("lay-demand-template", args=[unit.pk])
    assert ">Term</option>" in client.get(address).content.decode()
    said = client.post(address, form, follow=True).content.decode()
    assert "Term is the demand from 2 January 2040 to 8 January 2040." in said
    kept = unit.demand_changes.get()
    assert kept.after == "Term is the demand from 2 January 2040 to 8 January 2040: 1 line"
    assert kept.by.name in client.get(reverse("demand", args=[unit.pk])).content.decode()
    refused = client.post(address, form | {"starts": "3/1/40"})
    said = refused.content.decode()
    assert (refused.status_code, "from a Monday, to a Sunday" in said) == (422, True)
    assert 'value="3/1/40"' in said  # nothing that was typed is lost
    assert client.post(address, form | {"starts": "soon"}).status_code == 422
    client.post(reverse("delete-demand-template", args=[unit.pk, template.pk]))
    assert (unit.demand_templates.count(), unit.demand.count()) == (0, 3)


def test_what_laying_newly_breaks_is_shown_before_it_is_kept(client, unit):
    client.force_login(make_user(unit, "rota_manager"))
    judge_only(unit, "R-33")
    monday = timezone.localdate() + timedelta(days=14 - timezone.localdate().weekday())
    make_rota(unit, monday, 1)
    need(unit)
    template = save(unit)
    unit.demand.all().delete()
    address = reverse("lay-demand-template", args=[unit.pk])
    assert "Leave it as it is" not in client.get(address).content.decode()
    form = {"template": template.pk, "starts": f"{monday:%d/%m/%y}", "until": ""}
    page = client.post(address, form).content.decode()
    assert "It would cause" in page
    assert not unit.demand.exists()
    mark = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, form | {"seen": mark}).status_code == 302
    assert unit.demand.get().in_force_from == monday


def test_another_units_template_is_not_found(client, unit):
    other = make_unit(code="OTHER")
    need(other)
    template = save(other)
    client.force_login(make_user(unit, "rota_manager"))
    address = reverse("delete-demand-template", args=[unit.pk, template.pk])
    assert client.post(address).status_code == 404
    form = {"template": template.pk, "starts": "2040-01-02"}
    assert client.post(reverse("lay-demand-template", args=[unit.pk]), form).status_code == 422
