"""What stands in the page's head: only what the login may open."""

from django.urls import reverse

from sites.access import unit_ids


def menu(request):
    """The menu's entries for the login, as dicts of label, address and whether it is this page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    entries = [("My rota", "my-rota", hasattr(user, "person"))]
    entries += [("Rotas", "rotas", unit_ids(user, "see_draft"))]
    entries += [("Asked", "asked", unit_ids(user, "see_asked"))]
    entries += [("People", "people", unit_ids(user, "see_people"))]
    entries += [("Set-up", "set-up-home", unit_ids(user, "set_up"))]
    entries += [("Outbox", "outbox", unit_ids(user, "see_outbox"))]
    entries += [("Rules", "rules", unit_ids(user, "see_rules"))]
    return {"menu": [_entry(request, label, name) for label, name, shown in entries if shown]}


def _entry(request, label, name):
    address = reverse(name)
    return {"label": label, "address": address, "here": address in request.path}
