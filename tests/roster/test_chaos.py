"""A small part of `make chaos`: what only real processes and servers can show."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(300)]
ROOT = Path(__file__).parents[2]


TROUBLES = ("worker_killed", "redis_lost", "postgres_away")


def test_everybody_is_told_whatever_breaks():
    words = ["-m", "tests.chaos", "--people", "30", "--kills", "2", *TROUBLES]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = done.stdout.splitlines()[-len(TROUBLES) :]
    for cells in ([cell.strip() for cell in row.strip("|").split("|")] for row in rows):
        people, told, refused, missing, twice, most = map(int, cells[1:7])
        assert (people, told, refused, missing) == (30, 30, 0, 0), cells
        assert twice <= most, cells
