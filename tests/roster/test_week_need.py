"""How many people a day needs in each half hour."""

from datetime import time

import pytest

from roster.problem import Demand
from roster.week_need import HALF_HOURS, needed


def line(starts, ends, least=1):
    starts, ends = time.fromisoformat(starts), time.fromisoformat(ends)
    return Demand("TH", "XR", (), starts, ends, "radiographer", least)


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("08:00", "09:00", ["08:00", "08:30"]),
        ("08:29", "09:01", ["08:00", "08:30", "09:00"]),
        ("23:15", "00:30", ["00:00", "23:00", "23:30"]),
        ("23:30", "00:00", ["23:30"]),
    ],
)
def test_a_line_is_needed_in_every_half_hour_that_it_touches(starts, ends, said):
    counts = dict(zip(HALF_HOURS, needed([line(starts, ends)]), strict=True))
    assert [f"{at:%H:%M}" for at, count in counts.items() if count] == said


def test_a_day_and_night_line_is_needed_once_in_every_half_hour():
    assert needed([line("08:00", "08:00", 2)]) == [2] * 48


def test_lines_add_up():
    counts = needed([line("08:00", "09:00", 2), line("08:45", "09:30", 3)])
    assert counts[15:20] == [0, 2, 5, 3, 0]
