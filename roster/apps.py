from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RosterConfig(AppConfig):
    name = "roster"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from roster.overlap import restore_triggers

        # SQLite forgets a table's triggers whenever Django rebuilds the table.
        post_migrate.connect(restore_triggers, sender=self)
