"""The sheet: who stands where, which cells a breach shows on, what the foot and the edge say."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from roster.grid.drawing import Drawing
from roster.grid.saying import Saying, hours, letters
from roster.grid.sheet import lay_again, lay_out
from roster.problem import Closure, Demand, Request
from roster.rules.checker import check
from roster.rules.rechecking import check_whole, recheck
from tests.roster.rules.build import MONDAY, at, away, day, duty, elsewhere, person, rota, row
from tests.roster.rules.build import employed as employment

SUNDAY = day("2026-03-29")


def sheet(problem, given=None):
    return lay_out(problem, check(problem), given or {})


def cell(found, who, on):
    return next(
        c for r in found.rows if r.person.id == who for c in r.cells if str(c.date) == str(on)
    )


def balance(found, who):
    return next(r.balance for r in found.rows if r.person.id == who)


def need(**facts):
    line = {"site": "TH", "area": "XR", "days": ("mon",), "role": "radiographer", "least": 2}
    return Demand(**line | {"starts": at("08:00"), "ends": at("20:00")} | facts)


def test_people_stand_by_role_then_band():
    assert [(group.title, [r.person.id for r in group.rows]) for group in sheet(rota()).groups] == [
        ("Band 7 · radiographers", ["fay"]),
        ("Band 6 · radiographers", ["dev"]),
        ("Band 5 · radiographers", ["ed"]),
        ("Band 4 · assistant practitioners", ["asha", "ben"]),
        ("Band 3 · trainee assistant practitioners", ["cora"]),
    ]


def test_somebody_who_joins_in_the_last_week_stands_where_they_will_work():
    late = person("late", employment("radiographer", 6, since="2026-04-13"))
    groups = sheet(rota(people=[late], weeks=4)).groups
    assert [r.person.id for r in groups[1].rows] == ["dev", "late"]


def test_the_clock_change_and_the_weekend_are_on_the_columns():
    columns = sheet(rota()).columns
    assert [c.clock_change for c in columns] == [0, 0, 0, 0, 0, 0, -60]
    assert [c.is_weekend for c in columns] == [False] * 5 + [True] * 2


def test_weekend_work_without_time_off_shows_on_the_weekend_day():
    found = sheet(rota(row("asha", "E E E E E E")))
    marked = [c.date for r in found.rows for c in r.cells if "R-02" in {b.rule for b in c.breaches}]
    assert marked == [day("2026-03-28")]


def test_a_run_of_days_shows_on_its_first_and_last_day():
    found = sheet(rota(row("dev", "E E E E E E E E"), weeks=2))
    marked = [c.date for r in found.rows for c in r.cells if "R-17" in {b.rule for b in c.breaches}]
    assert marked == [day(MONDAY), day("2026-03-30")]


def test_a_cell_holds_all_that_is_known_of_its_day():
    problem = rota(
        unavailable=[away("asha", "AL", MONDAY, "2026-03-24")],
        requests=[Request("asha", day(MONDAY), "off")],
        other_work=[elsewhere("asha", "2026-03-23T18:00", "2026-03-23T22:00")],
    )
    found = cell(sheet(problem, {("asha", day("2026-03-25")): SUNDAY}), "asha", MONDAY)
    assert ([a.kind for a in found.absences], found.wants) == (["AL"], ["off"])
    assert len(found.other_work) == 1
    assert cell(sheet(problem), "asha", "2026-03-25").absences == []


def test_leave_that_waits_for_an_answer_is_shown_to_who_reads_reasons():
    hours = replace(away("asha", "AL", MONDAY), starts=time(13), ends=time(16))
    for leave, sign, said in (
        (away("asha", "AL", MONDAY, "2026-03-24"), "?AL", "asks for annual leave"),
        (hours, "?½ AL", "asks for annual leave 13:00 to 16:00"),
    ):
        problem = rota(leave_asked=[leave])
        found = cell(sheet(problem), "asha", MONDAY)
        seen, unseen = (Saying(problem, {}, reasons=reasons) for reasons in (True, False))
        assert list(seen.marks(found)) == [("wants", sign)]
        assert seen.cell(found) == said
        assert (list(unseen.marks(found)), unseen.cell(found)) == ([], "nothing")


def test_a_compensatory_day_says_which_weekend_day_it_gives_back():
    found = cell(sheet(rota(), {("asha", day(MONDAY)): SUNDAY}), "asha", MONDAY)
    said = Saying(rota(), {}, reasons=True).cell(found)
    assert said == "compensatory day off for Sunday 29 March"


def test_hours_count_duties_and_paid_leave_against_the_contract():
    problem = rota(row("asha", "E LD"), unavailable=[away("asha", "AL", "2026-03-27")])
    held = balance(sheet(problem), "asha")
    assert (held.paid, held.contract, held.over) == (450 + 660 + 450, 2250, -690)


def test_weekends_and_what_was_given_for_them_are_counted():
    problem = rota(row("asha", "- - - - - E E - - - - - E -"), weeks=2)
    held = balance(sheet(problem, {("asha", day(MONDAY)): SUNDAY}), "asha")
    assert (held.weekends, held.weekend_days, held.given) == (2, 3, 1)


def test_a_full_total_never_hides_a_short_competency():
    problem = rota(
        duty("ed", MONDAY, "LD"),
        duty("dev", MONDAY, "E"),
        demand=[need(least=1), need(least=1, competency="FL")],
    )
    (strip,) = sheet(problem).needs
    assert strip.short(day(MONDAY)) == 1
    assert strip.short(day(MONDAY) + timedelta(days=1)) == 0


def test_the_worst_moment_of_the_day_is_said():
    problem = rota(duty("dev", MONDAY, "E"), demand=[need()])
    (strip,) = sheet(problem).needs
    assert strip.short(day(MONDAY)) == 2
    said = Saying(problem, {}, reasons=True).need(strip, day(MONDAY))
    assert said == "General X-ray, TH, Monday 23 March: 0 of 2 radiographers 16:00 to 20:00"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["TH", "GH"], {"TH": "T", "GH": "G"}),
        (["TH", "TG"], {"TH": "TH", "TG": "TG"}),
        (["T", "TH"], {"T": "T", "TH": "TH"}),
    ],
)
def test_a_site_is_told_apart_by_as_few_letters_as_can_be(codes, expected):
    assert letters(codes) == expected


@pytest.mark.parametrize(
    ("minutes", "text"), [(2250, "37.5"), (600, "10"), (0, "0"), (-90, "-1.5")]
)
def test_hours_are_short(minutes, text):
    assert hours(minutes) == text


def test_a_note_is_said_and_shown_and_stays_when_the_sheet_is_laid_again():
    key = "dev", day("2026-03-24")
    problem = rota(row("dev", "E"))
    checked = check_whole(problem)
    sheet = lay_out(problem, (), {}, notes=[(key, "Late train"), ((None, key[1]), "Service")])
    held = cell(sheet, *key)
    say = Saying(problem, {}, reasons=True)
    assert (say.cell(held), list(say.marks(held))) == ("nothing. Note: Late train", [("note", "✎")])
    after = recheck(checked, {key: (duty("dev", "2026-03-24", "E"),)})
    again = cell(lay_again(sheet, problem, (), {}, after.again), *key)
    assert again.note == "Late train"
    assert cell(sheet, "asha", key[1]).note == ""


def foot(problem, on=MONDAY):
    """(class, sign, words) of General X-ray on a date."""
    drawing = Drawing(sheet(problem), {}, today=day(MONDAY), reasons=True)
    row = drawing.sheet.needs[0]
    return *drawing.need_look(row, day(on)), drawing.say.need(row, day(on))


def test_a_closed_area_is_marked_with_its_reason():
    shut = Closure("TH", "XR", day(MONDAY), day(MONDAY), "refit")
    look, sign, words = foot(rota(demand=(need(),), closures=(shut,)))
    assert (look, sign) == ("need--none need--apart", "×")
    assert words == "General X-ray, TH, Monday 23 March: nobody needed (closed: refit)"


def test_an_area_that_asks_for_others_on_a_date_is_marked_whether_met_or_short():
    extra = need(days=(), starts_on=day(MONDAY), until=day(MONDAY), least=1, reason="list")
    look, sign, words = foot(rota(demand=(extra,)))
    assert (look, sign) == ("need--short need--apart", "−1")
    assert words.endswith("(asked for on this date: list)")
    assert foot(rota(demand=(extra,)), "2026-03-24")[:2] == ("need--none", "")


def test_the_weeks_own_demand_has_no_mark():
    assert foot(rota(demand=(need(),)))[:2] == ("need--short", "−2")
