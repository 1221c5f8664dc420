"""What the pages about people show: a constant number of queries each."""

from collections import defaultdict
from datetime import timedelta
from functools import cache
from html import escape
from itertools import groupby

from django.db.models import FilteredRelation, Q
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from staff.dated import holds, holes
from staff.employing import planned_step
from staff.models import Employment, PersonChange, SiteInduction
from staff.recording import Span, last_day
from staff.telephones import dialled
from staff.wording import in_words, minutes, on, post_in_words, without_reason

RECENT, MOST_CHANGES = 10, 200
DAY, SOON = timedelta(days=1), timedelta(days=90)
POST = ("post__role", "post__band", "post__weekly_minutes")
# Slug, heading, the person's rows, whether only those who decide (and the person) read them.
FACTS = [
    ("employment", "Employment", "employments", False),
    ("site", "Sites with induction", "inductions", False),
    ("scope", "Scope of practice", "scope", False),
    ("competency", "Competencies", "held_competencies", False),
    ("credential", "Credentials", "credentials", False),
    ("justifies", "Where they may justify exposures", "justified_places", False),
    ("pattern", "Agreed patterns and adjustments", "agreed_patterns", True),
    ("opt-out", "Opt-out of the 48-hour week", "opt_outs", True),
    ("other-work", "Bank work and second jobs", "other_work", True),
]
JOINED = {
    "inductions": ["site"],
    "scope": ["area__site"],
    "held_competencies": ["competency"],
    "justified_places": ["site", "area"],
}

# What is said of the dates between two facts of one kind on which none holds.
MISSING = {
    "employment": lambda row: "Not employed",
    "scope": lambda row: f"No scope of practice in {row.area.name}, {row.area.site.name}:",
    "competency": lambda row: f"Not signed off for {row.competency.name}:",
}


def in_force(today, rows=""):
    """What holds on a date; `rows` is the way to it, such as employments__."""
    starts, until = f"{rows}starts", f"{rows}until"
    ends = Q((f"{until}__isnull", True)) | Q((f"{until}__gte", today))
    return Q((f"{starts}__lte", today)) & ends


def register(people, search, sites, today):
    """The rows of the list, drawn at once: 500 of them are no slower than a page should be."""
    post = FilteredRelation("employments", condition=in_force(today, "employments__"))
    held = _searched(people, search, today).annotate(post=post)
    listed = list(held.values_list("pk", "name", "reference", *POST))
    return len(listed), mark_safe("".join(_rows(listed, _codes(sites))))


def _codes(sites):
    """{person: the codes of these sites that they work at, home first}, as HTML"""
    code, codes = {site.pk: escape(site.code) for site in sites}, defaultdict(list)
    rows = SiteInduction.objects.filter(site__in=code).order_by("id")
    for person, site in rows.values_list("person", "site"):
        codes[person].append(code[site])
    return codes


def _rows(listed, codes):
    root, post = reverse("people"), cache(_post)  # many share one
    for pk, name, reference, *held in listed:
        yield (
            f'<tr><th scope="row"><a href="{root}{pk}/">{escape(name)}</a></th>{post(*held)}'
            f'<td data-label="Sites">{", ".join(codes[pk])}</td>'
            f'<td data-label="Reference">{escape(reference)}</td></tr>'
        )


def _post(role, band, weekly):
    post = post_in_words(role, band) if role else "no post"
    hours = minutes(weekly) if weekly is not None else ""
    return (
        f"<td>{escape(post[:1].upper() + post[1:])}</td><td data-label='Hours a week'>{hours}</td>"
    )


def _searched(people, search, today):
    """People in their order; `search` holds q, role, site, standing, any of them blank."""
    said = {key: value for key, value in search.items() if value}
    if "q" in said:
        people = people.filter(Q(name__icontains=said["q"]) | Q(reference__icontains=said["q"]))
    if "site" in said:
        people = people.filter(inductions__site=said["site"])
    posts = Employment.objects.filter(in_force(today))
    if "role" in said:
        people = people.filter(pk__in=posts.filter(role=said["role"]).values("person"))
    if "standing" in said:
        now = Q(pk__in=posts.values("person"))
        people = people.filter(now if said["standing"] == "now" else ~now)
    return people


