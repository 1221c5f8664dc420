"""The first page and My rota, through the web: what a person reads, and what they never do."""

import re
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from roster.models import Swap, SwapInvite
from sites.models import BankHoliday, Membership, Travel
from staff.models import Unavailability
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
NOW = datetime(2026, 11, 3, 10, 0, tzinfo=ZoneInfo("Europe/London"))  # Tuesday


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    set_clock(monkeypatch, NOW)


def set_clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def unit():
    return make_unit(reply_to="rota@example.org")


@pytest.fixture
def asha(unit):
    return make_person(
        unit, reference="asha", name="Asha <N>", role="assistant_practitioner", band="4"
    )


@pytest.fixture
def dev(unit):
    return make_person(unit, reference="dev", name="Dev P")


@pytest.fixture
def rota(unit, asha, dev):
    """Asha: E on Monday, L on Wednesday under Dev, LD on Saturday; Dev beside her on two days."""
    rota = make_rota(unit, starts=MONDAY, weeks=4)
    make_duty(rota, asha, on(0))
    make_duty(rota, asha, on(2), shift="L", area="ED", supervised_by=["dev"])
    make_duty(rota, asha, on(5), shift="LD")
    make_duty(rota, dev, on(0))
    make_duty(rota, dev, on(2), shift="LD", area="ED")
    return rota


@pytest.fixture
def own(client, unit, asha, rota):
    """Signed in as Asha."""
    user = make_user(unit, "staff", person=asha)
    client.force_login(user)
    return user


def html(client, name="my-rota"):
    response = client.get(reverse(name))
    assert response.status_code == 200
    return response.content.decode()


def text(client):
    """The page's main part as a reader hears it."""
    main = html(client).split("<main")[1].split("</main>")[0]
    said = re.sub(r"<[^>]+>", " ", main.split(">", 1)[1])
    return " ".join(said.split())


# ── the first page ──


@pytest.mark.parametrize("role", ["viewer", "rota_manager", "approver", "administrator"])
def test_those_who_plan_come_to_the_rotas(client, unit, role):
    client.force_login(make_user(unit, role))
    assert client.get("/")["Location"] == reverse("rotas")


def test_a_person_comes_to_their_own_rota(client, own):
    assert client.get("/")["Location"] == reverse("my-rota")


def test_a_manager_on_the_rota_comes_to_the_rotas(client, unit, own):
    Membership.objects.create(user=own, unit=unit, role="rota_manager")
    assert client.get("/")["Location"] == reverse("rotas")


def test_a_login_that_is_nobody_is_told_whom_to_ask(client, unit):
    make_user(unit, "rota_manager", name="Mo Manager", email="mo@example.org")
    make_user(make_unit(code="OTHER"), "rota_manager", name="Pat Elsewhere")
    client.force_login(make_user(unit, "staff"))
    said = html(client, "home")
    assert "not yet joined to anybody on a rota" in said
    assert '<a href="mailto:mo@example.org">Mo Manager</a>' in said
    assert "Pat Elsewhere" not in said


def test_a_login_without_a_role_is_told_whom_to_ask(client, unit):
    make_user(unit, "rota_manager", name="Mo Manager")
    user = make_user(unit, "staff")
    user.memberships.all().delete()
    client.force_login(user)
    said = html(client, "home")
    assert "Ask whoever gave you this login" in said
    assert "Mo Manager" not in said


# ── my rota ──


def test_the_next_shift_stands_first(client, rota, own):
    make_release(rota, MONDAY)
    assert (
        "Next shift Tomorrow Wednesday 4 November 12:00 – 20:00 L Emergency X-ray , "
        "Teaching Hospital Supervised by Dev P 30 min break Month Team Ask for a day Leave Swaps "
        "I am away 2–8 November 2026"
    ) in text(client)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("4 11:59", "Next shift Today Wednesday 4 November"),
        ("4 12:00", "On duty now Until 20:00 Wednesday 4 November"),
        ("4 20:00", "In 3 days Saturday 7 November"),
        ("6 23:59", "Tomorrow Saturday 7 November"),
        ("7 20:00", "You have no more shifts in the weeks that are published."),
    ],
)
def test_how_far_away_it_is_is_said_in_days(client, rota, own, monkeypatch, now, said):
    make_release(rota, MONDAY)
    at = datetime.fromisoformat(f"2026-11-0{now}").replace(tzinfo=ZoneInfo("Europe/London"))
    set_clock(monkeypatch, at)
    assert said in text(client)


