"""Every error of the format: the line that says it, with its place."""

import json
import re

import pytest

from roster.rotafile.faults import SHOWN
from tests.roster.rotafile.documents import ABSENT, changed, example, faults_of

# (place that is changed, its new value, the lines that follow)
FORM = [
    ("format", "fairweek-rota/2", 'format: "fairweek-rota/2" must be "fairweek-rota/1"'),
    ("weeks", 0, 'weeks: "0" must be 1 or more'),
    ("weeks", 27, 'weeks: "27" must be 26 or less'),
    ("weeks", 4.5, 'weeks: "4.5" must be a whole number'),
    ("weeks", True, 'weeks: "true" must be a whole number'),
    ("weeks", "4", 'weeks: "4" must be a whole number'),
    ("weeks", None, 'weeks: "null" must be a whole number'),
    ("weeks", 10**400, f'weeks: "1{"0" * 79}…" must be 26 or less'),
    ("colour", "red", 'colour: unknown key "colour"'),
    ("people[0].nickname", "A", 'people[0].nickname: unknown key "nickname"'),
    ("duties[0].worked", {}, 'duties[0].worked: unknown key "worked"'),
    ("people", {}, 'people: "{}" must be a list'),
    ("people[1]", "dev", 'people[1]: "dev" must be an object'),
    ("people[0].scope", None, 'people[0].scope: "null" must be a list'),
    ("people[0].employments", [], "people[0].employments: must not be empty"),
    ("people[0].employments[0].band", 10, 'people[0].employments[0].band: "10" must be 9 or less'),
    (
        "people[0].employments[0].band",
        "8e",
        'people[0].employments[0].band: "8e" must be 1 to 9 or 8a to 8d',
    ),
    (
        "people[0].employments[0].band",
        True,
        'people[0].employments[0].band: "true" must be a whole number or text or null',
    ),
    (
        "people[0].employments[0].days_per_week",
        0,
        'people[0].employments[0].days_per_week: "0" must be more than 0',
    ),
    (
        "people[0].employments[0].days_per_week",
        7.5,
        'people[0].employments[0].days_per_week: "7.5" must be 7 or less',
    ),
    (
        "people[0].employments[0].role",
        "boss",
        'people[0].employments[0].role: "boss" must be one of trainee, assistant_practitioner, '
        "radiographer, radiologist, manager, student",
    ),
    (
        "shift_types[0].class",
        "night",
        'shift_types[0].class: "night" must be one of clinical, admin, training, on_call',
    ),
    (
        "shift_types[0].break_minutes",
        -1,
        'shift_types[0].break_minutes: "-1" must be 0 or more',
    ),
    (
        "unavailable[0].kind",
        "XX",
        'unavailable[0].kind: "XX" must be one of AL, SL, SD, MT, BH, TOIL, PL, OTHER',
    ),
    (
        "demand[0].days",
        ["monday"],
        'demand[0].days[0]: "monday" must be one of mon, tue, wed, thu, fri, sat, sun, '
        "bank_holiday",
    ),
    ("demand[0].critical", 1, 'demand[0].critical: "1" must be true or false'),
    ("duties[0].fold", 2, 'duties[0].fold: "2" must be 1 or less'),
    ("duties[0].additional", 0, 'duties[0].additional: "0" must be true or false'),
    (
        "duties[0].role",
        "boss",
        'duties[0].role: "boss" must be one of operator, assist, training, supernumerary',
    ),
    ("requests[0].weight", 0, 'requests[0].weight: "0" must be 1 or more'),
    (
        "sites[0].areas[0].needs",
        [{"competency": "FL", "least": 0}],
        'sites[0].areas[0].needs[0].least: "0" must be 1 or more',
    ),
    (
        "compensatory_rest",
        [{"person": "dev", "rule": "R-21", "for": "2026-11-02"}],
        'compensatory_rest[0].rule: "R-21" must be one of R-19, R-20',
    ),
]

