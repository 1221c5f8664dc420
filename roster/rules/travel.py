"""Several hospitals: people know the one they work at, and can get there in time."""

from itertools import pairwise

from roster.rules.shapes import Ban, Case, Clash


def inducted_and_in_time(timeline, person, values):
    """People work at sites they are inducted at, with time to travel from one to the next."""
    if values["induction_required"]:
        yield from _not_inducted(timeline, person)
    if len({item.duty.site for item in timeline.by_person[person]}) > 1:
        yield from _too_close(timeline, person, values)


def _not_inducted(timeline, person):
    inducted = timeline.people[person].sites
    for item in timeline.held[person]:
        if item.duty.site not in inducted:
            case = Case("must", person, item.date, item.date, unit="minutes", site=item.duty.site)
            case.detail = {"item": item}
            yield Ban(case, item)


def _too_close(timeline, person, values):
    """On call counts from and to the calls: until called, nobody travels."""
    items = [item for item in timeline.by_person[person] if item.is_work]
    for first, second in pairwise(items):
        if first.duty.site == second.duty.site or not (first.now or second.now):
            continue
        gap = min(second.worked)[0] - max(end for _, end in first.worked)
        needed = travel_minutes(
            timeline.problem.travel,
            first.duty.site,
            second.duty.site,
            values["default_travel_minutes"],
        )
        if gap < needed:
            case = Case("must", person, first.date, second.date, needed, "minutes")
            case.detail = {"first": first, "second": second}
            yield Clash(case, first, second, gap)


def travel_minutes(travel, start, end, otherwise):
    """Minutes from one site to another: by its own line, else the way back, else `otherwise`."""
    lines = {(t.from_site, t.to_site): t.minutes for t in travel}
    return lines.get((start, end), lines.get((end, start), otherwise))
