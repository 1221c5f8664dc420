"""`demo/run.py` with real processes: starts, answers, keeps its data, leaves nobody behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.machine import migrated

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "demo" / "run.py"
pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(300)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demonstration:
    """One run of the script; `said` is all that it has printed so far."""

    def __init__(self, data, port, *words):
        self.port, self.file = port, data.parent / f"{data.name}-{port}.txt"
        with open(self.file, "w", encoding="utf-8") as file:
            self.process = subprocess.Popen(
                [sys.executable, RUN, "--data", data, *words],
                env=os.environ | {"PORT": str(port)},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd=data.parent,
                start_new_session=True,
            )

    @property
    def said(self):
        return self.file.read_text(encoding="utf-8")

    def until_ready(self):
        for _ in range(1200):
            if "is ready at" in self.said or self.process.poll() is not None:
                break
            time.sleep(0.1)
        assert "is ready at" in self.said, self.said
        return self

    def until_preparing(self):
        for _ in range(300):
            if "Preparing" in self.said:
                break
            time.sleep(0.1)
        return self

    def get(self, path):
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def demonstrate(tmp_path):
    started = []

    def start(*words, data="demo", port=None):
        started.append(Demonstration(tmp_path / data, port or free_port(), *words))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end()


def of_the_demonstration(data):
    """The programs whose environment names the folder, by name."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"FAIRWEEK_DATA={data}\0" in (folder / "environ").read_text(errors="replace"):
                found.append((folder / "cmdline").read_text().split("\0")[2])
        except OSError:  # ended while we looked, or somebody else's
            continue
    return sorted(found)


def test_it_starts_answers_ends_and_starts_again_with_its_data(demonstrate, tmp_path):
    data = tmp_path / "demo"
    first = demonstrate().until_ready()
    status, said = first.get("/healthz")
    parts = json.loads(said)
    assert set(parts.pop("seconds")) == {"worker", "beat", "oldest_unsent"}
    assert (status, parts) == (
        200,
        dict.fromkeys(["database", "broker", "worker", "beat", "mail"], "ok"),
    )
    assert "Sign in" in first.get("/sign-in/")[1]
    assert f"http://localhost:{first.port}\n" in first.said
    assert "manager@fairweek.example" in first.said
    assert of_the_demonstration(data) == ["celery"] * 3 + ["gunicorn"] * 3
    assert list((data / "mail").iterdir()) != []
    key = (data / "secret-key").read_text()

    refused = demonstrate()
    assert refused.process.wait(60) == 1
    assert "is running already" in refused.said

    assert first.end(signal.SIGINT) == 0
    assert "has ended" in first.said
    assert of_the_demonstration(data) == []

    began = time.monotonic()
    second = demonstrate().until_ready()
    assert time.monotonic() - began < 60
    assert (data / "secret-key").read_text() == key
    assert second.end(signal.SIGTERM) == 0
    assert of_the_demonstration(data) == []

    afresh = demonstrate("--afresh").until_preparing()
    assert (data / "secret-key").read_text() != key
    assert afresh.end(signal.SIGHUP) == 0


def kill(demonstration, word):
    """The program that the demonstration started with this word."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        if int(parent) == demonstration.process.pid and word in words:
            os.kill(int(folder.name), signal.SIGKILL)


@pytest.fixture
def migrated_data(tmp_path, tmp_path_factory):
    """As a start leaves it that was stopped before the department was loaded."""
    data = tmp_path / "demo"
    data.mkdir()
    (data / "demonstration.lock").touch()
    kept = migrated.sqlite(tmp_path_factory.getbasetemp().parent)
    return shutil.copy(kept, data / "fairweek.sqlite3").parent


def test_a_solver_that_dies_is_started_again_and_everything_ends_with_any_other(
    demonstrate, migrated_data
):
    one = demonstrate().until_ready()
    programs = of_the_demonstration(migrated_data)
    kill(one, "solver")
    again = "The solver process has ended; it is started again."
    for _ in range(600):
        if again in one.said and of_the_demonstration(migrated_data) == programs:
            break
        time.sleep(0.1)
    assert one.said.count(again) == 1
    assert of_the_demonstration(migrated_data) == programs
    assert one.get("/healthz")[0] == 200

    kill(one, "beat")
    assert one.process.wait(60) == 1
    assert "The beat process has ended." in one.said
    assert of_the_demonstration(migrated_data) == []


def test_a_stop_while_it_prepares_leaves_nobody(demonstrate, tmp_path):
    one = demonstrate().until_preparing()
    assert one.end(signal.SIGTERM) == 0
    for _ in range(100):  # what was killed may take a moment to be gone
        if not of_the_demonstration(tmp_path / "demo"):
            break
        time.sleep(0.1)
    assert of_the_demonstration(tmp_path / "demo") == []


def test_a_port_in_use_is_a_sentence(demonstrate):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        one = demonstrate(port=taken.getsockname()[1])
        assert one.process.wait(60) == 1
    assert one.said.startswith(f"Port {one.port} cannot be used (Address already in use).")
    assert "make demo PORT=" in one.said


def test_a_port_that_is_no_number_is_a_sentence(demonstrate):
    one = demonstrate(port="eighty")
    assert one.process.wait(60) == 1
    assert one.said == "PORT is 'eighty'; it must be a number from 1 to 65535.\n"


def test_a_folder_that_holds_something_else_is_left_alone(demonstrate, tmp_path):
    (tmp_path / "demo").mkdir()
    letter = tmp_path / "demo" / "letter.txt"
    letter.write_text("Dear")
    one = demonstrate("--afresh")
    assert one.process.wait(60) == 1
    assert "holds something else" in one.said
    assert (tmp_path / "demo").joinpath("letter.txt").read_text() == "Dear"
    assert sorted(p.name for p in (tmp_path / "demo").iterdir()) == ["letter.txt"]
