"""Why somebody is missing, told: alike days together, long lists folded, how far it is."""

from datetime import date, timedelta
from types import SimpleNamespace

from roster.autofill.bounds import Scope, as_data
from roster.explaining_fills import LOST
from roster.rules.phrases import day
from roster.why_page import why_missing
from tests.factories import NOW

MONDAY, DAY = date(2026, 11, 2), timedelta(days=1)
WORDS = SimpleNamespace(names={f"p{n}": f"Person {n}" for n in range(9)}, place=lambda s, a: a)
ASKED = {"kind": "demand", "full": True}


def row(on, *elements, said=(), who="p0", more=(), ways=(), **fields):
    """A gap on a date with a conflict of these elements beside the demand."""
    asks = f"CT asks for 1 radiographer on {day(on)}, 08:00 to 16:00"
    conflict = {
        "minimal": True,
        "elements": [ASKED, *elements],
        "sentences": [asks, *said, "Person 0 could work there at all, nobody else"],
    }
    kinds = [("people", one) for one in more] + [("give_up", one) for one in ways]
    return {
        "site": "TH",
        "area": "CT",
        "date": on.isoformat(),
        "missing": "0 of 1 radiographer, 08:00 to 16:00",
        "stops": [{"person": who, "why": "on annual leave"}],
        "could": [],
        "conflict": conflict,
        "met_by": None,
        "relaxations": [{"kind": kind, "sentence": one} for kind, one in kinds],
    } | fields


def told(*rows, **run):
    scope = as_data(run.pop("scope", Scope(MONDAY, MONDAY + 27 * DAY)))
    whole = {"scope": scope, "to_explain": 0, "discarded_at": None, "alive_at": NOW} | run
    return why_missing(SimpleNamespace(explanation=list(rows), **whole), WORDS, NOW)


def pending(on):
    return row(on, conflict=None, state="pending")


def parts(*rows, **run):
    (gap,) = told(*rows, **run)["why"]
    return gap.parts


def test_days_that_differ_in_nothing_else_are_told_once():
    (part,) = parts(row(MONDAY), row(MONDAY + DAY))
    assert part.days == "Monday 2 November and Tuesday 3 November"
    assert part.lines[0].said == "CT asks for 1 radiographer that day, 08:00 to 16:00"


def test_a_day_alone_keeps_its_date():
    (part,) = parts(row(MONDAY))
    assert part.lines[0].said == "CT asks for 1 radiographer on Monday 2 November, 08:00 to 16:00"


def test_days_on_which_other_people_are_stopped_are_told_apart_in_one_gap():
    first, second, third = row(MONDAY), row(MONDAY + DAY, who="p1"), row(MONDAY + 2 * DAY)
    assert [part.dates for part in parts(first, second, third)] == [
        (MONDAY, MONDAY + 2 * DAY),
        (MONDAY + DAY,),
    ]


def test_who_more_is_wanted_is_said_for_all_the_days_and_each_once():
    one, two = "Find 1 radiographer on Mondays.", "Find 1 radiographer on Tuesdays."
    rows = row(MONDAY, more=[one]), row(MONDAY + DAY, more=[two]), row(MONDAY + 7 * DAY, more=[one])
    (part,) = parts(*rows)
    assert part.more == (one, two)


def test_ways_out_that_differ_are_never_told_as_one():
    found = parts(row(MONDAY, ways=["Accept one."]), row(MONDAY + DAY, ways=["Accept two."]))
    assert [part.ways for part in found] == [("Accept one.",), ("Accept two.",)]


def test_other_places_and_other_times_are_gaps_of_their_own():
    late = row(MONDAY, missing="0 of 1 radiographer, 16:00 to 20:00")
    assert len(told(row(MONDAY), late)["why"]) == 2


def fixed(who, n):
    return {"kind": "fixed", "person": who, "date": "2026-11-02", "shift": "E"}, f"E {n} stays"


def test_many_duties_that_stay_are_one_line_with_each_behind_it():
    elements, said = zip(*(fixed("p0", n) for n in range(14)), strict=True)
    (part,) = parts(row(MONDAY, *elements, said=said))
    _, kept, fit = part.lines
    assert kept.said == "14 duties of Person 0 stay as they are"
    assert kept.each == said
    assert fit.said == "Person 0 could work there at all, nobody else"


def test_duties_of_many_people_are_counted_not_named():
    elements, said = zip(*(fixed(f"p{n}", n) for n in range(9)), strict=True)
    (part,) = parts(row(MONDAY, *elements, said=said))
    assert part.lines[1].said == "9 duties of 9 people stay as they are"


def test_a_few_duties_are_said_one_by_one():
    elements, said = zip(*(fixed("p0", n) for n in range(3)), strict=True)
    (part,) = parts(row(MONDAY, *elements, said=said))
    assert [line.said for line in part.lines[1:-1]] == list(said)
    assert not any(line.each for line in part.lines)


def test_many_other_demands_are_one_line_and_rules_stand_after_them():
    also = [{"kind": "demand", "full": False}] * 4
    said = [*(f"CT also needs {n}" for n in range(4)), "Rest (R-19), for Person 0"]
    rule = {"kind": "rule", "rule": "R-19", "person": "p0"}
    (part,) = parts(row(MONDAY, *also, rule, said=said))
    assert part.lines[1].said == "4 other demands are met as well as they are now"
    assert part.lines[2].said == "Rest (R-19), for Person 0"


def test_how_far_looking_into_them_is():
    rows = row(MONDAY), pending(MONDAY + DAY), pending(MONDAY + 2 * DAY)
    page = told(*rows, to_explain=1)
    assert [part.state for part in page["why"][0].parts] == ["", "begun", "waits"]
    assert (page["is_live"], page["looked"], page["gaps_told"]) == (True, 1, 3)


def test_one_whose_worker_was_killed_says_so_and_nothing_is_waited_for():
    page = told(pending(MONDAY), alive_at=NOW - LOST)
    assert [part.state for part in page["why"][0].parts] == ["died"]
    assert not page["is_live"]


def test_nothing_is_waited_for_of_what_was_discarded():
    assert not told(pending(MONDAY), to_explain=1, discarded_at=NOW)["is_live"]


def test_a_plan_of_people_or_dates_that_the_fill_left_alone_needs_no_more_time_but_a_wider_fill():
    changes = [{"person": "p1", "date": "2026-11-03", "duties": []}]
    met = row(MONDAY, conflict=None, met_by={"sentence": "then …", "changes": changes})
    whole, others = Scope(MONDAY, MONDAY + DAY), Scope(MONDAY, MONDAY + DAY, people=("p0",))
    for scope, outside in ((whole, False), (others, True), (Scope(MONDAY, MONDAY), True)):
        assert [part.is_outside for part in parts(met, scope=scope)] == [outside]
