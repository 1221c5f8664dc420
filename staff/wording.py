"""Facts about a person in words: for the page, and for the history of what changed."""

from copy import copy
from datetime import timedelta
from zoneinfo import ZoneInfo

from sites.models import Area, Site

ROLES = {
    "trainee": "trainee AP",
    "assistant_practitioner": "assistant practitioner",
    "radiographer": "radiographer",
    "radiologist": "radiologist",
    "manager": "manager",
    "student": "student",
}
DAY = timedelta(days=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WHAT = {
    "employment": "Employment",
    "siteinduction": "Site induction",
    "scopeentry": "Scope of practice",
    "heldcompetency": "Competency",
    "credential": "Credential",
    "justifiedplace": "May justify",
    "workingtimeoptout": "Opt-out of the 48-hour week",
    "studyplan": "Study plan",
    "studyterm": "Term",
    "agreedpattern": "Agreed pattern",
    "otherwork": "Other work",
}
PERSONAL = {"workingtimeoptout", "agreedpattern", "otherwork"}


def what(fact):
    return WHAT[fact._meta.model_name]


def is_personal(fact):
    """Whether only those who decide, and the person, may read it."""
    return fact._meta.model_name in PERSONAL


def in_words(fact):
    return WORDS[fact._meta.model_name](fact)


def without_reason(fact):
    """As who may not read reasons sees it: why somebody was suspended may speak of health."""
    if not getattr(fact, "suspended", ""):
        return fact
    shown = copy(fact)
    shown.suspended = "the reason is not shown"
    return shown


def post_in_words(role, band):
    """radiographer, Band 5"""
    return f"{ROLES.get(role, role)}{f', Band {band}' if band else ''}"


def on(value):
    """1 December 2026"""
    return f"{value.day} {value:%B %Y}"


def span(starts, until):
    return f"from {on(starts)}" + (f" to {on(until)}" if until else " on")


def minutes(value):
    """37 h 30 min"""
    whole, rest = divmod(value, 60)
    return " ".join([f"{whole} h"] * bool(whole or not rest) + [f"{rest} min"] * bool(rest))


def _employment(held):
    band = f"Band {held.band}, " if held.band else ""
    days = f" on {held.days_per_week:g} days" if held.days_per_week else ""
    proof = f"; evidence: {held.evidence}" if held.evidence else ""
    post = f"{band}{ROLES.get(held.role, held.role)}, {minutes(held.weekly_minutes)} a week{days}"
    return f"{post}, {span(held.starts, held.until)}{proof}"


def _signed(held):
    by = f", signed off by {held.signed_off_by}" if held.signed_off_by else ""
    return by + (f"; suspended: {held.suspended}" if held.suspended else "")


def _scope(entry):
    place = f"{entry.area.name}, {entry.area.site.name}"
    if entry.suspended:  # its review was not due then
        return f"{place}, {span(entry.starts, entry.review_due - DAY)}{_signed(entry)}"
    return f"{place}, from {on(entry.starts)}, review due {on(entry.review_due)}{_signed(entry)}"


def _competency(held):
    return f"{held.competency.name}, {span(held.starts, held.until)}{_signed(held)}"


def _credential(held):
    since = f"from {on(held.starts)}, " if held.starts else ""
    return f"{held.kind}, {since}valid to {on(held.until)}"


def _justifies(place):
    return f"{place.area.name}, {place.site.name}" if place.area else f"all of {place.site.name}"


def _opt_out(held):
    notice = f", {held.notice_days} days' notice" if held.notice_days else ""
    back = f", withdrawn {on(held.withdrawn)}" if held.withdrawn else ""
    return f"{span(held.starts, held.until)}{notice}{back}"


def _plan(plan):
    length = f", {minutes(plan.minutes)}" if plan.minutes else ""
    return f"{WEEKDAYS[plan.weekday]}s{length}"


def _pattern(pattern):
    days = ", ".join(WEEKDAYS[day] for day in pattern.days) or "every day"
    parts = ["off" if pattern.off else ""]
    parts += [f"not before {pattern.earliest:%H:%M}" if pattern.earliest else ""]
    parts += [f"not after {pattern.latest:%H:%M}" if pattern.latest else ""]
    if pattern.not_areas:
        areas = Area.objects.filter(pk__in=pattern.not_areas).select_related("site")
        parts += [f"not in {', '.join(f'{area.name} ({area.site.code})' for area in areas)}"]
    said = "; ".join(filter(None, parts))
    review = f", review due {on(pattern.review_due)}" if pattern.review_due else ""
    return f"{days}: {said}, {span(pattern.starts, pattern.until)}{review}"


def _other(work):
    """By the clock on the wall where the person works."""
    zone = ZoneInfo(work.person.unit.timezone)
    starts, ends = (moment.astimezone(zone) for moment in (work.starts, work.ends))
    last = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{on(ends)} {ends:%H:%M}"
    return f"{work.employer}, {on(starts)} {starts:%H:%M} to {last}"


WORDS = {
    "employment": _employment,
    "siteinduction": lambda held: f"{_site(held.site)}",
    "scopeentry": _scope,
    "heldcompetency": _competency,
    "credential": _credential,
    "justifiedplace": _justifies,
    "workingtimeoptout": _opt_out,
    "studyplan": _plan,
    "studyterm": lambda term: span(term.starts, term.until),
    "agreedpattern": _pattern,
    "otherwork": _other,
}


def _site(site: Site):
    return site.name
