"""Duties that change hands: only what breaks nothing, with the consent of all, and one taker."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster import cells
from roster.handing_over import SwapRefused, looked_at
from roster.models import Duty, OutboxMessage, Release, RuleSetting, Swap
from roster.problem import Duty as PlainDuty
from roster.released_rows import told_to_come
from roster.repairing import trading
from roster.repairing.trading import chains, swaps, takers
from roster.reporting_absence import report_absence
from roster.swapping import (
    answer,
    decide,
    offer,
    offer_open,
    untake,
    withdraw,
)
from tests.factories import (
    judge_only,
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
WHEN = {"now": NOW, "today": TODAY}


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def unit():
    unit = make_unit()
    judge_only(unit, "R-04", "R-14", "R-15", "R-17", "R-19")
    for rule in ("R-29", "R-30", "R-41"):
        RuleSetting.objects.create(
            unit=unit, rule=rule, parameters={"enabled": False}, in_force_from=date(2020, 1, 1)
        )
    return unit


@pytest.fixture
def rota(unit):
    """Asha E on Monday, Dev E on Tuesday, Fay E on Wednesday; published as release 1."""
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    for n, who in enumerate(("asha", "dev", "fay")):
        person = make_person(unit, who)
        make_user(unit, "staff", person=person)
        make_duty(rota, person, on(n))
    make_release(rota, MONDAY)
    return rota


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager")


def person(rota, who):
    return rota.unit.people.select_related("unit", "user").get(reference=who)


def offered(rota, *rings, who="asha", n=0):
    by = person(rota, who)
    return offer(person=by, on=on(n), rings=rings, by=by.user, **WHEN)


def says(rota, swap, who, agreed=True):
    by = person(rota, who)
    return answer(swap=swap, person=by, agreed=agreed, by=by.user, **WHEN)


def to_come(rota, today=TODAY):
    return told_to_come([rota], today)


def works(rota):
    rows = Duty.objects.order_by("date", "person__reference")
    return [(who, (d - MONDAY).days) for who, d in rows.values_list("person__reference", "date")]


def test_a_gift_is_done_when_it_is_taken_and_published_again_at_once(rota, manager):
    swap = offered(rota, [("dev", None)])
    assert works(rota) == [("asha", 0), ("dev", 1), ("fay", 2)]
    assert says(rota, swap, "dev").state == "done"
    assert works(rota) == [("dev", 0), ("dev", 1), ("fay", 2)]
    release = Release.objects.last()
    assert (release.number, release.code) == (2, "asked")
    told = set(release.messages.values_list("person__reference", flat=True))
    assert told == {"asha", "dev"}


def test_a_swap_needs_both_and_changes_both_days(rota):
    swap = offered(rota, [("dev", on(1))])
    says(rota, swap, "dev")
    assert works(rota) == [("dev", 0), ("asha", 1), ("fay", 2)]


def test_three_in_a_ring_all_have_to_agree(rota):
    swap = offered(rota, [("dev", on(1)), ("fay", on(2))])
    assert says(rota, swap, "dev").state == "offered"
    assert says(rota, swap, "fay").state == "done"
    assert works(rota) == [("dev", 0), ("fay", 1), ("asha", 2)]


def test_of_two_who_take_one_shift_one_gets_it_and_the_other_a_sentence(rota):
    swap = offered(rota, [("dev", None)], [("fay", None)])
    says(rota, swap, "fay")
    with pytest.raises(SwapRefused, match="Somebody else has taken this shift already"):
        says(rota, swap, "dev")
    assert works(rota) == [("fay", 0), ("dev", 1), ("fay", 2)]


def test_what_would_break_a_must_is_neither_offered_nor_done(rota, unit):
    plan = looked_at(rota)
    duty = plan.duties("asha", on(0))[0]
    assert {d.ring[0][0] for d in takers(plan, duty)} == {"dev", "fay"}
    swap = offered(rota, [("dev", None)])
    make_absence(person(rota, "dev"), on(0))
    with pytest.raises(SwapRefused, match="Nothing was changed"):
        says(rota, swap, "dev")
    assert works(rota) == [("asha", 0), ("dev", 1), ("fay", 2)]
    swap.refresh_from_db()
    assert swap.state == "offered"
    with pytest.raises(SwapRefused):
        offered(rota, [("asha", None)], who="fay", n=0)


def test_the_only_supervisor_cannot_leave_an_assistant_alone(rota, unit):
    bo = make_person(unit, "bo", role="assistant_practitioner", band="4")
    make_duty(rota, bo, on(0))
    plan = looked_at(rota)
    duty = plan.duties("asha", on(0))[0]
    ring = [("dev", on(1))]
    assert {d.ring[0][0] for d in swaps(plan, duty, to_come(rota))} == {
        "dev",
        "fay",
    }  # each supervises instead
    swap = offered(rota, ring)
    says(rota, swap, "dev")
    assert ("dev", 0) in works(rota)


def test_a_chain_is_found_where_no_two_can_swap(unit):
    """Asha cannot work Tuesday, Dev not Wednesday, Fay not Monday."""
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    for n, who in enumerate(("asha", "dev", "fay")):
        somebody = make_person(unit, who)
        make_duty(rota, somebody, on(n))
        make_absence(somebody, on((n + 1) % 3))
    make_release(rota, MONDAY)
    plan = looked_at(rota)
    duty = plan.duties("asha", on(0))[0]
    rings = [
        [(who, other.date) for who, other in d.ring] for d in chains(plan, duty, to_come(rota))
    ]
    assert swaps(plan, duty, to_come(rota)) == ()
    assert rings == [[("dev", on(1)), ("fay", on(2))]]
    assert {d.ring[0][0] for d in takers(plan, duty)} == {"dev"}


def test_only_shifts_yet_to_come_are_found_in_return(rota):
    plan = looked_at(rota)
    duty = plan.duties("fay", on(2))[0]
    given = [
        [d.ring[0][1].date for d in swaps(plan, duty, to_come(rota, on(n)))] for n in (-1, 0, 1)
    ]
    assert given == [[on(1), on(0)], [on(1)], []]
    assert chains(plan, duty, to_come(rota, on(1))) == ()


@pytest.fixture
def weeks(unit):
    """Asha works a Saturday, Dev the next, Fay a Wednesday between; Asha nothing else."""
    rota = make_rota(unit, starts=MONDAY, weeks=3)
    for who, n in (("asha", 5), ("dev", 12), ("fay", 9)):
        make_duty(rota, make_person(unit, who), on(n))
    for n in (0, 7):
        make_release(rota, on(n))
    return rota


def test_a_weekend_of_another_week_comes_in_return(weeks):
    plan = looked_at(weeks)
    (saturday,) = plan.duties("asha", on(5))
    found = [d.ring[0][1].date for d in swaps(plan, saturday, to_come(weeks))]
    assert found == [on(9), on(12)]
    asha = person(weeks, "asha")
    swap = offer(person=asha, on=on(5), rings=[[("dev", on(12))]], by=None, **WHEN)
    assert says(weeks, swap, "dev").state == "done"
    assert set(works(weeks)) == {("dev", 5), ("asha", 12), ("fay", 9)}
    assert Release.objects.filter(number=2).count() == 2


def test_where_time_is_short_a_weekend_is_looked_for_before_a_weekday(weeks, monkeypatch):
    monkeypatch.setattr(trading, "TRIES", 1)
    plan = looked_at(weeks)
    (saturday,) = plan.duties("asha", on(5))
    assert [d.ring[0][1].date for d in swaps(plan, saturday, to_come(weeks))] == [on(12)]


def test_a_week_not_published_gives_nothing_in_return(weeks):
    sunday = make_duty(weeks, person(weeks, "fay"), on(20))
    plan = looked_at(weeks)
    (saturday,) = plan.duties("asha", on(5))
    found = [d.ring[0][1].date for d in swaps(plan, saturday, to_come(weeks))]
    assert sunday.date not in found
    asha = person(weeks, "asha")
    with pytest.raises(SwapRefused, match="is not what was published"):
        offer(person=asha, on=on(5), rings=[[("fay", on(20))]], by=None, **WHEN)


def test_a_shift_worked_by_now_is_not_given_in_return(rota, manager):
    fay, dev = person(rota, "fay"), person(rota, "dev")
    tuesday = {"now": NOW, "today": on(1)}
    with pytest.raises(SwapRefused, match="of Tuesday 17 November: it has begun or is over"):
        offer(person=fay, on=on(2), rings=[[("dev", on(1))]], by=fay.user, **tuesday)
    swap = offered(rota, [("dev", on(1))], who="fay", n=2)
    with pytest.raises(SwapRefused, match="it has begun or is over"):
        answer(swap=swap, person=dev, agreed=True, by=dev.user, **tuesday)
    assert works(rota) == [("asha", 0), ("dev", 1), ("fay", 2)]
    swap.invites.update(answer="agreed")
    Swap.objects.update(state="waiting")
    with pytest.raises(SwapRefused, match="it has begun or is over"):
        decide(swap=swap, granted=True, reason="", by=manager, **tuesday)
    assert decide(swap=swap, granted=False, reason="Late", by=manager, **tuesday).state == "refused"


def test_a_warning_makes_it_wait_for_the_manager_who_reads_why(rota, manager):
    RuleSetting.objects.create(
        unit=rota.unit,
        rule="R-17",
        parameters={"soft": 1},
        in_force_from=date(2020, 1, 1),
    )
    swap = says(rota, offered(rota, [("dev", None)]), "dev")
    assert swap.state == "waiting"
    assert "R-17" in swap.reason
    assert works(rota) == [("asha", 0), ("dev", 1), ("fay", 2)]
    swap = decide(swap=swap, granted=True, reason="", by=manager, **WHEN)
    assert (swap.state, works(rota)[0]) == ("done", ("dev", 0))


def test_a_manager_refuses_with_a_reason(rota, manager):
    RuleSetting.objects.create(
        unit=rota.unit, rule="R-17", parameters={"soft": 1}, in_force_from=date(2020, 1, 1)
    )
    swap = says(rota, offered(rota, [("dev", None)]), "dev")
    with pytest.raises(SwapRefused, match="a refusal needs a reason"):
        decide(swap=swap, granted=False, reason="", by=manager, **WHEN)
    assert (
        decide(swap=swap, granted=False, reason="Too much", by=manager, **WHEN).state == "refused"
    )


def test_a_swap_never_publishes_what_a_manager_is_working_on(rota, manager):
    make_duty(rota, person(rota, "fay"), on(4))  # in the draft only
    swap = says(rota, offered(rota, [("dev", None)]), "dev")
    assert swap.state == "done"
    assert Release.objects.count() == 1
    assert "when the rota manager publishes the week again" in swap.events.last().what


def test_only_a_published_shift_from_tomorrow_on_is_offered(rota):
    make_duty(rota, person(rota, "asha"), on(3))
    with pytest.raises(SwapRefused, match="is not what was published"):
        offered(rota, [("dev", None)], n=3)
    by = person(rota, "asha")
    with pytest.raises(SwapRefused, match="from tomorrow on"):
        offer(person=by, on=on(0), rings=[[("dev", None)]], by=by.user, now=NOW, today=on(0))
    with pytest.raises(SwapRefused, match="no shift of Dev"):
        offered(rota, [("asha", None)], who="dev", n=5)


def test_withdrawn_it_cannot_be_taken_and_may_be_offered_anew(rota):
    swap = offered(rota, [("dev", None)])
    with pytest.raises(SwapRefused, match="offered already"):
        offered(rota, [("fay", None)])
    asha = person(rota, "asha")
    with pytest.raises(SwapRefused, match="Only who offered"):
        withdraw(swap=swap, person=person(rota, "dev"), by=asha.user, **WHEN)
    withdraw(swap=swap, person=asha, by=asha.user, **WHEN)
    with pytest.raises(SwapRefused, match="withdrawn or refused"):
        says(rota, swap, "dev")
    assert offered(rota, [("fay", None)]).state == "offered"


def test_when_all_decline_the_offer_ends_and_its_person_is_to_come(rota):
    swap = offered(rota, [("dev", None)], [("fay", None)])
    assert says(rota, swap, "dev", agreed=False).state == "offered"
    assert says(rota, swap, "fay", agreed=False).state == "refused"
    mails = OutboxMessage.objects.filter(person__reference="asha")
    assert mails.get().subject == "Your offer for Monday 16 November: refused"


def test_a_gift_taken_is_given_back_by_offering_it_to_who_gave_it(rota):
    swap = says(rota, offered(rota, [("dev", None)]), "dev")
    dev = person(rota, "dev")
    back = untake(swap=swap, person=dev, by=dev.user, **WHEN)
    says(rota, back, "asha")
    assert works(rota) == [("asha", 0), ("dev", 1), ("fay", 2)]


def open_shift(rota, manager, people, n=4):
    duty = cells.plain(PlainDuty("", on(n), "E", "TH", "XR"))
    return offer_open(rota=rota, on=on(n), duty=duty, people=people, by=manager, now=NOW)


def test_an_open_shift_is_taken_given_back_and_taken_by_another(rota, manager):
    swap = open_shift(rota, manager, ["asha", "dev"])
    says(rota, swap, "asha")
    assert ("asha", 4) in works(rota)
    asha = person(rota, "asha")
    untake(swap=swap, person=asha, by=asha.user, **WHEN)
    assert ("asha", 4) not in works(rota)
    says(rota, Swap.objects.get(pk=swap.pk), "dev")
    assert ("dev", 4) in works(rota)
    whats = [event.what for event in swap.events.all()]
    assert whats[0] == "Offered as an open shift"
    assert any("gave it back" in what for what in whats)


def told(rota, who):
    found = OutboxMessage.objects.filter(person__reference=who).order_by("id")
    return list(found.values_list("subject", flat=True))


def test_a_manager_acts_for_somebody_who_is_told_and_the_history_says_who(rota, manager):
    asha, dev = person(rota, "asha"), person(rota, "dev")
    swap = offer(person=asha, on=on(0), rings=[[("dev", None)]], by=manager, **WHEN)
    assert told(rota, "asha") == ["Your shift on Monday 16 November is offered"]
    answer(swap=swap, person=dev, agreed=True, by=manager, **WHEN)
    assert told(rota, "dev")[1] == "You agreed: E on Monday 16 November"
    whats = list(swap.events.values_list("who", "what"))[:2]
    assert whats == [
        (manager.pk, f"Offered by Asha, entered by {manager}"),
        (manager.pk, f"Dev agreed, entered by {manager}"),
    ]
    assert works(rota)[0] == ("dev", 0)


def test_who_acts_for_themselves_gets_no_mail_about_it(rota):
    says(rota, offered(rota, [("dev", None)], [("fay", None)]), "dev", agreed=False)
    assert told(rota, "asha") == []
    assert told(rota, "dev") == ["A shift is offered to you: E on Monday 16 November"]


def test_a_manager_withdraws_and_takes_back_for_somebody(rota, manager):
    swap = offered(rota, [("dev", on(1)), ("fay", on(2))])
    dev = person(rota, "dev")
    says(rota, swap, "dev")
    untake(swap=swap, person=dev, by=manager, **WHEN)
    assert told(rota, "dev")[-1] == "Your yes is taken back: E on Monday 16 November"
    assert swap.events.last().what == f"Dev took back their yes, entered by {manager}"
    assert says(rota, swap, "fay").state == "offered"
    withdraw(swap=swap, person=person(rota, "asha"), by=manager, **WHEN)
    assert told(rota, "asha") == ["Your offer for Monday 16 November is withdrawn"]
    assert told(rota, "fay")[-1] == "E on Monday 16 November: withdrawn"


def test_a_ring_of_three_undone_by_one_offers_all_back_as_it_was(rota):
    ring = [("dev", on(1)), ("fay", on(2))]
    swap = offered(rota, ring)
    before = works(rota)
    says(rota, swap, "dev")
    says(rota, swap, "fay")
    assert works(rota) == [("dev", 0), ("fay", 1), ("asha", 2)]
    fay = person(rota, "fay")
    back = untake(swap=swap, person=fay, by=fay.user, **WHEN)
    assert (back.person, back.date) == (fay, on(1))
    says(rota, back, "dev")
    says(rota, back, "asha")
    assert works(rota) == before


def test_who_said_yes_in_a_ring_that_was_not_done_has_nothing_to_give_back(rota):
    swap = offered(rota, [("dev", on(1)), ("fay", on(2))], [("fay", None)])
    says(rota, swap, "dev")
    says(rota, swap, "fay")
    swap = Swap.objects.get(pk=swap.pk)
    assert [p.reference for p in swap.agreed_so_far()] == ["dev", "fay"]
    Swap.objects.filter(pk=swap.pk).update(state="done")
    swap.invites.filter(person__reference="dev").update(answer="declined")
    assert [p.reference for p in Swap.objects.get(pk=swap.pk).agreed_so_far()] == ["fay"]


def test_managers_are_told_when_nobody_takes_an_open_shift(rota, manager):
    swap = open_shift(rota, make_user(rota.unit, "rota_manager"), ["asha"])
    says(rota, swap, "asha", agreed=False)
    mails = OutboxMessage.objects.filter(user=manager)
    assert mails.get().subject == "Nobody takes an open shift: E on Friday 20 November"


def test_nobody_answers_who_was_not_asked(rota):
    swap = offered(rota, [("dev", None)])
    with pytest.raises(SwapRefused):
        says(rota, swap, "fay")


def away(rota, who, n):
    by = person(rota, who)
    report_absence(person=by, kind="SL", first=on(n), until=on(n), by=by.user, **WHEN)


def test_who_falls_sick_has_their_offer_withdrawn_without_saying_why(rota):
    swap = offered(rota, [("dev", None)])
    away(rota, "asha", 0)
    swap.refresh_from_db()
    assert (swap.state, swap.events.last().what) == ("withdrawn", "Withdrawn")
    with pytest.raises(SwapRefused, match="withdrawn or refused"):
        says(rota, swap, "dev")


def test_who_is_asked_and_falls_sick_is_asked_no_more(rota):
    swap = offered(rota, [("dev", None)], [("fay", None)])
    away(rota, "dev", 0)
    swap.refresh_from_db()
    assert [p.reference for p in swap.asked_still()] == ["fay"]
    assert swap.events.last().what == "Dev is not free any more"
    away(rota, "fay", 0)
    swap.refresh_from_db()
    assert swap.state == "refused"


def test_a_yes_that_waits_ends_when_its_giver_is_away_on_the_day_they_would_give(rota, manager):
    RuleSetting.objects.create(
        unit=rota.unit, rule="R-17", parameters={"soft": 1}, in_force_from=date(2020, 1, 1)
    )
    swap = says(rota, offered(rota, [("dev", None)], [("fay", None)]), "dev")
    assert swap.state == "waiting"
    away(rota, "dev", 0)
    swap.refresh_from_db()
    assert (swap.state, swap.reason) == ("offered", "")
    assert [p.reference for p in swap.asked_still()] == ["fay"]


def test_who_is_away_on_other_days_stays_asked(rota):
    swap = offered(rota, [("dev", on(1))], [("fay", None)])
    away(rota, "fay", 3)
    away(rota, "dev", 1)
    swap.refresh_from_db()
    assert [p.reference for p in swap.asked_still()] == ["fay"]


@pytest.mark.parametrize(
    "ring", [[("asha", None)], [("dev", 1), ("asha", 0)], [("dev", 1), ("dev", 1)]]
)
def test_nobody_takes_part_twice(rota, ring):
    with pytest.raises(SwapRefused, match="Nobody takes part twice"):
        offered(rota, [(who, None if n is None else on(n)) for who, n in ring])
    assert not Swap.objects.exists()


def test_round_three_people_one_steps_out_for_what_they_would_take_or_give_alone(rota):
    swap = offered(rota, [("dev", on(1)), ("fay", on(2))], [("dev", None)])
    away(rota, "fay", 0)  # Fay would take Dev's Tuesday
    assert [p.reference for p in swap.asked_still()] == ["dev", "fay"]
    away(rota, "fay", 1)
    assert [p.reference for p in swap.asked_still()] == ["dev"]
