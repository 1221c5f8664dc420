from argparse import ArgumentTypeError
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from roster.demonstrating import LOGINS, PASSWORD, load_demo
from roster.editing import EditRefused
from roster.locking import Refused

FILE = settings.BASE_DIR / "demo" / "ixf.json"


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration department. A second run does nothing."

    def add_arguments(self, parser):
        said = "the date it lies around, YYYY-MM-DD; today if not given"
        parser.add_argument("--today", type=_day, help=said)

    def handle(self, today, **_):
        try:
            rota = load_demo(data=FILE.read_bytes(), today=today or timezone.localdate())
        except (Refused, EditRefused) as refusal:
            raise CommandError("\n".join(["Nothing was loaded.", *refusal.sentences])) from refusal
        except DatabaseError as fault:
            raise CommandError(f"Nothing was loaded: the database says {fault}") from fault
        self.stdout.write(self._said(rota))
        self.stdout.write(self._logins())

    def _said(self, rota):
        if rota is None:
            return "The demonstration department is here already. Nothing was changed."
        return f"{rota.unit.code}: the rota from {rota.starts} to {rota.until} is loaded."

    def _logins(self):
        rows = [("Sign in as", "Email", "Password")]
        rows += [(login.words, login.email, PASSWORD) for login in LOGINS]
        return "\n".join(f"  {words:36} {email:34} {password}" for words, email, password in rows)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"{text} is no date; write it YYYY-MM-DD") from fault
