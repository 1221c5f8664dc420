"""Sickness in two taps: duties become gaps, the manager is told, and who could cover is listed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import Demand, Duty, DutyChange, OutboxMessage
from roster.reporting_absence import AbsenceRefused, end_absence, report_absence
from roster.rules.checker import check
from roster.snapshot import problem_of
from roster.undoing import undo
from sites.models import Area
from staff.models import Unavailability
from tests.factories import (
    judge_only,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 6, 50, tzinfo=UTC)
DAY = timedelta(days=1)


def on(n):
    return MONDAY + n * DAY


@pytest.fixture
def unit():
    unit = make_unit()
    judge_only(unit, "R-04", "R-14", "R-15", "R-33")
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    Demand.objects.create(
        unit=unit,
        area=area,
        days=["mon", "tue", "wed", "thu", "fri"],
        starts="08:00",
        ends="16:00",
        role="radiographer",
        least=1,
    )
    return unit


@pytest.fixture
def rota(unit):
    """Asha works E from Monday to Wednesday, a long day on Thursday; Dev is free."""
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    asha = make_person(unit, "asha", name="Asha N")
    make_person(unit, "dev", name="Dev P")
    for n in range(3):
        make_duty(rota, asha, on(n))
    make_duty(rota, asha, on(3), shift="LD")
    asha.user = make_user(unit, "staff", name="Asha N")
    asha.save()
    return rota


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager", name="Mo Manager", email="mo@example.org")


def asha_of(rota):
    return rota.unit.people.select_related("unit", "user").get(reference="asha")


def report(rota, first=0, last=0, *, by=None, kind="SL"):
    asha = asha_of(rota)
    return report_absence(
        person=asha,
        kind=kind,
        first=on(first),
        until=on(last),
        by=by or asha.user,
        now=NOW,
        today=MONDAY,
    )


def test_duties_under_an_absence_are_taken_out_by_one_edit_that_does_not_say_why(rota, manager):
    make_release(rota, MONDAY)
    before = check(problem_of(rota))
    done = report(rota, 0, 1)
    assert done.freed == ((on(0), "E"), (on(1), "E"))
    assert list(Duty.objects.values_list("date", flat=True)) == [on(2), on(3)]
    changes = list(DutyChange.objects.values_list("date", "reason", "batch"))
    assert [(d, why) for d, why, _ in changes] == [
        (on(0), "Not available"),
        (on(1), "Not available"),
    ]
    assert len({batch for *_, batch in changes}) == 1
    rota.refresh_from_db()
    new = [b for b in check(problem_of(rota)) if b not in before]
    assert [(b.rule, b.first) for b in new] == [("R-33", on(0)), ("R-33", on(1))]  # and no clash


def test_days_away_are_paid_as_they_were_planned(rota, manager):
    report(rota, 2, 6, by=manager)
    rows = list(Unavailability.objects.values_list("starts_on", "until", "paid_minutes"))
    assert rows == [(on(2), on(2), 450), (on(3), on(3), 660), (on(4), on(6), 0)]


def test_a_week_not_planned_is_paid_by_the_contract(rota, manager):
    report(rota, 9, 13)
    rows = list(Unavailability.objects.values_list("starts_on", "until", "paid_minutes"))
    assert rows == [(on(9), on(11), 450), (on(12), on(13), 0)]


def test_the_manager_is_told_of_the_duties_and_never_why(rota, manager):
    done = report(rota, 0, 1)
    message = OutboxMessage.objects.get(user=manager)
    assert message.subject == ("Asha N is not available, Monday 2 to Tuesday 3 November")
    assert "2 duties to look at: E on Monday 2 November; E on Tuesday 3 November." in message.text
    assert reverse("absence", args=[done.batch]) in message.text
    assert "sick" not in (message.subject + message.text + message.html).lower()


def test_a_manager_who_enters_it_is_not_told_by_mail(rota, manager):
    report(rota, by=manager)
    assert not OutboxMessage.objects.filter(user=manager).exists()


def test_an_assistant_who_loses_a_supervisor_is_in_breach(rota, manager, unit):
    bo = make_person(unit, "bo", role="assistant_practitioner", band="4")
    make_duty(rota, bo, on(0))
    assert [b.person for b in check(problem_of(rota)) if b.rule == "R-04"] == []
    report(rota)
    assert [b.person for b in check(problem_of(rota)) if b.rule == "R-04"] == ["bo"]


def test_a_manager_may_undo_what_they_entered_and_put_back_what_others_did(rota, manager):
    report(rota, 0, 1, by=manager)
    undo(rota=rota, by=manager, now=NOW)
    assert Duty.objects.count() == 4


@pytest.mark.parametrize(
    ("first", "last", "kind", "said"),
    [
        (1, 0, "SL", "The last day away is before the first. Nothing was entered."),
        (-8, 0, "SL", "Sunday 25 October is more than a week ago. Ask your rota manager to enter"),
        (0, 0, "AL", "Choose one of the kinds of absence that the page lists."),
        (0, 400, "SL", "Enter at most a year at once, and the rest when it comes nearer."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(rota, first, last, kind, said):
    with pytest.raises(AbsenceRefused, match=said.replace(".", r"\.")):
        report(rota, first, last, kind=kind)
    assert not Unavailability.objects.exists()


def test_the_same_days_are_entered_once(rota, manager):
    report(rota, 0, 1)
    with pytest.raises(AbsenceRefused, match="Asha N is away already on Tuesday 3 November"):
        report(rota, 1, 3)
    assert Duty.objects.count() == 2


def test_a_closed_week_refuses_the_whole_absence(rota, manager):
    rota.rota_weeks.filter(monday=MONDAY).update(state="closed")
    with pytest.raises(AbsenceRefused, match="closed for pay"):
        report(rota, 0, 9)
    assert not Unavailability.objects.exists()


def test_back_earlier_ends_the_absence_and_leaves_the_duties_out(rota, manager):
    done = report(rota, 0, 3)
    asha = asha_of(rota)
    last = end_absence(person=asha, batch=done.batch, back=on(2), by=asha.user, now=NOW)
    assert last == on(1)
    assert list(Unavailability.objects.values_list("starts_on", "until")) == [(on(0), on(1))]
    assert not Duty.objects.exists()
    with pytest.raises(AbsenceRefused, match="over already"):
        end_absence(person=asha, batch=done.batch, back=on(2), by=asha.user, now=NOW)


def test_nobody_ends_the_absence_of_another(rota, manager, unit):
    done = report(rota)
    dev = unit.people.get(reference="dev")
    with pytest.raises(AbsenceRefused):
        end_absence(person=dev, batch=done.batch, back=on(0), by=manager, now=NOW)
    assert Unavailability.objects.count() == 1


def test_the_page_offers_who_could_cover_and_plans_whom_is_chosen(rota, manager, client):
    done = report(rota)
    client.force_login(manager)
    address = reverse("absence", args=[done.batch])
    page = client.get(address)
    (freed,) = page.context["page"].freed
    (gap,) = freed.missing
    assert [offer.text for offer in gap.could] == ["Dev P"]
    token = {"rota": rota.pk, "token": gap.could[0].token}
    assert client.post(reverse("cover-absence", args=[done.batch]), token).status_code == 302
    assert Duty.objects.get(date=on(0)).person.reference == "dev"
    assert client.get(address).context["page"].freed[0].missing == ()


def test_covering_with_what_no_page_offered_changes_nothing(rota, manager, client):
    done = report(rota)
    client.force_login(manager)
    address = reverse("cover-absence", args=[done.batch])
    for typed in ("x", rota.pk):
        said = client.post(address, {"rota": typed, "token": "y"}, follow=True)
        assert "The page sent what cannot be read" in said.content.decode()
    assert Duty.objects.count() == 3


def test_two_taps_from_my_rota(rota, manager, client):
    """Open the page, press the button: the clock is the machine's."""
    asha, today = asha_of(rota), timezone.localdate()
    make_release(rota, MONDAY)
    client.force_login(asha.user)
    assert reverse("my-absence") in client.get(reverse("my-rota")).content.decode()
    said = client.post(reverse("report-absence"), {"kind": "SL", "first": str(today)}, follow=True)
    assert "entered, and no duty that you were told of is taken out" in said.content.decode()
    assert "You are away today" in said.content.decode()
    assert "I am sick today" not in said.content.decode()
    assert Unavailability.objects.get().entered_by == asha.user
    again = client.post(reverse("report-absence"), {"kind": "SL", "first": str(today)})
    assert again.status_code == 422
    assert "Asha N is away already" in again.content.decode()


