import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from roster.editing import EditRefused
from roster.loading import load_rota
from roster.rotafile.faults import Unreadable
from roster.rotafile.files import read_file


class Command(BaseCommand):
    help = "Put a rota file into the database. A second load changes nothing, a bad file neither."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")

    def handle(self, file, **_):
        try:
            problem, name = read_file(file), Path(file).name
            rota = load_rota(problem, by=None, now=timezone.now(), source=name)
        except Unreadable as fault:
            self.stderr.write("\n".join(fault.lines), self.style.ERROR)
            sys.exit(2)
        except EditRefused as refusal:
            raise CommandError("\n".join(["Nothing was loaded.", *refusal.sentences])) from refusal
        except DatabaseError as fault:
            raise CommandError(f"Nothing was loaded: the database says {fault}") from fault
        self.stdout.write(f"{rota.unit.code}: the rota from {rota.starts} to {rota.until}.")
