import contextlib
import os
import sys

from django.core.management.base import BaseCommand, CommandError

from roster.rotafile.report import check_file


class Command(BaseCommand):
    help = "Judge a rota file against the rules. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--repairs", action="store_true", help="say what would mend a breach")

    def handle(self, file, json, repairs, **_):
        try:
            out, err, code = check_file(file, json, repairs)
        except Exception as fault:  # a fault of ours: no traceback, unless --traceback asks for it
            said = f"{type(fault).__name__} while judging {file}: report this as a fault."
            raise CommandError(said, returncode=2) from fault
        write(sys.stdout, out)
        write(sys.stderr, err)
        sys.exit(code)


def write(stream, text):
    """The text as UTF-8, whatever the terminal thinks; a reader that has gone needs none."""
    try:
        stream.buffer.write(text.encode("utf-8", "replace"))
        stream.flush()
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
