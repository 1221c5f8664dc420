"""Trainees work beside a radiographer of their own, and have their university day."""

from itertools import pairwise

from roster.rules.shapes import Ban, Case, Support
from roster.rules.supervision import named_spans, uncovered
from roster.walltime import instant

TRAINEE = "trainee"


def a_radiographer_of_their_own(timeline, day, values):
    """At every minute of a trainee's duty a named radiographer is there, without too many."""
    sites = timeline.those_who(train).values()
    trainees = [item for dates in sites for item in timeline.near(dates, day)]
    pairs = [pair for item in trainees for pair in _together(timeline, item)]
    for item in trainees:
        if item.date == day:
            yield from _alone(item, pairs, values["trainees_per_radiographer"])


def train(item):
    return item.role == TRAINEE


def _together(timeline, item):
    """(trainee's duty, radiographer, start, end) of each span with a named one."""
    for who, start, end in named_spans(timeline, item):
        if start < item.end and item.start < end:
            yield item, who, max(start, item.start), min(end, item.end)


def _alone(item, pairs, most):
    duty = item.duty
    case = Case("must", duty.person, item.date, item.date, 0, "minutes", duty.site, duty.area)
    own = [pair for pair in pairs if pair[0] is item]
    free = [piece for pair in own for piece in _with_room(pair, pairs, most)]
    for starts, ends in uncovered(item.start, item.end, free):
        if not case.detail:
            there = {who for _, who, start, end in own if start <= starts < end}
            case.detail = {"item": item, "with": sorted(there)}
        yield Support(case, 1, 0, 1, starts, ends)


def _with_room(pair, pairs, most):
    """The pieces of a span in which the radiographer has no trainee too many, wherever."""
    _, who, start, end = pair
    theirs = [other for other in pairs if other[1] == who]
    edges = {start, end}
    edges.update(edge for _, _, *span in theirs for edge in span if start < edge < end)
    for starts, ends in pairwise(sorted(edges)):
        having = {item.duty.person for item, _, first, last in theirs if first <= starts < last}
        if len(having) <= most:
            yield starts, ends


def study_days_are_kept(timeline, person, values):
    """In term a trainee's study weekday holds the training due, and no clinical duty."""
    plan = timeline.people[person].study
    if plan is None:
        return
    due = values["study_minutes"] if plan.minutes is None else plan.minutes
    for day, items in _study_days(timeline.held[person], plan).items():
        trained = sum(i.minutes for i in items if i.shift.work_class == "training")
        trained += _at_university(timeline, person, day, due)
        clinical = [item for item in items if item.clinical]
        if clinical or trained < due:
            case = Case("overridable", person, day, day, due, "minutes")
            case.detail = {"clinical": clinical}
            yield Ban(case, (clinical or items)[0], trained)


def _study_days(items, plan):
    """{date: duties} on the study weekday in term; a date without a duty is not judged."""
    days = {}
    for item in items:
        on_the_day = item.date.weekday() == plan.weekday and item.is_work
        if on_the_day and item.role == TRAINEE and in_term(plan, item.date):
            days.setdefault(item.date, []).append(item)
    return days


def in_term(plan, day):
    return any(first <= day <= last for first, last in plan.terms)


def _at_university(timeline, person, day, due):
    """Minutes of study leave on a date: a whole day of it is what is due."""
    return sum(
        due
        if absence.starts is None
        else instant(day, absence.ends, timeline.zone) - instant(day, absence.starts, timeline.zone)
        for absence in timeline.absences_of.get(person, ())
        if absence.kind == "SD" and absence.starts_on <= day <= absence.until
    )
