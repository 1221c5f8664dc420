"""Who looks after those who learn."""

from collections import defaultdict

from roster.rules.shapes import Ban, Case, Limit

LEARNERS = ("trainee", "student")


def learners_have_a_supervisor(timeline, day, values):
    """Whoever learns on clinical duty names a supervisor, and no supervisor has too many."""
    near = timeline.near(timeline.by_date(learns), day)
    for item in near:
        if item.date == day and not item.duty.supervised_by:
            yield Ban(_nameless(item), item, 0)
    for supervisor, named in _by_supervisor(near).items():
        yield from _too_many(supervisor, day, named, values["limit"])


def learns(item):
    """Whether somebody learns on this duty: a trainee, a student, whoever is supernumerary."""
    return item.clinical and (item.duty.role == "supernumerary" or item.role in LEARNERS)


def _nameless(item):
    duty = item.duty
    case = Case("must", duty.person, duty.date, duty.date, 1, "people", duty.site, duty.area)
    case.detail = {"item": item}
    return case


def _by_supervisor(learning):
    """{supervisor: learners' duties that name them}"""
    named = defaultdict(list)
    for item in learning:
        for supervisor in item.duty.supervised_by:
            named[supervisor].append(item)
    return named


def _too_many(supervisor, day, near, limit):
    """At most so many learners name one supervisor at any minute of a date's duties."""
    starts = {item.start for item in near if any(_at(o, item.start) for o in near if o.date == day)}
    groups = [{o.duty.person for o in near if _at(o, minute)} for minute in starts]
    over = [group for group in groups if len(group) > limit]
    if over:
        case = Case("must", supervisor, day, day, limit, "people")
        case.others = tuple(sorted(set().union(*over)))
        yield Limit(case, tuple(max(over, key=len)), limit)


def _at(item, minute):
    return item.start <= minute < item.end
