"""What is written is read again, and always written alike."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.rotafile.reading import read
from roster.rotafile.writing import write
from tests.oracles.departments import department
from tests.roster.rotafile.documents import example
from tests.roster.rotafile.random_rotas import in_file_order, rich_department

SEEDS = st.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize("make", [department, rich_department])
@settings(max_examples=150, deadline=None)
@given(seed=SEEDS)
def test_reading_gives_back_what_was_written(make, seed):
    problem = in_file_order(make(Random(seed)))
    assert read(write(problem)) == problem


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_duties_are_written_in_one_order_whatever_theirs_was(seed):
    problem = rich_department(Random(seed))
    assert write(read(write(problem))) == write(problem) == write(in_file_order(problem))


def test_supervisors_are_written_as_null_an_id_or_a_list():
    document = example()
    duty = document["duties"][0]
    wanted = [None, "dev", ["dev", "asha"]]
    days = ["2026-11-03", "2026-11-04", "2026-11-05"]
    document["duties"] = [
        duty | {"date": day, "supervised_by": named}
        for day, named in zip(days, [[], ["dev"], ["dev", "asha"]], strict=True)
    ]
    written = json.loads(write(read(json.dumps(document).encode())))
    assert [duty["supervised_by"] for duty in written["duties"]] == wanted


def test_a_moment_in_the_repeated_hour_is_written_with_its_offset():
    document = example()
    times = ["2026-10-25T01:30+01:00", "2026-10-25T01:30+00:00"]
    document["other_work"][0] |= dict(zip(["starts", "ends"], times, strict=True))
    written = json.loads(write(read(json.dumps(document).encode())))
    assert [written["other_work"][0][key] for key in ("starts", "ends")] == times
