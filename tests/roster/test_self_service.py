"""Whatever people ask, swap, take and report, in any order: no ledger drifts, no rota is broken.

The log played from the beginning gives the duties that stand. The balance is what the absences on
record take, and all accounts of the ledger add up to it. No step of a person's own, nor one that a
manager takes for them, adds a breach that must be kept; but when somebody falls sick a place may be
short, and nobody is ever planned while away. A swap is done once, and told by a release.
"""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster import cells
from roster.asking_leave import ask_leave, withdraw_leave
from roster.leave_balance import balance
from roster.leave_ledger import ledger
from roster.locking import Refused
from roster.models import Demand, Duty, RuleSetting, Swap
from roster.part_days import Part
from roster.problem import Duty as PlainDuty
from roster.repairing.comparing import effect
from roster.reporting_absence import end_absence, report_absence
from roster.requesting import ask
from roster.requesting import withdraw as withdraw_wish
from roster.rules.rechecking import check_whole, recheck
from roster.snapshot import problem_of
from roster.swap_page import offer_page, rings_typed
from roster.swapping import answer, decide, offer, offer_open, those_who_could, untake
from roster.swapping import withdraw as withdraw_swap
from sites.models import Area, Unit, User
from staff.entitlement import leave_year
from staff.models import LeaveRequest, LeaveTerms
from tests.factories import (
    judge_only,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MONDAY = date(2027, 1, 4)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
WHEN = {"now": NOW, "today": TODAY}
PEOPLE = ("asha", "dev", "fay", "bo")
YEAR = leave_year(MONDAY, 4)
DUTIES = (  # by person; the first two of them give back their weekends with no day to spare
    (0, 1, 2, 5, 6, 7, 10),
    (0, 2, 3, 4, 6, 8, 9),
    (2, 4, 5, 8, 11),
    (1, 4, 7, 9, 10),
)


def on(n):
    return MONDAY + timedelta(days=n)


def department():
    """Three radiographers and an assistant; two weeks, weekends too, the first of them published.

    All of them are owed a weekday for a weekend day, and a warning of days in a row comes easily.
    """
    unit = make_unit(code=f"U{Unit.objects.count()}")
    judge_only(unit, "R-02", "R-04", "R-14", "R-15", "R-17", "R-19", "R-33")
    everybody = {"roles": ["assistant_practitioner", "radiographer"]}
    for rule, values in (("R-17", {"soft": 3}), ("R-02", everybody)):
        since = {"in_force_from": date(2020, 1, 1)}
        RuleSetting.objects.create(unit=unit, rule=rule, parameters=values, **since)
    LeaveTerms.objects.create(unit=unit, grant_at_once=True)
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    Demand.objects.create(
        unit=unit,
        area=area,
        days=["mon", "tue", "wed", "thu", "fri"],
        starts="08:00",
        ends="16:00",
        role="radiographer",
        least=1,
        critical=True,
    )
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for n, who in enumerate(PEOPLE):
        role = "assistant_practitioner" if who == "bo" else "radiographer"
        person = make_person(unit, who, role=role)
        make_user(unit, "staff", person=person)
        for day in DUTIES[n]:
            make_duty(rota, person, on(day))
    make_user(unit, "rota_manager")
    make_release(rota, MONDAY)
    return rota


who, day, yes = st.sampled_from(PEOPLE), st.integers(0, 13), st.booleans()
acted = st.booleans()  # whether a manager does it for them
STEPS = st.one_of(
    st.tuples(st.just("sick"), who, acted, day),
    st.tuples(st.just("ill at work"), who, acted, day, st.integers(6, 18), st.integers(0, 2)),
    st.tuples(st.just("better"), who, acted),
    st.tuples(st.just("leave"), who, acted, day, st.integers(0, 5)),
    st.tuples(st.just("hours"), who, acted, day, st.integers(8, 18)),
    st.tuples(st.just("back out"), who, acted),
    st.tuples(st.just("wish"), who, acted, day),
    st.tuples(st.just("give"), who, acted, st.integers(0, 4), who),
    st.tuples(st.just("swap"), who, acted, st.integers(0, 4), who, st.integers(0, 4)),
    st.tuples(st.just("offer"), who, acted, st.integers(0, 4)),
    st.tuples(st.just("answer"), who, acted, yes),
    st.tuples(st.just("withdraw"), who, acted),
    st.tuples(st.just("untake"), who, acted),
    st.tuples(st.just("open shift"), who, st.just(True), day),
    st.tuples(st.just("decide"), who, st.just(True), yes),
)


def take(rota, step):
    """One step, as its person or their manager would take it; a refusal is an answer too."""
    what, name, by_manager, *rest = step
    person = known(rota, name)
    by = manager_of(rota.unit) if by_manager else person.user
    DO[what](person, {"by": by, **WHEN}, *rest)


def known(rota, name):
    return rota.unit.people.select_related("unit", "user").get(reference=name)


def manager_of(unit):
    return User.objects.get(memberships__unit=unit, memberships__role="rota_manager")


def sick(person, by, first):
    report_absence(person=person, kind="SL", first=on(first), until=on(first), **by)


def ill_at_work(person, by, first, hour, more):
    span = {"first": on(first), "until": on(first + more), "starts": time(hour)}
    report_absence(person=person, kind="SL", **span, **by)


def better(person, by):
    for row in person.unavailable.filter(kind="SL")[:1]:
        back = {"by": by["by"], "now": NOW}
        end_absence(person=person, batch=row.batch, back=row.starts_on, **back)


def leave(person, by, first, more):
    ask_leave(person=person, first=on(first), until=on(first + more), **by)


def hours(person, by, n, hour):
    part = Part(time(hour), time(hour + 2))
    ask_leave(person=person, first=on(n), until=on(n), part=part, **by)


def back_out(person, by):
    for request in LeaveRequest.objects.filter(person=person, state="granted")[:1]:
        withdraw_leave(request=request, **by)
    for request in person.requests.all()[:1]:
        withdraw_wish(request=request, by=by["by"], now=NOW)


def wish(person, by, day):
    ask(person=person, on=on(day), wants="off", weight=1, **by)


def give(person, by, nth, other, back=None):
    """Offer one of the shifts held, for one of the other's or for nothing; they say yes at once."""
    other = person.unit.people.select_related("unit", "user").get(reference=other)
    handed = None if back is None else held_by(other, back)
    ring = [(other.reference, handed)]
    swap = offer(person=person, on=held_by(person, nth), rings=[ring], **by)
    answer(swap=swap, person=other, agreed=True, **by | {"by": other.user})


def to_all(person, by, nth):
    """Offer one of the shifts held to whoever could take or swap it, also round three."""
    on = held_by(person, nth)
    page = offer_page(person, on, TODAY, round_three=True)
    choices = [choice.ring for choice in (*page.takers, *page.swaps, *page.chains)]
    offer(person=person, on=on, rings=rings_typed(choices[:6]), **by)


def held_by(person, nth):
    dates = sorted(person.duties.filter(date__lt=on(7)).values_list("date", flat=True))
    return dates[nth % len(dates)] if dates else on(0)


def say(person, by, agreed):
    waiting = {"state": "offered", "invites__person": person, "invites__answer": ""}
    for swap in Swap.objects.filter(rota__unit=person.unit, **waiting)[:1]:
        answer(swap=swap, person=person, agreed=agreed, **by)


def take_off(person, by):
    for swap in Swap.objects.filter(person=person, state__in=Swap.OPEN)[:1]:
        withdraw_swap(swap=swap, person=person, **by)


def give_back(person, by):
    """The last yes of a person, whether it waits or is done."""
    agreed = {"invites__person": person, "invites__answer": "agreed"}
    mine = Swap.objects.filter(state__in=[*Swap.OPEN, "done"], **agreed).distinct()
    for swap in mine.order_by("-pk")[:1]:
        untake(swap=swap, person=person, **by)


def open_shift(person, by, day):
    rota = person.unit.rotas.get()
    duty = PlainDuty("", on(day), "E", "TH", "XR")
    people, plain = those_who_could(rota, duty), cells.plain(duty)
    offer_open(rota=rota, on=on(day), duty=plain, people=people, by=by["by"], now=NOW)


def settle_one(person, by, granted):
    for swap in Swap.objects.filter(rota__unit=person.unit, state="waiting")[:1]:
        decide(swap=swap, granted=granted, reason="Not now", **by)


DO = {
    "sick": sick,
    "ill at work": ill_at_work,
    "better": better,
    "leave": leave,
    "hours": hours,
    "back out": back_out,
    "wish": wish,
    "give": give,
    "swap": give,
    "offer": to_all,
    "answer": say,
    "withdraw": take_off,
    "untake": give_back,
    "open shift": open_shift,
    "decide": settle_one,
}


def played(rota, first):
    """The cells that the log says stand, from those at first."""
    held = dict(first)
    for change in rota.changes.select_related("person").order_by("sequence"):
        held[change.person.reference, change.date] = change.after
    return {key: duties for key, duties in held.items() if duties}


def standing(rota):
    held = {}
    for duty in problem_of(rota).duties:
        held.setdefault((duty.person, duty.date), []).append(cells.plain(duty))
    return held


def changes(before, after):
    keys = {(d.person, d.date) for d in (*before.duties, *after.duties)}
    return {key: tuple(d for d in after.duties if (d.person, d.date) == key) for key in keys}


def new_musts(before, after):
    """Breaches to mend that the change of duties brought, leave and sickness being as after."""
    facts = check_whole(before)
    return [
        b for b in effect(facts, recheck(facts, changes(before, after))).new if b.level != "should"
    ]


def check_ledgers(rota):
    for person in rota.unit.people.prefetch_related("unavailable", "leave_requests"):
        granted = [r for r in person.leave_requests.all() if r.state == "granted"]
        year_of = [r for r in granted if YEAR.first <= r.starts_on <= YEAR.last]
        assert balance(person, YEAR).booked == sum(r.minutes for r in year_of)
        assert balance(person, YEAR).left >= 0
        assert ledger(person, YEAR, TODAY).left == balance(person, YEAR).left


def check_nobody_away_is_asked(rota):
    """The first of a ring takes the shift's own date; further ones take another's."""
    for swap in rota.swaps.filter(state__in=Swap.OPEN).select_related("person"):
        first = swap.invites.filter(place=0).exclude(answer="declined").select_related("person")
        asked = [invite.person for invite in first] + [swap.person] * bool(swap.person)
        away = {"starts_on__lte": swap.date, "until__gte": swap.date, "starts": None}
        assert not any(person.unavailable.filter(**away).exists() for person in asked)


def check_swaps(rota):
    """Who swapped is in the history once, with what followed; and what is open is asked of some."""
    for swap in rota.swaps.prefetch_related("events", "invites"):
        whats = [event.what for event in swap.events.all()]
        done = sum(what.startswith("Done: ") for what in whats)
        undone = sum("gave it back" in what for what in whats)
        assert done - undone == (swap.state == "done")
        if swap.state in ("done", "waiting", "offered"):
            assert (swap.agreed_ring() is not None) == (swap.state != "offered")


def test_any_row_of_steps_keeps_the_ledgers_and_breaks_no_must():
    """And of each kind some are taken: where all were refused it would show nothing."""
    taken = Counter()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, min_size=8, max_size=16))
    def runs(steps):
        _play(steps, taken)

    runs()
    assert {what for what in COMMON if taken[what]} == COMMON, taken
    assert taken["give"] + taken["swap"] + taken["open shift"], taken


COMMON = {"sick", "leave", "wish", "offer", "answer"}


def _play(steps, taken):
    rota = department()
    first = standing(rota)
    for step in steps:
        before = problem_of(rota)
        try:
            take(rota, step)
        except Refused:
            assert problem_of(rota).duties == before.duties
            continue
        taken[step[0]] += 1
        after = problem_of(rota)
        musts = new_musts(before, after)
        if step[0] in ("sick", "ill at work"):
            assert {b.rule for b in musts} <= {"R-04", "R-33"}
        else:
            assert musts == []
        check_nobody_away_is_asked(rota)
        one = [a for a in after.unavailable if a.starts_on == a.until and a.starts is None]
        away = {(a.person, a.starts_on) for a in one}
        assert not away & {(duty.person, duty.date) for duty in after.duties}
        check_ledgers(rota)
        check_swaps(rota)
        assert played(rota, first) == standing(rota)
    assert Duty.objects.filter(rota=rota).count() == sum(map(len, standing(rota).values()))
