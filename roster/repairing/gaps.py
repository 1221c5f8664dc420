"""Where somebody is missing: a place, some minutes of a date, and who would do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from roster.problem import Demand, Duty
from roster.rules import cover
from roster.rules.catalogue import values_in
from roster.rules.phrases import ROLE_WORDS
from roster.rules.supervision import is_supervisor, justify, may_justify
from roster.walltime import instant

COMPANY = ("radiographer", "assistant_practitioner", "radiologist")
SUPPORT = ("R-04", "R-05", "R-06", "R-07", "R-08", "R-36")


@dataclass(frozen=True)
class Gap:
    """Somebody is missing in a place from `starts` to `ends` (instants).

    `unfit` says why a duty's person would not do there, "" when they would. `said` is what is
    missing, in words. `learner` is the duty that is to name whoever comes, `demand` the line that
    is short, if any.
    """

    site: str
    area: str
    date: date
    starts: int
    ends: int
    unfit: Callable
    said: str = ""
    learner: Duty | None = None
    demand: Demand | None = None

    @property
    def place(self):
        return self.site, self.area

    def covered_by(self, item):
        """The minutes of it that a duty in its place would cover."""
        return max(0, min(item.end, self.ends) - max(item.start, self.starts))

    @property
    def minutes(self):
        return self.ends - self.starts


def gaps_at(plan, site, area, day):
    """Of an area on a date: each line of demand where it is short, each competency missing."""
    return (*_short_lines(plan, (site, area), day), *_missing_competencies(plan, (site, area), day))


def _short_lines(plan, place, day):
    values = values_in(plan.problem, "R-33", day)
    part = plan.whole.part(plan.near(place, day))
    lines = {}
    for shape in cover.demand_is_met(part, place, day, values):
        if shape.broken():
            _join(lines.setdefault(id(shape.case), []), shape)
    for stretches in lines.values():
        for shapes in stretches:
            demand = shapes[0].case.detail["demand"]
            have = min(shape.measured() for shape in shapes)
            yield _demand_gap(plan, demand, day, shapes[0].starts, shapes[-1].ends, have)


def _join(stretches, shape):
    """Add a shape to the stretch that ends where it begins, or begin another."""
    if stretches and stretches[-1][-1].ends == shape.starts:
        stretches[-1].append(shape)
    else:
        stretches.append([shape])


def _demand_gap(plan, demand, day, starts, ends, have):
    wanted = plan.words.people(demand, demand.least)
    said = f"{have} of {wanted}, {_times(plan, starts, ends)}"
    unfit = _unfit_for(plan, demand, day)
    return Gap(demand.site, demand.area, day, starts, ends, unfit, said, demand=demand)


def _times(plan, starts, ends):
    return f"{plan.words.clock(starts)} to {plan.words.clock(ends)}"


def _unfit_for(plan, demand, day):
    values = values_in(plan.problem, "R-33", day)

    def unfit(item):
        if demand.competency and not cover.holds(item.person, demand.competency, item.date):
            return f"no {plan.words.competencies[demand.competency].lower()}"
        if not cover.fits(item, demand, values):
            return f"not {_a(ROLE_WORDS[demand.role][0])}"
        return "" if cover.counts(item, values) else "does not count as cover"

    return unfit


def _a(word):
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _missing_competencies(plan, place, day):
    for breach in plan.checked.found.get(("R-34", (place, day)), ()):
        yield _gap_of_stretch(plan, breach)


def unsupported(plan, site, area, day):
    """Where a duty of the area has nobody to supervise it, or to justify; `said` by its breach."""
    for breach in plan.checked.breaches:
        if breach.rule in SUPPORT and (breach.site, breach.area, breach.first) == (site, area, day):
            gap = gap_of(plan, breach)
            if gap:
                yield replace(gap, said=plan.words.sentence(breach))


def gap_of(plan, breach):
    """The gap that somebody more would fill, or null where that is not the matter."""
    if breach.rule in ("R-33", "R-34", "R-35"):
        return _gap_of_stretch(plan, breach)
    if breach.rule in SUPPORT and "item" in breach.detail:
        return _gap_of_duty(plan, breach)
    return None


def _gap_of_stretch(plan, breach):
    starts = instant(breach.first, breach.at.time(), plan.whole.zone)
    ends = breach.detail["until"]
    if breach.rule == "R-33":
        have, demand = breach.measured, breach.detail["demand"]
        return _demand_gap(plan, demand, breach.first, starts, ends, have)
    unfit = _untrained(plan, breach) if breach.rule == "R-34" else _unfit_company(breach)
    area = breach.area or _area_at_work(plan, breach.site, breach.first, starts)
    said = _times(plan, starts, ends)
    if breach.rule == "R-34":
        wanted = plan.words.competencies[breach.detail["need"].competency]
        said = f"{breach.measured} of {breach.limit} with {wanted}, {said}"
    return Gap(breach.site, area, breach.first, starts, ends, unfit, said)


def _untrained(plan, breach):
    code = breach.detail["need"].competency

    def unfit(item):
        held = cover.holds(item.person, code, item.date)
        return "" if held else f"no {plan.words.competencies[code].lower()}"

    return unfit


def _unfit_company(breach):
    wants_radiographer = breach.detail["kind"] == "radiographer"

    def unfit(item):
        if wants_radiographer:
            new = item.person.preceptee_until and item.date <= item.person.preceptee_until
            fit = item.role == "radiographer" and not new
            return "" if fit else "not a radiographer past preceptorship"
        return "" if item.role in COMPANY else "no company for clinical work"

    return unfit


def _area_at_work(plan, site, day, minute):
    """An area of the site that is in use then."""
    items = plan.whole.near(plan.checked.by_date, day)
    return next(
        i.duty.area
        for i in items
        if i.clinical and i.duty.site == site and i.start <= minute < i.end
    )


def _gap_of_duty(plan, breach):
    """The part of a duty in which nobody supervises, or justifies."""
    item = breach.detail["item"]
    starts, ends = item.start, item.end
    if breach.at:
        starts = instant(breach.at.date(), breach.at.time(), plan.whole.zone)
        ends = max(starts + breach.measured, min(starts + 1, item.end))
    learner = item.duty if breach.rule in ("R-07", "R-08", "R-36") else None
    unfit = _unfit_to_justify if breach.rule == "R-06" else _unfit_to_supervise
    return Gap(breach.site, breach.area, breach.first, starts, ends, unfit, learner=learner)


def _unfit_to_supervise(item):
    fit = is_supervisor(item, item.duty.site, item.duty.area)
    return "" if fit else "may not supervise there"


def _unfit_to_justify(item):
    fit = justify(item) and may_justify(item.person, item.duty.site, item.duty.area)
    return "" if fit else "may not justify there"
