"""Publishing: what the preview says is what is written, and nothing is written by halves."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster.changes import by_person, compare
from roster.editing import Cell, edit_rota
from roster.foretelling import foretell
from roster.models import OutboxMessage, Release, ReleasedDuty, RotaWeek, RuleSetting
from roster.overriding import override_breach
from roster.publishing import NotPublishable, preview_release, publish_week
from roster.released import duties_of
from tests.factories import (
    NOW,
    judge_only,
    make_duty,
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

MONDAY = date(2026, 11, 16)
IN_TIME = datetime(2026, 10, 5, 22, 59, tzinfo=UTC)  # 42 dates before, 23:59 in London
LATE = IN_TIME + timedelta(minutes=1)
PLAIN = {"role": "operator", "supervised_by": [], "additional": False, "fixed": False}
PLAIN |= {"called": [], "fold": None, "site": "TH", "area": "XR"}


def on(n):
    return MONDAY + timedelta(days=n)


def make_department():
    """An approved week in which Asha and Dev work together on Monday, and Eve on Tuesday."""
    unit = make_unit()
    judge_only(unit, "R-02", "R-04")
    make_person(unit, reference="asha", name="Asha N")
    make_person(unit, reference="dev", name="Dev P", email="")
    make_person(unit, reference="eve", name="Eve R")
    make_person(unit, reference="fay", name="Fay S")
    rota = make_rota(unit, starts=MONDAY, weeks=2, state="approved")
    for person, n in (("asha", 0), ("dev", 0), ("eve", 1)):
        make_duty(rota, unit.people.get(reference=person), on(n))
    return rota


@pytest.fixture
def rota(db):
    return make_department()


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager", name="Mo Manager")


def week_of(rota, monday=MONDAY):
    return RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=monday)


def preview(rota, today=date(2026, 10, 5)):
    return preview_release(week_of(rota), today)


def publish(rota, by=None, now=IN_TIME, reason="", seen=None):
    week = week_of(rota)
    seen = week.rota.sequence if seen is None else seen
    return publish_week(week=week, by=by, now=now, seen_sequence=seen, reason=reason)


def edit(rota, by, person, day, *shifts):
    duties = tuple(PLAIN | {"shift": shift} for shift in shifts)
    return edit_rota(rota=rota, by=by, wanted=[Cell(person, day, duties)], now=NOW)


def set_rule(rota, rule, **parameters):
    RuleSetting.objects.create(
        unit=rota.unit, rule=rule, parameters=parameters, in_force_from=date(2026, 1, 1)
    )


def refused(rota, **arguments):
    """The sentences of a refusal, after making sure that nothing was written."""
    before = [Release.objects.count(), ReleasedDuty.objects.count(), OutboxMessage.objects.count()]
    state = week_of(rota).state
    with pytest.raises(NotPublishable) as refusal:
        publish(rota, **arguments)
    after = [Release.objects.count(), ReleasedDuty.objects.count(), OutboxMessage.objects.count()]
    assert (before, state) == (after, week_of(rota).state)
    return refusal.value.sentences


def told():
    return set(OutboxMessage.objects.values_list("person__reference", flat=True))


# ── what is written ──


def test_a_release_holds_the_week_as_it_stood(rota, manager):
    release = publish(rota, by=manager)
    assert (release.number, release.monday, release.by, release.at, release.sequence) == (
        1,
        MONDAY,
        manager,
        IN_TIME,
        0,
    )
    assert duties_of([release])[release.pk] == preview(rota).after
    assert [
        (d.person.reference, d.date, d.shift, d.site_name, d.area_name)
        for d in release.duties.all()
    ] == [
        ("asha", on(0), "E", "Teaching Hospital", "General X-ray"),
        ("dev", on(0), "E", "Teaching Hospital", "General X-ray"),
        ("eve", on(1), "E", "Teaching Hospital", "General X-ray"),
    ]
    assert week_of(rota).state == "published"


def test_the_instants_written_are_those_of_the_duties(rota):
    publish(rota)
    written = ReleasedDuty.objects.order_by("id").values_list("starts_at", "ends_at")
    assert set(written) == set(rota.duties.values_list("starts_at", "ends_at"))


def test_a_first_release_tells_everybody_with_a_duty_and_nobody_else(rota):
    publish(rota)
    assert told() == {"asha", "dev", "eve"}


def test_a_later_release_tells_only_those_whose_duties_change(rota, manager):
    publish(rota)
    set_rule(rota, "R-30", stages=[])
    edit(rota, manager, "eve", on(1))
    edit(rota, manager, "fay", on(1), "E")
    OutboxMessage.objects.all().delete()
    assert publish(rota, by=manager, now=LATE).number == 2
    assert told() == {"eve", "fay"}


def test_a_person_without_an_address_is_named_and_their_message_has_failed(rota):
    assert [r.name for r in preview(rota).without_address] == ["Dev P"]
    publish(rota)
    message = OutboxMessage.objects.get(person__reference="dev")
    assert (message.state, message.failure) == (
        "failed",
        "No email address is known for Dev P. Enter one, then send this again.",
    )


def test_an_address_that_was_refused_is_known_before_the_button(rota):
    release = make_release(rota, MONDAY)
    eve, asha = (rota.unit.people.get(reference=name) for name in ("eve", "asha"))
    make_message(eve, release, state="failed", refused=True)
    make_message(asha, release, state="failed")
    Release.objects.filter(pk=release.pk).update(monday=on(7))
    assert [recipient.person for recipient in preview(rota).refused] == ["eve"]


def test_the_release_and_its_messages_stand_or_fall_together(rota, monkeypatch):
    def fails(**_):
        raise RuntimeError("no mail")

    monkeypatch.setattr("roster.notifying.write_release", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(rota)
    assert (Release.objects.count(), week_of(rota).state) == (0, "approved")


def test_the_other_week_of_the_rota_is_left_alone(rota):
    publish(rota)
    assert week_of(rota, on(7)).state == "approved"
    assert set(Release.objects.values_list("monday", flat=True)) == {MONDAY}


# ── what stands in the way ──


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("draft", "The week is a draft. Submit it for approval first."),
        ("submitted", "The week waits for the IXF manager's approval."),
        ("closed", "The week is closed for pay and cannot be changed."),
    ],
)
def test_only_an_approved_week_is_published(rota, state, said):
    RotaWeek.objects.update(state=state)
    assert preview(rota).stops == (said,)
    assert refused(rota) == (said,)


def test_a_week_without_a_duty_is_not_published(rota):
    rota.duties.all().delete()
    assert refused(rota) == ("There is no duty in this week yet.",)


def test_a_second_release_without_a_change_is_refused(rota):
    publish(rota)
    assert refused(rota) == ("Nothing has changed since release 1.",)


def test_a_rota_that_moved_on_since_it_was_seen_is_looked_at_again(rota, manager):
    edit(rota, manager, "fay", on(8), "E")
    RotaWeek.objects.update(state="approved")
    assert refused(rota, seen=0) == (
        "Mo Manager changed Fay S, Tuesday 24 November, at 09:30 after you saw the week. "
        "Look at it again.",
    )


def test_what_must_be_blocks(rota):
    alone = make_person(rota.unit, reference="ben", role="assistant_practitioner", band="4")
    make_duty(rota, alone, on(0), site="GH")
    assert "R-04" in {j.breach.rule for j in preview(rota).breaches.blocking}
    assert refused(rota)[0].endswith("must be mended first.")


def test_an_accepted_breach_no_longer_blocks(rota, manager):
    cora = make_person(rota.unit, reference="cora", role="trainee", band="3")
    for n in range(6):
        make_duty(rota, cora, on(n), shift="AD", area=None)
    blocking = preview(rota).breaches.blocking
    assert [j.breach.rule for j in blocking] == ["R-02"]
    assert refused(rota) == (
        "1 breach must be mended, or accepted with a reason by an approver, first.",
    )
    override_breach(week=week_of(rota), key=blocking[0].key, by=manager, reason="Agreed.", now=NOW)
    assert publish(rota).number == 1


def test_breaches_of_another_week_do_not_block(rota):
    cora = make_person(rota.unit, reference="cora", role="trainee", band="3")
    for n in range(7, 13):
        make_duty(rota, cora, on(n), shift="AD", area=None)
    assert publish(rota).number == 1


# ── notice ──


def test_42_dates_ahead_is_in_time_until_midnight_in_london(rota):
    assert (preview(rota).notice, preview(rota).late) == (42, False)
    assert publish(rota, now=IN_TIME).reason == ""


def test_41_dates_ahead_needs_a_reason_which_is_kept(rota):
    said = "The week begins in 41 days; less than 42 days ahead needs a reason."
    assert preview(rota, date(2026, 10, 6)).needs_reason == said
    assert refused(rota, now=LATE) == (f"{said} Say why.",)
    assert refused(rota, now=LATE, reason="  ") == (f"{said} Say why.",)
    assert publish(rota, now=LATE, reason=" Two posts filled late. ").reason == (
        "Two posts filled late."
    )


def test_the_lead_is_what_the_rule_is_set_to(rota):
    set_rule(rota, "R-29", lead_days=41)
    assert publish(rota, now=LATE).number == 1


@pytest.mark.parametrize(
    ("today", "monday", "notice"),
    [
        (date(2026, 10, 12), date(2026, 11, 23), 42),  # the clocks go back in between
        (date(2026, 3, 23), date(2026, 5, 4), 42),  # and forward
    ],
)
def test_notice_counts_dates_across_a_clock_change(db, today, monday, notice):
    unit = make_unit()
    judge_only(unit)
    rota = make_rota(unit, starts=monday, weeks=1, state="approved")
    make_duty(rota, make_person(unit), monday)
    assert preview_release(week_of(rota, monday), today).notice == notice


def test_a_late_change_of_a_published_week_needs_a_reason(rota, manager):
    set_rule(rota, "R-30", stages=[])
    publish(rota)
    edit(rota, manager, "eve", on(4), "L")
    today = on(4) - timedelta(days=28)
    assert preview(rota, today).needs_reason == ""
    assert preview(rota, today + timedelta(days=1)).needs_reason == (
        "The first change is in 27 days; within 28 days it needs a reason."
    )


# ── approval lapses ──


def test_more_than_the_share_of_a_published_week_is_approved_anew(rota, manager):
    publish(rota)
    set_rule(rota, "R-30", reset_percent=34)
    edit(rota, manager, "eve", on(1), "L")
    assert preview(rota).stops == ()
    edit(rota, manager, "fay", on(1), "E")
    assert preview(rota).stops == (
        "2 duties of 3 changed since the week was approved; more than 34 per cent. "
        "Submit the week for approval again.",
    )


def test_exactly_the_share_needs_no_new_approval(rota, manager):
    make_duty(rota, rota.unit.people.get(reference="fay"), on(0))
    publish(rota)
    set_rule(rota, "R-30", reset_percent=25)
    edit(rota, manager, "eve", on(1), "L")
    assert preview(rota).stops == ()


def test_small_changes_add_up_since_the_last_approval(rota, manager):
    publish(rota)
    set_rule(rota, "R-30", reset_percent=34)
    edit(rota, manager, "eve", on(1), "L")
    publish(rota, now=LATE)
    edit(rota, manager, "fay", on(1), "E")
    assert len(preview(rota).changes) == 1
    assert preview(rota).stops[0].startswith("2 duties of 3 changed since")


# ── two at once ──


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_refused():
    if connection.vendor == "sqlite":
        pytest.skip("threads share one SQLite connection in memory")
    rota, outcomes, start = make_department(), [], threading.Barrier(2)

    def press():
        start.wait(5)
        try:
            outcomes.append(publish(rota).number)
        except NotPublishable as refusal:
            outcomes.append(refusal.sentences[0])
        connection.close()

    pressing = [threading.Thread(target=press) for _ in range(2)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join(30)
    assert sorted(outcomes, key=str) == [1, "Nothing has changed since release 1."]
    assert (Release.objects.count(), OutboxMessage.objects.count()) == (1, 3)


# ── the property ──

cells = st.dictionaries(
    st.tuples(st.sampled_from(["asha", "dev", "eve", "fay"]), st.integers(0, 6)),
    st.sampled_from([(), ("E",), ("L",), ("LD",), ("SH", "L")]),
    min_size=1,
    max_size=8,
)


# Days from the publication to the week's first: in time, late, at short notice, too late.
ahead = st.sampled_from([43, 42, 41, 28, 27, 3, 0, -2, -6])
TOLD = ["subject", "text", "html", "calendar", "recipient", "state", "failure", "kind", "monday"]


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rounds=st.lists(st.tuples(cells, ahead), min_size=1, max_size=3))
def test_what_the_preview_says_is_what_is_written(rounds):
    with transaction.atomic():
        rota = make_department()
        manager = make_user(rota.unit, "rota_manager")
        set_rule(rota, "R-30", stages=[])
        for wanted, days in rounds:
            edit_rota(rota=rota, by=manager, wanted=list(map(_cell, wanted.items())), now=NOW)
            RotaWeek.objects.update(state="approved")
            _publish_and_compare(rota, manager, _morning(days))
        transaction.set_rollback(True)


def _morning(days):
    return datetime.combine(MONDAY - timedelta(days=days), time(9), ZoneInfo("Europe/London"))


def _cell(item):
    (person, n), shifts = item
    return Cell(person, on(n), tuple(PLAIN | {"shift": shift} for shift in shifts))


def _publish_and_compare(rota, manager, now):
    """Release, changes, messages and acknowledgements: each as it was said before the button."""
    said = preview(rota, now.date())
    last = Release.objects.last()
    earlier = set(OutboxMessage.objects.values_list("pk", flat=True))
    if said.stops:
        assert refused(rota, by=manager, now=now) == said.stops
        return
    foretold = foretell(week=week_of(rota), preview=said, now=now)
    if said.needs_reason:
        assert refused(rota, by=manager, now=now) == (f"{said.needs_reason} Say why.",)
    release = publish(rota, by=manager, now=now, reason="Because.")
    assert (release.number, release.notice) == (said.number, said.notice)
    old = duties_of([last])[last.pk] if last else ()
    after = duties_of([release])[release.pk]
    assert after == said.after
    assert compare(old, after) == said.changes
    assert {r.person: r.changes for r in said.told} == by_person(said.changes)
    written = OutboxMessage.objects.exclude(pk__in=earlier).select_related("person")
    assert {m.person.reference: _said(m) for m in written} == {
        who: _said(message) for who, message in foretold.items()
    }
    asked = release.acknowledgements.values_list("person__reference", "notice", "asked")
    told = [] if said.is_first else [(r.person, r.notice, r.asked) for r in said.told]
    assert sorted(asked) == sorted(told)


def _said(message):
    return [getattr(message, name) for name in TOLD]


def test_the_number_of_queries_does_not_grow_with_the_people(rota):
    def queries():
        with CaptureQueriesContext(connection) as found:
            preview(rota)
        return len(found)

    few = queries()
    for _ in range(10):
        person = make_person(rota.unit)
        make_duty(rota, person, on(2))
    assert queries() == few <= 9
