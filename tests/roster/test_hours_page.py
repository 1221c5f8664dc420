"""Hours against contract: every line opens to what it is made of, and adds up."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from roster.hours_page import hours_page
from roster.my_page import my_page
from tests.factories import (
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
def asha():
    return make_person(make_unit(), "asha", name="Asha N")


@pytest.fixture
def rota(asha):
    return make_rota(asha.unit, starts=MONDAY, weeks=2)


def page(asha, weeks=2):
    return hours_page(person=asha, first=MONDAY, weeks=weeks)


def entries(week):
    return [(entry.date, entry.what, entry.minutes) for entry in week.entries]


def test_a_week_is_the_sum_of_its_duties(asha, rota):
    make_duty(rota, asha, MONDAY)
    make_duty(rota, asha, MONDAY + DAY, shift="LD")
    release = make_release(rota, MONDAY)
    (week,) = page(asha).weeks
    told = list(release.duties.order_by("date"))
    worked = [
        (duty.ends_at - duty.starts_at).total_seconds() / 60 - duty.break_minutes for duty in told
    ]
    assert [minutes for *_, minutes in entries(week)] == worked
    assert (week.hours.minutes, week.hours.contract) == (sum(worked), 2250)


def test_only_published_weeks_count_and_the_newest_is_first(asha, rota):
    make_duty(rota, asha, MONDAY)
    make_duty(rota, asha, MONDAY + WEEK)
    assert page(asha).weeks == ()
    make_release(rota, MONDAY)
    assert page(asha).whole.contract == 2250
    make_release(rota, MONDAY + WEEK)
    found = page(asha)
    assert [week.entries[0].date for week in found.weeks] == [MONDAY + WEEK, MONDAY]
    assert found.whole.minutes == sum(week.hours.minutes for week in found.weeks)


def test_weeks_to_come_open_too_and_are_not_in_the_sum(asha, rota):
    for monday in (MONDAY, MONDAY + WEEK):
        make_duty(rota, asha, monday)
    make_release(rota, MONDAY)
    make_absence(asha, MONDAY + WEEK + DAY, kind="AL")
    assert page(asha, weeks=1).coming == ()
    make_release(rota, MONDAY + WEEK)
    make_duty(rota, asha, MONDAY + WEEK + 2 * DAY)  # planned since, and not published
    found = page(asha, weeks=1)
    (coming,) = found.coming
    assert [(on, what.split(",")[0]) for on, what, _ in entries(coming)] == [
        (MONDAY + WEEK, "E"),
        (MONDAY + WEEK + DAY, "annual leave"),
    ]
    assert (len(found.weeks), found.whole.contract) == (1, 2250)


def test_agreed_extra_work_is_named_and_counts_nothing(asha, rota):
    make_duty(rota, asha, MONDAY, additional=True)
    make_release(rota, MONDAY)
    (week,) = page(asha).weeks
    assert "agreed extra work" in week.entries[0].what
    assert week.hours.minutes == 0


def test_a_week_of_leave_is_the_contracted_week_day_by_day(asha, rota):
    make_absence(asha, MONDAY, MONDAY + 6 * DAY, kind="AL")
    make_release(rota, MONDAY)
    (week,) = page(asha).weeks
    assert {what for _, what, _ in entries(week)} == {"annual leave"}
    assert week.hours.minutes == sum(minutes for *_, minutes in entries(week)) == 2250


NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
TUESDAY = MONDAY + DAY
ABSENCES = {
    "nothing": (),
    "leave": ({"kind": "AL"},),
    "part of a day": ({"kind": "AL", "starts": time(13), "ends": time(16), "paid_minutes": 180},),
    "more than the contract": ({"until": MONDAY + 6 * DAY, "kind": "SL", "paid_minutes": 600},),
    "not paid": ({"kind": "OTHER"},),
    "two of a date": (
        {"kind": "AL", "starts": time(8), "ends": time(10), "paid_minutes": 120},
        {"kind": "SL", "starts": time(13), "ends": time(16), "paid_minutes": 180},
    ),
}


@pytest.mark.parametrize("absences", ABSENCES.values(), ids=ABSENCES)
@pytest.mark.parametrize("additional", [False, True])
def test_my_rota_says_the_same_of_a_week(asha, rota, absences, additional):
    make_duty(rota, asha, MONDAY, additional=additional)
    make_duty(rota, asha, MONDAY + 2 * DAY)
    for absence in absences:
        make_absence(asha, TUESDAY, **absence)
    make_release(rota, MONDAY)
    ((told,), (mine,)) = page(asha).weeks, my_page(asha, NOW).weeks
    assert mine.hours == f"{told.hours.words}."
    assert told.hours.minutes == sum(entry.minutes for entry in told.entries)
    assert [said.rpartition(", ")[2] for said in mine.entries] == [
        entry.words.rpartition(", ")[2] for entry in told.entries
    ]


def test_a_week_says_what_of_it_is_duty_and_what_absence_and_extra_work(asha, rota):
    make_duty(rota, asha, MONDAY)
    make_duty(rota, asha, MONDAY + 2 * DAY, additional=True)
    make_absence(asha, TUESDAY, kind="SL", paid_minutes=450)
    make_release(rota, MONDAY)
    (week,) = page(asha).weeks
    assert week.hours.words == (
        "15 h of 37 h 30 min contracted: 7 h 30 min on duty, 7 h 30 min away, "
        "and 7 h 30 min agreed extra work"
    )
    (mine,) = my_page(asha, NOW).weeks
    assert "Tuesday 3 November: Away, 7 h 30 min" in mine.entries
    assert "sick" not in str(mine)


@pytest.mark.parametrize(
    ("absence", "worked", "counts"),
    [
        ({"kind": "SL", "paid_minutes": 450}, ", not worked, 0 min", 450),
        ({"kind": "OTHER"}, ", not worked, 0 min", 0),
        (
            {"kind": "SL", "starts": time(13), "ends": time(16), "paid_minutes": 170},
            ", worked in part, 4 h 40 min",
            450,
        ),
        (
            {"kind": "OTHER", "starts": time(13), "ends": time(16)},
            ", worked in part, 4 h 30 min",
            270,
        ),
        (
            {"kind": "SL", "starts": time(16), "ends": time(18), "paid_minutes": 0},
            ", 7 h 30 min",
            450,
        ),
    ],
)
def test_a_shift_that_an_absence_takes_counts_once(asha, rota, absence, worked, counts):
    """It stands in what was published until the week is published again."""
    make_duty(rota, asha, TUESDAY)
    make_release(rota, MONDAY)
    make_absence(asha, TUESDAY, **absence)
    (week,) = page(asha).weeks
    assert week.hours.minutes == counts
    assert week.entries[0].words.endswith(f"Teaching Hospital{worked}")
    assert counts == sum(entry.minutes for entry in week.entries)


def test_the_next_shift_is_none_that_an_absence_takes(asha, rota):
    make_duty(rota, asha, TUESDAY)
    make_duty(rota, asha, TUESDAY + DAY, shift="LD")
    make_release(rota, MONDAY)
    assert my_page(asha, NOW).next.code == "E"
    make_absence(asha, TUESDAY, kind="SL", starts=time(12), ends=time(16))
    assert my_page(asha, NOW).next.code == "E"
    make_absence(asha, TUESDAY, kind="SL")
    assert my_page(asha, NOW).next.code == "LD"


def test_nothing_of_a_colleague_is_counted(asha, rota):
    make_duty(rota, make_person(asha.unit, "dev"), MONDAY)
    make_release(rota, MONDAY)
    (week,) = page(asha).weeks
    assert entries(week) == []


def test_the_page_says_each_entry_in_two_queries_more(
    asha, rota, client, django_assert_max_num_queries
):
    make_duty(rota, asha, MONDAY)
    make_release(rota, MONDAY)
    with django_assert_max_num_queries(2):
        page(asha)
    client.force_login(make_user(asha.unit, "staff", person=asha))
    said = client.get(reverse("my-shares")).content.decode()
    assert "Hours against contract" in said
