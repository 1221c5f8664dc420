"""Assistant practitioners work under a radiographer, within what they are signed off for."""

import itertools
from functools import cache

from roster.problem import Place
from roster.rules.shapes import Ban, Case, Support
from roster.rules.timeline import COUNTS, without

AP = "assistant_practitioner"
SENIOR = ("radiographer", "radiologist")  # those of whom some supervise
EXPOSE = ("operator", "training")  # the duty roles in which an exposure may be made
LEAST_BAND = 5  # domain: radiographers of Band 5 and above supervise


def is_supervisor(item, site, area):
    """Whether this duty's person may supervise in the place, absence aside."""
    return supervise(item) and may_justify(item.person, site, area)


def supervise(item):
    """A registered radiographer of Band 5 or above, past preceptorship, on clinical duty; or a
    radiologist flagged so.
    """
    person = item.person
    return (
        item.clinical
        and item.duty.role in COUNTS
        and _is_senior(item)
        and not (person.preceptee_until and item.date <= person.preceptee_until)
        and is_valid(person, "HCPC", item.date)
    )


def _is_senior(item):
    if item.role == "radiographer":
        return item.person.supervises is not False and _band(item.employment) >= LEAST_BAND
    return item.role == "radiologist" and item.person.supervises is True


def _band(employment):
    """8 for "8a"; 0 for somebody who is not on Agenda for Change."""
    return int(str(employment.band)[0]) if employment.band is not None else 0


@cache
def typed_kind(kind):
    """A kind of credential however it was typed: hcpc is HCPC."""
    return kind.strip().casefold()


def is_valid(person, kind, day):
    """Whether any credential of a kind holds on the day; true where none is on file."""
    own = [held for held in person.credentials if typed_kind(held.kind) == typed_kind(kind)]
    return not own or any((held.starts or day) <= day <= held.until for held in own)


def may_justify(person, site, area):
    """Whether the person is entitled to justify exposures in the place."""
    if person.justifies is None:
        return True
    return Place(site) in person.justifies or Place(site, area) in person.justifies


def never_unsupervised(timeline, place, day, values):
    """At every minute of an assistant practitioner's duty enough supervisors are in the group."""
    judged = practitioners_on(timeline, place, day)
    if not judged:
        return
    group = _group(timeline, practise, judged, values)
    practitioners = [(item.duty.person, item.start, item.end) for item in group]
    there = supervising(timeline, judged, values)
    for item in judged:
        yield from _support(item, practitioners, there, values["ratio"])


def practise(item):
    """Assistant practitioners, in whatever part."""
    return item.role == AP


def practitioners_on(timeline, place, day):
    """The clinical duties of assistant practitioners in a place on a date of the rota."""
    site, area = place
    held = timeline.those_who(practise)[site].get(day, ())
    return [item for item in held if item.duty.area == area]


def _around(timeline, do, judged, tail=0):
    """Those who do, on the site of these duties of one date and at some time of them."""
    duty = judged[0].duty
    first = min(item.start for item in judged)
    last = max(item.end for item in judged) + tail
    near = timeline.near(timeline.those_who(do)[duty.site], duty.date)
    return [item for item in near if item.start < last and first < item.end]


def _group(timeline, do, judged, values, tail=0):
    """Those of them in the same area, or on the whole site."""
    around = _around(timeline, do, judged, tail)
    if values["group"] == "site":
        return around
    return [item for item in around if item.duty.area == judged[0].duty.area]


def supervising(timeline, judged, values, tail=0):
    """(person, start, end) of those who supervise these duties: less breaks, if those count."""
    duty = judged[0].duty
    return [
        (item.duty.person, *span)
        for item in _group(timeline, supervise, judged, values, tail)
        if may_justify(item.person, duty.site, duty.area)
        for span in _less_breaks(timeline, item, values)
    ]


def _less_breaks(timeline, item, values):
    spans = timeline.present(item)
    if values["breaks_count_as_present"]:
        return spans
    for starts, ends in timeline.break_spans(item):
        spans = [piece for span in spans for piece in without(span, starts, ends)]
    return spans


