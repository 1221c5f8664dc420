from django.core.management.base import BaseCommand
from django.utils import timezone

from roster.managers import write_unit_week
from roster.notifying import next_monday, write_next_week
from roster.rules.phrases import number
from sites.models import Unit


class Command(BaseCommand):
    help = "Write the weekly emails about next week, whatever the day. Twice has no effect."

    def handle(self, *_, **__):
        now = timezone.now()
        written = write_next_week(now=now)
        written += sum(
            write_unit_week(unit=unit, monday=next_monday(unit, now), now=now)
            for unit in Unit.objects.order_by("pk")
        )
        self.stdout.write(f"{number(written, 'message')} written.")
