"""Who is entitled to work where and at what: a matrix for planners and for an inspection.

scope_page(unit, today, at) people × areas by site, and competencies, a page of them
running_out(unit, today)    what holds today and ends within 90 days, soonest first

A constant number of queries each.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Exists, FilteredRelation, OuterRef

from sites.access import areas_of
from staff.models import Credential, HeldCompetency, ScopeEntry
from staff.people_page import SOON, in_force
from staff.recording import last_day
from staff.wording import post_in_words

DAY = timedelta(days=1)
A_PAGE = 60  # people; most departments have fewer


def scope_page(unit, today, at="1"):
    """`at` is the number of a page, or all."""
    sites = _areas_by_site(unit, today)
    competencies = list(unit.competencies.all())
    everybody = _people(unit, today)
    pages = Paginator(everybody, max(1, len(everybody)) if at == "all" else A_PAGE)
    page = pages.get_page(at)
    held = _held(today, [person for person, *_ in page])
    columns = [("area", area.pk) for _, areas in sites for area in areas]
    columns += [("competency", one.pk) for one in competencies]
    return {
        "unit": unit,
        "today": today,
        "signers": signers(cell["row"].signed_off_by for cell in held.values()),
        "sites": sites,
        "competencies": competencies,
        "codes": _codes(sites, competencies),
        "page": page,
        "rows": [
            {
                "person": person,
                "name": name,
                "post": post_in_words(role, band),
                "cells": [held.get((person, *at)) for at in columns],
            }
            for person, name, role, band in page
        ],
    }


def _areas_by_site(unit, today):
    areas = areas_of(unit, on=today).order_by("site__position", "site_id", "position", "pk")
    return [(site, list(some)) for site, some in groupby(areas, attrgetter("site"))]


def _codes(sites, competencies):
    """(code, name) of each, as they are read on paper."""
    areas = [area for _, some in sites for area in some]
    return list(dict.fromkeys((one.code, one.name) for one in [*areas, *competencies]))


def _people(unit, today):
    """(key, name, role, band) of those employed today."""
    post = FilteredRelation("employments", condition=in_force(today, "employments__"))
    employed = unit.people.annotate(post=post).filter(post__isnull=False)
    return list(employed.values_list("pk", "name", "post__role", "post__band"))


def _held(today, people):
    """{(person, "area" or "competency", key): the entry that holds today, or the next, or last}"""
    scope = ScopeEntry.objects.filter(person__in=people).order_by("starts")
    competencies = HeldCompetency.objects.filter(person__in=people).order_by("starts")
    found = {}
    for kind, rows in (("area", scope), ("competency", competencies)):
        slug = "scope" if kind == "area" else "competency"
        for row in rows:
            key = row.person_id, kind, getattr(row, f"{kind}_id")
            if key not in found or found[key]["standing"] in ("over", "suspended"):
                found[key] = _cell(row, slug, today)
    return found


def _cell(row, slug, today):
    until = last_day(row)
    return {
        "row": row,
        "slug": slug,
        "review": until and until + DAY,
        "standing": _standing(row, until, today),
    }


def _standing(row, until, today):
    if until and until < today:
        return "suspended" if row.suspended else "over"
    if row.starts > today:
        return "later"
    return "due" if until and until <= today + SOON else "holds"


def signers(names):
    """{name: initials}, as paper has room for; a number tells those apart who share them."""
    found, taken = {}, Counter()
    for name in sorted(filter(None, set(names))):
        initials = "".join(word[0] for word in name.split()).upper()[:3]
        taken[initials] += 1
        found[name] = f"{initials}{taken[initials]}" if taken[initials] > 1 else initials
    return found


class Ending(NamedTuple):
    """What somebody holds no longer from a date on; `key` is that of its row, of a kind."""

    review: date
    name: str
    what: str
    person: int
    kind: str
    key: int


def running_out(unit, today):
    return sorted([*_scope(unit, today), *_competencies(unit, today), *_credentials(unit, today)])


def _scope(unit, today):
    rows = ScopeEntry.objects.filter(
        person__unit=unit, starts__lte=today, review_due__gt=today, review_due__lte=today + SOON
    )
    for review, area, site, *whose in rows.values_list(
        "review_due", "area__name", "area__site__name", *WHOSE
    ):
        yield _ending(review, f"{area}, {site}", "scope", *whose)


def _competencies(unit, today):
    rows = HeldCompetency.objects.filter(in_force(today), person__unit=unit)
    rows = rows.filter(until__lte=today + SOON)
    for until, name, *whose in rows.values_list("until", "competency__name", *WHOSE):
        yield _ending(until + DAY, name, "competency", *whose)


def _credentials(unit, today):
    """Those with no later one of their kind."""
    same = Credential.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"))
    rows = Credential.objects.filter(
        ~Exists(same.filter(until__gt=OuterRef("until"))),
        person__unit=unit,
        until__range=(today, today + SOON),
    )
    for until, kind, *whose in rows.values_list("until", "kind", *WHOSE):
        yield _ending(until + DAY, kind, "credential", *whose)


WHOSE = ("pk", "person", "person__name")


def _ending(review, what, kind, key, person, name):
    return Ending(review, name, what, person, kind, key)