def test_no_published_week_is_left_out(client, unit, asha, own):
    late = make_rota(unit, starts=on(42), weeks=4)
    make_duty(late, asha, on(42), shift="LD")
    for monday in (on(42), on(63)):
        make_release(late, monday)
    said = text(client)
    assert "Next shift In 41 days Monday 14 December" in said
    assert f"Week of {on(49).day} December 2026 This week is not published yet." in said
    assert "Monday 14 December" in html(client, "my-swaps")


def test_every_day_of_the_week_says_what_it_is(client, rota, own):
    make_release(rota, MONDAY)
    assert (
        "2–8 November 2026 26 h on duty of 37 h 30 min contracted. "
        "Monday 2 November: E, General X-ray, Teaching Hospital, 7 h 30 min "
        "Wednesday 4 November: L, Emergency X-ray, Teaching Hospital, 7 h 30 min "
        "Saturday 7 November: LD, General X-ray, Teaching Hospital, 11 h "
        "Mon 2 November 08:00–16:00 E 30 min break General X-ray, Teaching Hospital "
        "Supervised by Dev P "
        "Tue 3 November today CO Compensatory day off for Saturday 7 November "
        "Wed 4 November 12:00–20:00 L 30 min break Emergency X-ray, Teaching Hospital "
        "Supervised by Dev P "
        "Thu 5 November Not working Fri 6 November Not working "
        "Sat 7 November 08:00–20:00 LD 1 h break General X-ray, Teaching Hospital "
        "Nobody there may supervise you. Ask your rota manager who will. "
        "Sun 8 November Not working "
        "Release 1, published Thursday 1 October at 09:30"
    ) in text(client)


def test_ones_own_leave_and_absence_stand_on_their_days_and_a_colleagues_nowhere(
    client, rota, own, asha, dev
):
    make_absence(asha, on(3), on(4), kind="AL")
    make_absence(asha, on(0), kind="OTHER", starts=time(9), ends=time(10, 30))
    make_absence(asha, on(2), kind="SL")  # the shift was published before it
    make_absence(dev, on(6), kind="SD")
    make_release(rota, MONDAY)
    said = text(client)
    assert "Thu 5 November Leave Fri 6 November Leave " in said
    assert "Sun 8 November Not working " in said
    monday, wednesday = said.split("Mon 2")[1].split("Tue 3")[0], said.split("Wed 4")[1]
    assert "Away, 09:00 to 10:30" in monday
    assert wednesday.split(" Thu 5")[0] == " November Away Not worked: L 12:00–20:00"
    assert "Away" not in said.split("Sun 8")[1]


def test_a_shift_that_an_absence_takes_is_not_offered_either(client, rota, own, asha):
    make_release(rota, MONDAY)
    assert "Wednesday 4 November, 12:00 to 20:00" in html(client, "my-swaps")
    make_absence(asha, on(2), kind="SL")
    assert "Wednesday 4 November, 12:00 to 20:00" not in html(client, "my-swaps")


def test_one_comes_back_from_an_absence_and_calls_off_one_to_come(client, own, asha):
    make_absence(asha, on(0), on(2), kind="SL")
    make_absence(asha, on(4), kind="SL")
    said = html(client, "my-absence")
    assert said.count(">Back from today<") == 1
    assert said.count(">Not away after all<") == 1


def test_a_radiographer_reads_whom_they_supervise(client, unit, rota, dev):
    make_release(rota, MONDAY)
    client.force_login(make_user(unit, "staff", person=dev))
    assert "You supervise Asha &lt;N&gt;" in text(client)


def test_a_role_and_extra_work_are_said(client, rota, asha, own):
    make_duty(rota, asha, on(3), role="assist", additional=True)
    make_release(rota, MONDAY)
    assert "Assisting · Agreed extra work · 30 min break" in text(client)


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([("TH", "GH", 35)], "35 min from Teaching Hospital, your home site"),
        ([("GH", "TH", 95)], "1 h 35 min from Teaching Hospital, your home site"),
        ([("TH", "GH", 35), ("GH", "TH", 95)], "35 min from Teaching Hospital, your home site"),
        ([], "Not at Teaching Hospital, your home site"),
    ],
)
def test_a_shift_away_from_the_home_site_says_how_far_it_is(
    client, unit, asha, own, rota, ways, said
):
    sites = {site.code: site for site in unit.sites.all()}
    for start, end, minutes in ways:
        Travel.objects.create(from_site=sites[start], to_site=sites[end], minutes=minutes)
    make_duty(rota, asha, on(1), site="GH")
    make_release(rota, MONDAY)
    assert text(client).count(said) == 2  # as the next shift and among the days
    assert text(client).count("your home site") == 2


