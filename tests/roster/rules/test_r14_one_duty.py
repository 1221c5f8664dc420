"""R-14: one duty at a time, on-call included."""

from tests.roster.rules.build import breach, breaches, duty, rota, row, sentences, shift

MONDAY, TUESDAY = "2026-03-23", "2026-03-24"
SATURDAY, SUNDAY = "2026-03-28", "2026-03-29"
SHIFTS = (
    shift("M", "08:00", "16:00"),
    shift("A", "16:00", "20:00"),
    shift("A1", "15:59", "20:00"),
    shift("EARLY", "07:00", "15:00"),
    shift("NIGHT", "00:00", "04:00"),
)


def shared(minutes, first, last=None):
    facts = {"measured": minutes, "limit": 0, "unit": "minutes"}
    return breach("R-14", "must", "asha", first, last, **facts)


def judged(*duties, **facts):
    return breaches(rota(*duties, shifts=SHIFTS, **facts), "R-14")


def on(date, *codes):
    return [duty("asha", date, code) for code in codes]


def test_one_minute_shared_is_an_overlap():
    problem = rota(on(MONDAY, "M", "A1"), shifts=SHIFTS)
    assert breaches(problem, "R-14") == [shared(1, MONDAY)]
    assert sentences(problem, "R-14") == [
        "Asha has two duties at once: M on Monday 23 March and A1 on Monday 23 March share 1 min."
    ]


def test_the_end_of_one_may_be_the_start_of_the_next():
    assert judged(on(MONDAY, "M", "A")) == []


def test_touching_can_be_forbidden():
    rules = {"R-14": {"touch_allowed": False}}
    problem = rota(on(MONDAY, "M", "A"), shifts=SHIFTS, rules=rules)
    assert breaches(problem, "R-14") == [shared(0, MONDAY)]
    assert sentences(problem, "R-14")[0].endswith("and A on Monday 23 March touch.")


def test_a_minute_between_is_no_touch():
    after = shift("A", "16:01", "20:00")
    rules = {"R-14": {"touch_allowed": False}}
    problem = rota(on(MONDAY, "M", "A"), shifts=[*SHIFTS, after], rules=rules)
    assert breaches(problem, "R-14") == []


def test_what_follows_two_in_order_is_judged_too():
    assert judged(on(MONDAY, "M", "A"), on(TUESDAY, "M", "A1")) == [shared(1, TUESDAY)]


def test_an_overlap_of_the_history_alone_is_not_reported():
    assert judged(on("2026-03-22", "M", "A1")) == []


def test_being_on_call_is_a_duty_even_when_nobody_calls():
    assert judged(on(MONDAY, "OC"), on(TUESDAY, "EARLY")) == [shared(60, MONDAY, TUESDAY)]


def test_each_pair_of_three_is_one_breach():
    assert judged(on(MONDAY, "M", "E", "D")) == [
        shared(420, MONDAY),
        shared(420, MONDAY),
        shared(480, MONDAY),
    ]


def test_other_people_share_nothing():
    assert judged(on(MONDAY, "M"), duty("ben", MONDAY, "M")) == []


def test_the_shared_time_is_elapsed_on_the_night_the_clocks_go_forward():
    assert judged(on(SATURDAY, "OC"), on(SUNDAY, "NIGHT")) == [shared(180, SATURDAY, SUNDAY)]


def test_a_duty_of_the_history_can_overlap_one_of_the_rota():
    history = row("asha", "OC", starts="2026-03-22")
    assert judged(history, on(MONDAY, "EARLY")) == [shared(60, "2026-03-22", MONDAY)]


def test_an_overlap_within_the_history_is_not_reported():
    assert judged(on("2026-03-20", "M", "E"), on(MONDAY, "M")) == []


def test_it_can_be_switched_off():
    assert judged(on(MONDAY, "M", "E"), rules={"R-14": {"enabled": False}}) == []
