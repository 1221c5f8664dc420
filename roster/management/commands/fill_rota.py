import sys
from argparse import ArgumentTypeError
from functools import partial

from django.core.management.base import BaseCommand, CommandError

from roster.autofill.stopping import told_to_stop
from roster.management.commands.check_rota import write


def above_zero(text):
    """A number of seconds above 0. Raises ArgumentTypeError."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 86_400:
        raise ArgumentTypeError(f"{text!r} must be a number above 0, at most 86400")
    return seconds


def between(first, last):
    """A whole number in a span. What it returns raises ArgumentTypeError."""

    def parse(text):
        if not text.isascii() or not text.isdigit() or not first <= int(text) <= last:
            raise ArgumentTypeError(f"{text!r} must be a whole number from {first} to {last}")
        return int(text)

    return parse


class Command(BaseCommand):
    help = "Fill the uncovered demand of a rota file. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("-o", "--output", metavar="OUT", required=True)
        parser.add_argument("--seconds", type=above_zero, default=30)
        parser.add_argument("--seed", type=between(0, 2**31 - 1), default=1)
        parser.add_argument("--keep", action="store_true", help="all duties there are fixed")
        parser.add_argument("--workers", type=between(1, 64), default=2)
        parser.add_argument(
            "--parts",
            type=between(1, 10**9),
            help="a limit of work: with --workers 1 the same file and seed give the same rota",
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, file, output, json, **options):
        names = ("seconds", "seed", "keep", "workers", "parts")
        settings = {name: options[name] for name in names}
        try:
            with told_to_stop() as cancelled:
                out, err, code = _filled(file, output, json, cancelled=cancelled, **settings)
        except Exception as fault:  # a fault of ours: no traceback, unless --traceback asks for it
            said = f"{type(fault).__name__} while filling {file}: report this as a fault."
            raise CommandError(said, returncode=2) from fault
        write(sys.stdout, out)
        write(sys.stderr, err)
        sys.exit(code)


def _filled(*arguments, **settings):
    from roster.rotafile.filled import Progressing, fill_file  # see told_to_stop

    telling = Progressing(partial(write, sys.stderr))
    return fill_file(*arguments, telling.tell, **settings)
