"""Keeps with each published duty whom it supervises and who works beside it."""

from collections import defaultdict

from django.db import migrations, models


def fill(apps, schema_editor):
    """What roster.changes.paired says of the releases that are there already."""
    duties = apps.get_model("roster", "ReleasedDuty").objects.using(schema_editor.connection.alias)
    people = apps.get_model("staff", "Person").objects.using(schema_editor.connection.alias)
    references = dict(people.values_list("pk", "reference"))
    for release in duties.order_by().values_list("release", flat=True).distinct():
        rows = list(duties.filter(release=release).order_by("starts_at", "id"))
        by_date = defaultdict(list)
        for row in rows:
            by_date[row.starts_at.date()].append(row)
        for row in rows:
            near = [other for day in _days(row) for other in by_date[day] if _at_once(row, other)]
            _fill(row, near, references)
        duties.bulk_update(rows, ["supervises", "with_whom"], batch_size=500)


def _days(row):
    """The dates, by UTC, on which what overlaps with a duty of up to a day may begin."""
    first = row.starts_at.date().toordinal()
    return [row.starts_at.date().fromordinal(first + n) for n in (-1, 0, 1)]


def _at_once(row, other):
    return row.starts_at < other.ends_at and other.starts_at < row.ends_at


def _fill(row, near, references):
    own = references[row.person_id]
    named = {references[o.person_id] for o in near if own in o.supervised_by}
    there = {references[o.person_id] for o in near if (o.site, o.area) == (row.site, row.area)}
    row.supervises = sorted(named)
    row.with_whom = sorted(there - {own}) if row.area else []


class Migration(migrations.Migration):
    dependencies = [("roster", "0010_fills_and_their_weights"), ("staff", "0001_initial")]

    operations = [
        migrations.AddField("releasedduty", "supervises", models.JSONField(default=list)),
        migrations.AddField("releasedduty", "with_whom", models.JSONField(default=list)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
