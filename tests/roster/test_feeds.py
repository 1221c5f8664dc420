"""A person's calendar at a secret address: what is in it, and how it stays the same or changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404
from icalendar import Calendar

from roster.access import feed_for
from roster.feeds import calendar, end_feed, make_feed, stamp
from roster.models import CalendarFeed, Release, ReleasedDuty
from sites.models import Unit
from staff.models import Person, Unavailability
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 23)  # the clocks go forward on its Sunday, the 29th
NOW = datetime(2026, 3, 25, 9, tzinfo=UTC)


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def asha():
    person = make_person(make_unit(), reference="asha", name="Asha N")
    make_user(person.unit, "staff", person=person)
    person.refresh_from_db()
    return person


@pytest.fixture
def rota(asha):
    rota = make_rota(asha.unit, starts=on(-7), weeks=4)
    for n in (0, 5, 6, 7):
        make_duty(rota, asha, on(n), shift="LD")
    return rota


def events(person, now=NOW):
    return Calendar.from_ical(calendar(person=person, now=now)).walk("VEVENT")


def lines(person, now=NOW):
    return [f"{e['dtstart'].dt:%d %H:%M} {e['status']}" for e in events(person, now)]


# ── the address ──


def test_a_secret_has_256_random_bits_and_only_its_hash_is_kept(asha):
    secret = make_feed(person=asha, now=NOW)
    assert len(secret) == 43
    kept = CalendarFeed.objects.values_list().get()
    assert secret not in map(str, kept)
    assert feed_for(secret).person == asha


def test_a_new_address_ends_the_one_before(asha):
    old, new = (make_feed(person=asha, now=NOW) for _ in range(2))
    assert feed_for(new).person == asha
    assert old != new
    with pytest.raises(Http404):
        feed_for(old)


def test_an_address_ended_answers_no_more_and_may_be_ended_twice(asha):
    secret = make_feed(person=asha, now=NOW)
    end_feed(person=asha)
    end_feed(person=asha)
    with pytest.raises(Http404):
        feed_for(secret)


@pytest.mark.parametrize("change", [{"is_active": False}, None])
def test_an_address_is_good_while_its_persons_login_is(asha, change):
    secret = make_feed(person=asha, now=NOW)
    if change:
        asha.user.is_active = False
        asha.user.save()
    else:
        Person.objects.filter(pk=asha.pk).update(user=None)
    with pytest.raises(Http404):
        feed_for(secret)


# ── what is in it ──


def test_only_what_is_published_is_in_it(rota, asha):
    make_release(rota, MONDAY)
    make_duty(rota, asha, on(1))
    assert lines(asha) == ["23 08:00 CONFIRMED", "28 08:00 CONFIRMED", "29 08:00 CONFIRMED"]


def test_nobody_elses_duty_absence_or_reason_is_in_it(rota, asha):
    dev = make_person(rota.unit, reference="dev", name="Dev P")
    make_duty(rota, dev, on(0), shift="LD")
    for person in (asha, dev):
        Unavailability.objects.create(person=person, kind="sick", starts_on=on(1), until=on(2))
    release = make_release(rota, MONDAY)
    Release.objects.filter(pk=release.pk).update(reason="Chickenpox")
    text = calendar(person=asha, now=NOW)
    assert [word for word in ("Dev", "dev", "sick", "Chickenpox", "Asha") if word in text] == []
    assert len(events(asha)) == 3


@pytest.mark.parametrize(
    ("monday", "hours"), [(MONDAY, [8, 7]), (date(2026, 10, 19), [7, 8])], ids=["March", "October"]
)
def test_wall_times_and_instants_are_right_on_both_sides_of_a_clock_change(asha, monday, hours):
    rota = make_rota(asha.unit, starts=monday, weeks=1)
    for n in (5, 6):
        make_duty(rota, asha, monday + timedelta(days=n), shift="LD")
    release = make_release(rota, monday)
    found = [e["dtstart"].dt for e in events(asha, release.at.replace(month=monday.month))]
    assert [at.hour for at in found] == [8, 8]
    assert [at.astimezone(UTC).hour for at in found] == hours
    assert [at.astimezone(UTC) for at in found] == list(
        ReleasedDuty.objects.values_list("starts_at", flat=True)
    )


def test_the_file_brings_the_rules_of_its_time_zone(rota, asha):
    """Each change starts by the clocks before it: 01:00 in March and 02:00 in October."""
    make_release(rota, MONDAY)
    (zone,) = Calendar.from_ical(calendar(person=asha, now=NOW)).walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/London"
    assert [
        (rule.name, f"{rule['dtstart'].dt:%Y-%m-%d %H:%M}", str(rule["tzname"]))
        for rule in zone.subcomponents
    ] == [
        ("STANDARD", "2026-01-01 00:00", "GMT"),
        ("DAYLIGHT", "2026-03-29 01:00", "BST"),
        ("STANDARD", "2026-10-25 02:00", "GMT"),
        ("DAYLIGHT", "2027-03-28 01:00", "BST"),
        ("STANDARD", "2027-10-31 02:00", "GMT"),
    ]
    before, after = (timedelta(0), timedelta(hours=1))
    assert [(r["tzoffsetfrom"].td, r["tzoffsetto"].td) for r in zone.subcomponents[:3]] == [
        (before, before),
        (before, after),
        (after, before),
    ]


def test_a_duty_at_the_second_of_two_equal_hours_starts_then(asha):
    """01:30 comes twice on 25 October; a name of a zone can only mean the first."""
    october = date(2026, 10, 19)
    rota = make_rota(asha.unit, starts=october, weeks=1)
    make_duty(rota, asha, on(0).replace(month=10, day=25), shift="N1")
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    rota.duties.update(starts_at=second)
    make_release(rota, october)
    (event,) = events(asha, datetime(2026, 10, 20, tzinfo=UTC))
    assert event["dtstart"].dt == second


def test_each_release_raises_the_sequence_and_no_event_changes_its_name(rota, asha):
    make_release(rota, MONDAY)
    before = events(asha)
    rota.duties.filter(date=on(5)).delete()
    make_duty(rota, asha, on(5), shift="E")
    make_release(rota, MONDAY, number=2)
    after = events(asha)
    assert [e["uid"] for e in before] == [e["uid"] for e in after]
    assert len({e["uid"] for e in after}) == 3
    assert [e["sequence"] for e in before + after] == [1, 1, 1, 2, 2, 2]


def test_what_is_gone_is_cancelled_whichever_release_told_it_until_its_week_leaves(rota, asha):
    make_release(rota, MONDAY)
    make_duty(rota, asha, on(0), shift="N1")
    make_release(rota, MONDAY, number=2)
    rota.duties.filter(person=asha).delete()
    for number in (3, 4):
        make_release(rota, MONDAY, number=number)
    gone = ["23 01:30 CANCELLED", "23 08:00 CANCELLED", "28 08:00 CANCELLED", "29 08:00 CANCELLED"]
    assert lines(asha) == gone
    assert lines(asha, NOW + timedelta(weeks=4)) == gone
    assert lines(asha, NOW + timedelta(weeks=5)) == []


def test_a_person_without_duties_has_a_calendar_too(asha):
    text = calendar(person=asha, now=NOW)
    assert Calendar.from_ical(text).walk("VEVENT") == []
    assert str(Calendar.from_ical(text)["x-wr-calname"]) == "IXF rota"


# ── its stamp ──


def stamp_of(person, now):
    return stamp(feed_for(make_feed(person=person, now=NOW)), now=now)


def test_the_stamp_stays_while_nothing_changes(rota, asha):
    make_release(rota, MONDAY)
    first = stamp_of(asha, NOW)
    make_duty(rota, asha, on(1))
    assert stamp_of(asha, NOW + timedelta(days=4)) == first


@pytest.mark.parametrize("change", ["release", "week", "unit", "person"])
def test_the_stamp_changes_with_all_that_the_calendar_is_made_of(rota, asha, change):
    make_release(rota, MONDAY)
    first = stamp_of(asha, NOW)
    if change == "release":
        make_release(rota, MONDAY, number=2)
    if change == "unit":
        Unit.objects.update(code="XRAY")
    now = NOW + timedelta(days=5) * (change == "week")
    somebody = asha
    if change == "person":
        somebody = make_person(asha.unit)
        make_user(asha.unit, "staff", person=somebody)
    assert stamp_of(somebody, now) != first
