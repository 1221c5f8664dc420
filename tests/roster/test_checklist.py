"""The checklist before approval: each question answered from what is planned."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from roster.checklist import checklist
from roster.models import Demand, RotaWeek, RuleSetting
from roster.overriding import override_breach
from roster.previewing import preview_release
from sites.models import Area
from staff.models import StudyPlan, StudyTerm, Unavailability
from tests.factories import (
    judge_only,
    make_duty,
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
TODAY = date(2026, 10, 5)  # 42 days before
BROKEN, ACCEPTED, FILLED = (
    "Is anything broken that must not be?",
    "What was accepted, by whom and why?",
    "Is every post filled?",
)
NOTICE, BALANCE = "How much notice do people get?", "Do hours balance over the rota?"
LEAVE, WEEKENDS = "Is the share on leave in its band?", "Are weekends shared fairly?"
SUPERVISED, STUDY = "Is everybody supervised who must be?", "Are study days kept?"
EXTRA, REACHED = (
    "Duties beyond the contract, agreed as extra?",
    "Can everybody concerned be reached?",
)


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def rota(unit):
    """One week in which Asha works five earlies and Dev four."""
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    asha, dev = make_person(unit, "asha", name="Asha N"), make_person(unit, "dev", name="Dev P")
    for n in range(5):
        make_duty(rota, asha, on(n))
        if n:
            make_duty(rota, dev, on(n))
    return rota


def person(rota, reference):
    return rota.unit.people.get(reference=reference)


def asked(rota, question, today=TODAY, reasons=True):
    week = RotaWeek.objects.select_related("rota__unit").get(rota=rota)
    answers = checklist(preview_release(week, today), reasons)
    (found,) = [answer for answer in answers if answer.question == question]
    return found.words, found.state, found.details


def test_all_is_well(rota, unit):
    judge_only(unit)
    make_duty(rota, person(rota, "dev"), on(0))
    week = RotaWeek.objects.select_related("rota__unit").get(rota=rota)
    answers = checklist(preview_release(week, TODAY), True)
    assert [(a.question, a.words) for a in answers if a.state == "ok"] == [
        (BROKEN, "Nothing"),
        (ACCEPTED, "Nothing"),
        (FILLED, "Yes"),
        (NOTICE, "42 days"),
        (BALANCE, "0 of 2 more than 7 h 30 min off; the team even"),
        (WEEKENDS, "Nobody works one"),
        (SUPERVISED, "Yes"),
        (STUDY, "Yes"),
        (EXTRA, "None"),
        (REACHED, "Yes, all of 2 people"),
    ]
    assert [a.question for a in answers if a.state != "ok"] == [LEAVE]  # nobody is on leave


def test_what_stops_the_week_is_counted_by_what_can_be_done(rota, unit):
    """Dev is missing on Monday; on Sunday an assistant is alone, and without a supervisor."""
    judge_only(unit, "R-35", "R-04")
    make_duty(rota, make_person(unit, role="assistant_practitioner", band="4"), on(6))
    assert asked(rota, BROKEN) == ("1 to mend, 3 to mend or accept", "stop", ())


def test_what_was_accepted_has_its_reason_and_a_name(rota, unit):
    judge_only(unit, "R-35")
    ixf = make_user(unit, "approver", name="Ina IXF")
    week = RotaWeek.objects.select_related("rota__unit").get(rota=rota)
    (judged,) = preview_release(week, TODAY).breaches.blocking
    now = datetime(2026, 10, 5, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    override_breach(week=week, key=judged.key, by=ixf, reason="A clerk is there", now=now)
    words, state, (said,) = asked(rota, ACCEPTED)
    assert (words, state) == ("1 breach, each with a reason", "look")
    assert said == f"{judged.sentence} Ina IXF: A clerk is there"
    assert asked(rota, BROKEN) == ("Nothing", "ok", ())


def test_gaps_are_listed(rota, unit):
    judge_only(unit, "R-33")
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    least = {"role": "radiographer", "least": 2, "starts": time(8), "ends": time(16)}
    Demand.objects.create(unit=unit, area=area, days=["mon"], **least)
    words, state, details = asked(rota, FILLED)
    assert (words, state, len(details)) == ("1 time with too few people", "look", 1)
    assert "Monday 16 November" in details[0]


def test_notice_is_counted_in_dates(rota, unit):
    judge_only(unit)
    assert asked(rota, NOTICE, TODAY + timedelta(days=1)) == ("41 days", "look", ())
    assert asked(rota, NOTICE, on(2)) == ("None: it has begun", "look", ())


def test_a_week_that_stands_as_it_was_told_asks_for_no_notice(rota, unit):
    judge_only(unit)
    make_release(rota, MONDAY)
    assert asked(rota, NOTICE, on(2)) == ("Nothing changes for anybody", "ok", ())
    assert asked(rota, REACHED, on(2)) == ("Nobody is concerned", "ok", ())
    rota.duties.get(person__reference="dev", date=on(4)).delete()
    assert asked(rota, NOTICE, on(2))[:2] == ("2 days", "look")


@pytest.mark.parametrize(
    ("fewer", "expected"),
    [
        (0, ("0 of 2 more than 7 h 30 min off; the team 7 h 30 min under", "ok", ())),
        (
            1,
            (
                "1 of 2 more than 7 h 30 min off; the team 15 h under",
                "look",
                ("Dev P: 15 h under",),
            ),
        ),
    ],
)
def test_balances_of_the_rota_beyond_the_limit_are_named(rota, unit, fewer, expected):
    judge_only(unit)
    for n in range(fewer):
        rota.duties.get(person__reference="dev", date=on(4 - n)).delete()
    assert asked(rota, BALANCE) == expected


def test_weeks_not_planned_yet_owe_nobody_hours(rota, unit):
    judge_only(unit)
    make_duty(rota, person(rota, "dev"), on(0))
    rota.weeks = 3
    rota.save()
    assert asked(rota, BALANCE)[0] == (
        "0 of 2 more than 7 h 30 min off; the team even, over 1 week planned so far"
    )


def test_leave_counts_as_paid_and_extra_duties_do_not(rota, unit):
    judge_only(unit)
    dev = person(rota, "dev")
    Unavailability.objects.create(person=dev, kind="AL", starts_on=on(0), until=on(0))
    make_duty(rota, dev, on(5), additional=True)
    assert asked(rota, BALANCE)[0] == "0 of 2 more than 7 h 30 min off; the team even"
    assert asked(rota, EXTRA) == ("1 duty", "look", ())


def test_the_share_on_leave_is_shown_with_its_band(rota, unit):
    judge_only(unit)
    dev = person(rota, "dev")
    Unavailability.objects.create(
        person=dev, kind="AL", starts_on=on(0), until=on(0), paid_minutes=630
    )
    assert asked(rota, LEAVE) == ("14.0 %; the band is 11 to 17", "ok", ())
    Unavailability.objects.update(paid_minutes=900)
    assert asked(rota, LEAVE) == ("20.0 %; the band is 11 to 17", "look", ())


@pytest.fixture
def long(unit):
    """Twelve weeks; Asha works three weekends, Dev one, Eve, half-time, one; Fay none."""
    rota = make_rota(unit, starts=MONDAY, weeks=12)
    judge_only(unit)
    make_person(unit, "fay", name="Fay S", role="radiologist", band="")
    for reference, name, weekends, minutes in (
        ("asha", "Asha N", (0, 4, 8), 2250),
        ("dev", "Dev P", (1,), 2250),
        ("eve", "Eve R", (2,), 1125),
    ):
        somebody = make_person(unit, reference, name=name, weekly_minutes=minutes)
        for week in weekends:
            make_duty(rota, somebody, on(7 * week + 5))
            make_duty(rota, somebody, on(7 * week + 6))
    return rota


def weekends(rota):
    week = RotaWeek.objects.select_related("rota__unit").filter(rota=rota).first()
    (found,) = [a for a in checklist(preview_release(week, TODAY), True) if a.question == WEEKENDS]
    return found.words, found.state


def test_weekends_are_counted_once_each_and_as_if_full_time(long):
    assert weekends(long) == (
        "From 1.0 (Dev P) to 3.0 (Asha N) in 12 weeks, as if full-time",
        "look",
    )


def test_weekends_within_the_spread_are_shared_fairly(long):
    long.duties.filter(person__reference="asha", date__gte=on(7 * 8)).delete()
    assert weekends(long) == ("From 1.0 (Dev P) to 2.0 (Asha N) in 12 weeks, as if full-time", "ok")


def test_weekends_on_leave_are_not_held_against_anybody(long, unit):
    """Dev was away for six of the twelve: one of the six left is as two of twelve."""
    dev = unit.people.get(reference="dev")
    leave = {"kind": "AL", "starts_on": on(14), "until": on(14 + 41)}
    Unavailability.objects.create(person=dev, **leave)
    assert weekends(long)[0] == "From 2.0 (Dev P) to 3.0 (Asha N) in 12 weeks, as if full-time"


def test_supervision_is_asked_of_all_its_rules(rota, unit):
    judge_only(unit, "R-04")
    make_duty(rota, make_person(unit, role="assistant_practitioner", band="4"), on(6))
    words, state, details = asked(rota, SUPERVISED)
    assert (words, state, len(details)) == ("1 breach", "stop", 1)


def test_study_days_are_asked_of_trainees(rota, unit):
    judge_only(unit, "R-10")
    trainee = make_person(unit, "tia", name="Tia T", role="trainee", band="3")
    plan = StudyPlan.objects.create(person=trainee, weekday=2)
    StudyTerm.objects.create(plan=plan, starts=on(0), until=on(6))
    make_duty(rota, trainee, on(2))
    words, state, details = asked(rota, STUDY)
    assert (words, state) == ("1 breach", "stop")
    assert details[0].startswith("Tia T")


def test_those_without_an_address_and_with_a_refused_one_are_named(rota, unit):
    judge_only(unit)
    dev = person(rota, "dev")
    other = make_rota(unit, starts=on(7), weeks=1)
    make_message(dev, make_release(other, on(7)), state="failed", refused=True)
    unit.people.filter(reference="asha").update(email="")
    assert asked(rota, REACHED) == (
        "2 of 2 people cannot",
        "look",
        ("Asha N: no address", "Dev P: dev@example.org was refused"),
    )


def test_a_rule_that_tells_of_leave_is_for_planners_alone(rota, unit, monkeypatch):
    """None of the rules asked about does today; one that did would be left out."""
    judge_only(unit, "R-31")
    RuleSetting.objects.filter(rule="R-31").delete()
    monkeypatch.setattr("roster.checklist.STUDY", ("R-31",))
    asha = person(rota, "asha")
    leave = {"kind": "AL", "starts_on": on(7), "until": on(7)}
    Unavailability.objects.create(person=asha, **leave)
    make_duty(rota, asha, on(5))
    assert asked(rota, STUDY, reasons=True)[0] == "1 breach"
    assert asked(rota, STUDY, reasons=False) == ("Yes", "ok", ())
