"""The only way to a person."""

from django.http import Http404

from sites.access import require, unit_ids
from staff.models import Person


def person_of(user):
    """The person a login belongs to; 404 for a login that is nobody on the rota."""
    person = Person.objects.select_related("unit").filter(user=user).first()
    if person is None:
        raise Http404("Your login does not belong to anybody on the rota. Ask your rota manager.")
    user.person = person  # kept on the user: the menu asks for it once more
    return person


def people_visible_to(user):
    return Person.objects.filter(unit_id__in=unit_ids(user, "see_releases"))


def person_for(user, pk, to="see_releases"):
    person = Person.objects.select_related("unit").filter(pk=pk).first()
    if person is None:
        raise Http404("There is no such person.")
    require(user, person.unit_id, see="see_releases", to=to)
    return person


def people_of(unit):
    """Everybody on a unit's rota, for a login that may see the unit."""
    return Person.objects.filter(unit=unit).select_related("unit")
