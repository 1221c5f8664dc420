"""load_rota and dump_rota as they are run: files, sentences, exit codes, queries."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roster.loading import load_rota
from roster.models import Rota
from roster.rotafile.files import read_file, write_file
from roster.rotafile.writing import write
from sites.models import Unit
from staff.models import Employment, PersonChange
from tests.factories import NOW
from tests.roster.rotafile.documents import PAGE, example
from tests.roster.rotafile.random_rotas import rich_department, without_overlaps
from tests.roster.test_loading_again import MONDAY, duty, person, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Writes a rota to a file and gives its path."""

    def put(problem):
        path = tmp_path / "rota.json"
        path.write_bytes(write(problem))
        return str(path)

    return put


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.mark.smoke
def test_a_file_is_loaded_and_dumped(file, tmp_path):
    problem = without_overlaps(rich_department(Random(1)))
    said = run("load_rota", file(problem))
    assert said == f"IXF: the rota from {problem.starts} to {problem.until}.\n"
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    run("dump_rota", "IXF", str(problem.starts), "-o", str(first))
    run("load_rota", str(first))
    run("dump_rota", "IXF", str(problem.starts), "-o", str(second))
    assert first.read_bytes() == second.read_bytes()
    assert read_file(str(first)).duties


def test_the_example_of_the_page_is_loaded(tmp_path):
    path = tmp_path / "example.json"
    path.write_text(PAGE.read_text().split("```json\n")[1].split("```")[0])
    run("load_rota", str(path))
    assert Rota.objects.get().weeks == example()["weeks"]
    assert {line.what for line in PersonChange.objects.all()} == {"Joined, by example.json"}


def test_a_bad_file_is_exit_code_2_and_changes_nothing(tmp_path, capsys):
    path = tmp_path / "bad.json"
    path.write_bytes(b'{"format": 1}')
    with pytest.raises(SystemExit) as end:
        run("load_rota", str(path))
    assert end.value.code == 2
    assert 'format: "1" must be "fairweek-rota/1"' in capsys.readouterr().err
    assert not Unit.objects.exists()


def test_a_refusal_is_exit_code_1_and_a_sentence(file):
    path = file(small(duty(), duty(shift="L")))
    with pytest.raises(CommandError, match="Asha X has E on Monday 2 November and L on") as end:
        run("load_rota", path)
    assert end.value.returncode == 1
    assert not Unit.objects.exists()


def test_what_is_not_there_cannot_be_dumped_but_what_is_there_is_said(tmp_path):
    path = str(tmp_path / "out.json")
    with pytest.raises(CommandError, match='no unit "IXF"'):
        run("dump_rota", "IXF", "2026-11-02", "-o", path)
    load_rota(small(), by=None, now=NOW)
    with pytest.raises(CommandError, match="There are: IXF"):
        run("dump_rota", "ZZ", "2026-11-02", "-o", path)
    for starts in ("2026-11-09", "yesterday", "2026-11-2"):
        with pytest.raises(CommandError, match=f'starts on "{starts}". There are: 2026-11-02.'):
            run("dump_rota", "IXF", starts, "-o", path)
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path):
    load_rota(small(), by=None, now=NOW)
    for path in (tmp_path, tmp_path / "none" / "out.json", "a\0b"):
        with pytest.raises(CommandError, match="cannot be written: "):
            run("dump_rota", "IXF", str(MONDAY), "-o", str(path))
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "rota.json"
    path.write_bytes(b"old")
    link = tmp_path / "link.json"
    link.symlink_to(path)
    write_file(str(link), b"new")
    assert (path.read_bytes(), link.is_symlink()) == (b"new", True)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_file(str(path), b"newest")
    assert path.read_bytes() == b"new"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.json", "rota.json"]


def crowd(number):
    people = tuple(person(f"p{n}") for n in range(number))
    days = [MONDAY + timedelta(days=n) for n in range(14)]
    duties = tuple(duty(p.id, day) for p in people for day in days if day.weekday() < 5)
    history = tuple(duty(p.id, MONDAY - timedelta(days=3)) for p in people)
    return small(*duties, people=people, history=history)


def queries(problem):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        load_rota(problem, by=None, now=NOW)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_rota():
    few = queries(crowd(2))
    many = queries(replace(crowd(20), unit="OTHER"))
    # SQLite takes a thousand values a statement: large tables come in several.
    assert many <= few + 8
    assert queries(crowd(2)) < 70


def test_a_rota_that_makes_no_file_is_not_dumped(tmp_path):
    load_rota(small(), by=None, now=NOW)
    Employment.objects.filter(person__reference="dev").delete()
    with pytest.raises(CommandError) as refusal:
        run("dump_rota", "IXF", str(MONDAY), "-o", str(tmp_path / "out.json"))
    assert str(refusal.value).splitlines() == [
        "The rota would make a file that cannot be read. Put this right first:",
        "Dev X.employments: must not be empty",
    ]
    assert list(tmp_path.iterdir()) == []
