"""What a person declares of themselves: work elsewhere, that there is none, an opt-out withdrawn.

    declare_work(person=, employer=, spans=, by=, now=, today=)   -> [OtherWork], one of each span
    declare_nothing_new(person=, by=, now=, today=)               -> None
    withdraw_work(works=, by=, now=, today=)                      -> None
    withdraw_opt_out(opt_out=, by=, now=, today=)                 -> None

Raises FactRefused in sentences. What has begun was worked and stays: it counts for averages yet.
Each leaves a line of history, and all but the last are a declaration of this year's (R-12).
"""

from datetime import timedelta

from django.db import transaction

from staff.models import OtherWork
from staff.recording import FactRefused, keep_fact, note_change
from staff.wording import in_words, on, what

BACK, AHEAD = timedelta(days=17 * 7), timedelta(days=366)
LONGEST = timedelta(hours=24)


@transaction.atomic
def declare_work(*, person, employer, spans, by, now, today):
    """`spans` are (starts, ends) as instants with a zone, in their order."""
    _refuse(person, spans, today)
    works = [
        OtherWork(person=person, employer=employer, starts=starts, ends=ends)
        for starts, ends in spans
    ]
    OtherWork.objects.bulk_create(works)
    note_change(person, what(works[0]), "", _said(works), by=by, now=now, personal=True)
    _declared(person, by, now, today)
    return works


def _refuse(person, spans, today):
    first, last = spans[0][0].date(), spans[-1][0].date()
    if first < today - BACK:
        raise FactRefused(f"{on(first)} is more than 17 weeks ago: it counts for nothing any more.")
    if last > today + AHEAD:
        raise FactRefused(f"{on(last)} is more than a year ahead. Declare it later.")
    if any(ends - starts > LONGEST for starts, ends in spans):
        raise FactRefused("One piece of work lasts a day at most. Declare more of them.")
    held = person.other_work.filter(starts__lt=spans[-1][1], ends__gt=spans[0][0])
    for work in held:
        if any(starts < work.ends and work.starts < ends for starts, ends in spans):
            raise FactRefused(f"You declared other work at that time already: {in_words(work)}.")


def _said(works):
    more = f" and {len(works) - 1} more, to {on(works[-1].starts.date())}" if works[1:] else ""
    return in_words(works[0]) + more


def declare_nothing_new(*, person, by, now, today):
    """What is declared is all there is."""
    with transaction.atomic():
        _declared(person, by, now, today)


def _declared(person, by, now, today):
    held, said = person.other_work_declared, on(today)
    if held == today:
        return
    person.other_work_declared = today
    person.save(update_fields=["other_work_declared"])
    before = on(held) if held else ""
    note_change(person, "Other work declared", before, said, by=by, now=now, personal=True)


@transaction.atomic
def withdraw_work(*, works, by, now, today):
    """Work of one person that will not be worked."""
    if not works or any(work.starts <= now for work in works):
        raise FactRefused("Work that has begun stays declared: it counts for your average.")
    person = works[0].person
    said = _said(works)
    OtherWork.objects.filter(pk__in=[work.pk for work in works]).delete()
    note_change(person, what(works[0]), said, "", by=by, now=now, personal=True)
    _declared(person, by, now, today)


@transaction.atomic
def withdraw_opt_out(*, opt_out, by, now, today):
    """Give notice today; it holds until the notice is over."""
    if opt_out.withdrawn or (opt_out.until and opt_out.until < today):
        raise FactRefused("This opt-out is withdrawn or over already.")
    opt_out.withdrawn = max(today, opt_out.starts)
    keep_fact(opt_out, by=by, now=now)
