"""R-33: what is needed is there, minute by minute."""

from datetime import date

import pytest

from roster.problem import Demand
from tests.roster.rules.build import (
    at,
    away,
    breach,
    breaches,
    duty,
    employed,
    person,
    rota,
    row,
    sentences,
    shift,
)

MONDAY, SUNDAY = "2026-03-23", "2026-03-29"
MONDAY_DATE = date(2026, 3, 23)
HALVES = [shift("A", "08:00", "12:00"), shift("B", "12:00", "16:00"), shift("C", "16:00", "20:00")]
ALL_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def needed(role="radiographer", least=1, days=("mon",), span="08:00-16:00", place="TH/XR", **facts):
    starts, ends = span.split("-")
    return Demand(*place.split("/"), days, at(starts), at(ends), role, least, **facts)


def missing(have, need, begins="08:00", on=MONDAY, level="should", area="XR"):
    facts = {"measured": have, "limit": need, "unit": "people", "site": "TH", "area": area}
    return breach("R-33", level, None, on, at=f"{on}T{begins}", **facts)


def judged(*duties, demand, shifts=HALVES, **facts):
    return breaches(rota(*duties, demand=demand, shifts=shifts, **facts), "R-33")


def on(who, code="E", date=MONDAY, **facts):
    return duty(who, date, code, **facts)


# ── minutes ──


def test_overlapping_duties_count_once_each_minute():
    two = [needed(least=2, span="08:00-20:00")]
    problem = rota(on("dev", "E"), on("fay", "L"), demand=two)
    assert breaches(problem, "R-33") == [missing(1, 2), missing(1, 2, "16:00")]
    assert sentences(problem, "R-33") == [
        "General X-ray, Teaching Hospital, Monday 23 March from 08:00 to 12:00: 2 radiographers "
        "needed, only 1 is there.",
        "General X-ray, Teaching Hospital, Monday 23 March from 16:00 to 20:00: 2 radiographers "
        "needed, only 1 is there.",
    ]


def test_two_long_days_are_enough():
    two = [needed(least=2, span="08:00-20:00")]
    assert judged(on("dev", "LD"), on("fay", "LD"), demand=two) == []


def test_a_minute_missing_is_a_breach():
    late = shift("X", "08:01", "16:00")
    assert judged(on("dev", "X"), demand=[needed()], shifts=[late]) == [missing(0, 1)]


def test_a_stretch_is_one_breach_measured_by_the_fewest():
    three = [needed(least=3)]
    assert judged(on("dev"), on("fay", "A"), demand=three) == [missing(1, 3)]
    assert sentences(rota(demand=[needed(least=2)]), "R-33") == [
        "General X-ray, Teaching Hospital, Monday 23 March from 08:00 to 16:00: 2 radiographers "
        "needed, none is there."
    ]


def test_each_line_and_each_date_is_judged_by_itself():
    lines = [needed(), needed(span="10:00-14:00")]
    assert judged(demand=lines) == [missing(0, 1), missing(0, 1, "10:00")]
    assert judged(on("dev"), demand=[needed(days=("mon", "tue"))]) == [
        missing(0, 1, on="2026-03-24")
    ]


def test_ideal_is_no_rule():
    assert judged(on("dev"), demand=[needed(ideal=5)]) == []


def test_a_critical_line_is_a_must():
    assert judged(demand=[needed(critical=True)]) == [missing(0, 1, level="must")]


def test_a_line_over_midnight_belongs_to_the_date_it_begins():
    night = [needed(span="20:00-08:00", days=("sat",))]
    watch = shift("N", "20:00", "02:30")
    found = judged(on("dev", "N", "2026-03-28"), demand=night, shifts=[watch])
    facts = {"measured": 0, "limit": 1, "unit": "people", "site": "TH", "area": "XR"}
    assert found == [breach("R-33", "should", None, "2026-03-28", at="2026-03-29T02:30", **facts)]


def test_a_line_of_all_day_and_night_is_served_into_the_next_morning():
    lines = [
        needed(span="08:00-08:00", days=("mon",)),
        needed(span="00:00-08:00", days=("tue",)),
    ]
    watch = shift("N", "20:00", "08:00")
    assert judged(on("dev", "N"), demand=lines, shifts=[watch]) == [
        missing(0, 1),
        missing(0, 1, "00:00", on="2026-03-24"),
    ]


# ── dates ──


def test_a_bank_holiday_is_a_sunday_where_no_line_names_it():
    lines = [needed(days=("mon",), least=2), needed(days=("sun",))]
    assert judged(demand=lines, bank_holidays={MONDAY_DATE}) == [
        missing(0, 1),
        missing(0, 1, on=SUNDAY),
    ]


def test_a_bank_holiday_has_its_own_lines_where_an_area_has_any():
    lines = [needed(days=("mon",), least=3), needed(days=("bank_holiday",), least=2)]
    assert judged(demand=lines, bank_holidays={MONDAY_DATE}) == [missing(0, 2)]
    other_area = needed(days=("sun",), place="TH/ED")
    assert judged(demand=[*lines, other_area], bank_holidays={MONDAY_DATE}) == [
        missing(0, 1, area="ED"),
        missing(0, 2),
        missing(0, 1, on=SUNDAY, area="ED"),
    ]


