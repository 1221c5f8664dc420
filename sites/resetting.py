"""The email with a link to choose a new password; none where the address has no login, and none
so soon after the last: nobody's mail is flooded by a stranger who asks again and again.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.db.models import Q
from django.utils import timezone

from sites.emails import same_email
from sites.models import User, open_on

PAUSE = timedelta(minutes=5)


class LinkForm(PasswordResetForm):
    def __init__(self, data, now):
        super().__init__(data)
        self.now = now

    def get_users(self, email):
        """Also whoever has no password yet: they have signed in by codes so far."""
        is_open = open_on(timezone.localdate(self.now))
        its = User.objects.filter(is_open, email=same_email(email))
        rested = Q(link_sent_at=None) | Q(link_sent_at__lte=self.now - PAUSE)
        return its if its.filter(rested).update(link_sent_at=self.now) else ()


def send_link(*, email, now):
    form = LinkForm({"email": email}, now)
    if form.is_valid():
        form.save(
            email_template_name="sites/reset_password_email.txt",
            subject_template_name="sites/reset_password_subject.txt",
            use_https=settings.BASE_URL.startswith("https://"),
            domain_override=settings.BASE_URL.partition("://")[2],
            extra_email_context={"base_url": settings.BASE_URL},
        )
