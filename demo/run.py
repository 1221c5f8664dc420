"""Starts the demonstration: database, department, web server, Celery worker and beat.

    python demo/run.py [--afresh] [--data FOLDER]      address from $PORT, 8000 if not set

Ctrl-C or a kill ends everything that it started. What it keeps lies in var/demo, so the next start
takes seconds; --afresh throws that away first. It needs no server and asks nothing.
"""

import argparse
import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ASKS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS, STOP_SECONDS, SOLVER_SECONDS = 90, 10, 15
LOCK, KEY = "demonstration.lock", "secret-key"
# No variable of a real installation may reach the demonstration, and none of its data.
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "FAIRWEEK_MAIL_URL", "FAIRWEEK_DEBUG")
PROGRAMS = {
    "web": "gunicorn config.wsgi --workers 2 --threads 4 --worker-connections 16"
    " --no-control-socket --bind 127.0.0.1:{port}",
    "worker": "celery -A config worker -Q default,mail --pool threads --concurrency 2"
    " --loglevel INFO",
    "solver": "celery -A config worker -Q solver -n solver@%h --pool threads --concurrency 1"
    " --loglevel INFO",
    "beat": "celery -A config beat --pidfile= --loglevel INFO",
}


def main():
    asked = arguments()
    for number in ASKS_TO_STOP:
        signal.signal(number, stop)
    with alone_in(asked.data):
        if asked.afresh:
            empty(asked.data)
        refuse_if_taken(asked.port)
        env = environment(asked.data, asked.port)
        logins = prepared(asked.data, env)
        with running(asked.data, env, asked.port) as programs:
            wait_until_well(programs, asked.port, asked.data)
            print(welcome(asked.port, logins, asked.data), flush=True)
            wait_until_one_ends(programs, asked.data, env, asked.port)


def arguments():
    parser = argparse.ArgumentParser(description="Start the demonstration of Fairweek.")
    parser.add_argument("--afresh", action="store_true", help="throw away what it kept")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "demo", metavar="FOLDER")
    asked = parser.parse_args()
    asked.data, asked.port = asked.data.resolve(), port()
    return asked


def port():
    text = os.environ.get("PORT", "8000")
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise SystemExit(f"PORT is {text!r}; it must be a number from 1 to 65535.")


def stop(*_):
    raise KeyboardInterrupt


# ── what it keeps ──


@contextlib.contextmanager
def alone_in(data):
    """Hold the folder: two demonstrations in one would share a broker. Refuses foreign folders."""
    if data.exists() and not (data / LOCK).exists() and any(data.iterdir()):
        raise SystemExit(f"{data} holds something else. Name an empty folder for --data.")
    data.mkdir(parents=True, exist_ok=True)
    with open(data / LOCK, "a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"The demonstration in {shown(data)} is running already.") from None
        yield


def empty(data):
    for held in data.iterdir():
        if held.is_dir() and not held.is_symlink():
            shutil.rmtree(held)
        elif held.name != LOCK:
            held.unlink()


def refuse_if_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            raise SystemExit(
                f"Port {port} cannot be used ({fault.strerror}). "
                f"Take another: make demo PORT={port + 80 if port < 65000 else 8080}"
            ) from None


def environment(data, port):
    (data / "log").mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    return kept | {
        "FAIRWEEK_DATA": str(data),
        "FAIRWEEK_SECRET_KEY": secret_key(data / KEY),
        "FAIRWEEK_BASE_URL": f"http://localhost:{port}",
        "FAIRWEEK_ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "PYTHONUNBUFFERED": "1",
    }


def secret_key(path):
    """The key of the last start, so that whoever was signed in still is."""
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")


def prepared(data, env):
    """Bring the database up to date, load the department into an empty one; the logins."""
    print("Preparing the demonstration department …", flush=True)
    managed("migrate", "--verbosity", "0", data=data, env=env)
    said = managed("load_demo", data=data, env=env)
    return said.split("\n", 1)[1]


def managed(*words, data, env):
    with open(log(data, "setup"), "a", encoding="utf-8") as file:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
            start_new_session=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"{words[0]} failed.\n{last_lines(log(data, 'setup'))}")
    return done.stdout


# ── what it starts ──


@contextlib.contextmanager
def running(data, env, port):
    """{name: process} of the programs, each leading a group of its own; all ended afterwards."""
    programs = {}
    try:
        for name in PROGRAMS:
            programs[name] = started(name, data, env, port)
        yield programs
    finally:
        end(programs.values())


def started(name, data, env, port):
    with open(log(data, name), "a", encoding="utf-8") as file:
        return subprocess.Popen(
            [sys.executable, "-m", *PROGRAMS[name].format(port=port).split()],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )


def end(processes):
    """Ask all, wait a little, then make sure of each one's whole group. Cannot be interrupted."""
    for number in ASKS_TO_STOP:
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_well(programs, port, data):
    """Until /healthz finds web, worker and beat alive."""
    deadline = time.monotonic() + READY_SECONDS
    while (said := health(port)) != "well":
        refuse_if_ended(programs, data)
        if time.monotonic() > deadline:
            raise SystemExit(
                f"Not everything is well after {READY_SECONDS} s: {said}. Logs: {shown(data)}/log"
            )
        time.sleep(0.2)


def health(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10):
            return "well"
    except urllib.error.HTTPError as answer:
        return answer.read(500).decode("utf-8", "replace")
    except OSError as fault:
        return f"the web server does not answer ({fault})"


def wait_until_one_ends(programs, data, env, port):
    """The solver alone is started again: it may run out of memory, and says in the app that it did.
    One that ends as soon as it begins is broken.
    """
    began = -SOLVER_SECONDS
    while True:
        if programs["solver"].poll() is not None and time.monotonic() - began > SOLVER_SECONDS:
            print("The solver process has ended; it is started again.", flush=True)
            programs["solver"], began = started("solver", data, env, port), time.monotonic()
        refuse_if_ended(programs, data)
        time.sleep(0.5)


def refuse_if_ended(programs, data):
    for name, process in programs.items():
        if process.poll() is not None:
            raise SystemExit(f"The {name} process has ended.\n{last_lines(log(data, name))}")


# ── what it says ──


def log(data, name):
    return data / "log" / f"{name}.log"


def last_lines(path):
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    return "\n".join([f"{shown(path)} ends with:", *(f"  {line}" for line in lines)])


def shown(path):
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def welcome(port, logins, data):
    return f"""
Fairweek is ready at  http://localhost:{port}

{logins.rstrip()}

Emails are not sent: they are files in {shown(data)}/mail, and the manager's Outbox lists them.
Logs are in {shown(data)}/log. Ctrl-C ends it and keeps its data; make demo-reset starts afresh.
"""


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nThe demonstration has ended.")