def test_what_a_bank_holiday_counts_as_can_be_set():
    rules = {"R-33": {"bank_holiday_as": "mon"}}
    found = judged(demand=[needed(least=2)], bank_holidays={MONDAY_DATE}, rules=rules)
    assert found == [missing(0, 2)]


# ── who counts ──


@pytest.mark.parametrize("role", ["training", "supernumerary"])
def test_who_learns_or_watches_counts_nothing(role):
    assert judged(on("dev", role=role), demand=[needed()]) == [missing(0, 1)]


def test_who_assists_counts():
    assert judged(on("dev", role="assist"), demand=[needed()]) == []


def test_admin_training_and_on_call_cover_nothing():
    course = [on("dev", "SD"), on("fay", "AD")]
    assert judged(course, demand=[needed(span="09:00-17:00")]) == [missing(0, 1, "09:00")]


def test_work_in_another_area_covers_nothing():
    assert judged(on("dev", place="TH/ED"), demand=[needed()]) == [missing(0, 1)]


def test_who_is_away_is_not_there():
    sick = [away("dev", "SL", MONDAY, starts="10:00", ends="12:00")]
    assert judged(on("dev"), demand=[needed()], unavailable=sick) == [missing(0, 1, "10:00")]


def test_trainees_count_only_by_setting():
    aps = [needed("assistant_practitioner")]
    assert judged(on("cora"), demand=aps) == [missing(0, 1)]
    counted = {"R-08": {"counts_toward_demand": True}}
    assert judged(on("cora"), demand=aps, rules=counted) == []
    own_line = [needed("trainee")]
    assert judged(on("cora"), demand=own_line) == [missing(0, 1)]
    assert judged(on("cora"), demand=own_line, rules=counted) == []


def test_students_never_count():
    sam = person("sam", employed("student", None))
    found = judged(on("sam"), demand=[needed("student")], people=[sam])
    assert found == [missing(0, 1)]


def test_the_role_is_that_of_the_date():
    employments = (
        employed("assistant_practitioner", 4, until="2026-03-22"),
        employed("radiographer", 5, since=MONDAY),
    )
    found = judged(on("kit"), demand=[needed()], people=[person("kit", *employments)])
    assert found == []


def test_a_radiographer_may_stand_in_for_an_assistant_and_not_the_other_way():
    assert judged(on("dev"), demand=[needed("assistant_practitioner")]) == []
    assert judged(on("asha"), demand=[needed()]) == [missing(0, 1)]
    none = {"R-34": {"substitution": "none"}}
    assert judged(on("dev"), demand=[needed("assistant_practitioner")], rules=none) == [
        missing(0, 1)
    ]


def test_a_trainee_who_counts_stands_in_for_an_assistant_whatever_the_substitution():
    rules = {"R-34": {"substitution": "none"}, "R-08": {"counts_toward_demand": True}}
    assert judged(on("cora"), demand=[needed("assistant_practitioner")], rules=rules) == []


def test_a_competency_is_held_on_the_date():
    fluoroscopy = [needed(competency="FL")]
    assert judged(on("dev"), demand=fluoroscopy) == []
    assert judged(on("ed"), demand=fluoroscopy) == [missing(0, 1)]
    problem = rota(on("ed"), demand=fluoroscopy)
    assert sentences(problem, "R-33") == [
        "General X-ray, Teaching Hospital, Monday 23 March from 08:00 to 16:00: 1 radiographer "
        "with fluoroscopy needed, none is there."
    ]


def test_nobody_fills_two_places_and_as_few_as_possible_stay_empty():
    lines = [needed(competency="FL"), needed(competency="IR")]
    assert judged(on("dev"), on("fay"), demand=lines) == []
    assert judged(on("fay"), demand=lines) == [missing(0, 1)]
    assert judged(on("dev"), on("ed"), demand=lines) == [missing(0, 1)]


def test_radiographer_lines_come_first_then_competencies_then_the_order_of_the_file():
    lines = [
        needed("assistant_practitioner", span="08:00-12:00"),
        needed(span="08:00-13:00"),
        needed(competency="FL", span="08:00-14:00"),
        needed(competency="FL", span="08:00-15:00"),
    ]

    def until(*people):
        """When each line's stretch without enough people ends."""
        said = sentences(rota(*map(on, people), demand=lines), "R-33")
        return sorted(one.split(" to ")[1][:5] for one in said)

    assert until("dev") == ["12:00", "13:00", "14:00"]
    assert until("dev", "fay") == ["12:00", "13:00"]
    assert until("dev", "fay", "ed") == ["12:00"]
    assert until("dev", "fay", "asha") == ["13:00"]


def test_a_person_with_two_duties_at_once_counts_once():
    two = [needed(least=2)]
    assert judged(on("dev"), on("dev", "A"), demand=two) == [missing(1, 2)]


def test_a_night_of_the_history_covers_the_first_morning():
    night = shift("N", "20:00", "08:00")
    lines = [needed(span="06:00-08:00")]
    before = row("dev", "N", starts="2026-03-22")
    assert judged(before, demand=lines, shifts=[night]) == []


def test_only_dates_of_the_rota_are_judged():
    lines = [needed(days=ALL_WEEK)]
    found = judged(row("dev", "E", starts="2026-03-21"), row("dev", "E E E E E E E"), demand=lines)
    assert found == []


def test_it_can_be_switched_off():
    assert judged(demand=[needed()], rules={"R-33": {"enabled": False}}) == []
