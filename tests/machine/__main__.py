"""`python -m tests.machine full` or `fast`: every check of the project, on servers of its own.

Each step says its name and how long it took; the first that fails ends the run with its exit code.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time

from tests.machine import needs
from tests.machine.servers import running

PYTHON = sys.executable
BIN = os.path.dirname(PYTHON)
PRODUCTION = {
    "FAIRWEEK_BASE_URL": "https://rota.example.org",
    "FAIRWEEK_SECRET_KEY": "only-for-the-deployment-check-" + "k7Hq2vX9sD4" * 3,
}
CHECKS = [
    ("ruff", [f"{BIN}/ruff", "check", "."], {}),
    ("ruff format", [f"{BIN}/ruff", "format", "--check", "."], {}),
    ("import-linter", [f"{BIN}/lint-imports"], {}),
    ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    (
        "deployment",
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
]
PYTEST = [PYTHON, "-m", "pytest", "-q"]
TWO_AT_A_TIME = [*PYTEST, "-p", "tests.machine.apart", "-n", "2", "--dist", "worksteal", "-m"]
NEITHER = "not browser and not alone"
FAST = [*PYTEST, "-n", "2", "--dist", "worksteal", "-m", f"{NEITHER} and not slow"]
EMBEDDED = {"DATABASE_URL": "", "REDIS_URL": ""}


def steps(kind, arguments):
    """(name, command, environment to add) of each step, in order."""
    if kind == "run":
        return [("command", arguments, {})]
    if kind == "fast":
        return [*CHECKS, ("tests on SQLite", [*FAST, *arguments], EMBEDDED)]
    smoke = [*TWO_AT_A_TIME, "smoke"]
    return [
        *CHECKS,
        ("tests on SQLite and the embedded broker", smoke, EMBEDDED),
        ("tests on PostgreSQL and Redis", [*TWO_AT_A_TIME, NEITHER, *arguments], {}),
        ("tests in a browser", [*TWO_AT_A_TIME, "browser and not alone", *arguments], {}),
        ("tests of workers and servers", [*TWO_AT_A_TIME, "alone", *arguments], {}),
    ]


def run(kind, arguments):
    needs.provide()
    with running() as servers, tempfile.TemporaryDirectory(prefix="fairweek-data-") as data:
        known = {"CHROMIUM": needs.chromium(), "FAIRWEEK_DATA": data}
        for name, command, more in steps(kind, arguments):
            code = _step(name, command, os.environ | servers | known | more)
            if code:
                return code
    return 0


def _step(name, command, env):
    print(f"── {name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, env=env, check=False).returncode
    print(
        f"── {name}: {'ok' if code == 0 else 'FAILED'}, {time.monotonic() - began:.0f} s\n",
        flush=True,
    )
    return code


def main():
    # A plain kill ends the servers too: it becomes an exception, and the context managers close.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    kind, *arguments = sys.argv[1:] or ["full"]
    if kind not in ("full", "fast", "run"):
        raise SystemExit("Say full, fast, or run COMMAND.")
    sys.exit(run(kind, arguments))


if __name__ == "__main__":
    main()
