"""People of a workbook in the database, and out of it again while nothing else hangs on them."""

from roster.keeping import create
from roster.locking import Refused
from staff.models import Employment, Person, PersonChange, SiteInduction

GIVEN = {"employment", "siteinduction", "personchange"}  # what an import gives a person


def keep_people(page) -> list[int]:
    """The new people of a page with their employment and sites; their keys. Raises Unstorable."""
    new = page.new_entries
    last = Person.objects.filter(unit=page.unit).count()
    people = create(
        Person,
        [
            {
                "unit": page.unit,
                "reference": entry.reference,
                "name": entry.name,
                "email": entry.email,
                "telephone": entry.telephone,
                "position": last + number,
            }
            for number, entry in enumerate(new)
        ],
    )
    create(Employment, [_employment(*pair) for pair in zip(people, new, strict=True)])
    inductions = [
        {"person": person, "site_id": page.sites[code]}
        for person, entry in zip(people, new, strict=True)
        for code in entry.sites or page.usual_sites
    ]
    create(SiteInduction, inductions)
    return [person.pk for person in people]


def _employment(person, entry):
    return {
        "person": person,
        "starts": entry.starts,
        "band": entry.band,
        "role": entry.role,
        "weekly_minutes": entry.minutes,
        "days_per_week": entry.days,
    }


def undo_people(keys) -> None:
    """Delete the people. Raises Refused where one has a duty, a login or anything else by now."""
    people = Person.objects.filter(pk__in=keys)
    busy = people.filter(user__isnull=False).first()
    for relation in Person._meta.related_objects:
        if busy is None and relation.related_model._meta.model_name not in GIVEN:
            rows = relation.related_model._base_manager.filter(
                **{f"{relation.field.name}__in": keys}
            )
            key = rows.values_list(f"{relation.field.name}", flat=True).first()
            busy = people.filter(pk=key).first() if key else None
    once = (Employment, PersonChange)
    grown = any(kind.objects.filter(person__in=keys).count() > len(keys) for kind in once)
    if busy is not None or grown:
        who = busy.name if busy else "Somebody"
        raise Refused(
            f"{who} has more by now than the import gave them. Nothing was undone: set the last "
            f"day of whoever should not be on the rota."
        )
    people.delete()
