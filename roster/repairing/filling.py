"""Changes that put somebody where somebody is missing.

Each way yields (kind, duties gone, duties that come, an order in words).
"""

from dataclasses import replace

from roster.problem import Duty
from roster.repairing import wording
from roster.repairing.naming import named
from roster.repairing.reshaping import moved_words
from roster.rules.phrases import day
from roster.rules.timeline import COUNTS, DAY

MOST_SHIFTS = 3  # shift types tried on somebody


def longer(plan, gap):
    """Those who are there that date already, on a shift that reaches over the gap as well."""
    for item in plan.near(gap.place, gap.date):
        if item.now and item.duty.role in COUNTS and not gap.unfit(item):
            yield from longer_of(plan, gap, item)


def longer_of(plan, gap, item):
    duty, who = item.duty, plan.words.names[item.duty.person]
    for shift in shifts_over(plan, gap, duty.date):
        changed = replace(duty, shift=shift, fold=None)
        if shift != duty.shift and gap.covered_by(plan.item(changed)) > gap.covered_by(item):
            text = f"let {who} work {shift} instead of {duty.shift} on {day(duty.date)}"
            yield _with_the_learner(plan, gap, ("shift", [duty], [changed], text))


def brought(plan, gap):
    """Those at work elsewhere at that time, brought over."""
    for item in plan.on(gap.date):
        if (item.duty.site, item.duty.area) != gap.place and item.duty.role in COUNTS:
            yield from brought_here(plan, gap, item)


def brought_here(plan, gap, item):
    changed = replace(item.duty, site=gap.site, area=gap.area)
    if gap.covered_by(item) and not gap.unfit(plan.item(changed)):
        text = moved_words(plan, item.duty, changed)
        yield _with_the_learner(plan, gap, ("place", [item.duty], [changed], text))


def planned(plan, gap):
    """Those who are free, each on the shifts that cover most of the gap."""
    shifts = shifts_over(plan, gap, gap.date)
    people = free_people(plan, gap) if shifts else []
    for shift in shifts:
        for person in people:
            yield planned_for(plan, gap, person, shift)


def planned_for(plan, gap, person, shift):
    duty = Duty(person, gap.date, shift, gap.site, gap.area)
    text = wording.planned(plan, [person], duty)
    return _with_the_learner(plan, gap, ("plan", [], [duty], text))


def free_people(plan, gap):
    """Those who would do and have the date free; at home there, then fewest hours over first."""
    able = [
        person
        for person in plan.problem.people
        if plan.is_free(person.id, gap.date) and not gap.unfit(as_if_there(plan, gap, person.id))
    ]
    return [p.id for p in sorted(able, key=lambda p: preference(plan, gap, p))]


def as_if_there(plan, gap, person):
    """The person as if on duty there, to ask whether they would do."""
    shift = plan.shift_types()[0]
    return plan.item(Duty(person, gap.date, shift.code, gap.site, gap.area))


def preference(plan, gap, person):
    home = person.sites[:1] == (gap.site,)
    return gap.site not in person.sites, plan.over(person.id), not home, person.id


def shifts_over(plan, gap, on):
    """Codes of the clinical shift types that cover most of a gap, those in use there first, short
    ones before long ones.
    """
    used, anybody = plan.in_use(gap.place), next(iter(plan.problem.people), None)
    found = []
    for shift in plan.shift_types() if anybody else ():
        item = plan.item(Duty(anybody.id, on, shift.code, gap.site, gap.area))
        covered = gap.covered_by(item)
        if covered:
            found.append((-covered, shift.code not in used, item.end - item.start, shift.code))
    return [code for *_, code in sorted(found)[:MOST_SHIFTS]]


def _with_the_learner(plan, gap, way):
    """The same change, and the learner it is made for names those who are there then."""
    kind, gone, come, text = way
    if gap.learner is None:
        return way
    renamed = named(plan, gap.learner, [*gone, gap.learner], come)
    if renamed == gap.learner:
        return way
    return kind, [*gone, gap.learner], [*come, renamed], f"{text}, named to supervise"


def more_work(plan, person):
    """The person's most usual shift, on each date that they have free."""
    held = [item for item in plan.whole.by_person.get(person, ()) if item.clinical]
    usual = {}
    for item in held:
        key = item.duty.shift, item.duty.site, item.duty.area, item.duty.role
        usual[key] = usual.get(key, 0) + 1
    for key in sorted(usual, key=lambda key: (-usual[key], key))[:MOST_SHIFTS]:
        for n in range(7 * plan.problem.weeks):
            on = plan.problem.starts + n * DAY
            if plan.is_free(person, on):
                shift, site, area, role = key
                duty = named(plan, Duty(person, on, shift, site, area, role))
                yield "plan", [], [duty], wording.planned(plan, [person], duty)


WAYS = (longer, brought, planned)
