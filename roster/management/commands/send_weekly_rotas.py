from django.core.management.base import BaseCommand
from django.utils import timezone

from roster.notifying import write_next_week


class Command(BaseCommand):
    help = "Write everybody's email about next week, from what is published. Twice has no effect."

    def handle(self, *_, **__):
        written = write_next_week(now=timezone.now())
        self.stdout.write(f"{written} message{'' if written == 1 else 's'} written.")
