"""manage.py fill_rota on files: what it writes, says and refuses."""

import json
import re
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from roster.autofill import filling
from roster.autofill.bounds import uncovered
from roster.autofill.filling import compiled
from roster.autofill.mending import hard, new_ones
from roster.autofill.weights import Weights
from roster.rotafile import filled as filled_file
from roster.rotafile.reading import read
from roster.rotafile.writing import write
from tests.roster.autofill import learning
from tests.roster.autofill.generated import generated
from tests.roster.autofill.tiny import department

MET, SHORT = 38, 6  # seeds of departments that can and cannot meet their demand


def filled(tmp_path, seed, *options, change=None):
    """(exit code, rota before, rota after, path of the file) of the command."""
    problem = department(seed)
    problem = change(problem) if change else problem
    path, out = tmp_path / "rota.json", tmp_path / "out.json"
    path.write_bytes(write(problem))
    with pytest.raises(SystemExit) as ended:
        call_command("fill_rota", str(path), "-o", str(out), "--seconds", "10", *options)
    return ended.value.code, problem, read(out.read_bytes()), out


def test_a_rota_that_can_be_covered_is_and_exits_0(tmp_path, capfd):
    code, _, after, _ = filled(tmp_path, MET, "--json")
    said = json.loads(capfd.readouterr().out)
    assert (code, said["uncovered"], said["explanation"]) == (0, [], [])
    assert said["added"] == len(after.duties) > 0
    assert (said["gap"], said["proved"], said["bound"]) == (0.0, True, said["objective"])


@pytest.mark.parametrize("seed", [MET, SHORT, 201, 204, 209])
def test_the_objective_printed_is_what_the_rota_written_costs(tmp_path, capfd, seed):
    _, before, after, _ = filled(tmp_path, seed, "--json")
    possible = compiled(before, False, Weights())
    values = possible.rows.start()
    for boolean in possible.may_go:
        values[boolean] = possible.items[boolean].duty in after.duties
    judged = possible.rows.frozen.judged(possible.rows.complete(values))
    assert set(possible.duties(values)) == set(after.duties)
    assert judged == (0, json.loads(capfd.readouterr().out)["objective"])


def test_a_rota_that_cannot_be_covered_is_written_and_exits_3(tmp_path, capfd):
    code, before, after, _ = filled(tmp_path, SHORT, "--json")
    said = json.loads(capfd.readouterr().out)
    assert code == 3
    assert replace(after, duties=()) == replace(before, duties=())
    line = said["uncovered"][0]
    assert before.demand[line["line"]].role == line["role"]
    assert all(short["have"] < short["least"] for short in line["short"])
    people = {person.id for person in before.people}
    for reason in said["explanation"]:
        named = {row["person"] for row in reason["stops"]} | set(reason["could"])
        assert named <= people


