"""What each kind of setting takes."""

import pytest

from roster.rules.parameters import KINDS

TAKEN = [
    ("windows", {}),
    ("windows", {"TH": {"window_start": "07:30", "window_end": "21:00"}}),
    ("rates", {"4": {"saturday": 30, "sunday": 60.5}}),
    ("rates", {"4": {}}),
    ("roles", ["radiographer", "manager"]),
    ("texts", []),
]
REFUSED = [
    ("windows", []),
    ("windows", {"TH": "08:00"}),
    ("windows", {"TH": {"opens": "08:00"}}),
    ("windows", {"TH": {"window_start": "8 o'clock"}}),
    ("rates", {"4": 30}),
    ("rates", {"4": {"monday": 30}}),
    ("rates", {"4": {"saturday": -1}}),
    ("rates", {"4": {"sunday": "60"}}),
    ("roles", ["boss"]),
    ("roles", "radiographer"),
    ("texts", [1]),
]


@pytest.mark.parametrize(("kind", "value"), TAKEN)
def test_a_value_of_the_kind_is_taken(kind, value):
    assert KINDS[kind][1](value)


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_any_other_is_refused(kind, value):
    assert not KINDS[kind][1](value)
