"""What Celery does for signing in: so no answer takes longer for an address that has a login."""

from celery import shared_task
from django.utils import timezone

from sites import codes, resetting


@shared_task(name="sites.send_code")
def send_code(email):
    codes.send_code(email=email, now=timezone.now())


@shared_task(name="sites.send_reset_link")
def send_reset_link(email):
    resetting.send_link(email=email, now=timezone.now())
