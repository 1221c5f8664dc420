"""What a repair of a breach can work on: the duties that take part in it, and the gap to fill."""

from dataclasses import dataclass

from roster.problem import Duty
from roster.repairing.gaps import Gap, gap_of
from roster.rules.supervision import AP
from roster.rules.timeline import DAY

RUNS = ("R-17", "R-39")  # the nearer to the middle a duty is dropped, the shorter what is left
PLACES = ("R-34", "R-35")  # asked of an area or a site only while somebody works there
TOGETHER = ("R-04", "R-08")  # what one has too little of, the others there have too much of


@dataclass(frozen=True)
class Aim:
    """`duties`: those whose change could mend the breach, likeliest first. `gap`: where somebody
    more would. `more`: who has too few hours. `rule` is the breach's.
    """

    rule: str
    duties: tuple[Duty, ...] = ()
    gap: Gap | None = None
    more: str | None = None


def aim_of(plan, breach) -> Aim:
    if breach.rule == "R-24" and breach.measured < 0:
        return Aim(breach.rule, more=breach.person)
    return Aim(breach.rule, tuple(_duties(plan, breach)), gap_of(plan, breach))


def _duties(plan, breach):
    if breach.person is None:
        return _of_the_place(plan, breach) if breach.rule in PLACES else []
    if breach.others:
        return _naming(plan, breach.others, breach.person, breach.first)
    own = _of_the_person(plan, breach)
    if breach.rule not in TOGETHER:
        return own
    return [*own, *(d for d in _beside(plan, breach) if d not in own)]


def _of_the_person(plan, breach):
    """The duties it is about, where it says; else all in its dates."""
    about = [item.duty for item in _about(breach.detail) if getattr(item, "now", False)]
    if about:
        return about
    days = [breach.first + n * DAY for n in range((breach.last - breach.first).days + 1)]
    if breach.rule in RUNS:
        middle = (len(days) - 1) / 2
        days.sort(key=lambda day: abs((day - breach.first).days - middle))
    return [duty for day in days for duty in plan.duties(breach.person, day)]


def _about(detail):
    """The pieces of work in a breach's facts, the later ones first."""
    if "item" in detail:
        return [detail["item"]]
    if "before" in detail:
        return [*detail["after"].members, *reversed(detail["before"].members)]
    if "spell" in detail:
        return list(reversed(detail["spell"].members))
    return [detail["second"], detail["first"]] if "second" in detail else []


def _of_the_place(plan, breach):
    return [
        item.duty
        for item in plan.on(breach.first)
        if item.duty.site == breach.site and breach.area in (None, item.duty.area)
    ]


def _naming(plan, learners, supervisor, day):
    """The learners' duties of a date that name somebody."""
    held = (duty for learner in learners for duty in plan.duties(learner, day))
    return [duty for duty in held if supervisor in duty.supervised_by]


def _beside(plan, breach):
    """The duties of the others of the same kind, in the same place at the same time."""
    about = breach.detail["item"]
    kind = AP if breach.rule == "R-04" else "trainee"
    return [
        item.duty
        for item in plan.near((breach.site, breach.area), breach.first)
        if item.role == kind and item.start < about.end and about.start < item.end
    ]
