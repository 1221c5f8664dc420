"""Where a login is signed in, and how to end that from anywhere.

remember(request, now=)      just signed in; `keep`: for a year, else till it closes
seen(request, today=)        that it was used, once a day
device_of(request)           the one of this browser; None where it is not known
forget(request)              this browser, about to be signed out
forget_all(user)             every one, where a new password has ended their sessions
end(user, pk)                one of the user's own, wherever it is; None where there is none
"""

from importlib import import_module

from django.conf import settings
from django.utils import timezone

from sites.models import Device

KEY = "device"
BROWSERS = (("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("OPR", "Opera"))
BROWSERS += (("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"))
BROWSERS += (("CriOS", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"))
SYSTEMS += (("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))


def remember(request, *, now, keep=None):
    """Also after a new password, which gives the session another key; `keep` stays as it was."""
    if keep is False:
        request.session.set_expiry(0)
    request.session[KEY] = str(now.date())
    request.session.save()
    Device.objects.filter(user=request.user, session_key=request.session.session_key).delete()
    Device.objects.create(
        user=request.user,
        session_key=request.session.session_key,
        name=named(request.headers.get("User-Agent", "")),
        since=now,
        seen_on=now.date(),
    )


def seen(request, *, today):
    if request.session.get(KEY, str(today)) == str(today):
        return
    request.session[KEY] = str(today)
    Device.objects.filter(session_key=request.session.session_key).update(seen_on=today)


def device_of(request):
    return Device.objects.filter(session_key=request.session.session_key, user=request.user).first()


def forget(request):
    if request.session.session_key:
        Device.objects.filter(session_key=request.session.session_key).delete()


def forget_all(user):
    user.devices.all().delete()


def end(user, pk):
    device = Device.objects.filter(user=user, pk=pk).first()
    if device:
        import_module(settings.SESSION_ENGINE).SessionStore(device.session_key).delete()
        device.delete()
    return device


def named(agent):
    """A browser and a system as people say them: Safari on iPhone."""
    browser = next((name for word, name in BROWSERS if word in agent), "A browser")
    system = next((name for word, name in SYSTEMS if word in agent), "")
    return f"{browser} on {system}" if system else browser


class SeenMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        seen(request, today=timezone.localdate())
        return self.get_response(request)