TIMES = [
    ("starts", "2026-11-03", 'starts: "2026-11-03" is no Monday'),
    ("starts", "2026-02-30", 'starts: there is no date "2026-02-30"'),
    ("starts", "2026-1-05", 'starts: "2026-1-05" must be a date as YYYY-MM-DD'),
    ("starts", "20261102", 'starts: "20261102" must be a date as YYYY-MM-DD'),
    ("starts", "2026-11-02\n", 'starts: "2026-11-02\\n" must be a date as YYYY-MM-DD'),
    ("starts", "２０２６-11-02", 'starts: "２０２６-11-02" must be a date as YYYY-MM-DD'),
    ("bank_holidays[1]", "2026-13-01", 'bank_holidays[1]: there is no date "2026-13-01"'),
    (
        "people[1].credentials[0].until",
        "2201-01-01",
        'people[1].credentials[0].until: "2201-01-01" is not between 1900-01-01 and 2200-12-31',
    ),
    (
        "people[0].born",
        "9999-12-31",
        'people[0].born: "9999-12-31" is not between 1900-01-01 and 2200-12-31',
    ),
    (
        "shift_types[0].ends",
        "24:00",
        'shift_types[0].ends: "24:00" must be a time as HH:MM, 00:00 to 23:59',
    ),
    (
        "shift_types[0].starts",
        "8:00",
        'shift_types[0].starts: "8:00" must be a time as HH:MM, 00:00 to 23:59',
    ),
    (
        "other_work[0].starts",
        "2026-11-07 12:00",
        'other_work[0].starts: "2026-11-07 12:00" must be a date and time as YYYY-MM-DDTHH:MM',
    ),
    (
        "other_work[0].starts",
        "2026-11-07T12:00:00",
        'other_work[0].starts: "2026-11-07T12:00:00" must be a date and time as YYYY-MM-DDTHH:MM',
    ),
    (
        "other_work[0].starts",
        "2026-02-30T12:00",
        'other_work[0].starts: there is no date "2026-02-30"',
    ),
    (
        "other_work[0].starts",
        "2026-03-29T01:30",
        'other_work[0].starts: "2026-03-29T01:30" does not exist: the clocks skip it',
    ),
    (
        "other_work[0].starts",
        "2026-10-25T01:30",
        'other_work[0].starts: "2026-10-25T01:30" comes twice: add +01:00 or +00:00',
    ),
    (
        "other_work[0].starts",
        "2026-10-25T02:00+00:00",
        'other_work[0].starts: "2026-10-25T02:00+00:00" comes once: leave the offset out',
    ),
    (
        "other_work[0].starts",
        "2026-10-25T01:30+02:00",
        'other_work[0].starts: "2026-10-25T01:30+02:00" has an offset that is not in force then',
    ),
    (
        "other_work[0].ends",
        "2026-11-07T12:00",
        'other_work[0].ends: "2026-11-07T12:00" is not after starts "2026-11-07T12:00"',
    ),
    (
        "people[0].scope[0].review_due",
        "2025-09-01",
        'people[0].scope[0].review_due: "2025-09-01" is not after from "2025-09-01"',
    ),
    (
        "people[0].agreed_patterns",
        [{"from": "2026-01-01", "review_due": "2025-12-31"}],
        'people[0].agreed_patterns[0].review_due: "2025-12-31" is not after from "2026-01-01"',
    ),
    ("shift_types[0].ends", "08:00", "shift_types[0].ends: the shift has no length"),
    ("demand[0].ends", "08:00", "demand[0].ends: the line of demand has no length"),
    (
        "shift_types[0].break_minutes",
        480,
        "shift_types[0].break_minutes: the break is not shorter than the shift",
    ),
    (
        "shift_types[0].breaks",
        [{"starts": "15:50", "ends": "16:10"}],
        "shift_types[0].breaks[0]: the break does not lie inside the shift",
    ),
    (
        "shift_types[0].breaks",
        [{"starts": "12:00", "ends": "12:00"}],
        "shift_types[0].breaks[0]: the break does not lie inside the shift",
    ),
    (
        "unavailable[0].starts",
        "09:00",
        "unavailable[0].ends: starts and ends go together: give both or neither",
    ),
    (
        "unavailable[0].ends",
        "09:00",
        "unavailable[0].starts: starts and ends go together: give both or neither",
    ),
    (
        "unavailable[0]",
        {
            "person": "asha",
            "kind": "AL",
            "from": "2026-11-09",
            "until": "2026-11-09",
            "starts": "09:00",
            "ends": "09:00",
        },
        'unavailable[0].ends: "09:00" is not after starts "09:00"',
    ),
    (
        "duties[0].date",
        "2026-11-01",
        'duties[0].date: "2026-11-01" is outside the rota\'s dates',
    ),
    (
        "duties[0].date",
        "2026-11-30",
        'duties[0].date: "2026-11-30" is outside the rota\'s dates',
    ),
]
SPANS = [
    ("people[1].employments[0]", "2019-01-01"),
    ("people[1].competencies[0]", "2020-01-01"),
    ("people[1].credentials[0]", "2020-01-01"),
    ("people[0].opt_outs[0]", "2020-01-01"),
    ("people[0].agreed_patterns[0]", "2020-01-01"),
    ("people[0].study.terms[0]", "2020-01-01"),
    ("unavailable[0]", "2020-01-01"),
]
REFERENCES = [
    ("people[0].sites[1]", "site"),
    ("people[0].scope[0].site", "site"),
    ("people[1].competencies[0].code", "competency"),
    ("travel_minutes[0].from", "site"),
    ("travel_minutes[0].to", "site"),
    ("unavailable[0].person", "person"),
    ("other_work[0].person", "person"),
    ("demand[0].site", "site"),
    ("demand[0].competency", "competency"),
    ("requests[0].person", "person"),
    ("duties[0].person", "person"),
    ("duties[0].shift", "shift type"),
    ("duties[0].site", "site"),
    ("duties[0].supervised_by", "person"),
    ("duties[0].supervised_by[0]", "person"),
    ("history[0].person", "person"),
    ("history[0].shift", "shift type"),
    ("compensatory_rest[0].person", "person"),
    ("people[0].justifies[0].site", "site"),
    ("people[0].agreed_patterns[0].not_areas[0].site", "site"),
    ("sites[0].areas[0].needs[0].competency", "competency"),
]
AREAS = [
    ("people[0].scope[0]", "TH"),
    ("demand[0]", "TH"),
    ("duties[0]", "TH"),
    ("people[0].justifies[0]", "TH"),
    ("people[0].agreed_patterns[0].not_areas[0]", "TH"),
]
TAKEN = [
    ("sites[2]", {"code": "TH", "name": "Other", "areas": []}, 'sites[2].code: "TH"'),
    (
        "sites[0].areas[2]",
        {"code": "XR", "name": "Other"},
        'sites[0].areas[2].code: "XR"',
    ),
    ("competencies[1]", {"code": "FL", "name": "Other"}, 'competencies[1].code: "FL"'),
    (
        "shift_types[3]",
        {"code": "E", "starts": "09:00", "ends": "17:00"},
        'shift_types[3].code: "E"',
    ),
    ("people[1].id", "asha", 'people[1].id: "asha"'),
]
RULES = [
    ("R-99", {}, 'rules.R-99: unknown rule "R-99"'),
    ("R-13", {"most": 1}, 'rules.R-13.most: unknown parameter "most" of R-13'),
    ("R-13", {"enabled": 1}, "rules.R-13.enabled: must be true or false"),
    ("R-13", [], "rules.R-13: must be an object of parameters"),
    ("R-17", {"soft": True}, "rules.R-17.soft: must be a whole number, 1 or more"),
    ("R-17", {"soft": 0}, "rules.R-17.soft: must be a whole number, 1 or more"),
    ("R-17", {"soft": 5.5}, "rules.R-17.soft: must be a whole number, 1 or more"),
    ("R-17", {"soft": None}, "rules.R-17.soft: must be a whole number, 1 or more"),
    ("R-17", {"soft": 5_001}, 'rules.R-17.soft: "5001" must be 5000 or less'),
    ("R-03", {"averaging_weeks": True}, "rules.R-03.averaging_weeks: must be one of 1, 2, 4"),
    ("R-03", {"averaging_weeks": 3}, "rules.R-03.averaging_weeks: must be one of 1, 2, 4"),
    ("R-02", {"ratio": 0}, "rules.R-02.ratio: must be a number above 0"),
    ("R-01", {"window_start": "8:00"}, "rules.R-01.window_start: must be a time like 08:00"),
    ("R-01", {"sites": {"ZZ": {}}}, 'rules.R-01.sites.ZZ: unknown site "ZZ"'),
]


