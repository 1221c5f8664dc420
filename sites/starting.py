"""A new unit, and the login that sets it up: all the rest is done in the browser.

    start_unit(code=, name=, email=)                          -> the login, which gets codes by mail
    start_first_unit(code=, name=, email=, called=, password=)    only while there is no unit

Raises PlaceRefused in sentences.
"""

from django.db import connection, transaction

from sites.emails import same_email
from sites.models import Membership, Unit, User
from sites.refusing import PlaceRefused

ROLES = (Membership.Role.ADMINISTRATOR, Membership.Role.ROTA_MANAGER)


@transaction.atomic
def start_unit(*, code, name, email, called="", password=None) -> User:
    """A login that is there already is given the unit; its name and password stay its own."""
    if Unit.objects.filter(code=code).exists():
        raise PlaceRefused(f"There is a unit {code} already. Nothing was changed.")
    email = same_email(email)
    user = User.objects.filter(email=email).first()
    if user is not None and password is not None:
        raise PlaceRefused(f"{email} has a login already, with a password of its own.")
    user = user or User.objects.create_user(email, password, name=called)
    unit = Unit.objects.create(code=code, name=name)
    for role in ROLES:
        Membership.objects.create(user=user, unit=unit, role=role)
    return user


@transaction.atomic
def start_first_unit(**said) -> User:
    _wait_for_others()
    if Unit.objects.exists():
        raise PlaceRefused("A unit was started meanwhile. Its administrator gives you a login.")
    return start_unit(**said)


def _wait_for_others():
    """Of two at once the second finds the first's unit: here no row is there yet to be locked.

    On SQLite every transaction waits for the one before from its first line.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Unit._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
