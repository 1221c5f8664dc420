from django.core.management.base import BaseCommand
from django.utils import timezone

from roster.coming_due import publish_due_weeks


class Command(BaseCommand):
    help = "Publish the approved weeks that begin within the lead time; say why others are not."

    def handle(self, *_, **__):
        due = publish_due_weeks(now=timezone.now())
        for found in due:
            self.stdout.write(f"{found.week.rota.unit.code} {found.week.monday}: {_said(found)}")
        published = sum(found.release is not None for found in due)
        self.stdout.write(f"{published} published, {len(due) - published} not ready.")


def _said(found):
    return f"release {found.release.number}." if found.release else " ".join(found.sentences)
