from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from roster.dumping import DatedDemand, DumpRefused, dump_rota
from roster.rotafile.files import write_file


class Command(BaseCommand):
    help = "Write a rota of the database to a file, with all that its rules need."

    def add_arguments(self, parser):
        parser.add_argument("unit", metavar="UNIT", help="the unit's code")
        parser.add_argument("starts", metavar="STARTS", help="the rota's first Monday, YYYY-MM-DD")
        parser.add_argument("-o", "--output", metavar="FILE", required=True)
        parser.add_argument(
            "--weekly-demand",
            action="store_true",
            help="leave out what is asked on single dates, where a file cannot say it",
        )

    def handle(self, unit, starts, output, weekly_demand, **_):
        try:
            write_file(output, dump_rota(unit, starts, weekly_demand=weekly_demand))
        except DatedDemand as refusal:
            raise CommandError(f"{refusal} With --weekly-demand it is left out.") from refusal
        except DumpRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, ValueError) as fault:
            why = getattr(fault, "strerror", None) or "it is no path"
            raise CommandError(f"{output} cannot be written: {why}") from fault
        except DatabaseError as fault:
            raise CommandError(f"The database says {fault}") from fault
