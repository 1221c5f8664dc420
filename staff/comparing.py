"""What a file changes of the facts about people, as lines of their history.

    with noted(unit, by=, now=, source="a rota file"): ...

Whatever is written within is compared with what stood before. Of somebody new one line says so.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager

from django.utils.text import capfirst

from staff import models
from staff.joining import PERSONAL
from staff.models import Person, PersonChange
from staff.wording import in_words, is_personal, what

NEEDS = {  # what the words of a fact read besides itself
    models.Employment: (),
    models.SiteInduction: ("site",),
    models.ScopeEntry: ("area__site",),
    models.HeldCompetency: ("competency",),
    models.Credential: (),
    models.JustifiedPlace: ("site", "area__site"),
    models.WorkingTimeOptOut: (),
    models.StudyPlan: (),
    models.StudyTerm: ("plan",),
    models.AgreedPattern: (),
    models.OtherWork: ("person__unit",),
}
OWN = ("name", "preceptee_until", "born", "supervises", "other_work_declared", "carried_minutes")
LONGEST = PersonChange._meta.get_field("what").max_length


@contextmanager
def noted(unit, *, by, now, source):
    known = dict(unit.people.values_list("pk", "name"))
    before = _facts(unit)
    yield
    people = dict(unit.people.values_list("pk", "name"))
    joined = {pk: [("Joined", "", name, False)] for pk, name in people.items() if pk not in known}
    lines = joined | _changed(before, _facts(unit), known)
    PersonChange.objects.bulk_create(
        PersonChange(
            person_id=person,
            at=now,
            by=by,
            what=f"{name}, by {source}"[:LONGEST],
            before=old,
            after=new,
            personal=personal,
        )
        for person, found in sorted(lines.items())
        for name, old, new, personal in found
    )


def _facts(unit):
    """How often a fact stands there: (person, what it is, whether it is personal): words."""
    found = defaultdict(Counter)
    for model, needs in NEEDS.items():
        whose = "plan__person" if model is models.StudyTerm else "person"
        for fact in model.objects.filter(**{f"{whose}__unit": unit}).select_related(*needs):
            owner = fact.plan.person_id if model is models.StudyTerm else fact.person_id
            found[owner, what(fact), is_personal(fact)][in_words(fact)] += 1
    for person in Person.objects.filter(unit=unit):
        for name in OWN:
            label = capfirst(Person._meta.get_field(name).verbose_name)
            found[person.pk, label, name in PERSONAL][_said(getattr(person, name))] += 1
    return found


def _said(value):
    return "" if value is None else str(value)


def _changed(before, after, known):
    """{person: (what, before, after, personal)} of those known before."""
    lines = defaultdict(list)
    for person, name, personal in dict.fromkeys([*before, *after]):
        key = person, name, personal
        gone, new = list(before[key] - after[key]), list(after[key] - before[key])
        if person in known:
            lines[person] += [(name, *pair, personal) for pair in _pairs(gone, new)]
    return lines


def _pairs(gone, new):
    """One that took the place of one; else what went, and what came."""
    if len(gone) == len(new) == 1:
        return [(gone[0], new[0])]
    return [*((old, "") for old in gone), *(("", one) for one in new)]
