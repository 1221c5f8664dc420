"""R-08: a trainee has a named radiographer, and no other trainee has them."""

from dataclasses import replace

import pytest

from roster.problem import Place
from roster.rules.checker import check
from roster.rules.rechecking import check_whole, recheck
from tests.roster.rules.build import (
    CORA,
    DEV,
    away,
    breach,
    breaches,
    duty,
    employed,
    rota,
    sentences,
    shift,
)

TUESDAY = "2026-03-24"
GITA = replace(CORA, id="gita", name="Gita")
HALVES = (shift("A", "08:00", "12:00"), shift("B", "12:00", "16:00"))


def missing(minutes=480, at="08:00", who="cora", on=TUESDAY):
    facts = {"measured": minutes, "limit": 0, "unit": "minutes", "site": "TH", "area": "XR"}
    return breach("R-08", "must", who, on, at=f"{on}T{at}", **facts)


def cora(by=("dev",), code="E", **facts):
    return duty("cora", TUESDAY, code, by=by, **facts)


def gita(by=("dev",), code="E", **facts):
    return duty("gita", TUESDAY, code, by=by, **facts)


def there(who, code="E", place="TH/XR", **facts):
    return duty(who, TUESDAY, code, place, **facts)


def judged(*duties, **facts):
    facts = {"people": [GITA], "shifts": HALVES, **facts}
    return breaches(rota(*duties, **facts), "R-08")


def test_a_named_radiographer_for_half_the_duty_is_not_enough():
    assert judged(cora(), there("dev", "A")) == [missing(240, "12:00")]
    problem = rota(cora(), there("dev", "A"), shifts=HALVES)
    assert sentences(problem, "R-08") == [
        "Cora works E on Tuesday 24 March in General X-ray, Teaching Hospital without a named "
        "radiographer there: 4 h, from 12:00."
    ]


def test_two_trainees_with_one_radiographer_are_both_in_breach():
    problem = rota(cora(), gita(), there("dev"), people=[GITA])
    assert breaches(problem, "R-08") == [missing(), missing(who="gita")]
    assert sentences(problem, "R-08")[0] == (
        "Cora works E on Tuesday 24 March in General X-ray, Teaching Hospital while Dev has too "
        "many trainees: 8 h, from 08:00."
    )


def test_two_radiographers_may_hand_over_at_the_same_minute():
    assert judged(cora(("dev", "fay")), there("dev", "A"), there("fay", "B")) == []


def test_a_minute_between_them_is_missing():
    late = shift("B", "12:01", "16:00")
    duties = cora(("dev", "fay")), there("dev", "A"), there("fay", "B")
    assert judged(*duties, shifts=[HALVES[0], late]) == [missing(1, "12:00")]


def test_somebody_who_is_there_but_not_named_is_not_enough():
    assert judged(cora(()), there("dev")) == [missing()]
    assert judged(cora("fay"), there("dev")) == [missing()]


def test_the_named_must_be_in_the_same_area():
    assert judged(cora(), there("dev", place="TH/ED")) == [missing()]


def test_the_named_must_be_able_to_supervise():
    assert judged(cora("ed"), there("ed")) == [missing()]
    assert judged(cora(), there("dev", role="supernumerary")) == [missing()]
    assert judged(cora("asha"), there("asha")) == [missing()]


def test_the_named_must_be_entitled_to_justify_there():
    everywhere, nowhere = replace(DEV, justifies=(Place("TH"),)), replace(DEV, justifies=())
    assert judged(cora(), there("dev"), people=[everywhere]) == []
    assert judged(cora(), there("dev"), people=[nowhere]) == [missing()]


def test_the_named_must_not_be_away():
    hour = [away("dev", "MT", TUESDAY, starts="09:00", ends="10:00")]
    assert judged(cora(), there("dev"), unavailable=hour) == [missing(60, "09:00")]