def test_a_bank_holiday_and_a_clock_change_are_marked(client, unit, asha, own, monkeypatch):
    monday = date(2026, 10, 19)
    BankHoliday.objects.create(unit=unit, date=monday)
    rota = make_rota(unit, starts=monday, weeks=1)
    make_duty(rota, asha, monday)
    make_release(rota, monday)
    set_clock(monkeypatch, datetime(2026, 10, 19, 9, tzinfo=ZoneInfo("Europe/London")))
    said = text(client)
    assert "Clocks go back one hour on Sunday 25 October." in said
    assert "Ask your rota manager who will. Bank holiday Tue 20 October" in said
    assert "Sun 25 October Not working Clocks go back Release 1" in said


def test_what_the_newest_release_changed_is_said(client, rota, own):
    make_release(rota, MONDAY)
    rota.duties.filter(date=on(0)).delete()
    make_release(rota, MONDAY, number=2, at=NOW)
    said = text(client)
    assert (
        "Changed since release 1 No longer Monday 2 November: E 08:00–16:00, General X-ray, "
        "Teaching Hospital. Mon 2 November"
    ) in said
    assert said.count("No longer") == 1


def test_a_colleagues_change_is_not_mine(client, rota, dev, own):
    make_release(rota, MONDAY)
    make_duty(rota, dev, on(4))
    make_release(rota, MONDAY, number=2, at=NOW)
    assert "Changed since" not in text(client)


def test_a_week_between_that_is_not_published_says_so(client, rota, own):
    make_release(rota, MONDAY)
    make_release(rota, on(14))
    assert "Week of 9 November 2026 This week is not published yet." in text(client)


def test_nothing_published_says_what_will_happen(client, own):
    said = text(client)
    assert "Nothing of your rota is published from today on. You get an email" in said
    assert "Download calendar file" not in said


def test_whom_to_ask_is_named(client, unit, own):
    make_user(unit, "rota_manager", name="Mo Manager", email="mo@example.org")
    make_user(make_unit(code="OTHER"), "rota_manager", name="Pat Elsewhere")
    said = html(client)
    assert '<a href="mailto:mo@example.org">Mo Manager</a>' in said
    assert '<a href="mailto:rota@example.org">rota@example.org</a>' in said
    assert "Pat Elsewhere" not in said


def test_a_unit_without_a_manager_still_says_whom_to_ask(client, unit, own):
    unit.reply_to = ""
    unit.save()
    assert "Ask your line manager" in text(client)


# ── what is never shown ──


def plant_secrets(rota, asha, dev):
    """A draft and absences that nothing a person reads may hold."""
    make_release(rota, MONDAY)
    secret = rota.unit.shift_types.get(code="SD")
    secret.code, secret.name = "DRAFTCODE", "Draft shift"
    secret.save()
    make_duty(rota, asha, on(1), shift="DRAFTCODE")
    make_duty(rota, asha, on(8), shift="DRAFTCODE")
    rota.duties.filter(person=asha, date=on(5)).delete()
    newcomer = make_person(rota.unit, name="Draft Newcomer")
    make_duty(rota, newcomer, on(2), shift="L", area="ED")
    for person, n, kind in ((asha, 3, "SL"), (dev, 4, "PL"), (asha, 1, "AL")):
        Unavailability.objects.create(person=person, kind=kind, starts_on=on(n), until=on(n))


@pytest.mark.parametrize("name", ["my-rota", "my-calendar"])
def test_nothing_of_the_draft_and_no_reason_is_shown(client, rota, asha, dev, own, name):
    before = html(client, name)
    plant_secrets(rota, asha, dev)
    said = html(client, name)
    assert said != before
    for secret in ("DRAFTCODE", "Draft", "Newcomer", "sick", "leave", ">SL<", ">PL<", ">AL<"):
        assert said.count(secret) == before.count(secret)  # the page links to Leave as ever
    assert "LD" in said


