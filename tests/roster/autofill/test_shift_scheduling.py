"""The search on tiny public-style instances, against all plans there are."""

import itertools
import random

import pytest

from benchmarks.shift_instances import Employee, Instance, Shift, faults, penalty, read_instance
from benchmarks.shift_scheduling import Compiled, main
from roster.autofill.limits import Limits
from roster.autofill.searching import run

TEXT = """
SECTION_HORIZON
4
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=4|L=1,1440,960,3,2,2,1
B,E=4|L=4,1920,480,3,1,1,1
SECTION_DAYS_OFF
B,0
SECTION_SHIFT_ON_REQUESTS
A,0,L,3
SECTION_SHIFT_OFF_REQUESTS
B,2,E,2
SECTION_COVER
0,E,1,100,1
1,L,1,100,1
"""


def random_instance(seed):
    """Two people, five days from a Monday, two shifts; tight enough to be impossible at times."""
    dice = random.Random(seed)
    shifts = {"E": Shift(480, frozenset()), "L": Shift(600, frozenset(dice.choice(("", "E"))))}
    staff = {name: _employee(dice) for name in "AB"}
    keys = [(who, day, shift) for who in staff for day in range(5) for shift in shifts]
    return Instance(
        days=5,
        shifts=shifts,
        staff=staff,
        days_off=frozenset((who, dice.randrange(5)) for who in staff),
        on={key: dice.randint(1, 9) for key in dice.sample(keys, 4)},
        off={key: dice.randint(1, 9) for key in dice.sample(keys, 4)},
        cover={
            (day, shift): (dice.randint(0, 2), dice.randint(1, 50), dice.randint(1, 5))
            for day in range(5)
            for shift in shifts
        },
    )


def larger_instance(seed):
    """Eight people, two weeks: too many plans to list, and enough to put lines together."""
    dice = random.Random(seed)
    shifts = {"E": Shift(480, frozenset()), "L": Shift(480, frozenset("E"))}
    staff = {name: Employee({"E": 9, "L": 5}, 4800, 2880, 5, 2, 2, 1) for name in "ABCDEFGH"}
    keys = [(who, day, shift) for who in staff for day in range(14) for shift in shifts]
    return Instance(
        days=14,
        shifts=shifts,
        staff=staff,
        days_off=frozenset((who, dice.randrange(14)) for who in staff),
        on={key: dice.randint(1, 9) for key in dice.sample(keys, 20)},
        off={key: dice.randint(1, 9) for key in dice.sample(keys, 20)},
        cover={(day, shift): (dice.randint(1, 3), 100, 1) for day in range(14) for shift in shifts},
    )


def _employee(dice):
    least = dice.choice((480, 1080, 1500, 1980))
    most_of = {"E": dice.randint(0, 4), "L": dice.randint(0, 3)}
    in_a_row = dice.randint(1, 3)
    return Employee(
        most_of, least + 600, least, dice.randint(in_a_row, 3), in_a_row, dice.randint(1, 2), 0
    )


def best_of_all(instance):
    """The least penalty of all legal plans, by enumeration; null when none is legal."""
    lines = list(itertools.product([None, *instance.shifts], repeat=instance.days))
    legal = [[line for line in lines if is_legal(instance, who, line)] for who in instance.staff]
    plans = (dict(zip(instance.staff, plan, strict=True)) for plan in itertools.product(*legal))
    return min((penalty(instance, plan) for plan in plans), default=None)


def is_legal(instance, who, line):
    alone = Instance(
        instance.days,
        instance.shifts,
        {who: instance.staff[who]},
        instance.days_off,
        {},
        {},
        {},
    )
    return not any(faults(alone, {who: list(line)}))


def proved(seed):
    instance = random_instance(seed)
    compiled = Compiled(instance)
    search = run(compiled.rows, Limits(seconds=20, workers=1, seed=seed))
    best = best_of_all(instance)
    if best is None:
        assert search.impossible
        return False
    plan = compiled.plan(search.values)
    assert (list(faults(instance, plan)), search.proved) == ([], True)
    assert (search.cost, penalty(instance, plan), search.bound) == (best, best, best)
    return True


def test_tiny_instances_are_solved_as_enumeration_says():
    """Some of them have no legal plan, and most have one."""
    possible = [proved(seed) for seed in range(40)]
    assert set(possible) == {True, False}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_thousands_of_tiny_instances_are_solved_as_enumeration_says():
    assert sum(proved(seed) for seed in range(100, 2100)) > 700


@pytest.mark.parametrize("seed", [1, 2])
def test_a_run_of_so_many_parts_is_repeatable(seed):
    found = []
    for _ in range(2):
        compiled = Compiled(larger_instance(5))
        search = run(compiled.rows, Limits(seconds=60, workers=1, seed=seed, parts=10))
        found.append((search.cost, search.bound, compiled.plan(search.values)))
    assert found[0] == found[1]
    assert found[0][0] >= found[0][1] > 0


def test_the_judge_names_every_rule_broken(tmp_path):
    path = tmp_path / "instance.txt"
    path.write_text(TEXT, "utf-8")
    instance = read_instance(path)
    plan = {"A": ["L", "E", "E", "L"], "B": ["E", None, "L", None]}
    assert set(faults(instance, plan)) == {
        "A works 1920 minutes",
        "A works L 2 times",
        "A works E after L on day 1",
        "A works 4 days in a row from day 0",
        "B works day 0, a day off",
    }
    assert penalty(instance, plan) == 100  # nobody on the late of day 1


def test_the_command_writes_a_line_for_each_person(tmp_path, capsys):
    path, out = tmp_path / "instance.txt", tmp_path / "solution"
    path.write_text(TEXT, "utf-8")
    assert main([str(path), "--seconds", "10", "--workers", "1", "-o", str(out), "--json"]) == 0
    names, lines = zip(*(line.split("\t") for line in out.read_text().splitlines()), strict=True)
    plan = {
        n: [None if t == "-" else t for t in line.split()]
        for n, line in zip(names, lines, strict=True)
    }
    instance = read_instance(path)
    assert (list(plan), list(faults(instance, plan))) == (["A", "B"], [])
    said = capsys.readouterr().out
    assert f'"objective": {penalty(instance, plan)}, ' in said
    assert '"proved": true' in said


def test_a_file_that_is_no_instance_is_named(tmp_path, capsys):
    path = tmp_path / "nothing.txt"
    path.write_text("SECTION_SHIFTS\nE,480,\n", "utf-8")
    assert main([str(path), "-o", str(tmp_path / "solution")]) == 2
    assert str(path) in capsys.readouterr().err
    assert not (tmp_path / "solution").exists()


@pytest.mark.parametrize(
    "options", [("--seed", "-1"), ("--seed", str(2**31)), ("--workers", "0"), ("--seconds", "0")]
)
def test_what_cannot_be_asked_is_said_before_any_work(tmp_path, capsys, options):
    with pytest.raises(SystemExit) as ended:
        main(["none.txt", "-o", str(tmp_path / "solution"), *options])
    assert ended.value.code == 2
    assert f"{options[0]} must be" in capsys.readouterr().err
