"""What was told before counts as read: nobody could say so."""

from django.db import migrations, models
from django.db.models import F


def read(apps, schema_editor):
    apps.get_model("roster", "OutboxMessage").objects.update(read_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [("roster", "0019_history_of_places")]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(read, migrations.RunPython.noop),
    ]