def test_another_units_release_is_not_shown(client, own):
    other = make_unit(code="OTHER")
    rota = make_rota(other, starts=MONDAY)
    make_duty(rota, make_person(other, name="Stranger"), on(3))
    make_release(rota, MONDAY)
    said = text(client)
    assert "Stranger" not in said
    assert "Nothing of your rota is published" in said


def test_names_are_escaped(client, rota, own):
    make_release(rota, MONDAY)
    said = html(client)
    assert "Asha &lt;N&gt;" in said
    assert "<N>" not in said


# ── the calendar file ──


def events(client):
    response = client.get(reverse("my-calendar"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="my-rota.ics"'
    return [
        (str(e["summary"]), f"{e['dtstart'].dt:%d %H:%M}", str(e["status"]))
        for e in Calendar.from_ical(response.content).walk("VEVENT")
    ]


def test_the_calendar_file_holds_the_published_shifts(client, rota, own):
    make_release(rota, MONDAY)
    assert events(client) == [
        ("E General X-ray", "02 08:00", "CONFIRMED"),
        ("L Emergency X-ray", "04 12:00", "CONFIRMED"),
        ("LD General X-ray", "07 08:00", "CONFIRMED"),
    ]


def test_a_shift_that_is_gone_is_cancelled_in_it_whenever_it_was_told(client, rota, asha, own):
    make_release(rota, MONDAY)
    rota.duties.filter(person=asha, date=on(2)).delete()
    make_release(rota, MONDAY, number=2, at=NOW)
    make_release(rota, MONDAY, number=3, at=NOW)
    assert ("L Emergency X-ray", "04 12:00", "CANCELLED") in events(client)
    assert len(events(client)) == 3


def test_an_empty_calendar_file_is_one_too(client, own):
    assert events(client) == []


# ── how it is built ──


def test_headings_come_in_order(client, rota, own):
    make_release(rota, MONDAY)
    rota.duties.filter(date=on(0)).delete()
    make_release(rota, MONDAY, number=2, at=NOW)
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html(client))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert 3 in levels
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.parametrize(("people", "weeks"), [(1, 1), (40, 4)])
def test_at_most_eight_queries_however_many_people_and_weeks(
    client, rota, own, django_assert_max_num_queries, people, weeks
):
    for _ in range(people):
        person = make_person(rota.unit)
        for n in range(0, 28, 3):
            make_duty(rota, person, on(n), area="ED")
    for n in range(weeks):
        make_release(rota, on(7 * n))
        make_release(rota, on(7 * n), number=2, at=NOW)
    with django_assert_max_num_queries(8):
        html(client)


def test_a_login_that_is_nobody_on_the_rota_finds_no_page(client, unit):
    client.force_login(make_user(unit, "staff"))
    assert client.get(reverse("my-rota")).status_code == 404
    assert client.get(reverse("my-calendar")).status_code == 404


def test_a_style_comes_compressed_and_so_does_the_page(client, own):
    asked = {"HTTP_ACCEPT_ENCODING": "gzip"}
    for path in (reverse("my-rota"), "/static/js-lib-bootstrap5/css/bootstrap.min.css"):
        response = client.get(path, **asked)
        assert response.get("Content-Encoding") == "gzip", path


def test_swaps_to_answer_are_counted_on_my_rota(client, unit, asha, dev):
    client.force_login(make_user(unit, Membership.Role.STAFF, person=asha))
    rota = make_rota(unit, starts=MONDAY)

    def count():
        found = re.search(r"(\d+) to answer", client.get(reverse("my-rota")).content.decode())
        return found and found[1]

    assert count() is None
    swaps = [
        Swap.objects.create(rota=rota, person=dev, date=on(n), duty={}, asked_at=NOW)
        for n in (1, 2, 3)
    ]
    for swap in swaps:
        SwapInvite.objects.create(swap=swap, ring=0, person=asha)
    assert count() == "2"  # Tuesday is today
    SwapInvite.objects.filter(swap=swaps[1]).update(answer="declined")
    assert count() == "1"
    SwapInvite.objects.create(swap=swaps[2], ring=0, place=1, person=dev, date=on(1), duty={})
    assert count() is None  # what Dev would hand on is being worked
