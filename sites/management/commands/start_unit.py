"""A new unit and the login that sets it up: all the rest is done in the browser."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from sites.models import Membership, Unit, User


class Command(BaseCommand):
    help = "Start a unit, with the email of an administrator who signs in with a code by mail."

    def add_arguments(self, parser):
        parser.add_argument("code", help="such as IXF")
        parser.add_argument("name", help='such as "Interventional, X-ray and Fluoroscopy"')
        parser.add_argument("email", help="of the administrator")

    @transaction.atomic
    def handle(self, *, code, name, email, **_):
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError as fault:
            raise CommandError(f"{email} is no email address.") from fault
        if Unit.objects.filter(code=code).exists():
            raise CommandError(f"There is a unit {code} already. Nothing was changed.")
        unit = Unit.objects.create(code=code, name=name)
        user = User.objects.filter(email=email).first()
        user = user or User.objects.create_user(email, None)
        for role in (Membership.Role.ADMINISTRATOR, Membership.Role.ROTA_MANAGER):
            Membership.objects.create(user=user, unit=unit, role=role)
        self.stdout.write(f"{name} is there. {email} signs in with a code by mail.")
