"""Telling this phone at once: switched on and off by whoever is signed in on it."""

from django.views.decorators.http import require_POST

from roster import pushing
from roster.asking_forms import sentences
from roster.locking import Refused
from roster.push_forms import PushForm
from roster.views.doing import answered
from sites.devices import device_of


@require_POST
def switch_on(request):
    form = PushForm(request.POST)

    def verb(now):
        if not form.is_valid():
            raise Refused(*sentences(form))
        pushing.subscribe(device=device_of(request), typed=form.cleaned_data, now=now)
        return "On: this phone is told at once when there is something to read."

    return answered(request, verb, "my-notices")


@require_POST
def switch_off(request):
    def verb(now):
        pushing.unsubscribe(device=device_of(request))
        return "Off: this phone is not told at once any more."

    return answered(request, verb, "my-notices")
