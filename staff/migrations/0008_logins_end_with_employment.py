from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def end(apps, schema_editor):
    """An administrator's stays: whether a unit has another is asked when the page is next kept."""
    users = apps.get_model("worksites", "User").objects.all()
    posts = apps.get_model("staff", "Employment").objects.filter(person__user=OuterRef("pk"))
    last = posts.order_by(F("until").desc(nulls_first=True)).values("until")[:1]
    held = users.filter(person__isnull=False).exclude(memberships__role="administrator")
    held.update(until=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [
        ("worksites", "0004_logins_end"),
        ("staff", "0007_work_telephone"),
    ]
    operations = [migrations.RunPython(end, migrations.RunPython.noop, elidable=True)]
