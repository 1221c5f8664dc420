"""What the pages of logins and their roles show: a constant number of queries."""

from django.db.models import Q

from roster.approving import stage_words
from sites.access import roles_given
from sites.models import Membership


def roles_page(unit, stages):
    """Who holds which role, and the stages of approval at which nobody stands."""
    held = list(roles_given(unit))
    approve = {one.stage for one in held if one.role == Membership.Role.APPROVER}
    return {
        "held": [(one, one.stage and stage_words(one.stage, unit)) for one in held],
        "unmanned": [stage_words(stage, unit) for stage in stages if stage not in approve],
        "stages": [stage_words(stage, unit) for stage in stages],
    }


def logins_page(unit, today):
    """Who of those on the rota, now or later, has a login, would get one, or has no address."""
    there = Q(employments__until=None) | Q(employments__until__gte=today)
    people = list(unit.people.filter(there).select_related("user").distinct())
    without = [person for person in people if person.user is None]
    return {
        "having": len(people) - len(without),
        "new": [person for person in without if person.email],
        "nowhere": [person for person in without if not person.email],
    }
