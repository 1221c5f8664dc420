"""Changes of one duty that hand it to a colleague, or swap it for one of theirs.

Each way yields (kind, duties gone, duties that come, an order in words).
"""

from dataclasses import replace

from roster.repairing.naming import named
from roster.rules.phrases import day
from roster.rules.supervision import AP
from roster.rules.timeline import DAY


def given(plan, duty, rule):
    """To a colleague who has that date free, fewest hours over contract first."""
    for colleague in colleagues(plan, duty):
        if plan.is_free(colleague, duty.date):
            gone, come = handed(plan, duty, colleague)
            who, to = plan.words.names[duty.person], plan.words.names[colleague]
            yield "give", gone, come, f"give {who}'s {duty.shift} on {day(duty.date)} to {to}"


def swapped(plan, duty, rule):
    """For a duty of a colleague: of the same date, or of another date of the week."""
    monday = duty.date - duty.date.weekday() * DAY
    days = sorted((monday + n * DAY for n in range(7)), key=lambda on: abs((on - duty.date).days))
    others = colleagues(plan, duty)
    for on in days:
        for colleague in others:
            for other in plan.duties(colleague, on):
                if _can_swap(plan, duty, other):
                    yield _swap(plan, duty, other)


def _can_swap(plan, duty, other):
    if plan.item(other).clinical != plan.item(duty).clinical:
        return False
    if other.date == duty.date:
        what = (duty.shift, duty.site, duty.area)
        return (other.shift, other.site, other.area) != what
    return plan.is_free(duty.person, other.date) and plan.is_free(other.person, duty.date)


def _swap(plan, duty, other):
    gone, come = handed(plan, duty, other.person)
    back, forth = handed(plan, other, duty.person, besides=gone)
    who, whom = plan.words.names[duty.person], plan.words.names[other.person]
    theirs = f"{whom}'s {other.shift}"
    if other.date == duty.date:
        text = f"swap {who}'s {duty.shift} and {theirs} on {day(duty.date)}"
        if other.shift == duty.shift:
            text = f"swap the places of {who} and {whom} on {day(duty.date)}"
    else:
        text = f"swap {who}'s {duty.shift} on {day(duty.date)} with {theirs} on {day(other.date)}"
    return "swap", [*gone, *back], [*come, *forth], text


def colleagues(plan, duty):
    """Who could do a duty: of the same role, or radiographers in an assistant's place.

    At home there and in scope first, then those with fewest hours over the contract.
    """
    able = [p for p in plan.problem.people if p.id != duty.person and _is_able(plan, duty, p)]
    return [p.id for p in sorted(able, key=lambda p: _preference(plan, duty, p))]


def _is_able(plan, duty, person):
    held, wanted = person.employment_on(duty.date), plan.item(duty).role
    roles = (AP, "radiographer") if wanted == AP else (wanted,)
    return held is not None and (wanted is None or held.role in roles)


def _preference(plan, duty, person):
    role = person.employment_on(duty.date).role
    in_scope = role != AP or any(
        (entry.site, entry.area) == (duty.site, duty.area)
        and entry.starts <= duty.date < entry.review_due
        for entry in person.scope
    )
    other_role = role != plan.item(duty).role
    return duty.site not in person.sites, not in_scope, other_role, plan.over(person.id), person.id


def handed(plan, duty, to, besides=()):
    """(gone, come): the duty as the colleague's, named by the learners who named its person."""
    own = replace(duty, person=to, additional=False)
    if plan.item(own).role != plan.item(duty).role:
        own = replace(own, role="operator", supervised_by=())
    own = named(plan, own, [duty])
    follow = [
        item.duty
        for item in plan.near((duty.site, duty.area), duty.date)
        if duty.person in item.duty.supervised_by and item.date == duty.date
    ]
    follow = [learner for learner in follow if learner.person != to and learner not in besides]
    renamed = [replace(learner, supervised_by=_with(learner, duty, to)) for learner in follow]
    return [duty, *follow], [own, *renamed]


def _with(learner, duty, to):
    return tuple(dict.fromkeys(to if n == duty.person else n for n in learner.supervised_by))


WAYS = (given, swapped)