def with_everything():
    """The example with one row of what it lacks."""
    document = example()
    person = document["people"][0]
    person["opt_outs"] = [{"from": "2026-01-01"}]
    person["study"] = {"weekday": "tue", "terms": [{"from": "2026-01-01", "until": "2026-12-31"}]}
    person["agreed_patterns"] = [
        {"from": "2026-01-01", "not_areas": [{"site": "TH", "area": "ED"}]}
    ]
    person["justifies"] = [{"site": "TH", "area": "XR"}]
    document["sites"][0]["areas"][0]["needs"] = [{"competency": "FL", "least": 1}]
    document["compensatory_rest"] = [{"person": "dev", "rule": "R-20", "for": "2026-11-02"}]
    document["duties"][0]["supervised_by"] = ["dev"]
    document["history"] = [
        {"person": "dev", "date": "2026-10-31", "shift": "E", "site": "TH", "area": "XR"}
    ]
    return document


def test_the_document_that_is_damaged_is_without_fault():
    assert faults_of(example()) == []
    assert faults_of(with_everything()) == []


@pytest.mark.parametrize(("place", "value", "line"), FORM + TIMES)
def test_one_fault_is_one_line_with_its_place(place, value, line):
    assert faults_of(changed(example(), place, value)) == [line]


@pytest.mark.parametrize(("place", "first"), SPANS)
def test_until_before_from(place, first):
    document = changed(with_everything(), f"{place}.from", first)
    damaged = changed(document, f"{place}.until", "2018-12-31")
    said = f'{place}.until: "2018-12-31" is before from "{first}"'
    assert faults_of(damaged) == [said]
    assert faults_of(changed(document, f"{place}.until", first)) == []


