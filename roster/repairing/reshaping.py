"""Changes of one duty that stay with its person: off, another shift, place, date, part in it.

Each way yields (kind, duties gone, duties that come, an order in words).
"""

from dataclasses import replace

from roster.repairing.naming import choices, named
from roster.rules.phrases import day, listed
from roster.rules.timeline import DAY

PARTS = {
    "assist": "assist",
    "training": "train",
    "supernumerary": "watch",
}


def off(plan, duty, rule):
    who = plan.words.names[duty.person]
    if len(plan.duties(duty.person, duty.date)) == 1:
        yield "off", [duty], [], f"give {who} {day(duty.date)} off"
    else:
        yield "off", [duty], [], f"take {duty.shift} on {day(duty.date)} from {who}"


def other_shift(plan, duty, rule):
    """Another shift type at the same place; on a study day the training that is due."""
    now = plan.item(duty)
    types = plan.shift_types(now.shift.work_class)
    used = plan.in_use((duty.site, duty.area))
    for shift in sorted(types, key=lambda shift: shift.code not in used):
        if shift.code != duty.shift:
            changed = replace(duty, shift=shift.code, fold=None)
            yield _instead(plan, "shift", duty, named(plan, changed, [duty]))
    if rule == "R-10" and now.clinical:
        for shift in plan.shift_types("training"):
            study = replace(duty, shift=shift.code, fold=None, area=None)
            study = replace(study, role="operator", supervised_by=())
            yield _instead(plan, "shift", duty, study)


def _instead(plan, kind, duty, changed):
    who = plan.words.names[duty.person]
    text = f"let {who} work {changed.shift} instead of {duty.shift} on {day(duty.date)}"
    return kind, [duty], [changed], text


def other_place(plan, duty, rule):
    """The same shift in an area of a site they are inducted at, their scope covering it first."""
    item = plan.item(duty)
    if not item.clinical:
        return
    scope = {(entry.site, entry.area) for entry in item.person.scope}
    areas = [(site.code, area.code) for site in plan.problem.sites for area in site.areas]
    near = [place for place in areas if place[0] in item.person.sites]
    for site, area in sorted(near, key=lambda p: (p not in scope, p[0] != duty.site)):
        if (site, area) != (duty.site, duty.area):
            changed = named(plan, replace(duty, site=site, area=area), [duty])
            yield "place", [duty], [changed], moved_words(plan, duty, changed)


def moved_words(plan, duty, changed):
    who, words = plan.words.names[duty.person], plan.words
    where = words.areas[changed.site, changed.area]
    old = words.areas[duty.site, duty.area]
    if changed.site != duty.site:
        where, old = words.place(changed.site, changed.area), words.place(duty.site, duty.area)
    return f"let {who} work {duty.shift} in {where} instead of {old} on {day(duty.date)}"


def other_day(plan, duty, rule):
    """The same duty on another date of its week, the nearest first."""
    monday = duty.date - duty.date.weekday() * DAY
    days = [monday + n * DAY for n in range(7)]
    for on in sorted(days, key=lambda other: abs((other - duty.date).days)):
        if plan.is_free(duty.person, on):
            moved = named(plan, replace(duty, date=on, fold=None), [duty])
            who, old = plan.words.names[duty.person], day(duty.date)
            yield "day", [duty], [moved], f"move {who}'s {duty.shift} from {old} to {day(on)}"


def other_part(plan, duty, rule):
    """Assisting, training or watching under somebody who supervises; or other names."""
    if rule in ("R-08", "R-36"):
        yield from _other_names(plan, duty)
    if rule == "R-07":
        for part in PARTS:
            yield from _in_part(plan, duty, part)
    if rule == "R-06" and duty.role != "assist":
        who = plan.words.names[duty.person]
        text = f"let {who} assist only on {day(duty.date)}"
        yield "part", [duty], [replace(duty, role="assist")], text


def _other_names(plan, duty):
    for names in choices(plan, duty):
        who = listed(plan.words.names[name] for name in names)
        learner = plan.words.names[duty.person]
        text = f"name {who} to supervise {learner} on {day(duty.date)}"
        yield "name", [duty], [replace(duty, supervised_by=names)], text


def _in_part(plan, duty, part):
    for names in choices(plan, replace(duty, supervised_by=())):
        who = listed(plan.words.names[name] for name in names)
        learner = plan.words.names[duty.person]
        text = f"let {learner} {PARTS[part]} under {who} on {day(duty.date)}"
        yield "part", [duty], [replace(duty, role=part, supervised_by=names)], text


WAYS = (other_part, other_shift, other_place, other_day, off)
