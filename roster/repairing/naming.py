"""Who supervises a learner's duty: the names it must carry where and when it lies."""

from collections import Counter
from dataclasses import replace

from roster.rules.supervision import is_supervisor, uncovered

LEARNERS = ("trainee", "student")


def needs_a_name(plan, duty):
    """Whether a duty must say who supervises it."""
    item = plan.item(duty)
    learns = item.role in LEARNERS or duty.role == "supernumerary"
    return item.clinical and (learns or bool(duty.supervised_by))


def named(plan, duty, gone=(), come=()):
    """The duty with supervisors who are there throughout; as it is where that cannot be.

    `gone` and `come` are the duties that a change takes out and puts in besides.
    """
    if not needs_a_name(plan, duty):
        return duty
    spans = _supervising(plan, duty, gone, come)
    item = plan.item(duty)
    if _is_covered(item, [s for s in spans if s[0] in duty.supervised_by]):
        return duty
    names = next(iter(_alone(plan, duty, spans, gone)), None) or _one_after_the_other(item, spans)
    return replace(duty, supervised_by=names or duty.supervised_by)


def choices(plan, duty):
    """The names that a duty could carry instead of its own, those with fewest learners first."""
    spans = _supervising(plan, duty, (), ())
    for names in [*_alone(plan, duty, spans, ()), _one_after_the_other(plan.item(duty), spans)]:
        if names and names != duty.supervised_by:
            yield names


def _supervising(plan, duty, gone, come):
    """(person, start, end) of those who may supervise in the duty's place, then."""
    place = duty.site, duty.area
    items = [i for i in plan.near(place, duty.date) if i.duty not in gone]
    items += [plan.item(d) for d in come if (d.site, d.area) == place]
    return [
        (item.duty.person, *span)
        for item in items
        if is_supervisor(item, *place) and item.duty.person != duty.person
        for span in plan.whole.present(item)
    ]


def _alone(plan, duty, spans, gone):
    """Each supervisor who is there from start to end, by how many learners name them."""
    item = plan.item(duty)
    able = {who for who, *_ in spans if _is_covered(item, [s for s in spans if s[0] == who])}
    load = Counter(
        name
        for other in plan.near((duty.site, duty.area), duty.date)
        if other.duty not in (*gone, duty) and other.start < item.end and item.start < other.end
        for name in other.duty.supervised_by
    )
    return [(who,) for who in sorted(able, key=lambda who: (load[who], who))]


def _one_after_the_other(item, spans):
    """As few as can be who together are there from start to end; () where nobody is."""
    names, minute = [], item.start
    while minute < item.end:
        there = [s for s in spans if s[1] <= minute < s[2]]
        if not there:
            return ()
        who, _, minute = max(there, key=lambda span: (span[2], span[0]))
        names.append(who)
    return tuple(dict.fromkeys(names))


def _is_covered(item, spans):
    return not uncovered(item.start, item.end, [span for _, *span in spans])
