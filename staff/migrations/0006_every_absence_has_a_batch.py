from uuid import uuid4

from django.db import migrations, models


def name_those_from_files(apps, schema_editor):
    """An absence that came from a file had none, so no page could be about it."""
    model = apps.get_model("staff", "Unavailability")
    rows = list(model.objects.filter(batch=None).only("pk"))
    for row in rows:
        row.batch = uuid4()
    model.objects.bulk_update(rows, ["batch"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("staff", "0005_answer_days_and_part_day_leave")]

    operations = [
        migrations.RunPython(name_those_from_files, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="unavailability",
            name="batch",
            field=models.UUIDField(db_index=True, default=uuid4),
        ),
    ]
