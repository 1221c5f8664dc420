"""check_rota: what it prints, where, and its exit code."""

import json
import os
import subprocess
import sys
from random import Random

import pytest
from django.conf import settings

from roster.rotafile.report import check_file
from roster.rotafile.writing import write
from roster.rules.catalogue import CATALOGUE, JUDGED
from tests.oracles.departments import department
from tests.roster.rotafile.documents import changed, example
from tests.roster.rotafile.random_rotas import rich_department

BREACH = "rule level person others site area from until at measured limit unit sentence source"
UNITS = {"minutes", "days", "people", "weekends", "turns", "breaks", None}


@pytest.fixture
def check(tmp_path):
    """Runs check_rota's core on a document, or on bytes."""

    def run(document, as_json=False):
        path = tmp_path / "rota.json"
        path.write_bytes(
            document if isinstance(document, bytes) else json.dumps(document).encode("utf-8")
        )
        return check_file(str(path), as_json)

    return run


def without_duties():
    return example() | {"duties": [], "demand": []}


def overlapping():
    return changed(example(), "duties[1]", example()["duties"][0] | {"shift": "L"})


def test_no_must_and_no_overridable_breach_is_exit_code_0(check):
    assert check(without_duties()) == ("0 must · 0 overridable · 0 should\n", "", 0)


def test_a_breach_is_exit_code_1_and_a_line_under_its_level(check):
    out, err, code = check(overlapping())
    assert (err, code) == ("", 1)
    lines = out.splitlines()
    assert lines[0] == "Must be mended:"
    assert any(line.startswith("  R-14  Asha N") for line in lines)
    counts = [int(part.split()[0]) for part in lines[-1].split(" · ")]
    assert sum(counts) == sum(line.startswith("  R-") for line in lines)
    said = zip(counts, ["must", "overridable", "should"], strict=True)
    assert lines[-1] == " · ".join(f"{count} {level}" for count, level in said)


def test_what_only_should_be_better_is_exit_code_0(check):
    rules = {rule: {"enabled": rule == "R-33"} for rule in CATALOGUE}
    out, _, code = check(example() | {"rules": rules})
    assert code == 0
    assert not out.endswith(" 0 should\n")


def test_a_file_that_cannot_be_read_is_exit_code_2_and_says_nothing_else(check, tmp_path):
    out, err, code = check(changed(example(), "duties[0].shift", "Q"))
    assert (out, err, code) == ("", 'duties[0].shift: unknown shift type "Q"\n', 2)
    for path, why in [(tmp_path, "Is a directory"), (tmp_path / "none", "No such file")]:
        out, err, code = check_file(str(path), True)
        assert (out, code) == ("", 2)
        assert why in err
    assert check_file("a\0b", False)[2] == 2


def test_the_document_has_every_key_of_the_page_in_order(check, tmp_path):
    out, _, code = check(overlapping(), as_json=True)
    document = json.loads(out)
    assert code == 1
    assert list(document) == ["file", "checked", "breaches"]
    assert document["file"] == str(tmp_path / "rota.json")
    for breach in document["breaches"]:
        assert list(breach) == BREACH.split()
        assert "\n" not in breach["sentence"]
        assert breach["unit"] in UNITS
        assert breach["source"]
    levels = [breach["level"] for breach in document["breaches"]]
    order = ["must", "overridable", "should"]
    assert levels == sorted(levels, key=order.index)


def test_checked_are_the_rules_that_are_on(check):
    document = example() | {"rules": {"R-14": {"enabled": False}, "R-13": {"enabled": True}}}
    checked = json.loads(check(document, as_json=True)[0])["checked"]
    assert checked == sorted(rule.id for rule in JUDGED if rule.id != "R-14")
    elsewhere = [f"R-{n}" for n in (*range(25, 31), *range(41, 45))]
    assert set(checked).isdisjoint(elsewhere)


def test_a_rule_that_is_off_reports_nothing(check):
    found = json.loads(check(overlapping(), as_json=True)[0])["breaches"]
    assert "R-14" in {breach["rule"] for breach in found}
    off = changed(overlapping(), "rules.R-14", {"enabled": False})
    left = json.loads(check(off, as_json=True)[0])["breaches"]
    assert left == [breach for breach in found if breach["rule"] != "R-14"]


def shuffled(random, document):
    """The document with its lists in another order."""
    for key, value in document.items():
        if isinstance(value, list) and key != "demand":
            random.shuffle(value)
    for person in document["people"]:
        for key in ("employments", "scope", "competencies", "credentials", "opt_outs"):
            random.shuffle(person.get(key, []))
    for site in document["sites"]:
        random.shuffle(site["areas"])
    return document


@pytest.mark.parametrize("make", [department, rich_department])
@pytest.mark.parametrize("seed", range(25))
def test_the_order_of_the_lists_changes_no_breach(check, make, seed):
    data = write(make(Random(seed)))
    out, err, code = check(data, as_json=True)
    assert check(data, as_json=True) == (out, err, code), "Two runs differ."
    again = check(shuffled(Random(seed), json.loads(data)), as_json=True)
    assert again == (out, err, code)


def run(*arguments, **environment):
    command = [sys.executable, "manage.py", "check_rota", *arguments]
    return subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=60,
    )


def test_the_command_needs_no_database_and_gives_the_same_bytes_twice(tmp_path):
    path = tmp_path / "rota.json"
    path.write_bytes(write(rich_department(Random(3))))
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "PYTHONHASHSEED": "1"}
    first = run(str(path), "--json", **nowhere)
    second = run(str(path), "--json", **nowhere | {"PYTHONHASHSEED": "2", "LC_ALL": "C"})
    assert (first.stderr, first.returncode) == (b"", 1)
    assert (second.stdout, second.returncode) == (first.stdout, 1)
    assert json.loads(first.stdout)["breaches"]


def test_the_command_says_faults_on_standard_error_only(tmp_path):
    path = tmp_path / "rota.json"
    path.write_bytes(b"\xff")
    done = run(str(path))
    assert (done.stdout, done.stderr, done.returncode) == (
        b"",
        b"the file is not UTF-8 text: byte 0\n",
        2,
    )


def test_a_name_cannot_upset_the_terminal(check):
    names = overlapping()
    names["people"][0]["name"] = "Asha\x1b[31m\u2028N\x07"
    out, _, _ = check(names)
    assert "Asha\\x1b[31m N\\x07" in out
    assert all(line.isprintable() for line in out.splitlines())
