"""A PostgreSQL and a Redis for one run: free ports, a temporary folder, nothing left behind.

PostgreSQL refuses to run as root, so there the server (not the tests) gets its own account.
Writes are not flushed to disk: the data is thrown away.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from tests.machine import needs

PATIENCE = 30  # seconds a server may take to answer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running():
    """Yields the environment that leads to both servers; ends them whatever happens."""
    folder = tempfile.mkdtemp(prefix="fairweek-servers-")
    os.chmod(folder, 0o755)
    started = []
    try:
        postgres, redis = free_port(), free_port()
        started.append(_postgres(folder, postgres))
        started.append(_redis(folder, redis))
        _wait(started, [postgres, redis], folder)
        yield {
            "DATABASE_URL": f"postgres://fairweek@127.0.0.1:{postgres}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
        }
    finally:
        _stop(started)
        shutil.rmtree(folder, ignore_errors=True)


def account():
    """Keywords that start a process as `postgres` when we are root."""
    if os.getuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _own_folder(folder, name):
    path = os.path.join(folder, name)
    os.mkdir(path, 0o700)
    owner = account()
    if owner:
        os.chown(path, owner["user"], owner["group"])
    return path


def _start(folder, *command):
    log = open(os.path.join(folder, "log"), "ab")  # noqa: SIM115 (the process keeps it)
    return subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **account()
    )


def _postgres(folder, port):
    programs, data = needs.postgres_folder(), _own_folder(folder, "postgres")
    making = _start(
        folder,
        f"{programs}/initdb",
        *("-D", data, "-U", "fairweek", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"),
    )
    if making.wait() != 0:
        raise SystemExit(_log(folder))
    settings = ["listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off"]
    settings += ["synchronous_commit=off", f"unix_socket_directories={data}"]
    options = [word for setting in settings for word in ("-c", setting)]
    return _start(folder, f"{programs}/postgres", "-D", data, "-p", str(port), *options)


def _redis(folder, port):
    data = _own_folder(folder, "redis")
    return _start(
        folder,
        needs.redis_server(),
        *("--port", str(port), "--bind", "127.0.0.1", "--dir", data),
        *("--save", "", "--appendonly", "no"),
    )


def _log(folder):
    with open(os.path.join(folder, "log"), encoding="utf-8", errors="replace") as log:
        return log.read()


def _wait(started, ports, folder):
    deadline = time.monotonic() + PATIENCE
    for port in ports:
        while not _answers(port):
            if time.monotonic() > deadline or any(p.poll() is not None for p in started):
                raise SystemExit(f"A server did not start.\n{_log(folder)}")
            time.sleep(0.05)
    ready = [f"{needs.postgres_folder()}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(ports[0])]
    while subprocess.run(ready, check=False).returncode and time.monotonic() < deadline:
        time.sleep(0.05)


def _answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _stop(started):
    for process in started:
        process.send_signal(signal.SIGINT)
    for process in started:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
