"""Trainees work beside a radiographer of their own, and have their university day."""

from itertools import pairwise

from roster.rules.shapes import Ban, Case, Support
from roster.rules.supervision import named_spans, uncovered
from roster.walltime import instant

TRAINEE = "trainee"


def a_radiographer_of_their_own(timeline, place, day, values):
    """At every minute of a trainee's duty a named radiographer is there, without too many."""
    trainees = timeline.those_who(train)[place[0]]
    near = [item for item in timeline.near(trainees, day) if item.duty.area == place[1]]
    for item in near:
        if item.date != day:
            continue
        duty, named = item.duty, named_spans(timeline, item)
        case = Case("must", duty.person, day, day, 0, "minutes", *place)
        free = [piece for one in named for piece in _with_room(one, near, values)]
        for starts, ends in uncovered(item.start, item.end, free):
            if not case.detail:
                case.detail = {"item": item, "with": _there(named, starts)}
            yield Support(case, 1, 0, 1, starts, ends)


def train(item):
    return item.role == TRAINEE


def _there(named, minute):
    return sorted({person for person, start, end in named if start <= minute < end})


def _with_room(one, trainees, values):
    """The pieces of a supervisor's span in which they have no trainee too many."""
    who, start, end = one
    theirs = [trainee for trainee in trainees if who in trainee.duty.supervised_by]
    edges = {start, end}
    edges.update(edge for t in theirs for edge in (t.start, t.end) if start < edge < end)
    for starts, ends in pairwise(sorted(edges)):
        having = {t.duty.person for t in theirs if t.start <= starts < t.end}
        if len(having) <= values["trainees_per_radiographer"]:
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
        if on_the_day and item.role == TRAINEE and _in_term(plan, item.date):
            days.setdefault(item.date, []).append(item)
    return days


def _in_term(plan, day):
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