def person_page(person, today, personal):
    """Everything known about a person, in sections; what is personal only where it may be read."""
    read = [fact for fact in FACTS if personal or not fact[3]]
    held = {fact[0]: _held(person, fact[2], personal) for fact in read}
    plan = getattr(person, "study_plan", None)
    posts = held["employment"]
    return {
        "person": person,
        "sections": [_section(person, fact, held[fact[0]], today) for fact in read],
        "personal": personal,
        "dial": dialled(person.telephone) if personal else "",
        **(_record(person) if personal else {}),
        "plan": plan,
        "plan_words": in_words(plan) if plan else "",
        "terms": [_line(term, today) for term in plan.terms.all()] if plan else [],
        "is_trainee": any(holds(post, today) and post.role == "trainee" for post in posts),
        "step": planned_step(posts, today),
        "is_closed": bool(person.user) and not person.user.is_open_on(today),
    }


def _record(person):
    """What was changed, newest first, by date: what is shown at once, and what opens."""
    rows = PersonChange.objects.filter(person=person).select_related("by")
    rows = list(rows[: MOST_CHANGES + 1])
    return {
        "record": by_date(rows[:RECENT]),
        "older": by_date(rows[RECENT:MOST_CHANGES]),
        "older_count": len(rows[RECENT:MOST_CHANGES]),
        "cut_at": MOST_CHANGES if len(rows) > MOST_CHANGES else 0,
    }


def by_date(rows):
    return [(day, list(lines)) for day, lines in groupby(rows, lambda row: localdate(row.at))]


def _held(person, name, reads_reasons):
    rows = getattr(person, name).all()
    rows = rows.select_related(*JOINED[name]) if name in JOINED else rows
    return [row if reads_reasons else without_reason(row) for row in rows]


def _section(person, fact, rows, today):
    slug, title, _, personal = fact
    lines = sorted((_line(row, today) for row in rows), key=lambda line: line["over"])
    if slug == "employment":
        _pass_over(lines)
    section = {"slug": slug, "title": title, "lines": lines, "personal": personal}
    section["holes"] = _holes(rows, MISSING[slug]) if slug in MISSING else []
    if slug == "justifies" and not lines:
        section["none"] = _justifying(person)
    return section


def _pass_over(lines):
    """A post that another one follows on the next day does not run out."""
    begin = {line["row"].starts for line in lines}
    for line in lines:
        until = line["row"].until
        line["due"] = line["due"] and until + DAY not in begin


def _holes(rows, missing):
    """In words, the dates between two facts that are alike on which none of them holds."""
    alike = defaultdict(list)
    for row in rows:
        alike[missing(row)].append(Span(row))
    return [
        f"{words} {on(first)} to {on(last)}"
        for words, spans in alike.items()
        for first, last in holes(spans)
    ]


def _justifying(person):
    """Who may justify at all follows from role, band and preceptorship (R-06)."""
    if person.justifies_everywhere:
        return "Wherever their role and band let them (R-06)."
    return "Nowhere: add the sites or areas, or tick “everywhere” in the details."


def _line(row, today):
    """A fact in words; `due` where it runs out within 90 days, `over` where it has, `late` where it
    holds on though its review was due."""
    ends = _ends(row)
    over = bool(ends and ends < today)
    review = getattr(row, "review_due", None)
    runs_out = None if hasattr(row, "ends") else ends  # one day's work is no agreement
    soon = min(filter(None, (runs_out, review)), default=None)
    late = bool(review and review < today and not over)
    return {
        "row": row,
        "words": in_words(row),
        "reason": getattr(row, "reason", ""),
        "over": over,
        "late": late,
        "due": bool(soon and not (over or late) and soon <= today + SOON),
    }


def _ends(row):
    if hasattr(row, "until") or hasattr(row, "review_due"):
        return last_day(row)
    return row.ends.date() if hasattr(row, "ends") else None
