"""What people read is what was published last, and nothing of the draft."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roster.own_hours import hours_of
from roster.released import my_rota, told_to
from sites.models import BankHoliday
from staff.models import Person, Unavailability
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 4, 13, 0, tzinfo=LONDON)  # Wednesday


def on(n):
    return MONDAY + timedelta(days=n)


def moment(text):
    """A wall time of November: "4 13:00"."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    return make_person(
        unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4"
    )


@pytest.fixture
def dev(unit):
    return make_person(unit, reference="dev", name="Dev P")


@pytest.fixture
def rota(unit, asha, dev):
    """Asha: E on Monday, L on Wednesday, LD on Saturday and Sunday. Dev: beside her at times."""
    rota = make_rota(unit, starts=MONDAY, weeks=4)
    make_duty(rota, asha, on(0))
    make_duty(rota, asha, on(2), shift="L", area="ED", supervised_by=["dev"])
    make_duty(rota, asha, on(5), shift="LD")
    make_duty(rota, asha, on(6), shift="LD")
    make_duty(rota, dev, on(0), shift="LD")
    make_duty(rota, dev, on(2), shift="LD", area="ED")
    return rota


def read(person, now=NOW):
    return my_rota(person=person, now=now)


def only_week(person):
    (week,) = read(person).weeks
    return week


def test_nothing_is_read_before_anything_is_published(rota, asha):
    found = read(asha)
    assert (found.today, found.next, found.weeks) == (NOW.date(), None, ())


def test_a_week_has_its_seven_days_in_order(rota, asha):
    make_release(rota, MONDAY)
    week = only_week(asha)
    assert [day.date for day in week.days] == [on(n) for n in range(7)]
    assert [[duty.told.shift for duty in day.duties] for day in week.days] == [
        ["E"],
        [],
        ["L"],
        [],
        [],
        ["LD"],
        ["LD"],
    ]
    assert (week.number, week.published_at.isoformat()) == (1, "2026-10-01T09:30:00+01:00")


def test_the_draft_never_shows(rota, asha):
    make_release(rota, MONDAY)
    make_duty(rota, asha, on(1))
    rota.duties.filter(person=asha, date=on(0)).delete()
    assert [duty.date for duty in only_week(asha).duties] == [on(0), on(2), on(5), on(6)]


def test_only_the_newest_release_of_a_week_counts(rota, asha):
    make_release(rota, MONDAY)
    rota.duties.filter(person=asha, date=on(0)).delete()
    make_release(rota, MONDAY, number=2, at=NOW)
    week = only_week(asha)
    assert (week.number, [duty.date for duty in week.duties]) == (2, [on(2), on(5), on(6)])


def test_another_units_rota_is_not_read(rota, asha):
    make_release(rota, MONDAY)
    other = make_unit(code="OTHER")
    make_release(make_rota(other, starts=MONDAY), MONDAY, at=NOW)
    assert len(only_week(asha).duties) == 4


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("4 13:00", (on(2), "L")),
        ("4 19:59", (on(2), "L")),
        ("4 20:00", (on(5), "LD")),
        ("8 20:00", None),
    ],
)
def test_the_next_duty_is_the_one_running_or_coming(rota, asha, now, expected):
    make_release(rota, MONDAY)
    found = read(asha, moment(now)).next
    assert (found and (found.date, found.told.shift)) == expected


def test_who_works_in_the_same_area_at_the_same_time_is_named(rota, asha):
    make_release(rota, MONDAY)
    monday, wednesday, saturday, _ = only_week(asha).duties
    assert (monday.with_whom, wednesday.with_whom, saturday.with_whom) == (
        ("Dev P",),
        ("Dev P",),
        (),
    )


def test_who_works_elsewhere_or_at_another_time_is_not(unit, asha, dev):
    rota = make_rota(unit, starts=MONDAY)
    make_duty(rota, asha, on(0), shift="SH")
    make_duty(rota, dev, on(0), shift="L")
    make_duty(rota, make_person(unit), on(0), site="GH")
    make_duty(rota, make_person(unit), on(0), area="ED")
    make_duty(rota, make_person(unit), on(1), shift="SH")
    make_release(rota, MONDAY)
    assert only_week(asha).duties[0].with_whom == ()


def test_both_sides_of_supervision_are_named(rota, asha, dev):
    make_release(rota, MONDAY)
    assert [duty.supervised_by for duty in only_week(asha).duties] == [
        ("Dev P",),
        ("Dev P",),
        (),
        (),
    ]
    assert [duty.supervises for duty in only_week(dev).duties] == [(), ("Asha N",)]


def test_a_compensatory_day_says_which_weekend_day_it_gives_back(rota, asha):
    make_release(rota, MONDAY)
    given = {day.date: day.gives_back for day in only_week(asha).days if day.gives_back}
    assert given == {on(1): on(5), on(3): on(6)}


