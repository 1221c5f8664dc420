"""My share of weekends, lates and bank holidays, beside the team's median."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from roster.fairness import Worked
from roster.models import Rota, WeightSetting
from roster.shares import LEAST, own_shares
from roster.shares_page import shares_page
from sites.models import BankHoliday
from staff.models import Unavailability
from tests.factories import (
    NOW,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

MONDAY = date(2026, 11, 2)
SATURDAY, SUNDAY = date(2026, 11, 7), date(2026, 11, 8)
WEEK = timedelta(weeks=1)
FULL = 2250


def worked(person="asha", on=MONDAY, hour=8):
    return Worked(person, on, hour, told="E, General X-ray")


def counts(duties, minutes=None, holidays=(), mine="asha"):
    found = own_shares(
        mine=mine, worked=duties, minutes=minutes or {mine: FULL}, holidays=set(holidays)
    )
    return {share.kind: (share.count, share.team) for share in found}


def team(**hours):
    return {f"p{n}": FULL for n in range(LEAST - 1)} | {"asha": FULL} | hours


def test_a_weekend_counts_once_and_a_weekday_never():
    duties = [worked(on=SATURDAY), worked(on=SUNDAY), worked(on=SATURDAY + WEEK), worked()]
    assert counts(duties)["weekends"] == (2, None)


@pytest.mark.parametrize(("hour", "count"), [(10, 0), (11, 1), (12, 1)])
def test_a_late_begins_at_eleven(hour, count):
    assert counts([worked(hour=hour)])["lates"] == (count, None)


def test_bank_holidays_are_those_of_the_unit():
    assert counts([worked(), worked(on=SUNDAY)], holidays=[MONDAY])["bank holidays"] == (1, None)


def test_the_teams_figure_is_the_median_with_those_who_worked_none():
    duties = [worked("p0", SATURDAY + n * WEEK) for n in range(9)]
    duties += [worked("p1", SATURDAY), worked("p2", SATURDAY)]
    assert counts(duties, team())["weekends"] == (0, 1)


def test_half_the_hours_are_measured_by_half():
    duties = [worked(f"p{n}", SATURDAY + m * WEEK) for n in range(4) for m in range(4)]
    assert counts(duties, team(asha=FULL // 2))["weekends"] == (0, 2)


def test_a_team_of_four_shows_no_figure():
    small = team()
    del small["p0"]
    assert counts([worked("p1", SATURDAY)], small)["weekends"] == (0, None)


def test_somebody_without_contracted_hours_has_none_to_compare():
    assert counts([worked(on=SATURDAY)], team(asha=0))["weekends"] == (1, None)


# ── the page ──


@pytest.fixture
def asha(db):
    unit = make_unit()
    asha = make_person(unit, reference="asha", name="Asha N")
    make_person(unit, reference="ben", role="assistant_practitioner", band="4")
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    BankHoliday.objects.create(unit=unit, date=MONDAY, name="A holiday")
    for person, on in ((asha, MONDAY), (asha, SATURDAY), (asha, SATURDAY + WEEK)):
        make_duty(rota, person, on)
    make_release(rota, MONDAY)
    make_duty(rota, asha, SUNDAY)
    make_release(rota, MONDAY, number=2)
    asha.user = make_user(unit, "staff", person=asha)
    return asha


def test_the_newest_release_counts_and_no_draft(asha):
    page = shares_page(person=asha, today=SUNDAY)
    assert {share.kind: share.count for share in page.shares} == {
        "weekends": 1,
        "lates": 0,
        "bank holidays": 1,
    }
    assert [duty.date for duty in page.shares[0].lines] == [SATURDAY, SUNDAY]
    assert (page.first, page.last, page.weeks) == (SUNDAY - timedelta(days=181), SUNDAY, 1)


def test_how_many_weeks_count_is_a_setting_of_the_unit(asha):
    wanted = {"fair_weeks": 1}
    WeightSetting.objects.create(
        unit=asha.unit, weights=wanted, in_force_from=MONDAY, changed_at=NOW
    )
    page = shares_page(person=asha, today=SUNDAY)
    assert (page.first, page.last, page.wanted) == (MONDAY, SUNDAY, 1)


def test_whoever_was_away_is_measured_by_the_weeks_they_were_there(asha):
    """Five radiographers, all but Asha at every weekend of two weeks; she was away for one."""
    rota = Rota.objects.get()
    team = [asha, *(make_person(asha.unit, reference=f"p{n}") for n in range(LEAST - 1))]
    for person in team[1:]:
        make_duty(rota, person, SATURDAY)
        make_duty(rota, person, SATURDAY + WEEK)
    make_release(rota, MONDAY, number=3)
    make_release(rota, MONDAY + WEEK)
    Unavailability.objects.create(person=asha, kind="SL", starts_on=MONDAY, until=SUNDAY)
    weekends, *_ = shares_page(person=asha, today=SUNDAY + WEEK).shares
    assert weekends.team == 1


def test_a_training_day_at_the_weekend_is_a_weekend_and_no_late(asha):
    rota = Rota.objects.get()
    asha.unit.shift_types.filter(code="L").update(work_class="training")
    rota.duties.filter(date=SATURDAY + WEEK).delete()
    make_duty(rota, asha, SATURDAY + WEEK, "L")
    make_release(rota, MONDAY + WEEK)
    found = shares_page(person=asha, today=SUNDAY + WEEK).shares
    assert {share.kind: share.count for share in found}["weekends"] == 2
    assert {share.kind: share.count for share in found}["lates"] == 0


@pytest.mark.parametrize("size", [1, 30])
def test_six_queries_whatever_the_size(asha, size, django_assert_num_queries):
    for _ in range(size):
        make_person(asha.unit)
    with django_assert_num_queries(6):
        shares_page(person=asha, today=SUNDAY)


def test_the_page_names_no_colleague(asha, client):
    client.force_login(asha.user)
    said = client.get(reverse("my-shares")).content.decode()
    assert "The team is too small" in said
    assert "Ben" not in said
