"""Who is entitled to work where and at what: a matrix for planners and for an inspection.

scope_page(unit, today, at) people × areas by site, and techniques, a page of them: five queries
running_out(unit, today)    what holds today and ends within 90 days, soonest first
"""

from datetime import timedelta

from django.core.paginator import Paginator

from staff.models import Credential, Employment, HeldCompetency, Person, ScopeEntry
from staff.people_page import SOON, in_force
from staff.recording import last_day
from staff.wording import ROLES

DAY = timedelta(days=1)
A_PAGE = 60  # people; most departments have fewer


def scope_page(unit, today, at="1"):
    """`at` is the number of a page, or all."""
    sites = [site for site in unit.sites.prefetch_related("areas") if site.areas.all()]
    techniques = list(unit.competencies.all())
    everybody = _people(unit, today)
    pages = Paginator(everybody, max(1, len(everybody)) if at == "all" else A_PAGE)
    page = pages.get_page(at)
    held = _held(today, [person.pk for person, _ in page])
    columns = [("area", area.pk) for site in sites for area in site.areas.all()]
    columns += [("competency", one.pk) for one in techniques]
    return {
        "unit": unit,
        "today": today,
        "sites": sites,
        "techniques": techniques,
        "page": page,
        "rows": [
            {
                "person": person,
                "post": post,
                "cells": [held.get((person.pk, *at)) for at in columns],
            }
            for person, post in page
        ],
    }


def _people(unit, today):
    """(person, post in words) of those employed today."""
    posts = Employment.objects.filter(in_force(today), person__unit=unit)
    said = {
        person: f"{ROLES.get(role, role)}{f', Band {band}' if band else ''}"
        for person, role, band in posts.values_list("person", "role", "band")
    }
    people = Person.objects.filter(pk__in=said)
    return [(person, said[person.pk]) for person in people]


def _held(today, people):
    """{(person, "area" or "competency", key): the entry that holds today, or the next, or last}"""
    scope = ScopeEntry.objects.filter(person__in=people).order_by("starts")
    competencies = HeldCompetency.objects.filter(person__in=people).order_by("starts")
    found = {}
    for kind, rows in (("area", scope), ("competency", competencies)):
        slug = "scope" if kind == "area" else "competency"
        for row in rows:
            key = row.person_id, kind, getattr(row, f"{kind}_id")
            if key not in found or found[key]["standing"] in ("over", "later"):
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


def running_out(unit, today):
    """(date of the review, the person, what, kind, key) of all that holds today."""
    scope = ScopeEntry.objects.filter(
        person__unit=unit, starts__lte=today, review_due__gt=today, review_due__lte=today + SOON
    )
    found = [
        (row.review_due, row.person, f"{row.area.name}, {row.area.site.name}", "scope", row.pk)
        for row in scope.select_related("person", "area__site")
    ]
    held = HeldCompetency.objects.filter(in_force(today), person__unit=unit)
    found += [
        (row.until + DAY, row.person, row.competency.name, "competency", row.pk)
        for row in held.filter(until__lte=today + SOON).select_related("person", "competency")
    ]
    found += [
        (row.until + DAY, row.person, row.kind, "credential", row.pk)
        for row in _credentials(unit, today)
    ]
    return sorted(found, key=lambda line: (line[0], line[1].name, line[2]))


def _credentials(unit, today):
    """Those that end soon with no later one of their kind."""
    rows = list(
        Credential.objects.filter(person__unit=unit, until__gte=today).select_related("person")
    )
    last = {}
    for row in rows:
        key = row.person_id, row.kind
        last[key] = max(last.get(key, row.until), row.until)
    return [
        row
        for row in rows
        if row.until <= today + SOON and row.until == last[row.person_id, row.kind]
    ]
