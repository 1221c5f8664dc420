"""Somebody's own pages about email: the weekly one, and notices."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from roster.addresses import refused_addresses
from roster.choosing_mail import choose, choose_topics, chosen, unmailed
from roster.job_forms import MailChoiceForm, NoticeMailForm
from roster.job_times import weekly_of
from roster.models import NoMail
from sites.access import roles_of
from sites.models import Membership
from staff.access import person_of


@require_http_methods(["GET", "POST"])
def my_email(request):
    person = person_of(request.user)
    weekly = weekly_of(person.unit, timezone.localdate())
    form = MailChoiceForm(request.POST or None, weekly=weekly, day=chosen(person))
    if form.is_valid():
        choose(person=person, day=form.cleaned_data["day"])
        messages.success(request, "Your choice is kept. It holds from the next weekly email on.")
        return redirect("my-email")
    is_refused = person.pk in refused_addresses([person.unit_id])
    page = {"form": form, "person": person, "is_refused": is_refused}
    return render(request, "roster/my_email.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def notice_mail(request):
    """Which notices are mailed too: of those that the login gets."""
    topics = tuple(_topics(request.user))
    typed = request.POST if request.method == "POST" else None  # nothing ticked is a choice too
    form = NoticeMailForm(typed, topics=topics, unmailed=unmailed(request.user))
    if topics and form.is_valid():
        choose_topics(user=request.user, of=topics, mailed=form.cleaned_data["mailed"])
        messages.success(request, "Your choice is kept. It holds for what is told from now on.")
        return redirect("notice-mail")
    page = {"form": form, "topics": topics}
    return render(request, "roster/notice_mail.html", page, status=422 if form.is_bound else 200)


def _topics(user):
    """A person on a rota is told of their own, a rota manager of everybody's."""
    if hasattr(user, "person"):
        yield from (NoMail.Topic.ANSWERS, NoMail.Topic.SWAPS)
    if any(Membership.Role.ROTA_MANAGER in roles for roles in roles_of(user).values()):
        yield NoMail.Topic.ASKED
