"""Who is there beside those who work: the right competencies in an area, company on a site."""

from itertools import pairwise

from roster.rules.cover import holds
from roster.rules.shapes import Case, Cover
from roster.rules.timeline import COUNTS, DAY


def _while_at_work(timeline, items, day):
    """(starts, ends, duties) of each interval of a date in which somebody is at work.

    Those on clinical duty who count and are not away; in an interval nothing changes.
    """
    dawn, dusk = timeline.midnight(day), timeline.midnight(day + DAY)
    there = [
        (max(start, dawn), min(end, dusk), item)
        for item in items
        if item.duty.role in COUNTS and item.start < dusk and dawn < item.end
        for start, end in timeline.present(item)
        if start < dusk and dawn < end
    ]
    for starts, ends in pairwise(sorted({edge for span in there for edge in span[:2]})):
        on_duty = [item for start, end, item in there if start <= starts < end]
        if on_duty:
            yield starts, ends, on_duty


def _people(items):
    """One duty of each person: nobody counts twice."""
    return tuple({item.duty.person: item for item in items}.values())


def the_right_skills_are_there(timeline, place, day, values):
    """Where an area needs a competency, people who hold it are there while it is in use."""
    area = timeline.areas.get(place)
    if area is None or not area.needs:
        return
    cases = [(need, _case("must", day, need.least, *place, need=need)) for need in area.needs]
    for starts, ends, items in _while_at_work(
        timeline, timeline.near(timeline.by_place[place], day), day
    ):
        for need, case in cases:
            able = _people(i for i in items if holds(i.person, need.competency, i.date))
            yield Cover(case, able, need.least, starts, ends)


def _case(level, day, least, site, area=None, **detail):
    case = Case(level, None, day, day, least, "people", site, area, merge="stretch")
    case.detail = detail
    return case


def nobody_is_alone(timeline, site, day, values):
    """Whoever works on a site has company, and a radiographer past the first months there."""
    least = values["least"]
    company = _case("overridable", day, least, site, kind="company")
    support = _case("overridable", day, 1, site, kind="radiographer")
    for starts, ends, items in _while_at_work(
        timeline, timeline.near(timeline.by_site[site], day), day
    ):
        people = _people(item for item in items if item.role != "student")
        yield Cover(company, people, least, starts, ends)
        yield Cover(support, _people(filter(is_established, items)), 1, starts, ends)


def is_established(item):
    """A radiographer past preceptorship."""
    until = item.person.preceptee_until
    return item.role == "radiographer" and not (until and item.date <= until)
