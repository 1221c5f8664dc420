"""Who was told of a change after publication, has seen it, and says that they know it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.acknowledging import acknowledge, look, who_knows
from roster.models import Acknowledgement, OutboxMessage, Release, RotaWeek, RuleSetting
from roster.my_page import my_page
from roster.publishing import NotPublishable, publish_week
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
MONDAY = date(2026, 11, 16)
EARLY = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)  # the Tuesday before
ASK = "This is at short notice. Open My rota and say that you have read it."


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def unit():
    unit = make_unit()
    judge_only(unit)
    for rule in ("R-29", "R-30"):
        set_rule(unit, rule, enabled=False)
    return unit


@pytest.fixture
def rota(unit):
    """Release 1 has Asha on Monday and Dev on Tuesday."""
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, make_person(unit, "asha", name="Asha N"), on(0))
    make_duty(rota, make_person(unit, "dev", name="Dev P"), on(1))
    make_release(rota, MONDAY, at=EARLY)
    return rota


def set_rule(unit, rule, **parameters):
    RuleSetting.objects.create(
        unit=unit, rule=rule, parameters=parameters, in_force_from=date(2026, 1, 1)
    )


def person(rota, reference):
    return rota.unit.people.select_related("unit").get(reference=reference)


def publish(rota, now=NOW, code="service", reason=""):
    week = RotaWeek.objects.select_related("rota__unit").get(rota=rota)
    return publish_week(
        week=week, by=None, now=now, seen_sequence=rota.sequence, code=code, reason=reason
    )


def change(rota, reference, n, shift="L"):
    rota.duties.filter(person__reference=reference, date=on(n)).delete()
    if shift:
        make_duty(rota, person(rota, reference), on(n), shift=shift)


def rows():
    return list(
        Acknowledgement.objects.order_by("id").values_list(
            "person__reference", "release__number", "notice", "asked", "until"
        )
    )


# ── who is asked ──


def test_a_first_release_asks_nobody(unit):
    rota = make_rota(unit, starts=MONDAY, weeks=1, state="approved")
    make_duty(rota, make_person(unit), on(0))
    publish(rota, code="")
    assert rows() == []


def test_only_people_concerned_are_asked_with_their_own_notice(rota):
    change(rota, "asha", 0)
    change(rota, "asha", 3)
    publish(rota)
    assert rows() == [("asha", 2, 6, True, on(3))]


@pytest.mark.parametrize(("days", "asked"), [(28, False), (27, True), (0, True)])
def test_inside_notice_is_less_than_the_days_set(rota, days, asked):
    change(rota, "asha", 0)
    now = datetime(2026, 11, 16, 9, 0, tzinfo=UTC) - timedelta(days=days)
    publish(rota, now=now, code="service" if asked else "")
    assert rows() == [("asha", 2, days, asked, on(0))]


def test_the_days_are_what_the_unit_has_set(rota, unit):
    set_rule(unit, "R-41", notice_days=6)
    change(rota, "asha", 0)
    publish(rota, code="")
    assert rows() == [("asha", 2, 6, False, on(0))]


def test_where_the_rule_is_off_nobody_is_asked(rota, unit):
    set_rule(unit, "R-41", enabled=False)
    change(rota, "asha", 0)
    publish(rota, code="")
    assert rows() == [("asha", 2, 6, False, on(0))]


def test_what_is_over_need_not_be_acknowledged(rota):
    change(rota, "asha", 0)
    change(rota, "dev", 1)
    publish(rota, now=datetime(2026, 11, 17, 9, 0, tzinfo=UTC))
    assert rows() == [("asha", 2, -1, False, on(0)), ("dev", 2, 0, True, on(1))]


def test_the_email_of_those_asked_says_so(rota):
    change(rota, "asha", 0)
    publish(rota)
    message = OutboxMessage.objects.get()
    assert ASK in message.text
    assert ASK in message.html


def test_the_email_of_others_does_not(rota, unit):
    set_rule(unit, "R-41", notice_days=6)
    change(rota, "asha", 0)
    publish(rota, code="")
    assert ASK not in OutboxMessage.objects.get().text


# ── reason codes ──


@pytest.mark.parametrize(("code", "reason"), [("", ""), ("other", ""), ("other", "  "), ("", "  ")])
def test_a_change_inside_notice_without_a_reason_is_refused(rota, code, reason):
    change(rota, "asha", 0)
    with pytest.raises(NotPublishable) as refused:
        publish(rota, code=code, reason=reason)
    assert str(refused.value) == (
        "The first change is in 6 days; within 28 days it needs a reason. Say why."
    )
    assert rows() == []


def test_words_alone_are_another_reason(rota):
    change(rota, "asha", 0)
    publish(rota, code="", reason="The lift is broken")
    assert Release.objects.last().code == "other"


def test_a_reason_that_is_not_listed_is_refused(rota):
    change(rota, "asha", 0)
    with pytest.raises(NotPublishable, match="Choose one of the reasons"):
        publish(rota, code="whim")


# ── seen and acknowledged ──


def told(rota, reference, now=NOW):
    return [
        (news.asked, [f"{c['kind']}: {c['what']}" for c in news.changes])
        for news in look(rows=my_page(person(rota, reference), now).unread, now=now)
    ]


def states(rota):
    return [(known.person.reference, known.state) for known in who_knows(rota.releases.all())]


MOVED = (
    "Changed: Monday 16 November: L 12:00–20:00, General X-ray, Teaching Hospital. "
    "It was E 08:00–16:00, General X-ray, Teaching Hospital."
)


def test_what_is_asked_stands_until_it_is_acknowledged(rota):
    change(rota, "asha", 0)
    publish(rota)
    assert states(rota) == [("asha", "not")]
    assert told(rota, "asha") == [(True, [MOVED])]
    assert states(rota) == [("asha", "seen")]
    assert told(rota, "asha") == [(True, [MOVED])]
    row = Acknowledgement.objects.get()
    later = NOW + timedelta(minutes=5)
    assert acknowledge(person=person(rota, "asha"), keys=[row.pk], now=later) == 1
    assert told(rota, "asha") == []
    assert states(rota) == [("asha", "known")]
    row.refresh_from_db()
    assert (row.seen_at, row.acknowledged_at) == (NOW, later)


def test_the_first_time_stays_when_it_is_acknowledged_again(rota):
    change(rota, "asha", 0)
    publish(rota)
    key = Acknowledgement.objects.get().pk
    acknowledge(person=person(rota, "asha"), keys=[key], now=NOW)
    assert acknowledge(person=person(rota, "asha"), keys=[key], now=NOW + timedelta(hours=1)) == 0
    row = Acknowledgement.objects.get()
    assert (row.seen_at, row.acknowledged_at) == (NOW, NOW)


def test_what_need_not_be_acknowledged_stands_until_it_is_too(rota, unit):
    set_rule(unit, "R-41", notice_days=6)
    change(rota, "asha", 0)
    publish(rota, code="")
    assert told(rota, "asha") == told(rota, "asha") == [(False, [MOVED])]
    key = Acknowledgement.objects.get().pk
    assert acknowledge(person=person(rota, "asha"), keys=[key], now=NOW) == 1
    assert told(rota, "asha") == []
    assert states(rota) == [("asha", "known")]


def test_nobody_acknowledges_for_another(rota):
    change(rota, "asha", 0)
    publish(rota)
    key = Acknowledgement.objects.get().pk
    assert acknowledge(person=person(rota, "dev"), keys=[key], now=NOW) == 0
    assert states(rota) == [("asha", "not")]


def test_a_release_between_does_not_hide_an_earlier_change(rota):
    change(rota, "asha", 0)
    publish(rota)
    change(rota, "dev", 1)
    publish(rota, now=NOW + timedelta(hours=1))
    assert told(rota, "asha") == [(True, [MOVED])]


def test_each_change_is_acknowledged_by_itself(rota):
    change(rota, "asha", 0)
    publish(rota)
    first = Acknowledgement.objects.get().pk
    change(rota, "asha", 2)
    publish(rota, now=NOW + timedelta(hours=1))
    acknowledge(person=person(rota, "asha"), keys=[first], now=NOW + timedelta(hours=2))
    ((asked, (said,)),) = told(rota, "asha", NOW + timedelta(hours=2))
    assert asked
    assert said.startswith("New: Wednesday 18 November")


def test_what_is_over_is_shown_no_more(rota):
    change(rota, "asha", 0)
    publish(rota)
    assert told(rota, "asha", datetime(2026, 11, 16, 23, 59, tzinfo=UTC)) == [(True, [MOVED])]
    assert told(rota, "asha", datetime(2026, 11, 17, 0, 0, tzinfo=UTC)) == []


# ── on the phone ──


@pytest.fixture
def own(client, rota, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    change(rota, "asha", 0)
    publish(rota, code="sickness", reason="Dev is ill")
    client.force_login(make_user(rota.unit, "staff", person=person(rota, "asha")))
    return client


def test_my_rota_asks_first_of_all_and_one_press_answers(own, rota):
    html = own.get(reverse("my-rota")).content.decode()
    assert "Changes to read" in html
    assert html.index("Changes to read") < html.index("Next shift")
    assert "It was E 08:00–16:00" in html
    key = Acknowledgement.objects.get().pk
    response = own.post(reverse("acknowledge"), {"change": [key]}, follow=True)
    assert response.redirect_chain == [(reverse("my-rota"), 302)]
    html = response.content.decode()
    assert "Your rota manager sees that you know." in html
    assert "Changes to read" not in html
    assert states(rota) == [("asha", "known")]


def test_my_rota_never_says_why(own):
    html = own.get(reverse("my-rota")).content.decode()
    assert "ickness" not in html
    assert "Dev is ill" not in html


@pytest.mark.parametrize("typed", [[], ["x"], ["-1"], ["9" * 30], ["0"]])
def test_a_form_that_names_no_change_of_theirs_does_nothing(own, rota, typed):
    response = own.post(reverse("acknowledge"), {"change": typed}, follow=True)
    assert response.status_code == 200
    assert "Thank you." not in response.content.decode()
    assert Acknowledgement.objects.filter(acknowledged_at__isnull=False).count() == 0
