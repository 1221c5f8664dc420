"""A login is open until it is closed, or until its last day is over.

    OpenLogins              signs in, and keeps signed in, whoever has an open login
    open_again(user)        without the old password, and so without the old sessions
    without_administrator(user)     the units where nobody else stays administrator

`open_on` (models) says the same of many logins in a query.
"""

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from sites import devices
from sites.models import Membership, Unit


class OpenLogins(ModelBackend):
    """Django asks it at every request: a session ends the moment that its login does."""

    def user_can_authenticate(self, user):
        return user.is_open_on(timezone.localdate())


def open_again(user):
    """The caller saves it. Who comes back chooses a password anew, or signs in by codes."""
    user.is_active = True
    user.set_unusable_password()
    devices.forget_all(user)


def without_administrator(user):
    administer = Membership.objects.filter(role=Membership.Role.ADMINISTRATOR)
    stay = administer.filter(user__is_active=True, user__until=None).exclude(user=user)
    units = Unit.objects.filter(pk__in=administer.filter(user=user).values("unit"))
    return units.exclude(pk__in=stay.values("unit"))