def _support(item, practitioners, there, ratio):
    """One shape for each stretch of the duty in which the same people are there."""
    case = _case("must", item)
    near = [other for other in practitioners if other[1] < item.end and item.start < other[2]]
    edges = {edge for _, *span in near + there for edge in span}
    inside = sorted(edge for edge in edges if item.start <= edge <= item.end)
    for starts, ends in itertools.pairwise(inside):
        dependants, supporters = _people(near, starts), _people(there, starts)
        yield Support(case, dependants, supporters, ratio, starts, ends)


def _case(level, item):
    duty = item.duty
    case = Case(level, duty.person, duty.date, duty.date, 0, "minutes", duty.site, duty.area)
    case.detail = {"item": item}
    return case


def _people(spans, minute):
    """How many people are there: nobody counts twice, whatever duties overlap."""
    return len({person for person, start, end in spans if start <= minute < end})


def supervised_to_the_last_image(timeline, place, day, values):
    """Somebody who supervises is there at the last minute of the duty, and for the tail."""
    judged = practitioners_on(timeline, place, day)
    if not judged:
        return
    tail = values["tail_minutes"]
    there = [span for _, *span in supervising(timeline, judged, values, tail)]
    for item in judged:
        case = _case("should" if tail else "must", item)
        case.detail["tail"] = tail
        before = uncovered(item.start, item.end, there)
        alone = before[-1:] if before and before[-1][1] == item.end else []
        for starts, ends in alone + uncovered(item.end, item.end + tail, there):
            yield Support(case, 1, 0, 1, starts, ends)


def uncovered(start, end, spans):
    """The pieces of a span that none of these spans covers."""
    left = []
    for starts, ends in sorted(span for span in spans if span[0] < end and start < span[1]):
        if start < starts:
            left.append((start, starts))
        start = max(start, ends)
    return [*left, (start, end)] if start < end else left


def somebody_can_justify(timeline, place, day, values):
    """While an assistant practitioner may expose, somebody who may justify is on the site."""
    judged = [i for i in practitioners_on(timeline, place, day) if i.duty.role in EXPOSE]
    if not judged or values["remote_justification"]:
        return
    there = [
        span
        for item in _around(timeline, justify, judged)
        if may_justify(item.person, *place)
        for span in timeline.present(item)
    ]
    for item in judged:
        case = _case("must", item)
        for starts, ends in uncovered(item.start, item.end, there):
            yield Support(case, 1, 0, 1, starts, ends)


def justify(item):
    """Registered radiographers, in their first months too, and radiologists."""
    return (
        item.role in SENIOR
        and item.duty.role in COUNTS
        and is_valid(item.person, "HCPC", item.date)
    )


def within_scope(timeline, place, day, values):
    """An assistant practitioner works where a signed scope of practice covers them that day."""
    for item in practitioners_on(timeline, place, day):
        if _in_scope(item, values) or item.duty.role == "supernumerary":
            continue
        if item.duty.role in ("assist", "training") and named_are_there(timeline, item):
            continue
        case = Case("must", item.duty.person, day, day, site=place[0], area=place[1])
        case.detail = {"item": item, "entry": _last_entry(item)}
        yield Ban(case, item)


def _entries(item):
    place = item.duty.site, item.duty.area
    return [entry for entry in item.person.scope if (entry.site, entry.area) == place]


def _in_scope(item, values):
    entries = _entries(item)
    if not entries:
        return values["scope_default"] == "allow"
    grace = values["grace_days"]
    return any(
        entry.starts <= item.date and (item.date - entry.review_due).days < grace
        for entry in entries
    )


def _last_entry(item):
    return max(_entries(item), key=lambda entry: entry.review_due, default=None)


def named_are_there(timeline, item):
    """Whether the people named for a duty supervise it in its place from start to end."""
    return covered(item, [span for _, *span in named_spans(timeline, item)])


def named_spans(timeline, item):
    """(person, start, end) of those named for a duty while they supervise in its place."""
    duty = item.duty
    if not duty.supervised_by:
        return []
    return [
        (other.duty.person, *span)
        for other in timeline.near(timeline.those_who(supervise)[duty.site], item.date)
        if other.duty.area == duty.area
        and other.duty.person in duty.supervised_by
        and may_justify(other.person, duty.site, duty.area)
        for span in timeline.present(other)
    ]


def covered(item, spans):
    """Whether spans together cover a duty."""
    return not uncovered(item.start, item.end, spans)
