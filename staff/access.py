"""The only way to a person."""

from functools import cache

from django.db.models import F
from django.http import Http404

from sites.access import may, require, unit_ids
from sites.models import Unit
from staff.models import (
    AgreedPattern,
    Credential,
    Employment,
    HeldCompetency,
    JustifiedPlace,
    OtherWork,
    Person,
    ScopeEntry,
    SiteInduction,
    StudyPlan,
    StudyTerm,
    WorkingTimeOptOut,
)

UNIT = [field.attname for field in Unit._meta.concrete_fields]
# What an address calls a kind of fact about a person.
KINDS = {
    "employment": Employment,
    "site": SiteInduction,
    "scope": ScopeEntry,
    "competency": HeldCompetency,
    "credential": Credential,
    "justifies": JustifiedPlace,
    "opt-out": WorkingTimeOptOut,
    "study": StudyPlan,
    "term": StudyTerm,
    "pattern": AgreedPattern,
    "other-work": OtherWork,
}


def person_of(user):
    """The person a login belongs to; 404 for a login that is nobody on the rota."""
    person = next(iter(Person.objects.raw(_of_login(), [user.pk])), None)
    if person is None:
        raise Http404("Your login does not belong to anybody on the rota. Ask your rota manager.")
    unit = [getattr(person, f"its_{name}") for name in UNIT]
    person.unit = Unit.from_db(person._state.db, UNIT, unit)
    user.person = person  # kept on the user: the menu asks for it once more
    return person


@cache
def _of_login():
    """SQL of a login's person with their unit. To make it takes longer than to be answered."""
    its = {f"its_{name}": F(f"unit__{name}") for name in UNIT}
    return Person.objects.filter(user=0).order_by().annotate(**its).query.sql_with_params()[0]


def person_for(user, pk, to="see_releases"):
    person = Person.objects.select_related("unit").filter(pk=pk).first()
    if person is None:
        raise Http404("There is no such person.")
    require(user, person.unit_id, see="see_releases", to=to)
    return person


def people_of(unit):
    """Everybody on a unit's rota, for a login that may see the unit."""
    return Person.objects.filter(unit=unit).select_related("unit")


def people_listed_to(user):
    """The people of the units whose people the user may look through."""
    return Person.objects.filter(unit_id__in=unit_ids(user, "see_people"))


def person_page_for(user, pk):
    """A person for who may see people, or for the person."""
    joined = ("unit", "user", "reports_to", "responsible_to", "study_plan")
    person = Person.objects.select_related(*joined).filter(pk=pk).first()
    if person is None:
        raise Http404("There is no such person.")
    if person.user_id != user.pk:
        require(user, person.unit_id, see="see_releases", to="see_people")
    return person


def sees_personal(user, person):
    """Whether the user is the person, or one of those who decide about them."""
    return person.user_id == user.pk or may(user, person.unit_id, "see_personal")


def ledger_for(user, pk):
    """A person whose leave and hours the user may read: their own, or as one who decides."""
    person = person_page_for(user, pk)
    if person.user_id != user.pk:
        require(user, person.unit_id, see="see_releases", to="see_personal")
    return person


def fact_for(user, person, kind, row=None, to="edit_people"):
    """A fact of a kind about the person `person`; without `row` a new one, not yet kept."""
    if kind not in KINDS:
        raise Http404("There is no such kind of fact.")
    held, model = person_for(user, person, to=to), KINDS[kind]
    if row is None:
        return _new(model, held)
    owner = {"plan__person": held} if model is StudyTerm else {"person": held}
    fact = model.objects.filter(pk=row, **owner).first()
    if fact is None:
        raise Http404("There is no such fact about this person. Perhaps it was removed.")
    return fact


def entry_for(user, person, kind, row, to="edit_people"):
    """A scope entry or a competency held: what can be extended and suspended."""
    if kind not in ("scope", "competency"):
        raise Http404("Only a scope entry or a competency is extended or suspended.")
    return fact_for(user, person, kind, row, to=to)


def own_work(user, pk):
    """Other work that the login's own person declared; to everybody else there is none."""
    found = OtherWork.objects.filter(pk=pk, person__user=user).select_related("person__unit")
    return _own(found, "You declared no such work.")


def own_opt_out(user, pk):
    """An opt-out of the login's own person."""
    found = WorkingTimeOptOut.objects.filter(pk=pk, person__user=user)
    return _own(found.select_related("person__unit"), "You have no such opt-out.")


def _own(rows, otherwise):
    found = rows.first()
    if found is None:
        raise Http404(otherwise)
    return found


def _new(model, person):
    plan = StudyPlan.objects.filter(person=person).first()
    if model is StudyTerm:
        if plan is None:
            raise Http404("There is no study plan yet: say first which weekday it is.")
        return StudyTerm(plan=plan)
    if model is Employment:
        return Employment(person=person, **_last_post(person))
    return plan if model is StudyPlan and plan else model(person=person)


def _last_post(person):
    """What a new employment begins as: the last one's role, band and hours."""
    names = ("role", "band", "weekly_minutes", "days_per_week")
    return person.employments.order_by("-starts").values(*names).first() or {}
