"""What a role may do, and the only way to a unit.

One table says it; docs/permissions.md and the matrix over every route are tested against it. What
a person may not even see raises 404; what they see but may not do raises 403.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from sites.models import Area, Membership, Site, Unit, User, in_use, open_on

Role = Membership.Role
MANAGERS = {Role.ROTA_MANAGER, Role.ADMINISTRATOR}
DECIDERS = MANAGERS | {Role.APPROVER}

# What may be done in a unit: the words used in `to=`, their meaning, the roles that may.
MAY = {
    "see_draft": ("see rotas before they are published", DECIDERS | {Role.VIEWER}),
    "edit_rota": ("plan duties, fill, undo and redo", MANAGERS),
    "write_notes": ("read and write notes on the rota", MANAGERS),
    "submit_week": ("submit a week for approval", MANAGERS),
    "approve_week": ("approve a submitted week or send it back", {Role.APPROVER}),
    "override_breach": ("accept a breach with a reason", {Role.APPROVER}),
    "publish_week": ("publish an approved week", DECIDERS),
    "close_week": ("close a week that is over, for pay", MANAGERS),
    "see_outbox": ("see every message and how its sending went", DECIDERS),
    "retry_message": ("send a message again, or hold it back", MANAGERS),
    "see_job_times": ("see when the jobs run and ran", DECIDERS),
    "set_job_times": ("set when the jobs run", {Role.ADMINISTRATOR}),
    "see_reasons": ("see the reason of an absence or an exemption", DECIDERS),
    "see_asked": ("see what people ask for, leave balances and swaps", DECIDERS),
    "answer_asked": ("answer requests, leave and swaps, or act for somebody", MANAGERS),
    "enter_absence": ("enter somebody's absence and choose who covers it", MANAGERS),
    "import_files": ("bring people and rotas in from files", MANAGERS),
    "export_draft": ("take a rota, its hours and a rota file away", MANAGERS),
    "export_person": ("take all that is kept about somebody away", {Role.ADMINISTRATOR}),
    "see_people": ("see people, their posts, sites and scope", DECIDERS | {Role.VIEWER}),
    "see_personal": ("see contacts, reasons, second jobs and history", DECIDERS),
    "edit_people": ("write what is known about people", MANAGERS),
    "name_deputies": (
        "say who approves for them on some dates",
        {Role.APPROVER, Role.ADMINISTRATOR},
    ),
    "name_any_deputy": ("say who approves for any approver", {Role.ADMINISTRATOR}),
    "give_roles": ("say what a login may do in the unit", {Role.ADMINISTRATOR}),
    "set_up": ("set up sites, shift types and demand", MANAGERS),
    "see_rules": ("read the rules and what they are set to", set(Role)),
    "set_rules": ("set rules and what auto-fill aims at, exempt somebody", MANAGERS),
    "see_releases": ("see the published weeks of the unit", set(Role)),
}


def roles_of(user):
    """The user's roles by unit id. Read once a request: the answer is kept on the user."""
    if not user.is_authenticated:
        return {}
    if not hasattr(user, "_roles_by_unit"):
        user._roles_by_unit = {}
        held = user.memberships.on(timezone.localdate())
        for unit_id, role in held.values_list("unit_id", "role"):
            user._roles_by_unit.setdefault(unit_id, set()).add(role)
    return user._roles_by_unit


def may(user, unit_id, to):
    """Whether the user has a role in the unit that may do this."""
    return bool(roles_of(user).get(unit_id, set()) & MAY[to][1])


def unit_ids(user, to):
    """The units in which the user may do this."""
    return [unit_id for unit_id in roles_of(user) if may(user, unit_id, to)]


def units_visible_to(user, to="see_releases"):
    return Unit.objects.filter(pk__in=unit_ids(user, to))


def sites_visible_to(user, to="see_releases"):
    return Site.objects.filter(unit_id__in=unit_ids(user, to))


def require(user, unit_id, *, see, to):
    """404 unless the user may `see` in the unit, 403 unless they may also do `to`."""
    if not may(user, unit_id, see):
        raise Http404("There is no such page, or it is not yours to see.")
    if not may(user, unit_id, to):
        raise PermissionDenied(f"Your role does not let you {MAY[to][0]}.")


def unit_for(user, pk, to="see_releases"):
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None:
        raise Http404("There is no such unit.")
    require(user, unit.pk, see="see_releases", to=to)
    return unit


def is_begun():
    """Whether there is any unit: without one nobody can sign in."""
    return Unit.objects.exists()


def may_begin():
    """Whether the first unit may be started in the browser, by whoever holds the secret."""
    return bool(settings.SETUP_SECRET) and not is_begun()


def areas_of(unit, on=None):
    """Every area of a unit's sites, or those in use on a date, for who may see the unit."""
    areas = Area.objects.filter(site__unit=unit).select_related("site")
    return areas if on is None else areas.filter(in_use(on), in_use(on, "site__"))


def approvers_of(unit, user):
    """For whom the user may name deputies, by stage; and these deputies, the latest first."""
    held = Membership.objects.filter(unit=unit, role=Role.APPROVER).select_related("user")
    own = held.filter(deputy_for=None).order_by("stage", "pk")
    deputies = held.exclude(deputy_for=None).select_related("deputy_for")
    if not may(user, unit.pk, "name_any_deputy"):
        own, deputies = own.filter(user=user), deputies.filter(deputy_for=user)
    return own, deputies.order_by("-until", "pk")


def units_approved_by(user):
    """Those in which the user approves for themselves, and so may name a deputy."""
    own = user.memberships.filter(role=Role.APPROVER, deputy_for=None)
    return Unit.objects.filter(memberships__in=own).distinct()


def roles_given(unit):
    """Every role but staff that a login holds in the unit for itself, by name of its holder."""
    held = Membership.objects.filter(unit=unit, deputy_for=None).exclude(role=Role.STAFF)
    return held.select_related("user").order_by("user__name", "user__email", "role", "stage")


def role_given(user, unit, pk):
    """One of them, for who may take it away."""
    unit = unit_for(user, unit, to="give_roles")
    held = roles_given(unit).filter(pk=pk).first()
    if held is None:
        raise Http404("There is no such role. Perhaps it was taken away.")
    return held


def holders(unit, roles, today):
    """The logins that hold any of these roles in a unit on a date; deputies' end.

    The unit and the date may be expressions.
    """
    held = Membership.objects.filter(unit=unit).on(today).filter(role__in=roles)
    return User.objects.filter(open_on(today), memberships__in=held).distinct()


def logins_of(unit):
    is_open = open_on(timezone.localdate())
    return User.objects.filter(is_open, memberships__unit=unit).distinct().order_by("name")


def deputy_for(user, unit, pk):
    """A deputy's membership in the unit, for who may name them."""
    unit = unit_for(user, unit, to="name_deputies")
    deputy = approvers_of(unit, user)[1].filter(pk=pk).first()
    if deputy is None:
        raise Http404("There is no such deputy.")
    return deputy
