import sys

from django.core.management.base import BaseCommand

from roster.rotafile.faults import Unreadable
from roster.rotafile.files import read_file
from roster.rotafile.report import report


class Command(BaseCommand):
    help = "Judge a rota file against the rules. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, file, json, **_):
        try:
            text, code = report(read_file(file), file, json)
        except Unreadable as fault:
            sys.stderr.buffer.write(("\n".join(fault.lines) + "\n").encode("utf-8", "replace"))
            sys.exit(2)
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.flush()
        sys.exit(code)
