"""A person's own page about the weekly email."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from roster.addresses import refused_addresses
from roster.choosing_mail import choose, chosen
from roster.job_forms import MailChoiceForm
from roster.job_times import weekly_of
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