def test_whoever_enters_an_absence_is_led_to_who_could_cover(rota, manager, client, monkeypatch):
    client.force_login(manager)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    enter = reverse("enter-absence", args=[rota.unit_id])
    typed = {"person": asha_of(rota).pk, "kind": "SL", "first": str(on(0))}
    answer = client.post(enter, typed)
    assert answer.url == reverse("absence", args=[Unavailability.objects.get().batch])
    shown = client.get(answer.url).content.decode()
    assert "Asha N, Monday 2 November: entered, and 1 duty is taken out of the plan." in shown
    nothing = client.post(
        enter, typed | {"person": rota.unit.people.get(reference="dev").pk, "first": str(on(6))}
    )
    assert nothing.url == reverse("asked")


def test_only_planners_read_the_page_of_an_absence(rota, manager, client):
    done = report(rota)
    client.force_login(asha_of(rota).user)
    assert client.get(reverse("absence", args=[done.batch])).status_code == 404


def test_after_publication_ways_that_move_others_say_who_will_be_told(rota, manager, client):
    """Dev works elsewhere that day, as he was told; nobody is free."""
    make_duty(rota, rota.unit.people.get(reference="dev"), MONDAY, area="ED")
    make_release(rota, MONDAY)
    done = report(rota)
    client.force_login(manager)
    address = reverse("absence", args=[done.batch])
    page = client.get(address)
    (freed,) = page.context["page"].freed
    (gap,) = freed.missing
    assert (gap.could, gap.together, gap.ways) == ((), (), None)
    assert f"?ways=TH-XR-{MONDAY}#TH-XR-{MONDAY}" in page.content.decode()
    looked = client.get(address, {"ways": f"TH-XR-{MONDAY}"})
    ways = looked.context["page"].freed[0].missing[0].ways
    assert len(ways) <= 5
    assert "Dev P" in ways[0].text
    told = [note for way in ways for note in way.notes if "will be told" in note]
    assert "Once the week is published again, Dev P will be told." in told
    token = {"rota": rota.pk, "token": ways[0].token}
    assert client.post(reverse("cover-absence", args=[done.batch]), token).status_code == 302
    moved = Duty.objects.get(date=MONDAY)
    assert (moved.person.reference, moved.area.code) == ("dev", "XR")


def test_a_place_of_no_gap_asks_for_no_ways(rota, manager, client):
    done = report(rota)
    client.force_login(manager)
    page = client.get(reverse("absence", args=[done.batch]), {"ways": "TH-XX-2026-11-02"})
    assert page.context["page"].freed[0].missing[0].ways is None
