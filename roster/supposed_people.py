"""Other people in a rota: somebody gone or more, with other hours, or able to do more. Pure.

    without(problem, person, first)             -> Problem
    like(problem, new, person, first)           -> Problem
    with_hours(problem, person, minutes, first) -> Problem
    able(problem, person, ability, first)       -> Problem
    abilities(problem)                          -> {"skill": {"skill FL": its name}, "area": …}
    said_of_hours(problem, person, minutes, first) -> a sentence
    said_of_ability(problem, person, ability)   -> a sentence

An ability is a competency, the sign-off for an area, or a site, which somebody has from `first` on.
"""

from dataclasses import replace
from datetime import date

from roster.problem import HeldCompetency, Problem, ScopeEntry
from roster.rules.cover import holds
from roster.rules.phrases import full, hours
from roster.rules.timeline import DAY

PLANNED = ("duties", "following")
SIGNED_OFF = "assistant_practitioner"  # the role that a scope of practice is for
GIVEN = {"skill": "trained for", "area": "signed off for", "site": "able to work at"}


class NoSuchThing(ValueError):
    """What was to be changed is not there, or is so already; the message says what."""


def known(problem, person):
    found = next((one for one in problem.people if one.id == person), None)
    if found is None:
        raise NoSuchThing("The person is not on this rota any more.")
    return found


def named_like(name):
    return f"Somebody like {name}" if name else "Somebody new"


def without(problem, person, first) -> Problem:
    """As if their last day was the one before; what they were planned for is open."""
    left = _employed(_with_a_post(problem, person, first), until=first - DAY)
    duties = {name: tuple(_duties(getattr(problem, name), person, first)) for name in PLANNED}
    return replace(_with(problem, left), **duties)


def _with_a_post(problem, person, first):
    who = known(problem, person)
    if not _employed(who, since=first).employments:
        raise NoSuchThing(f"{who.name} has no post from {full(first)} on.")
    return who


def _with(problem, changed):
    people = tuple(changed if one.id == changed.id else one for one in problem.people)
    return replace(problem, people=people)


def _duties(duties, person, first):
    for duty in duties:
        if duty.date < first:
            yield duty
        elif duty.person != person:
            by = tuple(who for who in duty.supervised_by if who != person)
            yield duty if by == duty.supervised_by else replace(duty, supervised_by=by)


def like(problem, new, person, first) -> Problem:
    """Somebody with the same post, sites, scope and competencies, and nothing planned or agreed."""
    model = _employed(_with_a_post(problem, person, first), since=first)
    named = {"id": new, "name": named_like(model.name), "carried_minutes": 0}
    more = replace(model, **named, agreed_patterns=(), study=None)
    return replace(problem, people=(*problem.people, more))


def _employed(person, since=date.min, until=date.max):
    """With the posts that somebody has between two dates."""
    return replace(
        person,
        employments=tuple(
            replace(
                post,
                starts=max(post.starts, since),
                until=min(post.until or date.max, until) if until < date.max else post.until,
            )
            for post in person.employments
            if post.starts <= until and since <= (post.until or date.max)
        ),
    )


# ── hours ──


def with_hours(problem, person, minutes, first) -> Problem:
    """So many a week from a date on, on days as long as before."""
    if not minutes:
        raise NoSuchThing("No hours at all: choose the person under Without instead.")
    who = _with_a_post(problem, person, first)
    before, later = _employed(who, until=first - DAY), _employed(who, since=first)
    if all(post.weekly_minutes == minutes for post in later.employments):
        raise NoSuchThing(f"{who.name} works {hours(minutes)} a week already.")
    then = tuple(_with_minutes(post, minutes) for post in later.employments)
    return _with(problem, replace(who, employments=before.employments + then))


def _with_minutes(post, minutes):
    days = post.days_per_week
    if days:
        days = post.weekly_minutes and round(min(7, days * minutes / post.weekly_minutes), 2)
    return replace(post, weekly_minutes=minutes, days_per_week=days or None)


def said_of_hours(problem, person, minutes, first):
    """With the hours they have on the date, or in their next post."""
    who = known(problem, person)
    stood = _employed(who, since=first).employments[0].weekly_minutes
    return f"{who.name} with {hours(minutes)} a week in place of {hours(stood)}."


# ── what somebody may do ──


def abilities(problem):
    sites = [site for site in problem.sites if _in_use(site, problem)]
    return {
        "skill": {f"skill {one.code}": one.name for one in problem.competencies},
        "area": {
            f"area {site.code}/{area.code}": f"{area.name}, {site.name}"
            for site in sites
            for area in site.areas
            if _in_use(area, problem)
        },
        "site": {f"site {site.code}": site.name for site in sites},
    }


def _in_use(place, problem):
    return place.until is None or problem.starts <= place.until


def able(problem, person, ability, first) -> Problem:
    """A sign-off for an area is worth nothing without the site, so it brings that too."""
    kind, code = ability.split(" ", 1)
    if ability not in abilities(problem).get(kind, ()):
        raise NoSuchThing("The competency, area or site is not there any more.")
    who = _with_a_post(problem, person, first)
    then = {"skill": _trained, "area": _signed_off, "site": _inducted}[kind](who, code, first)
    if then == who:
        raise NoSuchThing(f"{who.name} is {_given(problem, ability)} already.")
    return _with(problem, then)


def _trained(who, code, first):
    if holds(who, code, first):
        return who
    return replace(who, competencies=(*who.competencies, HeldCompetency(code, first)))


def _signed_off(who, code, first):
    site, area = code.split("/")
    if all(post.role != SIGNED_OFF for post in _employed(who, since=first).employments):
        raise NoSuchThing(f"{who.name} needs no sign-off: it is for assistant practitioners.")
    who = _inducted(who, site)
    if any(
        (e.site, e.area) == (site, area) and e.starts <= first < e.review_due for e in who.scope
    ):
        return who
    return replace(who, scope=(*who.scope, ScopeEntry(site, area, first, date.max)))


def _inducted(who, code, first=None):
    return who if code in who.sites else replace(who, sites=(*who.sites, code))


def _given(problem, ability):
    kind = ability.split(" ")[0]
    return f"{GIVEN[kind]} {abilities(problem)[kind][ability]}"


def said_of_ability(problem, person, ability):
    who, (kind, code) = known(problem, person), ability.split(" ", 1)
    brings_site = kind == "area" and code.split("/")[0] not in who.sites
    more = ", and able to work there" if brings_site else ""
    return f"{who.name} {_given(problem, ability)}{more}."
