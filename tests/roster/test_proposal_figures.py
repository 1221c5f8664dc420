"""What a proposal comes to: fairness by role, hours, requests granted and why others are not."""

from dataclasses import replace

from roster.autofill.bounds import ANEW, GAPS, Scope
from roster.problem import Demand, Request
from roster.proposal_figures import HoursRow, Spread, fairness
from roster.proposal_requests import DEARER, MOST_TRIED, OUTSIDE, STAYS, request_rows
from roster.rules.catalogue import CATALOGUE
from roster.rules.rechecking import check_whole
from tests.roster.rules.build import (
    HCPC,
    MONDAY,
    at,
    away,
    day,
    duty,
    employed,
    person,
    rota,
    row,
)

WEEK = Scope(day("2026-03-23"), day("2026-03-29"), how=ANEW)
EARLY = Demand("TH", "XR", ("tue",), at("08:00"), at("16:00"), "radiographer", 1)
SATURDAY, SUNDAY = "2026-03-28", "2026-03-29"


# ── fairness and hours ──


def rows(before, after, weeks=26):
    return [(row.role, row.kind, row.before, row.after) for row in fairness(before, after, weeks)]


def test_each_role_shows_fewest_middle_and_most_before_and_after():
    before = rota(row("dev", "L L E E E"))
    after = rota(row("dev", "L L E E E E E"), row("ed", "L - - - - E"))
    assert rows(before, after) == [
        ("Radiographers", "weekends", Spread(0, 0, 0), Spread(0, 1, 1)),
        ("Radiographers", "lates", Spread(0, 0, 2), Spread(0, 1, 2)),
    ]


def test_the_weeks_before_count_in_where_they_are_known_and_those_after_never():
    past = [duty("dev", "2026-03-21", "E"), duty("dev", "2026-03-22", "E")]
    following = {"following": [duty("ed", "2026-04-04", "E")]}
    before = rota(*past, **following)
    after = rota(*past, duty("ed", SUNDAY, "E"), **following)
    assert rows(before, after) == [
        ("Radiographers", "weekends", Spread(0, 0, 1), Spread(0, 1, 1)),
    ]


def test_what_lies_before_the_history_counts_in_as_far_as_is_asked():
    earlier = tuple(duty("dev", "2025-11-15", shift) for shift in ("E", "L"))  # 19 weeks before
    before = replace(rota(), earlier=earlier)
    most = [(kind, spread.most) for _, kind, spread, _ in rows(before, before)]
    assert most == [("weekends", 1), ("lates", 1)]
    assert rows(before, before, weeks=17) == []


def test_half_the_hours_and_weeks_away_are_seen_as_if_full_time():
    half = person("gil", employed("radiographer", 6, 18.75), credentials=HCPC)
    saturdays = ("2026-03-21", SATURDAY)
    plan = rota(
        *(duty("gil", on, "E") for on in saturdays),
        *(duty("dev", on, "E") for on in saturdays[:1]),
        people=[half],
        unavailable=(away("dev", "AL", MONDAY, SUNDAY),),
    )
    ((_, kind, spread, _),) = rows(plan, plan)
    assert (kind, spread) == ("weekends", Spread(0, 1, 4))


def test_bank_holidays_worked_are_shared_too_where_there_are_any():
    holiday = {"bank_holidays": frozenset([day("2026-03-24")])}
    before, after = rota(**holiday), rota(duty("asha", "2026-03-24", "E"), **holiday)
    assert rows(before, after) == [
        ("Assistant practitioners", "bank holidays", Spread(0, 0, 0), Spread(0, 0.5, 1))
    ]


def test_a_role_of_one_is_compared_with_nobody():
    plan = rota(duty("cora", SATURDAY, "E", role="trainee"))
    assert rows(plan, plan) == []


def test_a_spread_is_said_without_a_needless_nought():
    assert Spread(0, 2.0, 5).said == "0–5, median 2"
    assert Spread(0, 2.5, 5).said == "0–5, median 2.5"


