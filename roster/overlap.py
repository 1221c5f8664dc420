"""The database refuses two duties of one person at one time.

PostgreSQL does it with an exclusion constraint. SQLite has none, so two triggers do the same;
Django drops a table's triggers when it rebuilds the table, so they are made anew after every
migrate. Both ways stand or fall with the tests in tests/roster/test_overlap.py.
"""

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import connections
from django.db.models import F, Func


class InstantRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class NoOverlap(ExclusionConstraint):
    """No two rows with the same `group` overlap in [start, end)."""

    def __init__(self, *, name, group, start, end):
        self.group, self.start, self.end = group, start, end
        span = InstantRange(F(start), F(end), RangeBoundary())
        super().__init__(
            name=name,
            expressions=[(group, RangeOperators.EQUAL), (span, RangeOperators.OVERLAPS)],
        )

    def deconstruct(self):
        fields = {"name": self.name, "group": self.group, "start": self.start, "end": self.end}
        return "roster.overlap.NoOverlap", (), fields

    def constraint_sql(self, model, editor):
        if editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, editor)
        return None

    def create_sql(self, model, editor):
        if editor.connection.vendor == "postgresql":
            return super().create_sql(model, editor)
        return None

    def remove_sql(self, model, editor):
        if editor.connection.vendor == "postgresql":
            return super().remove_sql(model, editor)
        return None

    def validate(self, model, instance, exclude=None, using="default"):
        """Left to the database: editing writes in bulk and reads its refusal (see editing)."""

    def triggers(self, model):
        """The statements that make SQLite refuse what the constraint refuses on PostgreSQL."""
        table = model._meta.db_table
        group, start, end = (
            model._meta.get_field(name).column for name in (self.group, self.start, self.end)
        )
        for event in ("insert", "update"):
            yield f'DROP TRIGGER IF EXISTS "{self.name}_{event}"'
            yield (
                f'CREATE TRIGGER "{self.name}_{event}" BEFORE {event.upper()} ON "{table}" BEGIN '
                f"SELECT RAISE(ABORT, '{self.name}') WHERE EXISTS ("
                f'SELECT 1 FROM "{table}" other WHERE other."{group}" = NEW."{group}" '
                f'AND other."{start}" < NEW."{end}" AND NEW."{start}" < other."{end}" '
                f"AND other.id IS NOT NEW.id); END"
            )


def restore_triggers(using="default", **_):
    """Make SQLite's triggers as the models want them. Called after every migrate."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in apps.get_app_config("roster").get_models():
            for constraint in model._meta.constraints:
                if isinstance(constraint, NoOverlap) and model._meta.db_table in tables:
                    for statement in constraint.triggers(model):
                        cursor.execute(statement)
