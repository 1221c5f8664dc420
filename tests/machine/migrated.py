"""Databases that hold every migration and nothing else, to be copied: migrating takes seconds.

Each is made once, by whoever of the test processes asks first; its name says which migrations.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
LOCK = 1_180_921  # any number, known to these processes alone


def postgres(url):
    """The name of one on the server of this address."""
    name = f"migrated_{_which()}"
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.rowcount:
            _make_on(cursor, url, name)
    return name


def _make_on(cursor, url, name):
    """Under another name until it is whole."""
    cursor.execute(f"DROP DATABASE IF EXISTS {name}_unfinished")
    cursor.execute(f"CREATE DATABASE {name}_unfinished")
    _migrate(DATABASE_URL=at(url, f"{name}_unfinished"))
    cursor.execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")


def at(url, name):
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def sqlite(folder):
    """The path of one in this folder."""
    path = Path(folder, f"migrated-{_which()}.sqlite3")
    with _alone(path.with_suffix(".lock")):
        if not path.exists():
            data = path.with_suffix(".unfinished")
            _migrate(DATABASE_URL="", FAIRWEEK_DATA=str(data))
            (data / "fairweek.sqlite3").rename(path)
    return path


@contextmanager
def _alone(path):
    with open(path, "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(**env):
    command = [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | env, check=True, timeout=300)


def _which():
    found = sorted(ROOT.glob("*/migrations/*.py"))
    said = b"".join(str(path).encode() + path.read_bytes() for path in found)
    return hashlib.sha256(said).hexdigest()[:12]
