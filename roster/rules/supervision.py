"""Assistant practitioners work under a radiographer, within what they are signed off for."""

import itertools

from roster.problem import Place
from roster.rules.shapes import Ban, Case, Support
from roster.rules.timeline import COUNTS, DAY

AP = "assistant_practitioner"
LEAST_BAND = 5  # domain: radiographers of Band 5 and above supervise


def is_supervisor(item, site, area):
    """Whether this clinical duty's person may supervise in the place, absence aside.

    A registered radiographer of Band 5 or above, past preceptorship and entitled to justify there;
    or a radiologist flagged so.
    """
    person = item.person
    return (
        item.clinical
        and item.duty.role in COUNTS
        and _supervises(item)
        and not (person.preceptee_until and item.date <= person.preceptee_until)
        and is_valid(person, "HCPC", item.date)
        and may_justify(person, site, area)
    )


def _supervises(item):
    if item.role == "radiographer":
        return item.person.supervises is not False and _band(item.employment) >= LEAST_BAND
    return item.role == "radiologist" and item.person.supervises is True


def _band(employment):
    """8 for "8a"; 0 for somebody who is not on Agenda for Change."""
    return int(str(employment.band)[0]) if employment.band is not None else 0


def is_valid(person, kind, day):
    """Whether any credential of a kind holds on the day; true where none is on file."""
    own = [held for held in person.credentials if held.kind == kind]
    return not own or any((held.starts or day) <= day <= held.until for held in own)


def may_justify(person, site, area):
    """Whether the person is entitled to justify exposures in the place."""
    if person.justifies is None:
        return True
    return Place(site) in person.justifies or Place(site, area) in person.justifies


def never_unsupervised(timeline, place, day, values):
    """At every minute of an assistant practitioner's duty enough supervisors are in the group."""
    site, area = place
    group = _group(timeline, place, day, values)
    practitioners = [item for item in group if item.role == AP]
    able = [item for item in group if is_supervisor(item, item.duty.site, item.duty.area)]
    there = [(start, end) for item in able for start, end in _supervising(timeline, item, values)]
    for item in practitioners:
        if item.now and item.date == day and (item.duty.site, item.duty.area) == (site, area):
            yield from _support(item, practitioners, there, values["ratio"])


def _group(timeline, place, day, values):
    """Everybody on clinical duty near that date in the area, or on the whole site."""
    if values["group"] == "site":
        return timeline.near(timeline.by_site[place[0]], day)
    return timeline.near(timeline.by_place[place], day)


def _supervising(timeline, item, values):
    """The spans in which a supervisor is there, less the breaks if those do not count."""
    spans = timeline.present(item)
    if values["breaks_count_as_present"] or not item.shift.breaks:
        return spans
    for starts, ends in timeline.break_spans(item):
        spans = [piece for span in spans for piece in timeline.without(span, starts, ends)]
    return spans


def _support(item, practitioners, there, ratio):
    """One shape for each stretch of the duty in which the same people are there."""
    case = Case("must", item.duty.person, item.date, item.date, 0, "minutes")
    case.site, case.area, case.detail = item.duty.site, item.duty.area, {"item": item}
    near = [other for other in practitioners if other.start < item.end and item.start < other.end]
    edges = {item.start, item.end}
    edges.update(edge for other in near for edge in (other.start, other.end))
    edges.update(edge for span in there for edge in span)
    inside = sorted(edge for edge in edges if item.start <= edge <= item.end)
    for starts, ends in itertools.pairwise(inside):
        dependants = sum(other.start <= starts < other.end for other in near)
        supporters = sum(start <= starts < end for start, end in there)
        yield Support(case, dependants, supporters, ratio, starts, ends)


def within_scope(timeline, person, values):
    """An assistant practitioner works where a signed scope of practice covers them that day."""
    for item in timeline.by_person[person]:
        if not (item.now and item.clinical and item.role == AP):
            continue
        if _in_scope(item, values) or item.duty.role == "supernumerary":
            continue
        if item.duty.role in ("assist", "training") and named_are_there(timeline, item):
            continue
        case = Case("must", person, item.date, item.date, site=item.duty.site, area=item.duty.area)
        case.detail = {"item": item, "entry": _last_entry(item)}
        yield Ban(case, item)


def _entries(item):
    place = item.duty.site, item.duty.area
    return [entry for entry in item.person.scope if (entry.site, entry.area) == place]


def _in_scope(item, values):
    entries = _entries(item)
    if not entries:
        return values["scope_default"] == "allow"
    grace = values["grace_days"] * DAY
    return any(entry.starts <= item.date < entry.review_due + grace for entry in entries)


def _last_entry(item):
    return max(_entries(item), key=lambda entry: entry.review_due, default=None)


def named_are_there(timeline, item):
    """Whether the people named for a duty supervise it in its place from start to end."""
    duty = item.duty
    spans = [
        span
        for other in timeline.near(timeline.by_place[duty.site, duty.area], item.date)
        if other.duty.person in duty.supervised_by and is_supervisor(other, duty.site, duty.area)
        for span in timeline.present(other)
    ]
    return covered(item, spans)


def covered(item, spans):
    """Whether spans together cover a duty."""
    reached = item.start
    for start, end in sorted(spans):
        if start > reached:
            break
        reached = max(reached, end)
    return reached >= item.end
