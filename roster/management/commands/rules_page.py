from django.conf import settings
from django.core.management.base import BaseCommand

from roster.rules_page import page


class Command(BaseCommand):
    help = "Write docs/rules.md from the catalogue of rules."

    def handle(self, **_):
        (settings.BASE_DIR / "docs" / "rules.md").write_text(page(), encoding="utf-8")