def test_hours_say_what_is_over_or_under_the_contract_and_whether_far():
    under = HoursRow("Dev", "dev", contract=9000, before=0, after=8550)
    assert (under.said, under.is_far) == (("150", "0", "142.5", "−7.5"), False)
    over = replace(under, after=9451)
    assert over.is_far
    assert replace(under, after=9000).said[-1] == "±0"


# ── requests ──


def asked(*wants, before=(), after=(), scope=WEEK, **facts):
    """[(granted before, granted, why)] of Dev's requests, each (date, what)."""
    facts["requests"] = tuple(Request("dev", day(on), what) for on, what in wants)
    facts.setdefault("demand", ())
    old, new = (check_whole(rota(*duties, **facts)) for duties in (before, after))
    return [(row.granted_before, row.granted, row.why) for row in request_rows(old, new, scope)]


def test_granted_is_what_stands_in_each_plan():
    late = duty("dev", MONDAY, "L")
    wants = [(MONDAY, "off"), (MONDAY, "on"), (MONDAY, "L"), (SUNDAY, "off")]
    found = asked(*wants, before=(), after=(late,))
    assert [row[:2] for row in found] == [(True, False), (False, True), (False, True), (True, True)]


def test_what_was_not_to_be_filled_is_said():
    monday = Scope(day(MONDAY), day(MONDAY), how=ANEW)
    ed = replace(WEEK, people=("ed",))
    assert asked((SUNDAY, "on"), scope=monday) == [(False, False, OUTSIDE)]
    assert asked((MONDAY, "on"), scope=ed) == [(False, False, OUTSIDE)]


def test_what_was_to_stay_is_said():
    held, fixed = duty("dev", MONDAY, "E"), duty("dev", MONDAY, "E", fixed=True)
    gaps = replace(WEEK, how=GAPS)
    assert asked((MONDAY, "off"), before=(held,), after=(held,), scope=gaps)[0][2] == STAYS
    assert asked((MONDAY, "off"), before=(fixed,), after=(fixed,))[0][2] == STAYS
    assert asked((MONDAY, "off"), before=(held,), after=(held,))[0][2] == DEARER


def test_who_is_away_is_said_without_a_reason():
    leave = {"unavailable": (away("dev", "SL", MONDAY),)}
    assert asked((MONDAY, "on"), **leave) == [(False, False, "away that day")]


def test_the_rule_that_granting_it_would_break_is_said_and_that_none_would():
    rules = {rule: {"enabled": False} for rule in CATALOGUE} | {"R-19": {"rest_minutes": 780}}
    where = {"demand": (EARLY,), "rules": rules}
    held = [duty("dev", MONDAY, "L")]
    assert asked(("2026-03-24", "E"), before=held, after=held, **where)[0][2] == (
        "otherwise: Dev has 12 h of rest between L on Monday 23 March, which ends at 20:00, and E "
        "on Tuesday 24 March, which begins at 08:00; 13 h are needed."
    )
    assert asked(("2026-03-24", "L"), before=held, after=held, **where)[0][2] == DEARER


def test_work_asked_for_where_nobody_is_wanted_has_no_place():
    assert asked((MONDAY, "on"))[0][2] == "no shift and place of theirs would do"


def test_leave_that_waits_is_granted_where_all_of_its_days_are_free():
    tuesday = "2026-03-24"
    old, new = (
        check_whole(rota(*held, demand=(), leave_asked=(away("dev", "AL", "2026-03-20", tuesday),)))
        for held in ((duty("dev", MONDAY, "E"),), (duty("dev", "2026-03-25", "E"),))
    )
    (row,) = request_rows(old, new, WEEK)
    assert (row.wants, row.date) == ("leave to Tuesday 24 March", day(MONDAY))
    assert (row.granted_before, row.granted, row.why) == (False, True, "")
    (row,) = request_rows(new, old, WEEK)
    assert (row.granted, row.why) == (False, DEARER)


def test_not_more_are_looked_into_than_is_quick():
    held = [duty("dev", MONDAY, "E")]
    wants = [(MONDAY, "off")] * (MOST_TRIED + 1)
    found = asked(*wants, before=held, after=held)
    assert [why for *_, why in found].count(DEARER) == MOST_TRIED
    assert found[-1][2].startswith("too many")