@pytest.mark.parametrize(("place", "what"), REFERENCES)
def test_a_reference_to_nothing(place, what):
    damaged = changed(with_everything(), place, "Q")
    assert faults_of(damaged)[0] == f'{place}: unknown {what} "Q"'


@pytest.mark.parametrize(("place", "site"), AREAS)
def test_an_area_that_the_site_does_not_have(place, site):
    damaged = changed(with_everything(), f"{place}.area", "Q")
    assert faults_of(damaged) == [f'{place}.area: unknown area "Q" of site "{site}"']


def test_an_area_of_another_site_is_unknown():
    damaged = changed(changed(example(), "duties[0].site", "GH"), "duties[0].area", "ED")
    assert faults_of(damaged) == ['duties[0].area: unknown area "ED" of site "GH"']


@pytest.mark.parametrize(("place", "value", "start"), TAKEN)
def test_a_code_taken_twice(place, value, start):
    damaged = changed(example(), place, value)
    assert f"{start} is taken already" in faults_of(damaged)


def test_one_area_code_may_stand_in_two_sites():
    assert [a["code"] for a in example()["sites"][1]["areas"]] == ["XR"]


@pytest.mark.parametrize(("rule", "given", "line"), RULES)
def test_rules_and_parameters_that_do_not_exist(rule, given, line):
    assert faults_of(changed(example(), f"rules.{rule}", given)) == [line]


@pytest.mark.parametrize("value", [7, 7.0])
def test_a_whole_number_may_be_written_with_a_point(value):
    assert faults_of(changed(example(), "rules.R-17.soft", value)) == []
    assert faults_of(changed(example(), "demand[0].least", value / 7)) == []


def test_two_employments_at_one_time():
    second = {"from": "2026-01-01", "role": "manager", "weekly_minutes": 60}
    damaged = changed(example(), "people[1].employments[1]", second)
    assert faults_of(damaged) == [
        "people[1].employments[1].from: overlaps with employments[0]: one at a time"
    ]


