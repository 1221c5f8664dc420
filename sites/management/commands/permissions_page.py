from django.conf import settings
from django.core.management.base import BaseCommand

from sites.permissions_page import page


class Command(BaseCommand):
    help = "Write docs/permissions.md from the table of what a role may do."

    def handle(self, **_):
        (settings.BASE_DIR / "docs" / "permissions.md").write_text(page(), encoding="utf-8")
