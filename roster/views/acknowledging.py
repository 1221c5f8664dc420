"""Saying on My rota that a change is known."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from roster.acknowledging import acknowledge as say_known
from staff.access import person_of


@require_POST
def acknowledge(request):
    typed = request.POST.getlist("change")
    keys = [int(key) for key in typed if key.isdecimal() and len(key) < 19]
    if say_known(person=person_of(request.user), keys=keys, now=timezone.now()):
        messages.success(request, "Thank you. Your rota manager sees that you know.")
    return redirect("my-rota")
