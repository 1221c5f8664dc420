"""Reminding rota managers of what they have not answered in time.

    write_answer_reminders(unit=, slot=, now=)   -> number of messages written

`slot` is the local date and wall time it is for. Once a day, while something is due by the next
day or overdue, each manager gets one message with all of that.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from roster.answering import open_answers
from roster.models import OutboxMessage
from roster.rules.phrases import day, number
from roster.telling import Notice, tell_managers
from sites.models import Unit

REMINDER = OutboxMessage.Kind.REMINDER
SOON = timedelta(days=1)
SETTLE = timedelta(hours=2)  # nobody is reminded of what was asked only just now


@transaction.atomic
def write_answer_reminders(*, unit, slot, now) -> int:
    Unit.objects.select_for_update().get(pk=unit.pk)
    today = slot.date()
    about = f"answers-{unit.pk}-{today}"
    if unit.outbox.filter(message_id__startswith=f"<{about}-to-").exists():
        return 0
    found = [
        one
        for one in open_answers(unit, today)
        if one.due <= today + SOON and one.since <= now - SETTLE
    ]
    if not found:
        return 0
    notice = Notice(_heading(found, today), tuple(_line(one, today) for one in found), _page())
    return tell_managers(unit, about, notice, now, kind=REMINDER)


def _page():
    return reverse("asked")


def _heading(found, today):
    overdue = sum(one.due < today for one in found)
    said = f"Please answer: {number(len(found), 'thing waits', 'things wait')} for you"
    return f"{said}, {overdue} overdue" if overdue else said


def _line(one, today):
    when = "answer was due on" if one.due < today else "answer by"
    return f"{one.words}: {when} {day(one.due)}."
