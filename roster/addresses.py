"""Who cannot be reached by email: no address is known, or the mail server refused it.

    unreachable(unit_ids, on)     -> (Unreachable, ...)   of everybody employed on a date
    refused_addresses(unit_ids)   -> {person id: the address}

An address is refused until a message to it has been sent, or until it is another one.
"""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from roster.models import OutboxMessage
from staff.models import Employment, Person

State = OutboxMessage.State


@dataclass(frozen=True)
class Unreachable:
    """Somebody, and the address that was refused; blank: none is known."""

    name: str
    address: str


def unreachable(unit_ids, on) -> tuple[Unreachable, ...]:
    refused = refused_addresses(unit_ids)
    people = Person.objects.filter(unit_id__in=unit_ids).filter(Q(email="") | Q(pk__in=refused))
    lasting = Q(until__isnull=True) | Q(until__gte=on)
    employed = Employment.objects.filter(lasting, person=OuterRef("pk"), starts__lte=on)
    found = people.filter(Exists(employed)).order_by("position", "pk")
    return tuple(Unreachable(person.name, person.email) for person in found)


def refused_addresses(unit_ids) -> dict[int, str]:
    sent = OutboxMessage.objects.filter(
        person=OuterRef("person"),
        recipient=OuterRef("recipient"),
        state=State.SENT,
        created_at__gte=OuterRef("created_at"),
    )
    refused = OutboxMessage.objects.filter(
        ~Exists(sent),
        person__unit_id__in=unit_ids,
        refused=True,
        recipient=F("person__email"),
    ).exclude(recipient="")
    return dict(refused.order_by().values_list("person_id", "recipient"))
