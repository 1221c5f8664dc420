"""What people want by email: the weekly one on a day or not at all, and which notices.

choose(person=, day=)                   -> MailChoice
chosen(person)                          -> the day, one of MailChoice.Day
choose_topics(user=, of=, mailed=)      of these topics, those that are mailed at once
unmailed(user)                          -> {NoMail.Topic, ...}
"""

from django.db import transaction

from roster.models import MailChoice, NoMail


def choose(*, person, day) -> MailChoice:
    return MailChoice.objects.update_or_create(person=person, defaults={"day": day})[0]


def chosen(person) -> str:
    found = MailChoice.objects.filter(person=person).first()
    return found.day if found else MailChoice.Day.UNIT


@transaction.atomic
def choose_topics(*, user, of, mailed) -> None:
    NoMail.objects.filter(user=user, topic__in=mailed).delete()
    rows = [NoMail(user=user, topic=topic) for topic in of if topic not in mailed]
    NoMail.objects.bulk_create(rows, ignore_conflicts=True)


def unmailed(user) -> set:
    return set(NoMail.objects.filter(user=user).values_list("topic", flat=True))
