"""Whom sites, roles, areas and competencies have, and when: one query, few rows.

For each of them and each span of dates the database writes the keys of all people as one text.
"""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from roster.coverers import Entitled
from roster.duty_rows import ROW, RowsAsText
from roster.facts import OF_UNIT, day
from roster.json_rows import rows_of
from staff.models import Employment, HeldCompetency, ScopeEntry, SiteInduction

DAY = timedelta(days=1)


def entitled(unit) -> Entitled:
    held = {kind: defaultdict(list) for kind in ("sites", "posts", "scope", "competencies")}
    for kind, key, first, last, people in rows_of(_query(), {OF_UNIT: unit.pk}):
        key = key if kind == "posts" else int(key)
        held[kind][key].append((*_span(kind, first, last), frozenset(map(int, people.split(ROW)))))
    return Entitled(**held)


def _span(kind, first, last):
    """A scope entry holds up to the day before its review is due."""
    last = day(last) or date.max
    return day(first) or date.min, last - DAY if kind == "scope" else last


@cache
def _query():
    """(SQL, parameters with slots)"""
    parts = (
        _texts("sites", SiteInduction, "site_id", Value(None), Value(None)),
        _texts("posts", Employment, "role", F("starts"), F("until")),
        _texts("scope", ScopeEntry, "area_id", F("starts"), F("review_due")),
        _texts("competencies", HeldCompetency, "competency_id", F("starts"), F("until")),
    )
    return parts[0].union(*parts[1:], all=True).query.sql_with_params()


def _texts(kind, model, key, first, last):
    row = {"of": Value(kind), "key": F(key), "first": first, "last": last}
    row = {name: Cast(value, CharField()) for name, value in row.items()}
    rows = model.objects.filter(person__unit=Value(OF_UNIT)).order_by()
    return rows.annotate(**row).values_list(*row).annotate(people=RowsAsText("person_id"))
