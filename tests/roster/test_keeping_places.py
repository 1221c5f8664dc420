"""What the set-up page writes leaves a line: who, when, from and to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from roster.models import PlaceChange
from tests.factories import judge_only, make_duty, make_person, make_rota, make_unit, make_user
from tests.roster.test_retiring import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(client):
    unit = make_unit()
    judge_only(unit)
    client.force_login(make_user(unit, "rota_manager", name="Mo"))
    return unit


def lines():
    rows = PlaceChange.objects.order_by("id").values_list("by__name", "what", "before", "after")
    return list(rows)


def post(client, unit, kind, row, **typed):
    return client.post(reverse("place", args=[unit.pk, kind, row.pk]), typed)


def test_a_place_new_changed_and_removed(client, unit):
    site = {"name": "Cottage", "code": "CO"}
    client.post(reverse("new-place", args=[unit.pk, "site"]), site)
    row = unit.sites.get(code="CO")
    post(client, unit, "site", row, name="Cottage Hospital")
    post(client, unit, "site", row, name="Cottage Hospital")  # again: no line
    client.post(reverse("remove-place", args=[unit.pk, "site", row.pk]))
    assert lines() == [
        ("Mo", "Site Cottage", "", "code CO, name Cottage, last day in use none"),
        ("Mo", "Site Cottage Hospital", "name Cottage", "name Cottage Hospital"),
        (
            "Mo",
            "Site Cottage Hospital",
            "code CO, name Cottage Hospital, last day in use none",
            "",
        ),
    ]
    page = client.get(reverse("set-up", args=[unit.pk])).content.decode()
    assert "<b>Site Cottage Hospital</b>, removed" in page
    assert "Was:</span> name Cottage</p>" in page


def test_a_shift_type_says_its_times_and_what_is_refused_leaves_no_line(client, unit):
    early = unit.shift_types.get(code="E")
    typed = {"name": early.name, "starts": "08:00", "ends": "15:00", "work_class": "clinical"}
    typed["break_minutes"] = early.break_minutes
    rota = make_rota(unit, MONDAY, 1)
    make_duty(rota, make_person(unit), MONDAY + timedelta(days=1))
    rota.rota_weeks.update(state="published")
    assert post(client, unit, "shift", early, **typed).status_code == 422
    assert lines() == []
    rota.rota_weeks.update(state="draft")
    assert post(client, unit, "shift", early, **typed).status_code == 302
    assert lines() == [("Mo", "Shift type E", "ends 16:00", "ends 15:00")]
