"""Signing in by a code that comes by email.

    send_code(email=, now=)          mails one where the address has a login, not too often
    user_of(email=, code=, now=)     whose code it is, or None; a code opens the door once

Nothing here tells a reader which addresses have a login: both say as much of one that has none.
"""

import secrets
from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from sites.emails import same_email
from sites.models import SignInCode, User, open_on

VALID = timedelta(minutes=10)
TRIES = 5  # of one code, six digits long
OFTEN = timedelta(hours=1)
CODES = 5  # at most, so often


def send_code(*, email, now):
    is_open = open_on(timezone.localdate(now))
    user = User.objects.filter(is_open, email=same_email(email)).first()
    if user is None:
        return
    code = f"{secrets.randbelow(10**6):06}"
    if _keep(user, code, now):
        minutes = VALID.seconds // 60
        text = render_to_string("sites/code_email.txt", {"code": code, "minutes": minutes})
        send_mail("Your code to sign in to Fairweek", text, None, [user.email])


@transaction.atomic
def _keep(user, code, now):
    """Whether the code is kept, in place of the one before; not where too many were sent lately."""
    User.objects.select_for_update().get(pk=user.pk)
    last = SignInCode.objects.filter(user=user).first()
    lately = last.sent_lately + 1 if last and now - last.sent_at < OFTEN else 1
    if lately > CODES:
        return False
    values = {"hash": _hash(user, code), "sent_at": now, "sent_lately": lately, "tries": 0}
    SignInCode.objects.update_or_create(user=user, defaults=values)
    return True


def user_of(*, email, code, now):
    is_open = open_on(timezone.localdate(now), "user__")
    asked = SignInCode.objects.filter(
        is_open, user__email=same_email(email), sent_at__gt=now - VALID
    )
    # Counted before it is compared: of many guesses at once no more than these are.
    if not asked.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return None
    kept = asked.select_related("user").get()
    if not constant_time_compare(kept.hash, _hash(kept.user, code.strip())):
        return None
    taken = asked.filter(hash=kept.hash).update(hash="")
    return kept.user if taken else None


def _hash(user, code):
    return salted_hmac("sites.codes", f"{user.pk}:{code}", algorithm="sha256").hexdigest()
