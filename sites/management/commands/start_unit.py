"""A new unit and the login that sets it up: all the rest is done in the browser."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from sites.refusing import PlaceRefused
from sites.starting import start_unit


class Command(BaseCommand):
    help = "Start a unit, with the email of an administrator who signs in with a code by mail."

    def add_arguments(self, parser):
        parser.add_argument("code", help="such as IXF")
        parser.add_argument("name", help='such as "Interventional, X-ray and Fluoroscopy"')
        parser.add_argument("email", help="of the administrator")

    def handle(self, *, code, name, email, **_):
        try:
            validate_email(email.strip())
            user = start_unit(code=code, name=name, email=email)
        except ValidationError as fault:
            raise CommandError(f"{email} is no email address.") from fault
        except PlaceRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{name} is there. {user.email} signs in with a code by mail.")