def test_leave_is_no_compensatory_day(rota, asha):
    Unavailability.objects.create(person=asha, kind="AL", starts_on=on(1), until=on(4))
    make_release(rota, MONDAY)
    assert [day.gives_back for day in only_week(asha).days] == [None] * 7


def test_hours_are_those_on_duty_against_the_contract(rota, asha):
    make_release(rota, MONDAY)
    week = only_week(asha)
    assert (hours_of(week).minutes, week.contract) == (450 + 450 + 660 + 660, 2250)


def test_on_call_adds_no_hours(unit, dev):
    rota = make_rota(unit, starts=MONDAY)
    make_duty(rota, dev, on(0), shift="OC")
    make_release(rota, MONDAY)
    assert hours_of(only_week(dev)).minutes == 0


def test_a_person_who_is_free_reads_seven_empty_days(rota, unit):
    make_release(rota, MONDAY)
    free = make_person(unit)
    week = only_week(free)
    assert (len(week.days), week.duties, week.contract) == (7, (), 2250)


def test_times_are_local_on_both_sides_of_the_clock_change(unit, asha):
    monday = date(2026, 10, 19)
    rota = make_rota(unit, starts=monday)
    for n in (5, 6):
        make_duty(rota, asha, monday + timedelta(days=n), shift="LD")
    make_release(rota, monday)
    found = read(asha, datetime(2026, 10, 19, 9, tzinfo=LONDON)).weeks[0]
    assert [f"{d.starts:%a %H:%M %z}–{d.ends:%H:%M}" for d in found.duties] == [
        "Sat 08:00 +0100–20:00",
        "Sun 08:00 +0000–20:00",
    ]
    assert (found.clock_change.date, found.clock_change.clock_change) == (date(2026, 10, 25), 60)


def test_a_bank_holiday_is_marked(rota, unit, asha):
    BankHoliday.objects.create(unit=unit, date=on(3))
    make_release(rota, MONDAY)
    assert [day.is_bank_holiday for day in only_week(asha).days].index(True) == 3


def test_weeks_run_from_this_one_on(rota, asha):
    for n in (0, 7, 21):
        make_release(rota, on(n))
    assert [week.monday for week in read(asha).weeks] == [on(0), on(7), on(21)]
    assert [week.monday for week in read(asha, NOW + timedelta(days=7)).weeks] == [on(7), on(21)]


def test_what_the_newest_release_changed_is_said_of_ones_own_duties(rota, asha, dev):
    make_release(rota, MONDAY)
    assert read(asha).changes == {MONDAY: ()}
    rota.duties.filter(date=on(0)).delete()
    make_release(rota, MONDAY, number=2, at=NOW)
    (change,) = read(asha).changes[MONDAY]
    assert (change.kind, change.person, change.date) == ("removed", "asha", on(0))


def test_only_the_release_before_the_newest_is_compared(rota, asha):
    make_release(rota, MONDAY)
    rota.duties.filter(person=asha, date=on(0)).delete()
    make_release(rota, MONDAY, number=2, at=NOW)
    make_release(rota, MONDAY, number=3, at=NOW)
    assert read(asha).changes == {MONDAY: ()}


def test_every_release_is_asked_what_it_told_a_person(rota, asha, dev):
    first = make_release(rota, MONDAY)
    make_duty(rota, asha, on(5), shift="N1")
    second = make_release(rota, MONDAY, number=2, at=NOW)
    rota.duties.filter(person=asha).delete()
    make_release(rota, MONDAY, number=3, at=NOW)
    told = told_to(person=asha, first=on(2), last=on(5))
    assert {key: [(t.date, t.shift) for t in duties] for key, duties in told.items()} == {
        first.pk: [(on(2), "L"), (on(5), "LD")],
        second.pk: [(on(2), "L"), (on(5), "N1"), (on(5), "LD")],
    }


def test_a_shift_type_deleted_since_is_still_read(rota, asha, unit):
    make_release(rota, MONDAY)
    rota.duties.all().delete()
    unit.shift_types.all().delete()
    assert len(only_week(asha).duties) == 4


def test_three_queries_however_much_is_published_two_for_who_works_under_nobody(rota, unit):
    make_release(rota, MONDAY)
    assert (queries_of("asha"), queries_of("dev")) == (3, 2)
    for _ in range(5):
        person = make_person(unit)
        for n in range(14):
            make_duty(rota, person, on(n))
    for n in (7, 14):
        make_release(rota, on(n))
    make_release(rota, MONDAY, number=2)
    assert (queries_of("asha"), queries_of("dev")) == (3, 2)


def queries_of(reference):
    person = Person.objects.select_related("unit").get(reference=reference)
    with CaptureQueriesContext(connection) as queries:
        read(person)
    return len(queries)
