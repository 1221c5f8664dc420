"""What a change of somebody's own facts does to their shifts as published, looked at first.

    keep_if_known(person=, change=, seen=, today=)   -> Own

As foreseeing does it for managers, but of one's own published shifts alone: nothing of a draft and
nothing of a colleague's comes through. The managers' pages judge the drafts anew by themselves.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction

from roster.facts import facts_of
from roster.locking import locked_unit
from roster.models import Rota
from roster.problem import HISTORY_WEEKS, Duty
from roster.released import newest_two, shift_types_of, told_to
from roster.rules.checker import check
from roster.rules.words import Words
from roster.snapshot import problem_with, rules_in_force
from roster.walltime import monday_of

WEEK = timedelta(weeks=1)
AHEAD = 53 * WEEK


@dataclass(frozen=True)
class Own:
    """`kept`: the change was made. `said` are the sentences of what newly breaks, worst first,
    each with its level; `mark` stands for all of them.
    """

    kept: bool
    said: tuple[tuple[str, str], ...]
    mark: str


def keep_if_known(*, person, change, seen, today) -> Own:
    """Make the change; where it newly breaks a rule, only with the mark of just that in `seen`.

    What `change` raises leaves everything as it was.
    """
    with transaction.atomic():
        locked_unit(person.unit_id)
        before = Counter(check(_own_problem(person, today)))
        change()
        problem = _own_problem(person, today)
        said = _said(problem, Counter(check(problem)) - before, person, today)
        mark = _mark(said)
        kept = mark in ("", seen)
        transaction.set_rollback(not kept)
    return Own(kept, said, mark)


def _said(problem, new, person, today):
    """Of this week and after it: of what is over nothing can be done."""
    words, monday = Words(problem), monday_of(today)
    own = (b for b in new if b.person == person.reference and b.last >= monday)
    found = sorted(own, key=lambda breach: breach.order)
    return tuple((breach.level, words.sentence(breach)) for breach in found)


def _mark(said):
    text = "\n".join(sentence for _, sentence in said)
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def _own_problem(person, today):
    """The person alone, in the weeks published from 17 weeks ago on, by the rules of today.

    What came before a rota is history only from somebody's first duty on; here it is the person's
    own first, so the weeks are taken for the rota itself.
    """
    first, last = monday_of(today) - HISTORY_WEEKS * WEEK, today + AHEAD
    newest, _ = newest_two(unit=person.unit, first=first, last=last)
    starts, until = min(newest, default=first), max(newest, default=first) + WEEK
    told = _told(person, newest, starts, until)
    rota = Rota(unit=person.unit, starts=starts, weeks=(until - starts) // WEEK)
    facts = facts_of(person.unit, starts - WEEK, until + WEEK)
    problem = problem_with(rota, facts, list(map(_duty, told)))
    return replace(
        problem,
        people=tuple(p for p in problem.people if p.id == person.reference),
        shift_types=shift_types_of(told, person.unit.timezone),
        rules=rules_in_force(facts["rule"][""], today),
        demand=(),
    )


def _told(person, newest, first, until):
    by_release = told_to(person=person, first=first, last=until)
    return [told for release in newest.values() for told in by_release.get(release.pk, ())]


def _duty(told):
    return Duty(
        told.person,
        told.date,
        told.shift,
        told.site,
        told.area or None,
        role=told.role,
        supervised_by=told.supervised_by,
        additional=told.additional,
    )