def test_only_the_minutes_with_two_trainees_are_too_many():
    assert judged(cora(), gita(code="SH"), there("dev", "LD")) == [
        missing(360),
        missing(360, who="gita"),
    ]
    assert judged(cora(code="A"), gita(code="B"), there("dev", "LD")) == []


def test_another_who_is_named_and_free_will_do():
    both = cora(("dev", "fay")), gita()
    assert judged(*both, there("dev"), there("fay")) == [missing(who="gita")]


def test_a_trainee_elsewhere_does_not_take_the_radiographer_away():
    elsewhere = gita(place="TH/ED")
    found = judged(cora(), elsewhere, there("dev"))
    assert [(one.person, one.area) for one in found] == [("gita", "ED")]


@pytest.mark.parametrize("place", ["TH/ED", "GH/XR"])
def test_a_radiographer_at_two_places_at_once_has_the_trainees_of_both(place):
    twice = there("dev"), there("dev", "SH", place)
    found = judged(cora(), gita(place=place), *twice)
    assert [(one.person, one.measured, f"{one.at:%H:%M}") for one in found] == [
        ("cora", 360, "08:00"),
        ("gita", 480, "08:00"),
    ]


def test_what_changes_at_one_site_is_judged_again_at_the_other():
    twice = there("dev"), there("dev", place="GH/XR")
    alone, shared = (gita(by, place="GH/XR") for by in ((), "dev"))
    before = check_whole(rota(cora(), alone, *twice, people=[GITA]))
    after = recheck(before, {("gita", shared.date): (shared,)})
    assert [one.person for one in before.breaches if one.rule == "R-08"] == ["gita"]
    assert [one.person for one in after.breaches if one.rule == "R-08"] == ["cora", "gita"]
    assert after.breaches == check(rota(cora(), shared, *twice, people=[GITA]))
    again = recheck(after, {("gita", shared.date): (alone,)})
    assert again.breaches == before.breaches


def test_how_many_trainees_may_be_set():
    rules = {"R-08": {"trainees_per_radiographer": 2}}
    hal = replace(CORA, id="hal", name="Hal")
    pair = cora(), gita(), there("dev")
    assert judged(*pair, rules=rules) == []
    found = judged(*pair, duty("hal", TUESDAY, "E", by="dev"), people=[GITA, hal], rules=rules)
    assert found == [missing(), missing(who="gita"), missing(who="hal")]


@pytest.mark.parametrize("role", ["operator", "assist", "training", "supernumerary"])
def test_whatever_the_trainee_does_there(role):
    assert judged(cora((), role=role)) == [missing()]


def test_only_clinical_duties_of_trainees_in_this_rota_are_judged():
    others = duty("asha", TUESDAY, "E"), there("dev"), duty("cora", "2026-03-25", "SD", "TH")
    assert judged(*others, duty("cora", "2026-03-22", "E")) == []


def test_a_trainee_of_the_last_rota_still_counts():
    night = shift("N", "20:00", "08:00")
    early = shift("X", "06:00", "10:00")
    sunday, monday = "2026-03-22", "2026-03-23"
    problem = rota(
        duty("gita", sunday, "N", by="dev"),
        duty("dev", sunday, "N"),
        duty("dev", monday, "E"),
        duty("cora", monday, "X", by="dev"),
        people=[GITA],
        shifts=[night, early],
    )
    assert breaches(problem, "R-08") == [missing(120, "06:00", on=monday)]


def test_once_qualified_nobody_need_be_named():
    trained = replace(
        CORA,
        employments=(
            employed("trainee", 3, until="2026-03-24"),
            employed("assistant_practitioner", 4, since="2026-03-25"),
        ),
    )
    days = cora(()), duty("cora", "2026-03-25", "E")
    assert judged(*days, people=[trained]) == [missing()]


def test_it_can_be_switched_off():
    assert judged(cora(()), rules={"R-08": {"enabled": False}}) == []
