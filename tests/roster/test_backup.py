"""A backup is taken as docs/operations.md says, restored beside, and is the same in every row."""

import os
import re
import sqlite3
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests.factories import make_duty, make_message, make_person, make_release, make_rota, make_unit
from tests.machine.needs import postgres_folder
from tests.roster.test_workers import own_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DOCS = Path(settings.BASE_DIR) / "docs" / "operations.md"
MONDAY = date(2026, 11, 2)
AGAIN = (
    "CREATE TEMPORARY TABLE again AS SELECT * FROM roster_duty",
    "UPDATE again SET id = id + 1",
)


@pytest.fixture
def planned():
    unit = make_unit()
    asha = make_person(unit, "asha", name="Asha Ö")
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, asha, MONDAY)
    make_message(asha, make_release(rota, MONDAY))


def rows(database):
    """{table: its rows} of all that are not empty."""
    cursor = database.cursor()
    tables = connection.introspection.table_names()
    found = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT * FROM "{table}"')
        found[table] = sorted(map(repr, cursor.fetchall()))
    return {table: held for table, held in found.items() if held}


def refuses_a_duty_twice(database, fault):
    cursor = database.cursor()
    for command in AGAIN:
        cursor.execute(command)
    with pytest.raises(fault):
        cursor.execute("INSERT INTO roster_duty SELECT * FROM again")
    database.rollback()


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_postgresql(planned, tmp_path):
    name = settings.DATABASES["default"]["NAME"]
    own = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    commands = re.findall(r"^pg_(?:dump|restore) .*$", DOCS.read_text(encoding="utf-8"), re.M)
    assert len(commands) == 2
    with own_database() as beside:
        for command, url in zip(commands, (own, beside), strict=True):
            path = f"{postgres_folder()}:{os.environ['PATH']}"
            env = os.environ | {"DATABASE_URL": url, "PATH": path}
            subprocess.run(["sh", "-c", command], cwd=tmp_path, env=env, check=True)
        with closing(psycopg2.connect(own)) as before, closing(psycopg2.connect(beside)) as after:
            assert rows(before) == rows(after)
            assert "roster_releasedduty" in rows(after)
            refuses_a_duty_twice(after, psycopg2.errors.ExclusionViolation)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_sqlite(planned, tmp_path):
    connection.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        connection.connection.backup(copy)  # as the shell's .backup does
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as after:
        kept = list(after.iterdump())
        assert kept == list(connection.connection.iterdump())
        assert any("Asha Ö" in line for line in kept)
        refuses_a_duty_twice(after, sqlite3.IntegrityError)
