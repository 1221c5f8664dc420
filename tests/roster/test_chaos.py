"""A small part of `make chaos`: what only real processes and servers can show."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(180)]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("trouble", ["worker_killed", "redis_lost", "postgres_away"])
def test_everybody_is_told_whatever_breaks(trouble):
    words = ["-m", "tests.chaos", "--people", "30", "--kills", "2", trouble]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=150, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    cells = [cell.strip() for cell in done.stdout.splitlines()[-1].strip("|").split("|")]
    people, told, refused, missing, twice, most = map(int, cells[1:7])
    assert (people, told, refused, missing) == (30, 30, 0, 0)
    assert twice <= most
