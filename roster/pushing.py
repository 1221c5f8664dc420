"""Telling phones at once: the browser's maker hands a message on, which only that browser reads.

    public_key()                         what a browser asks for with; empty: it is switched off
    subscribe(device=, typed=, now=)     -> PushAddress; raises PushRefused in a sentence
    unsubscribe(device=)                 -> None
    write_pushes(messages)               -> number of rows written, in the caller's transaction

Sending them is another matter (see sending_pushes).
"""

import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from urllib.parse import urlsplit

from celery import current_app
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from roster.locking import Refused
from roster.models import Push, PushAddress
from sites.models import open_on

log = logging.getLogger(__name__)


class PushRefused(Refused):
    """This browser cannot be told like this."""


def public_key() -> str:
    return _public(settings.PUSH_KEY) if settings.PUSH_KEY else ""


@cache
def _public(key):
    number = int.from_bytes(urlsafe_b64decode(key + "="))
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return urlsafe_b64encode(point.public_bytes(*form)).decode().rstrip("=")


@transaction.atomic
def subscribe(*, device, typed, now) -> PushAddress:
    """`typed` is what the browser gave: endpoint, p256dh, auth. It is this device's from now on,
    whoever's it was.
    """
    if not settings.PUSH_KEY:
        raise PushRefused("Telling phones at once is switched off here.")
    if device is None:
        raise PushRefused("Sign in again on this phone first, then switch it on.")
    _refuse(typed)
    PushAddress.objects.filter(Q(device=device) | Q(endpoint=typed["endpoint"])).delete()
    return PushAddress.objects.create(device=device, since=now, **typed)


def _refuse(typed):
    if not is_service(typed["endpoint"]):
        raise PushRefused(
            "Your browser's push service is not one that Fairweek sends to. Ask who runs Fairweek "
            "to add it."
        )
    try:
        point, secret = (urlsafe_b64decode(typed[name] + "===") for name in ("p256dh", "auth"))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        secret = b""
    if len(secret) != 16:
        raise PushRefused("Your browser sent keys that cannot be read. Reload the page and retry.")


def is_service(endpoint) -> bool:
    """Whether Fairweek may post there: it is a stranger's address, and servers hear it say so."""
    try:
        asked = urlsplit(endpoint)
        return any(_is_of(asked, urlsplit(service)) for service in settings.PUSH_SERVICES)
    except ValueError:
        return False


def _is_of(asked, service):
    host = asked.hostname or ""
    near = host == service.hostname or host.endswith(f".{service.hostname}")
    plain = asked.username is None and asked.password is None
    return plain and near and (asked.scheme, asked.port) == (service.scheme, service.port)


def unsubscribe(*, device) -> None:
    PushAddress.objects.filter(device=device).delete()


def write_pushes(messages) -> int:
    """A row for each phone of each one told, and a sender woken after the commit."""
    if not settings.PUSH_KEY or not messages:
        return 0
    users = {message: _login(message) for message in messages}
    at = {}
    is_open = open_on(timezone.localdate(messages[0].created_at), "device__user__")
    reached = PushAddress.objects.filter(is_open, device__user__in=users.values())
    for address in reached.select_related("device"):
        at.setdefault(address.device.user_id, []).append(address)
    rows = [
        Push(address=address, message=message, due_at=message.due_at)
        for message, user in users.items()
        for address in at.get(user, ())
    ]
    Push.objects.bulk_create(rows)
    if rows:
        transaction.on_commit(_wake)
    return len(rows)


def _login(message):
    return message.user_id or message.person.user_id


def _wake():
    try:
        current_app.send_task("roster.sweep_pushes", retry=False)
    except (OperationalError, OSError) as fault:
        log.warning("No worker could be woken (%s); the sweep will send.", type(fault).__name__)
