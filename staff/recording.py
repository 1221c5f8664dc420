"""Keeping one fact about a person, and the line of history that says what it was and became.

    keep_fact(fact, by=, now=)      a row of any of the person's tables, new or changed
    keep_new(kind, facts, by=, now=)    of many new ones those that lie over none
    remove_fact(fact, by=, now=)    what was entered by mistake
    note_change(person, ...)        only the line of history

Raises FactRefused in sentences; then nothing is changed.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction

from staff.dated import overlapping
from staff.models import PersonChange
from staff.wording import in_words, is_personal, what

# Facts of one person that may not hold on the same date, and what they must share to be alike.
APART = {
    "employment": (),
    "scopeentry": ("area_id",),
    "heldcompetency": ("competency_id",),
    "workingtimeoptout": (),
    "studyterm": (),
    "otherwork": (),
}
LEAST_NOTICE = 7  # days, of an opt-out that names none: Working Time Regulations, reg 5 (2)
DAY = timedelta(days=1)


class FactRefused(Exception):
    """Nothing was changed; `sentences` say why."""

    def __init__(self, *sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Span:
    """A fact's dates as `dated` reads them. Other work has instants: it may end as more begins."""

    def __init__(self, fact):
        self.fact, self.starts = fact, fact.starts or date.min
        timed = isinstance(fact.starts, datetime)
        self.until = fact.ends - timedelta(minutes=1) if timed else last_day(fact)


def last_day(fact):
    """The last date a fact holds, or null; a scope entry ends the day before its review, an opt-out
    when the notice of its withdrawal is over."""
    if hasattr(fact, "review_due") and not hasattr(fact, "until"):
        return fact.review_due - DAY
    if getattr(fact, "withdrawn", None) is None:
        return fact.until
    notice = LEAST_NOTICE if fact.notice_days is None else fact.notice_days
    return min(filter(None, (fact.until, fact.withdrawn + notice * DAY)))


@transaction.atomic
def keep_fact(fact, *, by, now):
    """Save the row; what stood there before is read from the database."""
    refuse_dates(fact)
    held = type(fact)._base_manager.filter(pk=fact.pk).first() if fact.pk else None
    fact.save()
    note_change(
        fact.person,
        what(fact),
        in_words(held) if held else "",
        in_words(fact),
        by=by,
        now=now,
        personal=is_personal(fact),
    )
    return fact


@transaction.atomic
def keep_new(kind, facts, *, by, now) -> int:
    """How many were kept: all but those that overlap one there. The caller has seen to their dates
    and to naming each person, and what it is of, once. A constant number of queries.
    """
    held = defaultdict(list)
    for row in kind.objects.filter(person__in={fact.person_id for fact in facts}):
        held[_owner(row)].append(Span(row))
    kept = [fact for fact in facts if not overlapping(Span(fact), held[_owner(fact)])]
    kind.objects.bulk_create(kept)
    PersonChange.objects.bulk_create(
        PersonChange(person=fact.person, at=now, by=by, what=what(fact), after=in_words(fact))
        for fact in kept
    )
    return len(kept)


def _owner(fact):
    return fact.person_id, *(getattr(fact, key) for key in APART[fact._meta.model_name])


@transaction.atomic
def remove_fact(fact, *, by, now):
    if fact._meta.model_name == "employment" and fact.person.employments.count() == 1:
        raise FactRefused("Somebody on the rota has an employment. Set its last day instead.")
    said, person, personal = in_words(fact), fact.person, is_personal(fact)
    name = what(fact)
    fact.delete()
    note_change(person, name, said, "", by=by, now=now, personal=personal)


def note_change(person, what, before, after, *, by, now, personal=False):
    """A line of history, where anything differs."""
    if before != after:
        PersonChange.objects.create(
            person=person, at=now, by=by, what=what, before=before, after=after, personal=personal
        )


def refuse_dates(fact):
    """Dates the right way round, and no other of its kind on any of them."""
    if not hasattr(fact, "starts"):
        return
    span = Span(fact)
    if span.until and span.until < span.starts:
        raise FactRefused("The last day lies before the first.")
    if fact._meta.model_name in APART:
        _refuse_overlap(fact, span)


def _refuse_overlap(fact, span):
    name = fact._meta.model_name
    alike = {key: getattr(fact, key) for key in APART[name]}
    owner = {"plan": fact.plan_id} if name == "studyterm" else {"person": fact.person_id}
    rows = type(fact).objects.filter(**owner, **alike).exclude(pk=fact.pk)
    for other in overlapping(span, map(Span, rows)):
        raise FactRefused(
            f"{fact.person} has on some of these dates already: {in_words(other.fact)}. Let one "
            f"end before the other begins."
        )


def changed_from(held, fact) -> date:
    """The first date on which a fact says anything else than `held`, its row as it was; null: none.

    Where only its end moved, that is the earlier of the two ends.
    """
    if held is not None and _differ(held, fact) <= ENDS and hasattr(fact, "starts"):
        return min(last_day(held) or date.max, last_day(fact) or date.max)
    return min(_first_day(row) for row in (held, fact) if row is not None)


ENDS = {"until", "review_due", "withdrawn", "notice_days", "suspended", "signed_off_by"}


def _differ(held, fact):
    names = [field.attname for field in fact._meta.concrete_fields]
    return {name for name in names if getattr(held, name) != getattr(fact, name)}


def _first_day(fact):
    first = getattr(fact, "starts", None) or date.min
    return first.date() if hasattr(first, "hour") else first