@pytest.mark.parametrize("until", ["2025-12-31", "2026-01-01"])
def test_employments_may_follow_day_on_day(until):
    second = {"from": "2026-01-01", "role": "manager", "weekly_minutes": 60}
    document = changed(example(), "people[1].employments[0].until", until)
    found = faults_of(changed(document, "people[1].employments[1]", second))
    assert bool(found) == (until == "2026-01-01")


def test_ideal_below_least():
    damaged = changed(example(), "demand[0].ideal", 0)
    assert faults_of(damaged) == ["demand[0].ideal: 0 is below least 1"]


@pytest.mark.parametrize("wants", ["off", "on", "E"])
def test_a_request_wants_off_on_or_a_shift(wants):
    assert faults_of(changed(example(), "requests[0].wants", wants)) == []


def test_a_request_for_anything_else():
    damaged = changed(example(), "requests[0].wants", "holiday")
    assert faults_of(damaged) == ['requests[0].wants: "holiday" must be off, on or a shift type']


@pytest.mark.parametrize(
    ("date", "fine"), [("2026-07-06", True), ("2026-07-05", False), ("2026-11-02", False)]
)
def test_history_lies_in_the_seventeen_weeks_before(date, fine):
    found = faults_of(changed(with_everything(), "history[0].date", date))
    said = f'history[0].date: "{date}" is not within the 17 weeks before starts'
    assert found == ([] if fine else [said])


@pytest.mark.parametrize("area", [None, ABSENT])
def test_clinical_work_needs_an_area_and_other_work_does_not(area):
    damaged = changed(example(), "duties[0].area", area)
    assert faults_of(damaged) == ["duties[0].area: clinical work needs an area"]
    assert faults_of(changed(damaged, "duties[0].shift", "SD")) == []


REQUIRED = {
    "": "format unit starts weeks sites shift_types people",
    "sites[0].": "code name areas",
    "sites[0].areas[0].": "code name",
    "travel_minutes[0].": "from to minutes",
    "competencies[0].": "code name",
    "shift_types[0].": "code starts ends",
    "people[0].": "id name sites employments",
    "people[0].employments[0].": "from role weekly_minutes",
    "people[0].scope[0].": "site area from review_due",
    "people[1].competencies[0].": "code from",
    "people[1].credentials[0].": "kind until",
    "unavailable[0].": "person kind from until",
    "other_work[0].": "person employer starts ends",
    "demand[0].": "site area days starts ends role least",
    "requests[0].": "person date wants",
    "duties[0].": "person date shift site",
    "history[0].": "person date shift site",
}
PLACES = [place + key for place, keys in REQUIRED.items() for key in keys.split()]


@pytest.mark.parametrize("place", PLACES)
def test_what_is_required_is_missed_at_its_place(place):
    assert faults_of(changed(with_everything(), place, ABSENT)) == [f"{place}: is missing"]


