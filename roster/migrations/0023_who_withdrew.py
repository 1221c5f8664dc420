"""Withdrawn, it keeps what was decided: who withdrew it had been kept in the place of that."""

from django.db import migrations
from django.db.models import F


def apart(apps, schema_editor):
    rows = apps.get_model("roster", "Request").objects.filter(state="withdrawn")
    rows.update(withdrawn_by=F("decided_by"), withdrawn_at=F("decided_at"))
    rows.update(decided_by=None, decided_at=None)


class Migration(migrations.Migration):
    dependencies = [("roster", "0022_what_was_withdrawn")]

    operations = [migrations.RunPython(apart, migrations.RunPython.noop)]
