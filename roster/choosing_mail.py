"""When a person wants the weekly email: a day of the week, the unit's day, or changes only.

choose(person=, day=)     -> MailChoice
chosen(person)            -> the day, one of MailChoice.Day
"""

from roster.models import MailChoice


def choose(*, person, day) -> MailChoice:
    return MailChoice.objects.update_or_create(person=person, defaults={"day": day})[0]


def chosen(person) -> str:
    found = MailChoice.objects.filter(person=person).first()
    return found.day if found else MailChoice.Day.UNIT
