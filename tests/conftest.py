"""What every test shares: what takes long and is the same each time is done once."""

import os
from functools import cache

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.machine import migrated

# Written once, with the tables; `flush` would write them again after every test.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Test processes beside each other copy one database, and find nothing left to migrate."""
    if connection.vendor == "postgresql" and os.environ.get("PYTEST_XDIST_WORKER"):
        template = migrated.postgres(os.environ["DATABASE_URL"])
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template


@pytest.fixture(autouse=True, scope="session")
def emptied_quickly():
    """Most tables are empty: truncating each of them takes far longer than the rows do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield


def empty_tables(_):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_which_hold_something())
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@cache
def _which_hold_something():
    tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    return " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"
        for table in sorted(tables)
    )


@pytest.fixture(autouse=True, scope="session")
def static_files_found_once():
    """Each test has a client of its own, and with it the middleware of a process that starts."""
    find, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def add(self):
        if not found:
            find(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add)
        yield
