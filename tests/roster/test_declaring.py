"""Other work and opt-outs, by the person: counted at once, shown first, and the past left alone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from roster import declaring
from roster.models import OutboxMessage
from roster.rules.checker import check
from roster.snapshot import problem_of
from staff.models import OtherWork, WorkingTimeOptOut
from staff.recording import FactRefused
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
LONDON = ZoneInfo("Europe/London")
MONDAY, TODAY = date(2026, 11, 2), date(2026, 10, 28)
NOW = datetime(2026, 10, 28, 9, 0, tzinfo=LONDON)


def on(n):
    return MONDAY + timedelta(days=n)


def at(n, hour):
    return datetime(2026, 11, 2, hour, tzinfo=LONDON) + timedelta(days=n)


@pytest.fixture
def rota():
    """Asha: early on Monday, published, and on Thursday, which is not; Dev manages."""
    unit = make_unit()
    judge_only(unit, "R-12", "R-18", "R-19")
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    asha = make_person(unit, "asha", name="Asha N")
    make_user(unit, "staff", person=asha)
    make_duty(rota, asha, on(0))
    make_release(rota, MONDAY)
    make_duty(rota, asha, on(3))
    make_duty(rota, asha, on(9))
    make_user(unit, "rota_manager", email="mo@example.org")
    return rota


@pytest.fixture
def asha(rota):
    return rota.unit.people.select_related("unit", "user").get(reference="asha")


def declare(asha, spans, seen="", employer="Secret Agency"):
    return declaring.declare(
        person=asha,
        employer=employer,
        spans=spans,
        seen=seen,
        by=asha.user,
        now=NOW,
        today=TODAY,
    )


def test_what_breaks_nothing_published_is_kept_and_counts_at_once(rota, asha):
    found = declare(asha, [(at(2, 12), at(2, 23))])
    assert found.kept
    broken = [(b.rule, b.first) for b in check(problem_of(rota)) if b.rule == "R-19"]
    assert broken == [("R-19", on(2))]  # Thursday's draft shift begins nine hours later
    assert found.said == ()  # and no word of the draft to its person


def test_what_it_breaks_in_published_shifts_is_shown_before_it_is_kept(rota, asha):
    night = [(at(-1, 14), at(-1, 23))]
    found = declare(asha, night)
    assert not found.kept
    ((level, said),) = found.said
    assert level == "overridable"
    assert said.startswith("Asha N has 9 h")
    assert not OtherWork.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not declare(asha, night, seen="0" * 16).kept
    assert declare(asha, night, seen=found.mark).kept
    assert OtherWork.objects.get().employer == "Secret Agency"


def test_managers_are_told_and_no_mail_says_for_whom(rota, asha):
    declare(asha, [(at(2, 12), at(2, 18))])
    (mail,) = OutboxMessage.objects.all()
    assert mail.subject == "Asha N has declared other work"
    assert mail.recipient == "mo@example.org"
    assert "Secret" not in mail.text + mail.html


def test_a_row_of_weeks_is_one_line_of_history_for_those_who_decide(rota, asha):
    declare(asha, [(at(7 * n + 4, 18), at(7 * n + 4, 22)) for n in range(3)])
    lines = list(asha.record.values_list("what", "before", "after", "by", "personal"))
    assert lines == [
        ("Other work declared", "", "28 October 2026", asha.user_id, True),
        (
            "Other work",
            "",
            "Secret Agency, 6 November 2026 18:00 to 22:00 and 2 more, to 20 November 2026",
            asha.user_id,
            True,
        ),
    ]
    assert asha.other_work.count() == 3


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([(at(-130, 9), at(-130, 12))], "more than 17 weeks ago"),
        ([(at(400, 9), at(400, 12))], "more than a year ahead"),
        ([(at(2, 8), at(3, 9))], "lasts a day at most"),
        ([(at(4, 17), at(4, 20))], "declared other work at that time already"),
    ],
)
def test_what_cannot_be_declared_is_refused_and_changes_nothing(rota, asha, spans, said):
    declare(asha, [(at(4, 18), at(4, 22))])
    with pytest.raises(FactRefused, match=said):
        declare(asha, spans)
    assert asha.other_work.count() == 1


def withdraw(asha, works):
    return declaring.withdraw(works=works, seen="", by=asha.user, now=NOW, today=TODAY)


def test_what_is_to_come_is_withdrawn_and_what_has_begun_stays(rota, asha):
    past, running, coming = (
        OtherWork.objects.create(person=asha, employer="Bank", starts=start, ends=end)
        for start, end in (
            (at(-10, 9), at(-10, 17)),
            (NOW, NOW + timedelta(hours=8)),
            (at(4, 9), at(4, 17)),
        )
    )
    for work in (past, running):
        with pytest.raises(FactRefused, match="has begun stays declared"):
            withdraw(asha, [work, coming])
    assert asha.other_work.count() == 3
    assert withdraw(asha, [coming]).kept
    assert list(asha.other_work.order_by("starts")) == [past, running]
    assert asha.record.get(what="Other work").before.startswith("Bank, 6 November 2026")


def test_a_yearly_word_that_nothing_is_new_is_kept(rota, asha):
    for _ in range(2):
        declaring.confirm(person=asha, by=asha.user, now=NOW, today=TODAY)
    asha.refresh_from_db()
    assert asha.other_work_declared == TODAY
    assert asha.record.count() == 1


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        ({}, date(2026, 11, 4)),
        ({"notice_days": 30}, date(2026, 11, 27)),
        ({"until": date(2026, 10, 30)}, date(2026, 10, 30)),
    ],
)
def test_an_opt_out_is_withdrawn_and_holds_until_its_notice_is_over(rota, asha, fields, ends):
    held = WorkingTimeOptOut.objects.create(person=asha, starts=date(2026, 1, 1), **fields)
    assert declaring.holds_until(held, TODAY) == ends
    when = {"seen": "", "by": asha.user, "now": NOW, "today": TODAY}
    assert declaring.end_opt_out(opt_out=held, **when).kept
    held.refresh_from_db()
    assert held.withdrawn == TODAY
    assert declaring.holds_until(held, TODAY + timedelta(days=3)) == ends
    with pytest.raises(FactRefused, match="withdrawn or over already"):
        declaring.end_opt_out(opt_out=held, **when)
    assert OutboxMessage.objects.get().subject.startswith("Asha N has withdrawn the opt-out")


def test_without_the_opt_out_the_average_is_judged_again_and_said_first(rota, asha):
    held = WorkingTimeOptOut.objects.create(person=asha, starts=date(2026, 1, 1))
    for n in range(-16 * 7, 7):
        if n % 7 < 5:
            OtherWork.objects.create(person=asha, employer="Bank", starts=at(n, 9), ends=at(n, 20))
    make_release(make_rota(asha.unit, starts=on(-16 * 7), weeks=1), on(-16 * 7))
    when = {"by": asha.user, "now": NOW, "today": TODAY}
    found = declaring.end_opt_out(opt_out=held, seen="", **when)
    assert not found.kept
    assert {level for level, _ in found.said} == {"overridable"}
    assert "average" in found.said[0][1]
    held.refresh_from_db()
    assert held.withdrawn is None
    assert declaring.end_opt_out(opt_out=held, seen=found.mark, **when).kept