def keys_of(value, place=""):
    """The place of every key in the document."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{place}{key}"
            yield from keys_of(item, f"{place}{key}.")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from keys_of(item, f"{place[:-1]}[{number}].")


def test_everything_else_may_be_absent():
    forms = {re.sub(r"\d+", "0", place) for place in PLACES}
    forms |= {"competencies", "duties[0].area"}  # the example names what these hold
    optional = [p for p in keys_of(example()) if re.sub(r"\d+", "0", p) not in forms]
    found = {place: faults_of(changed(example(), place, ABSENT)) for place in optional}
    assert {place: lines for place, lines in found.items() if lines} == {}
    assert len(found) > 40


@pytest.mark.parametrize("fold", [0, 1])
def test_the_repeated_hour_needs_a_fold_and_the_skipped_one_cannot_be(fold):
    document = changed(
        example(), "shift_types[3]", {"code": "N", "starts": "01:30", "ends": "07:00"}
    )
    document["duties"][0] |= {"shift": "N", "date": "2026-10-25"}
    october = document | {"starts": "2026-10-19"}
    assert faults_of(october) == ["duties[0].fold: 01:30 comes twice on 2026-10-25: say 0 or 1"]
    assert faults_of(changed(october, "duties[0].fold", fold)) == []
    march = changed(document | {"starts": "2026-03-23"}, "duties[0].date", "2026-03-29")
    assert faults_of(march) == [
        "duties[0].date: 01:30 does not exist on 2026-03-29: the clocks skip it"
    ]


def test_a_repeated_hour_is_read_by_its_offset():
    for offset in ("+01:00", "+00:00"):
        document = changed(example(), "other_work[0].starts", f"2026-10-25T01:30{offset}")
        assert faults_of(document) == []


@pytest.mark.parametrize("zone", ["Europe/Londn", "../../etc/passwd", "Europe", "a" * 5000, "\0"])
def test_a_time_zone_that_does_not_exist(zone):
    (line,) = faults_of(changed(example(), "timezone", zone))
    assert line.startswith("timezone: unknown time zone")


def test_nothing_but_twenty_faults_are_shown():
    document = changed(example(), "duties", [example()["duties"][0] | {"shift": "Q"}] * 50)
    found = faults_of(document)
    assert found == [f'duties[{n}].shift: unknown shift type "Q"' for n in range(SHOWN)]
    assert SHOWN == 20


def test_a_fault_is_one_short_line_whatever_is_quoted():
    evil = "Q\n\r\u2028\x1b[31m" + "x" * 100_000
    for place in ("duties[0].shift", "rules", "format", "people[0].id"):
        value = {evil: {}} if place == "rules" else evil
        for line in faults_of(changed(example(), place, value)):
            assert len(line) < 600
            assert line.isprintable()


BYTES = [
    (b"", "the file is empty"),
    (b" \n", "the file is empty"),
    (b"{", "the file is not JSON: Expecting property name enclosed in double quotes at line 1, "),
    (b"\xef\xbb\xbf{}", "the file begins with a byte order mark; save it without one"),
    (b'{"unit": "\xff"}', "the file is not UTF-8 text: byte 10"),
    ("{}".encode("utf-16"), "the file is not UTF-8 text: byte 0"),
    (b"\x00\x00", "the file is not JSON: Expecting value at line 1, column 1"),
    (b"[" * 100_000, "the file is nested too deeply"),
    (b'{"a":' * 100_000, "the file is nested too deeply"),
    (b"[" * 300 + b"]" * 300, "the file is nested too deeply"),
    (b'{"weeks": NaN}', "NaN is not a number in JSON"),
    (b'{"weeks": -Infinity}', "-Infinity is not a number in JSON"),
    (b'{"weeks": 1e999}', 'the number "1e999" is too large'),
    (b'{"weeks": ' + b"9" * 10_000 + b"}", "the file holds a number that is too long"),
    (b'{"weeks": 1, "weeks": 1}', 'weeks: the key "weeks" is given twice in one object'),
    (
        b'{"people": [{}, {"id": 1, "id": 2}]}',
        'people[1].id: the key "id" is given twice in one object',
    ),
    (b'{"unit": "\\ud800"}', "unit: holds half a character (a lone surrogate)"),
    (b'{"a": {"\\udfff": 1}}', "a: holds half a character (a lone surrogate)"),
    (b" " * (20 * 1024**2 + 1), "the file is larger than 20 MB; split it into shorter rotas"),
]


@pytest.mark.parametrize(("data", "line"), BYTES, ids=[line[:40] for _, line in BYTES])
def test_bytes_that_are_no_document(data, line):
    (found,) = faults_of(data)
    assert found.startswith(line)


@pytest.mark.parametrize("data", [b"null", b"true", b"1", b"[]"])
def test_a_document_that_is_no_object(data):
    assert faults_of(data) == [f'"{data.decode()}" must be an object']


def test_a_file_of_exactly_twenty_megabytes_is_read():
    data = json.dumps(example()).encode()
    assert faults_of(data + b" " * (20 * 1024**2 - len(data))) == []


def test_overlapping_duties_are_no_error():
    document = example()
    document["duties"] *= 2
    assert faults_of(document) == []
