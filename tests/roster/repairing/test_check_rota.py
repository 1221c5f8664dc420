"""check_rota --repairs: what it adds, in what form, and what it leaves as it was."""

import json
import subprocess
import sys
from random import Random

import pytest
from django.conf import settings

from roster.rotafile import mending
from roster.rotafile.reading import read
from roster.rotafile.report import check_file
from roster.rotafile.writing import write
from roster.rules.checker import check
from tests.oracles.departments import department
from tests.roster.rules.build import duty, only, rota, row

PROBLEM = only(rota(row("asha", "E E E E E E"), row("dev", "E")), "R-02")
OFFERED = "Give Asha Tuesday 24 March off: one duty fewer in General X-ray."


@pytest.fixture
def run(tmp_path):
    def checked(problem, **how):
        path = tmp_path / "rota.json"
        path.write_bytes(write(problem))
        return check_file(str(path), **how)

    return checked


def test_each_breach_that_blocks_comes_with_what_would_mend_it(run):
    out, err, code = run(PROBLEM, as_json=True, with_repairs=True)
    (breach,) = json.loads(out)["breaches"]
    assert (err, code) == ("", 1)
    assert {r["sentence"] for r in breach["repairs"]} > {OFFERED}
    repair = next(r for r in breach["repairs"] if r["sentence"] == OFFERED)
    assert list(repair) == ["sentence", "changes", "mends", "adds"]
    assert repair["changes"] == [{"person": "asha", "date": "2026-03-24", "duties": []}]
    (mended,) = repair["mends"]
    assert mended == {key: breach[key] for key in ("rule", "level", "sentence")}
    assert repair["adds"] == []


def test_a_duty_has_the_form_of_the_file(run):
    given = rota(duty("asha", "2026-03-24", "E", "TH/TR"), duty("dev", "2026-03-24", "E", "TH/TR"))
    out, _, _ = run(only(given, "R-07"), as_json=True, with_repairs=True)
    repair = json.loads(out)["breaches"][0]["repairs"][0]
    assert repair["changes"][0]["duties"] == [
        {"shift": "E", "site": "TH", "area": "TR", "role": "assist", "supervised_by": "dev"}
    ]


def test_a_repair_put_into_the_file_mends_it(run):
    out, _, _ = run(PROBLEM, as_json=True, with_repairs=True)
    for repair in json.loads(out)["breaches"][0]["repairs"]:
        document = json.loads(write(PROBLEM))
        for cell in repair["changes"]:
            key = {"person": cell["person"], "date": cell["date"]}
            rest = [d for d in document["duties"] if {k: d[k] for k in key} != key]
            document["duties"] = [*rest, *(key | new for new in cell["duties"])]
        assert check(read(json.dumps(document).encode())) == ()


def test_as_text_they_stand_under_the_sentence(run):
    out, _, _ = run(PROBLEM, as_json=False, with_repairs=True)
    lines = out.splitlines()
    assert lines[1].startswith("  R-02  Asha works Saturday 28 March")
    assert f"        → {OFFERED}" in lines[2:-2]
    assert lines[-1] == "0 must · 1 overridable · 0 should"


def test_a_warning_gets_none(run):
    problem = only(rota(row("dev", "E E E E E E")), "R-17")
    (breach,) = json.loads(run(problem, as_json=True, with_repairs=True)[0])["breaches"]
    assert breach["level"] == "should"
    assert "repairs" not in breach


@pytest.mark.parametrize("as_json", [False, True])
def test_without_the_option_nothing_is_added(run, as_json):
    bare, _, code = run(PROBLEM, as_json=as_json)
    with_them, _, same = run(PROBLEM, as_json=as_json, with_repairs=True)
    assert code == same == 1
    if as_json:
        document = json.loads(with_them)
        for breach in document["breaches"]:
            breach.pop("repairs", None)
        assert json.loads(bare) == document
    else:
        lines = [line for line in with_them.splitlines() if not line.startswith("        → ")]
        assert bare.splitlines() == lines


def test_the_command_takes_the_option(tmp_path):
    path = tmp_path / "rota.json"
    path.write_bytes(write(PROBLEM))
    command = [sys.executable, "manage.py", "check_rota", str(path), "--repairs"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert f"→ {OFFERED}" in done.stdout.decode()


@pytest.mark.parametrize("seed", range(3))
def test_any_file_is_answered_the_same_twice(run, monkeypatch, seed):
    monkeypatch.setattr(mending, "MOST_TRIES", 300)
    problem = department(Random(seed))
    first = run(problem, as_json=True, with_repairs=True)
    assert first == run(problem, as_json=True, with_repairs=True)
    for breach in json.loads(first[0])["breaches"]:
        assert ("repairs" in breach) == (breach["level"] != "should")
