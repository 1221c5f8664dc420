"""R-35: nobody is alone on a site, and a radiographer past preceptorship is there."""

from dataclasses import replace

import pytest

from tests.roster.rules.build import (
    ED,
    away,
    breach,
    breaches,
    day,
    duty,
    employed,
    person,
    rota,
    row,
    sentences,
    shift,
)

MONDAY, TUESDAY, SUNDAY = "2026-03-23", "2026-03-24", "2026-03-29"
SAM = person("sam", employed("student", None))
RAY = person("ray", employed("radiologist", None))


def short(have, need, begins="08:00", on=SUNDAY, site="TH"):
    facts = {"measured": have, "limit": need, "unit": "people", "site": site}
    return breach("R-35", "overridable", None, on, at=f"{on}T{begins}", **facts)


def alone(begins="08:00", have=1, need=2, **facts):
    return short(have, need, begins, **facts)


def unsupported(begins="08:00", **facts):
    return short(0, 1, begins, **facts)


def on(who, code="LD", place="TH/XR", date=SUNDAY, **facts):
    return duty(who, date, code, place, **facts)


def judged(*duties, people=(SAM, RAY), **facts):
    return breaches(rota(*duties, people=people, **facts), "R-35")


def test_a_radiographer_in_the_first_months_is_not_enough():
    problem = rota(on("ed"), on("asha"))
    assert breaches(problem, "R-35") == [unsupported()]
    assert sentences(problem, "R-35") == [
        "Teaching Hospital, Sunday 29 March from 08:00 to 20:00: 1 radiographer past preceptorship "
        "needed, none is there."
    ]


def test_a_radiographer_beside_them_is():
    assert judged(on("ed"), on("asha"), on("dev")) == []


def test_one_person_is_alone_and_two_are_not():
    problem = rota(on("dev"))
    assert breaches(problem, "R-35") == [alone()]
    assert sentences(problem, "R-35") == [
        "Teaching Hospital, Sunday 29 March from 08:00 to 20:00: 2 people needed, only 1 is there."
    ]
    assert judged(on("dev"), on("asha")) == []


def test_somebody_alone_without_a_radiographer_is_both():
    assert judged(on("asha")) == [unsupported(), alone()]


def test_it_is_judged_by_the_minute():
    assert judged(on("asha", "LD"), on("dev", "D")) == [
        unsupported(),
        alone(),
        unsupported("17:00"),
        alone("17:00"),
    ]


def test_company_may_be_anywhere_on_the_site_and_nowhere_else():
    assert judged(on("dev"), on("asha", place="TH/ED")) == []
    assert judged(on("dev"), on("fay", place="GH/XR")) == [alone(site="GH"), alone()]


def test_a_site_with_nobody_on_duty_needs_nobody():
    assert judged() == []
    assert judged(on("dev", "AD"), on("fay", "OC")) == []


def test_students_are_no_company_and_trainees_are():
    assert judged(on("dev"), on("sam")) == [alone()]
    assert judged(on("dev"), on("cora")) == []
    assert judged(on("sam")) == [short(0, 1), short(0, 2)]


def test_one_person_needed_is_said_as_one():
    problem = rota(on("sam"), people=[SAM], rules={"R-35": {"least": 1}})
    assert sentences(problem, "R-35")[0] == (
        "Teaching Hospital, Sunday 29 March from 08:00 to 20:00: 1 person needed, none is there."
    )


@pytest.mark.parametrize("role", ["training", "supernumerary"])
def test_who_does_not_count_is_no_company_and_needs_none(role):
    assert judged(on("dev"), on("fay", role=role)) == [alone()]
    assert judged(on("fay", role=role)) == []


def test_a_radiologist_is_company_and_no_radiographer():
    assert judged(on("ray"), on("dev")) == []
    assert judged(on("ray"), on("asha")) == [unsupported()]


def test_who_is_away_is_not_there():
    sick = [away("dev", "SL", SUNDAY, starts="10:00", ends="12:00")]
    assert judged(on("dev"), on("asha"), unavailable=sick) == [
        unsupported("10:00"),
        alone("10:00"),
    ]
    assert judged(on("dev"), on("asha"), unavailable=[*sick, away("asha", "AL", SUNDAY)]) == [
        alone(),
        alone("12:00"),
    ]


@pytest.mark.parametrize(("until", "found"), [(SUNDAY, [unsupported()]), ("2026-03-28", [])])
def test_the_last_date_of_preceptorship_is_part_of_it(until, found):
    ed = replace(ED, preceptee_until=day(until))
    assert judged(on("ed"), on("asha"), people=[ed]) == found


def test_a_person_with_two_duties_at_once_is_still_alone():
    assert judged(on("dev", "E"), on("dev", "E", "TH/ED")) == [alone()]


def test_a_night_is_judged_on_each_of_its_dates():
    night = [shift("N", "20:00", "08:00")]
    assert judged(on("dev", "N", date=MONDAY), shifts=night) == [
        alone("20:00", on=MONDAY),
        alone("00:00", on=TUESDAY),
    ]


def test_only_dates_of_the_rota_are_judged():
    night = [shift("N", "20:00", "08:00")]
    before = row("dev", "N", starts="2026-03-22")
    assert judged(before, shifts=night) == [alone("00:00", on=MONDAY)]
    assert judged(on("dev", "N"), shifts=night) == [alone("20:00")]


def test_how_many_are_company_can_be_set():
    three = {"R-35": {"least": 3}}
    assert judged(on("dev"), on("asha"), rules=three) == [alone(have=2, need=3)]
    assert judged(on("dev"), rules={"R-35": {"least": 1}}) == []


def test_it_can_be_switched_off():
    assert judged(on("asha"), rules={"R-35": {"enabled": False}}) == []
