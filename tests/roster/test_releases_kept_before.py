"""Releases from before their lists of others were kept are given them when they are migrated."""

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from roster.models import ReleasedDuty
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
LISTS = "pk", "supervises", "with_whom"


def lists():
    return list(ReleasedDuty.objects.order_by("pk").values_list(*LISTS))


def test_an_older_release_reads_as_one_of_today():
    unit = make_unit()
    asha, dev, eve = (make_person(unit, name) for name in ("asha", "dev", "eve"))
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for n in (0, 1, 7):
        day = MONDAY + timedelta(days=n)
        make_duty(rota, asha, day, supervised_by=["dev"])
        make_duty(rota, dev, day, "LD", area="XR" if n else None)
        make_duty(rota, eve, day, "N1")
        make_duty(rota, eve, day, "L")
    for n in (0, 7):
        make_release(rota, MONDAY + timedelta(days=n))
    kept = lists()
    assert any(row[1] for row in kept)
    assert any(row[2] for row in kept)
    ReleasedDuty.objects.update(supervises=[], with_whom=[])
    migration = import_module("roster.migrations.0011_who_is_there_kept_with_a_release")
    migration.fill(apps, SimpleNamespace(connection=connection))
    assert lists() == kept
