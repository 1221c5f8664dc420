"""Each parameter of the catalogue is shown, typed and read as the value it is."""

from datetime import date

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from roster.rules.catalogue import CATALOGUE, JUDGED
from roster.rules.checker import check
from roster.rules.parameters import PAIRS, faults
from roster.rules.setting_words import in_words, label, setting_in_words
from roster.rules_fields import MOST, MOST_ELSE
from roster.rules_forms import RuleForm
from sites.setup_forms import error_summary
from tests.roster.rules.build import away, duty, elsewhere, rota, row
from tests.roster.settings_typed import Form, other_setting, other_value

SITES = [("TH", "Teaching Hospital"), ("GH", "General Hospital")]
TODAY = date(2026, 11, 25)
EACH = [(rule.id, p) for rule in CATALOGUE.values() for p in rule.parameters]
each_rule = pytest.mark.parametrize("rule", CATALOGUE)
each_parameter = pytest.mark.parametrize(
    ("rule", "parameter"), EACH, ids=lambda value: getattr(value, "name", value)
)


def form(rule, data=None, given=None):
    return RuleForm(data, rule=CATALOGUE[rule], given=given or {}, sites=SITES, today=TODAY, seen=7)


def typed(rule, given=None, **inputs):
    """The form with what a browser would post of it, some inputs typed over."""
    drawn = form(rule, given=given)
    rows = [render_to_string("roster/rules_input.html", {"setting": s}) for s in drawn.drawn()]
    rows += [str(drawn[name]) for name in ("enabled", "in_force_from", "reason", "seen")]
    data = QueryDict(mutable=True)
    for name, values in Form(f'<form id="set">{"".join(rows)}</form>', "set").posted.items():
        data.setlist(name, values)
    for name, value in inputs.items():
        assert name in drawn.fields
        data.setlist(name, value if isinstance(value, list) else [value])
    return form(rule, data, given)


def wanted(rule, given=None, **inputs):
    found = typed(rule, given, **inputs)
    assert found.errors == {}
    return found.asked()["wanted"]


# ── there and back ──


@each_rule
def test_what_is_not_typed_over_stays_at_its_default(rule):
    assert exactly(wanted(rule)) == exactly(CATALOGUE[rule].defaults | {"enabled": True})


@each_rule
def test_any_other_setting_comes_back_as_it_was(rule):
    given = other_setting(rule) | {"enabled": False}
    assert exactly(wanted(rule, given)) == exactly(given)
    assert list(faults({rule: given}, CATALOGUE, {"TH", "GH"})) == []


def exactly(setting):
    """Apart from equality, 1 is not 1.0 and not true; the spread's default alone is written 1.0."""
    whole = {name: int(v) if v == 1.0 and v is not True else v for name, v in setting.items()}
    return {name: repr(value) for name, value in whole.items()}


@each_parameter
def test_the_other_settings_are_others(rule, parameter):
    only = isinstance(parameter.kind, tuple) and len(parameter.kind) == 1
    assert (other_value(parameter) == parameter.default) == only


def test_the_form_asks_from_today_with_the_key_of_what_was_seen():
    found = typed("R-17", reason="  Why ")
    assert found.is_valid()
    asked = found.asked()
    assert (asked["in_force_from"], asked["seen"], asked["reason"]) == (TODAY, 7, "Why")


@pytest.mark.parametrize(
    ("rule", "inputs", "name", "value"),
    [
        ("R-17", {"set_soft": "6"}, "soft", 6),
        ("R-02", {"set_ratio": "1.5"}, "ratio", 1.5),
        ("R-02", {"set_ratio": "2.0"}, "ratio", 2),
        ("R-03", {"set_averaging_weeks": "4"}, "averaging_weeks", 4),
        ("R-16", {"set_demanding_max_minutes": ""}, "demanding_max_minutes", None),
        ("R-16", {"set_demanding_max_minutes": "600"}, "demanding_max_minutes", 600),
        ("R-14", {"set_touch_allowed": []}, "touch_allowed", False),
        ("R-43", {"set_time": "07:05"}, "time", "07:05"),
        ("R-02", {"set_roles": ["student", "trainee", "student"]}, "roles", ["trainee", "student"]),
        ("R-02", {"set_roles": []}, "roles", []),
        ("R-11", {"set_clinical_stop": " HCPC \r\n\r\nRPI\n"}, "clinical_stop", ["HCPC", "RPI"]),
        ("R-27", {"set_service_years": "0,5  10,"}, "service_years", [0, 5, 10]),
        (
            "R-01",
            {"set_sites-1-window_end": "19:00"},
            "sites",
            {"GH": {"window_end": "19:00"}},
        ),
    ],
)
def test_what_is_typed_is_read_as_a_value(rule, inputs, name, value):
    found = wanted(rule, **inputs)[name]
    assert (found, type(found)) == (value, type(value))


