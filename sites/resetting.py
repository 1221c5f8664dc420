"""The email with a link to choose a new password; none where the address has no login."""

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.utils import timezone

from sites.emails import same_email
from sites.models import User, open_on


class LinkForm(PasswordResetForm):
    def get_users(self, email):
        """Also whoever has no password yet: they have signed in by codes so far."""
        return User.objects.filter(open_on(timezone.localdate()), email=same_email(email))


def send_link(*, email):
    form = LinkForm({"email": email})
    if form.is_valid():
        form.save(
            email_template_name="sites/reset_password_email.txt",
            subject_template_name="sites/reset_password_subject.txt",
            use_https=settings.BASE_URL.startswith("https://"),
            domain_override=settings.BASE_URL.partition("://")[2],
            extra_email_context={"base_url": settings.BASE_URL},
        )
