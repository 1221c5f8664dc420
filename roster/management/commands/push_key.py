"""manage.py push_key: a new key for telling phones at once, for FAIRWEEK_PUSH_KEY."""

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Print a new key for FAIRWEEK_PUSH_KEY. Phones that an older key is known to ask anew."

    def handle(self, *args, **options):
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        self.stdout.write(urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("="))
