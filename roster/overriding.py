"""Accepting a breach on the record, and what stands of a week's breaches then.

    standing_of(rota=, problem=, monday=)              -> Standing(blocking, overridden, should)
    override_breach(week=, key=, by=, reason=, now=)   -> Override

A breach is named by `key`, a short hash of its facts: who, when, where, measured, allowed. An
override keeps those facts, so it lapses by itself when one of them changes. Only what is "must,
unless somebody entitled accepts it" can be overridden; `access` decides who is entitled.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction

from roster import snapshot
from roster.locking import Refused, locked_week
from roster.models import Override
from roster.rules.breach import Breach
from roster.rules.checker import check
from roster.rules.words import Words

FACTS = ["rule", "person", "first", "last", "measured", "limit", "unit", "site", "area", "at"]


class OverrideRefused(Refused):
    """The breach cannot be accepted: it is gone, or no reason was given."""


@dataclass(frozen=True)
class Judged:
    """A breach, its sentence, the key that names it, and the override that covers it, if any."""

    breach: Breach
    sentence: str
    key: str
    override: Override | None = None

    @property
    def can_be_overridden(self):
        return self.breach.level == "overridable" and self.override is None

    @property
    def anchor(self):
        """Where on the sheet it is, as the sheet's address takes it."""
        breach = self.breach
        at = (
            {"person": breach.person}
            if breach.person
            else {"site": breach.site, "area": breach.area}
        )
        return urlencode({k: v for k, v in at.items() if v} | {"date": breach.first.isoformat()})


@dataclass(frozen=True)
class Standing:
    """A week's breaches: those that block its publication, those accepted, those that only warn."""

    blocking: tuple[Judged, ...]
    overridden: tuple[Judged, ...]
    should: tuple[Judged, ...]


def facts_of(breach) -> dict:
    """The breach as plain data."""
    facts = {name: getattr(breach, name) for name in FACTS}
    for name in ("first", "last", "at"):
        facts[name] = facts[name] and facts[name].isoformat()
    return facts | {"others": list(breach.others)}


def key_of(facts) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def standing_of(*, rota, problem, monday) -> Standing:
    """The breaches that touch the week, worst first, with the overrides that still cover one."""
    overrides = {
        key_of(held.facts): held
        for held in Override.objects.filter(rota=rota).select_related("by").order_by("at")
    }
    judged = [_judged(breach, words, overrides) for words, breach in _touching(problem, monday)]
    should = tuple(j for j in judged if j.breach.level == "should")
    overridden = tuple(j for j in judged if j.override)
    blocking = tuple(j for j in judged if j.breach.level != "should" and not j.override)
    return Standing(blocking, overridden, should)


@transaction.atomic
def override_breach(*, week, key, by, reason, now) -> Override:
    """Accept the breach of this key, with a reason. Raises OverrideRefused."""
    week = locked_week(week)
    if not reason.strip():
        raise OverrideRefused("Say why this is acceptable. The reason is kept with the rota.")
    problem = snapshot.problem_of(week.rota)
    standing = standing_of(rota=week.rota, problem=problem, monday=week.monday)
    found = next((j for j in standing.blocking if j.key == key), None)
    if found is None:
        raise OverrideRefused("This breach no longer stands as you saw it. Look at the week again.")
    if not found.can_be_overridden:
        raise OverrideRefused(f"Nobody can accept this; it must be mended. {found.sentence}")
    return _kept(week, found, by, reason.strip(), now)


def _kept(week, found, by, reason, now):
    person = week.rota.unit.people.filter(reference=found.breach.person or "").first()
    return Override.objects.create(
        rota=week.rota,
        rule=found.breach.rule,
        person=person,
        facts=facts_of(found.breach),
        sentence=found.sentence,
        reason=reason,
        by=by,
        at=now,
    )


def _touching(problem, monday):
    words, sunday = Words(problem), monday + timedelta(days=6)
    return [
        (words, breach)
        for breach in check(problem)
        if breach.first <= sunday and breach.last >= monday
    ]


def _judged(breach, words, overrides):
    key = key_of(facts_of(breach))
    override = overrides.get(key) if breach.level == "overridable" else None
    return Judged(breach, words.sentence(breach), key, override)