def test_whom_no_time_was_left_for_is_told(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(filling, "_latest", lambda *_: 0)
    seniors = [learning.radiographer("a"), learning.radiographer("b")]
    duties = [*learning.at_work("a"), *learning.at_work("b")]
    problem = learning.department([*seniors, learning.student("s")], duties)
    filled(tmp_path, MET, "--json", change=lambda _: problem)
    said = json.loads(capfd.readouterr().out)
    assert said["not_placed"] == [
        {"person": "s", "from": "2026-11-02"},
        {"person": "s", "from": "2026-11-09"},
    ]
    filled(tmp_path, MET, change=lambda _: problem)
    said = capfd.readouterr().out.splitlines()
    assert said[-2].startswith("No time was left to place S beside a supervisor in each week")
    assert "objective" in said[-1]


def test_the_same_work_gives_the_same_file(tmp_path):
    first = filled(tmp_path, SHORT, "--workers", "1", "--parts", "5")[3].read_bytes()
    assert filled(tmp_path, SHORT, "--workers", "1", "--parts", "5")[3].read_bytes() == first


def test_how_far_it_is_goes_to_standard_error_and_the_last_line_says_what_is_short(tmp_path, capfd):
    _, _, after, _ = filled(tmp_path, SHORT)
    out, err = capfd.readouterr()
    gaps = uncovered(after)
    lines = {after.demand.index(breach.detail["demand"]) for breach in gaps}
    told = re.search(r"  uncovered (\d+) \((.+)\)$", out)
    assert int(told[1]) == len(gaps) > 0
    assert {int(number) for number in re.findall(r"line (\d+): ", told[2])} == lines
    line = r" +[\d.]+ s  objective (–|-?\d+)  bound (–|-?\d+)  gap (–|[\d.]+ %)  uncovered (–|\d+)"
    assert err.splitlines()
    assert all(re.fullmatch(line, told) for told in err.splitlines())


def test_what_is_fixed_stays_and_no_rule_is_broken_anew(tmp_path):
    for seed in range(200, 212):
        _, before, after, _ = filled(tmp_path, seed)
        again = replace(after, duties=tuple(replace(d, fixed=True) for d in after.duties[:1]))
        (tmp_path / "again").mkdir(exist_ok=True)
        _, _, last, _ = filled(tmp_path / "again", seed, change=lambda _: again)  # noqa: B023
        assert set(again.duties) <= set(last.duties)
        assert new_ones(hard(last, last.duties), hard(before, again.duties)) == []


def test_with_keep_every_duty_there_stays(tmp_path):
    _, _, after, _ = filled(tmp_path, MET)
    (tmp_path / "again").mkdir()
    one = replace(after, duties=after.duties[:1])
    _, _, last, _ = filled(tmp_path / "again", MET, "--keep", change=lambda _: one)
    assert set(one.duties) <= set(last.duties)


def test_a_file_that_is_no_rota_is_refused_in_a_sentence(tmp_path, capfd):
    path, out = tmp_path / "rota.json", tmp_path / "out.json"
    path.write_text('{"format": "fairweek-rota/1"}', "utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("fill_rota", str(path), "-o", str(out))
    said = capfd.readouterr()
    assert (ended.value.code, said.out, out.exists()) == (2, "", False)
    assert "weeks" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "options", [("--seconds", "0"), ("--seconds", "nan"), ("--workers", "0"), ("--seed", "-1")]
)
def test_settings_that_cannot_be_are_refused(tmp_path, options):
    with pytest.raises(CommandError, match="must be"):
        call_command("fill_rota", "rota.json", "-o", "out.json", *options)


def test_a_place_that_cannot_be_written_is_named(tmp_path, capfd):
    path = tmp_path / "rota.json"
    path.write_bytes(write(department(MET)))
    with pytest.raises(SystemExit) as ended:
        call_command("fill_rota", str(path), "-o", str(tmp_path / "no" / "out"), "--seconds", "1")
    assert ended.value.code == 2
    assert "cannot be written" in capfd.readouterr().err


def test_a_place_that_cannot_be_written_is_named_before_any_work(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(filled_file, "fill", None)
    path = tmp_path / "rota.json"
    path.write_bytes(write(department(MET)))
    for place in (tmp_path, tmp_path / "no" / "out", "nul\0"):
        with pytest.raises(SystemExit) as ended:
            call_command("fill_rota", str(path), "-o", str(place))
        assert ended.value.code == 2
        assert "cannot be written" in capfd.readouterr().err


def test_where_there_is_no_shift_type_nobody_is_planned(tmp_path, capfd):
    alone = {"shift_types": (), "history": (), "requests": ()}
    code, *_ = filled(tmp_path, MET, "--json", change=lambda p: replace(p, **alone))
    assert (code, json.loads(capfd.readouterr().out)["added"]) == (3, 0)


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_writes_the_best_it_has_found(tmp_path, told):
    """A department too large to be done with before it is told."""
    path, out = tmp_path / "rota.json", tmp_path / "out.json"
    path.write_bytes(write(generated(60, tight=True)))
    words = [sys.executable, "manage.py", "fill_rota", path, "-o", out, "--seconds", "300"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        first = process.stderr.readline().split()[3]
        while process.stderr.readline().split()[3] == first:
            pass  # nobody is planned yet
        process.send_signal(told)
        said, _ = process.communicate(timeout=200)
    assert process.returncode == 3
    assert b"uncovered" in said.splitlines()[-1]
    assert "Traceback" not in said.decode()
    assert read(out.read_bytes()).duties
