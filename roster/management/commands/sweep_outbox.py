from django.core.management.base import BaseCommand
from django.utils import timezone

from roster.sending import send_due


class Command(BaseCommand):
    help = "Send every message that is due, once. A second run sends nothing again."

    def handle(self, *_, **__):
        tally = send_due(now=timezone.now())
        self.stdout.write(
            f"{tally.sent} sent, {tally.later} to be tried again, {tally.failed} failed."
        )
