"""R-39: not too many long days in a row."""

from tests.roster.rules.build import breach, breaches, duty, moment, rota, row, sentences, shift

THURSDAY, SATURDAY, SUNDAY = "2026-03-26", "2026-03-28", "2026-03-29"


def run(days, first, last, level="overridable", limit=3):
    facts = {"measured": days, "limit": limit, "unit": "days"}
    return breach("R-39", level, "asha", first, last, **facts)


def judged(*duties, **facts):
    return breaches(rota(*duties, **facts), "R-39")


def test_four_long_days_need_a_reason():
    problem = rota(row("asha", "- - - LD LD LD LD"))
    assert breaches(problem, "R-39") == [run(4, THURSDAY, SUNDAY)]
    assert sentences(problem, "R-39") == [
        "Asha works 4 long days in a row, Thursday 26 to Sunday 29 March; at most 3."
    ]


def test_three_are_a_warning_and_two_are_in_order():
    assert judged(row("asha", "- - - LD LD LD -")) == [run(3, THURSDAY, SATURDAY, "should", 2)]
    assert judged(row("asha", "- - - LD LD - -")) == []


def test_a_short_day_between_ends_the_run():
    assert judged(row("asha", "LD LD E LD LD E LD")) == []


def test_ten_hours_are_long_and_a_minute_less_is_not():
    ten = (shift("X", "08:00", "18:00"), shift("Y", "08:00", "17:59"))
    assert judged(row("asha", "X X X"), shifts=ten) == [
        run(3, "2026-03-23", "2026-03-25", "should", 2)
    ]
    assert judged(row("asha", "X Y X"), shifts=ten) == []


def test_two_short_duties_do_not_make_a_long_one():
    pair = (shift("A", "08:00", "13:00"), shift("B", "13:00", "20:00"))
    assert judged(row("asha", "A A A"), row("asha", "B B B"), shifts=pair) == []


def test_a_night_is_measured_by_elapsed_time():
    nights = shift("N", "21:30", "08:00")  # 9 h 30 min in the night the clocks go forward
    assert judged(row("asha", "- - - - N N N"), shifts=[nights]) == []
    before = row("asha", "- - - - N N N", starts="2026-03-16")
    assert judged(before, starts="2026-03-16", shifts=[nights]) == [
        run(3, "2026-03-20", "2026-03-22", "should", 2)
    ]


def test_a_run_begins_in_the_history():
    assert judged(row("asha", "LD LD LD", starts="2026-03-21")) == [
        run(3, "2026-03-21", "2026-03-23", "should", 2)
    ]


def test_a_run_of_the_history_alone_is_not_reported():
    assert judged(row("asha", "LD LD LD - LD", starts="2026-03-19")) == []


def test_a_night_on_call_is_as_long_as_the_calls():
    def night(*until):
        evening = moment("2026-03-28T21:00"), moment("2026-03-29T00:00")
        morning = [(moment("2026-03-29T00:30"), moment(f"2026-03-29T{at}")) for at in until]
        return duty("asha", SATURDAY, "OC", called=(evening, *morning))

    days = row("asha", "- - - LD LD - -")
    assert judged(days, night("08:29")) == []  # 3 h, and 6 h 59 min as the clocks go forward
    assert judged(days, night("08:30")) == [run(3, THURSDAY, SATURDAY, "should", 2)]


def test_the_settings_can_be_changed():
    rules = {"R-39": {"long_minutes": 480, "soft": 1, "hard": 1}}
    assert judged(row("asha", "E E"), rules=rules) == [run(2, "2026-03-23", "2026-03-24", limit=1)]


def test_it_can_be_switched_off():
    rules = {"R-39": {"enabled": False}}
    assert judged(row("asha", "LD LD LD LD"), rules=rules) == []