# ── what is refused ──


@pytest.mark.parametrize(
    ("rule", "inputs", "sentence"),
    [
        ("R-17", {"set_soft": "0"}, "It must be a whole number, 1 or more."),
        ("R-17", {"set_soft": "-1"}, "It must be a whole number, 1 or more."),
        ("R-17", {"set_soft": "five"}, "It must be a whole number, 1 or more."),
        ("R-17", {"set_soft": "5.5"}, "It must be a whole number, 1 or more."),
        ("R-17", {"set_soft": ""}, "It must be a whole number, 1 or more."),
        ("R-17", {"set_soft": "3651"}, "3650 is the most that can be set."),
        ("R-03", {"set_tolerance_minutes": "-1"}, "It must be a whole number, 0 or more."),
        ("R-16", {"set_demanding_max_minutes": "0"}, "It must be empty or a whole number, 1"),
        ("R-02", {"set_ratio": "0"}, "It must be a number above 0."),
        ("R-02", {"set_ratio": "inf"}, "It must be a number above 0."),
        ("R-02", {"set_ratio": "nan"}, "It must be a number above 0."),
        ("R-02", {"set_mode": "weeks"}, "It must be one of days, hours."),
        ("R-02", {"set_roles": ["boss"]}, "It must be a list of roles"),
        ("R-03", {"set_averaging_weeks": "3"}, "It must be one of 1, 2, 4."),
        ("R-43", {"set_time": "24:00"}, "It must be a time like 08:00."),
        ("R-43", {"set_weekday": "friday"}, "It must be one of mon, tue"),
        ("R-27", {"set_service_years": "0, five"}, "It must be a list of whole numbers"),
        ("R-27", {"set_service_years": "-1"}, "It must be a list of whole numbers"),
        ("R-27", {"set_service_years": "٣"}, "It must be a list of whole numbers"),
        (
            "R-01",
            {"set_sites-0-window_start": "8"},
            "Teaching Hospital, earliest: it must be a time like 08:00.",
        ),
        (
            "R-28",
            {"set_rates-0-saturday": "-1"},
            "Band 2, Saturday: it must be a number, 0 or more.",
        ),
        ("R-17", {"in_force_from": "yesterday"}, "This is no date. Type it like 1 Dec"),
        ("R-17", {"seen": ""}, "The form came back incomplete"),
        ("R-17", {"reason": "x" * 301}, "It has 301 letters. Say it in 300 or fewer."),
    ],
)
def test_what_is_no_value_is_refused_beside_its_input_and_in_the_summary(rule, inputs, sentence):
    found = typed(rule, **inputs)
    name = next(iter(inputs))
    assert not found.is_valid()
    assert list(found.errors) == [name]
    assert found.errors[name][0].startswith(sentence)
    assert [said for _, _, said in error_summary(found)] == list(found.errors[name])
    assert error_summary(found)[0][0] in ("", found[name].auto_id, f"{found[name].auto_id}_0")


@pytest.mark.parametrize("rule", PAIRS)
def test_of_two_limits_the_lower_may_reach_the_higher_and_no_further(rule):
    low, high = (f"set_{name}" for name in PAIRS[rule])
    same, above = ("10:00", "10:01") if rule == "R-01" else ("10", "11")
    assert typed(rule, **{low: same, high: same}).errors == {}
    found = typed(rule, **{low: above, high: same})
    assert list(found.errors) == [low]
    assert found.errors[low][0].startswith("It may not be above “")


def test_the_mark_changes_with_what_is_asked_and_from_when_not_with_the_reason():
    marks = [
        found.mark()
        for inputs in [
            {},
            {"reason": "Because"},
            {"set_soft": "4"},
            {"in_force_from": "2026-12-01"},
            {"seen": "8"},
            {"enabled": []},
        ]
        if (found := typed("R-17", **inputs)).is_valid()
    ]
    assert marks[0] == marks[1]
    assert len(set(marks)) == len(marks) - 1 == 5


# ── nothing that can be set breaks the check ──


def busy_rota(rules):
    """Two weeks with everything the rules look at, so that each setting is put to use."""
    return rota(
        row("asha", "E E E E E LD - E - L E SH LD LD", "2026-03-16"),
        row("ben", "LD LD - - L E -"),
        row("cora", "E SD - E - - -", by=("dev",)),
        row("dev", "LD LD LD LD - OC -"),
        duty("fay", "2026-03-28", "L", "GH/XR"),
        rules=rules,
        weeks=2,
        unavailable=[away("ben", "AL", "2026-03-27"), away("cora", "SL", "2026-03-26")],
        other_work=[elsewhere("ed", "2026-03-24T12:00", "2026-03-24T22:00")],
    )


def ends(parameter):
    """The least and the most that a number's input takes."""
    if parameter.kind == "above zero":
        return [0.01, MOST_ELSE]
    most = MOST.get(parameter.unit, MOST_ELSE)
    return [1 if parameter.kind.startswith("positive") else 0, most]


NUMBERS = [
    (rule.id, p.name, value)
    for rule in JUDGED
    for p in rule.parameters
    if isinstance(p.kind, str) and p.kind.split()[0] in ("whole", "positive", "above")
    for value in ends(p)
]


@pytest.mark.parametrize(("rule", "name", "value"), NUMBERS)
def test_a_rota_can_be_judged_at_either_end_of_what_can_be_set(rule, name, value):
    check(busy_rota({rule: {name: value}}))


@pytest.mark.parametrize("rule", [rule.id for rule in JUDGED])
def test_and_with_every_setting_another(rule):
    check(busy_rota({rule: other_setting(rule)}))


# ── words ──


@each_rule
def test_the_settings_of_a_rule_are_called_differently(rule):
    labels = [label(parameter) for parameter in CATALOGUE[rule].parameters]
    assert len(set(labels)) == len(labels)


@each_parameter
def test_every_value_has_words_without_marks_of_code(rule, parameter):
    for value in (parameter.default, other_value(parameter)):
        said = in_words(parameter, value, SITES)
        assert said
        assert not set("_{}[]'") & set(said)


@pytest.mark.parametrize(
    ("rule", "name", "value", "said"),
    [
        ("R-19", "rest_minutes", 690, "11 h 30 min"),
        ("R-17", "soft", 1, "1 day"),
        ("R-17", "soft", 5, "5 days"),
        ("R-35", "least", 1, "1 person"),
        ("R-16", "demanding_max_minutes", None, "none"),
        ("R-02", "comp_window", "same_or_next_week", "the same week or the next"),
        ("R-02", "roles", [], "nobody"),
        ("R-02", "roles", ["trainee", "radiographer"], "trainees and radiographers"),
        ("R-14", "touch_allowed", False, "no"),
        ("R-03", "averaging_weeks", 1, "1 week"),
        ("R-43", "weekday", "fri", "Friday"),
        ("R-27", "service_years", [0, 5], "0 years and 5 years"),
        ("R-30", "stages", ["ixf_manager"], "ixf manager"),
        ("R-01", "sites", {}, "none"),
        ("R-01", "sites", {"TH": {"window_end": "19:00"}, "GH": {}}, "Teaching Hospital to 19:00"),
        ("R-28", "rates", {"3": {"saturday": 35}}, "band 3 up: Saturday 35"),
    ],
)
def test_values_read_as_people_say_them(rule, name, value, said):
    parameter = next(p for p in CATALOGUE[rule].parameters if p.name == name)
    assert in_words(parameter, value, SITES) == said


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, "as the catalogue says"),
        ({"soft": 5}, "as the catalogue says"),
        ({"hard": 6, "soft": 4}, "Warning above: 4 days; Reason above: 6 days"),
        ({"enabled": False, "soft": 4}, "switched off; Warning above: 4 days"),
    ],
)
def test_a_setting_is_said_by_what_differs(parameters, said):
    assert setting_in_words(CATALOGUE["R-17"], parameters) == said
