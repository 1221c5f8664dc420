"""Who could cover a gap, best first, and why the others cannot.

    candidates_for(checked, gap, *, reasons, tries, kept) -> (Candidate, ...)

Everybody of the unit is in the answer once. Whoever could is tried in the rota: a candidate adds
nothing that blocks a publication.
"""

from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from roster.grid.saying import KIND_WORDS
from roster.problem import Duty
from roster.repairing.comparing import effect
from roster.repairing.filling import as_if_there, brought_here, longer_of, planned_for, shifts_over
from roster.repairing.plan import Plan
from roster.rules.breach import Breach
from roster.rules.catalogue import CATALOGUE
from roster.rules.phrases import hours, number
from roster.rules.timeline import COUNTS

TRIES = 200  # changes looked at
ALONE, BESIDE = ("person",), ("place", "site", "day")  # scopes of rules


@dataclass(frozen=True)
class Candidate:
    """`changes` are the cells to plan them, {} for somebody who cannot; `why` is what speaks for
    them, or the first thing that stops them. `covers` are minutes of the gap; `adds` are new
    warnings. `text` is an order in words.
    """

    person: str
    name: str
    why: tuple[str, ...]
    changes: dict[tuple, tuple[Duty, ...]] = field(default_factory=dict)
    text: str = ""
    covers: int = 0
    adds: tuple[Breach, ...] = ()
    order: tuple = ()

    @property
    def can(self):
        return bool(self.changes)


def candidates_for(checked, gap, *, reasons, tries=TRIES, kept=frozenset()):
    """Those who could first: no warning added, the whole gap, fewest hours over contract, home.

    `reasons`: whether the reader may know why somebody is away. `kept` as in Plan.
    """
    looking = _Looking(Plan(checked, kept), gap, reasons, tries)
    found = [looking.at(person) for person in looking.people()]
    return tuple(sorted(found, key=lambda one: (not one.can, one.order, one.name)))


class _Looking:
    def __init__(self, plan, gap, reasons, tries):
        self.plan, self.gap, self.reasons, self.left = plan, gap, reasons, tries
        self.shifts = shifts_over(plan, gap, gap.date)
        there = plan.near(gap.place, gap.date)
        self.there = {i.duty.person for i in there if gap.covered_by(i) == gap.minutes}

    def people(self):
        """Those who are not there already, those with fewest hours over contract first."""
        able = [p for p in self.plan.problem.people if p.id not in self.there]
        return sorted(able, key=lambda person: (self.plan.over(person.id), person.id))

    def at(self, person):
        """The person as a Candidate, on the best of the shifts tried, or with what stops them."""
        why = self._unable(person)
        if why:
            return _cannot(person, why)
        stops, best = [], None
        for bound, way in sorted(self._possible(person), key=itemgetter(0)):
            if best and best.order <= bound:
                break  # judged, somebody can only get worse
            found = self._tried(person, way, best)
            if not found.can:
                stops.append(found)
            elif best is None or found.order < best.order:
                best = found
        return best or (stops[0] if stops else _cannot(person, self._busy(person.id)))

    def _unable(self, person):
        """What stops somebody whatever is planned; "" if nothing does."""
        if not self.shifts:
            return "no shift type covers it"
        if person.employment_on(self.gap.date) is None:
            return "not employed that day"
        there = as_if_there(self.plan, self.gap, person.id)
        return self.gap.unfit(there) or self._away(person.id)

    def _away(self, person):
        day = self.gap.date
        for absence in self.plan.whole.absences_of.get(person, ()):
            if absence.starts is None and absence.starts_on <= day <= absence.until:
                return absent(absence.kind) if self.reasons else "not available"
        return ""

    def _ways(self, person):
        """What would bring somebody there: planned; or longer there, or brought over."""
        held = self.plan.items(person, self.gap.date)
        if not held:
            yield from (planned_for(self.plan, self.gap, person, shift) for shift in self.shifts)
        for item in held:
            if item.clinical and item.duty.role in COUNTS:
                here = (item.duty.site, item.duty.area) == self.gap.place
                yield from (longer_of if here else brought_here)(self.plan, self.gap, item)

    def _possible(self, person):
        """(what its order is at the best, (changes, an order in words)) of each way there is."""
        for _, gone, come, text in self._ways(person.id):
            changes = self.plan.put(gone, come)
            if changes is not None:
                yield self._bound(person, gone, come), (changes, text)

    def _bound(self, person, gone, come):
        gone, come = (
            [self.plan.item(duty) for duty in duties if duty.person == person.id]
            for duties in (gone, come)
        )
        covers = max(map(self.gap.covered_by, come))
        more = sum(item.minutes for item in come) - sum(item.minutes for item in gone)
        return False, *self._order(person, covers, self.plan.over(person.id) + more)

    def _tried(self, person, way, best):
        """After what is asked of the person alone, which is soon known; then of places as well."""
        if not self.left:
            return _cannot(person, "not tried: too many others were")
        self.left -= 1
        changes, text = way
        alone = self._judged(person, text, changes, ALONE)
        if not alone.can or (best and best.order <= alone.order):
            return alone
        return self._judged(person, text, changes, BESIDE, alone.adds)

    def _judged(self, person, text, changes, ask, adds=()):
        """`adds`: what the rules asked before found."""
        after = self.plan.after(changes, ask)
        done = effect(self.plan.checked, after.checked)
        if not done.is_harmless:
            stop = next(breach for breach in done.new if breach.level != "should")
            return _cannot(person, self._stopped(person, stop))
        new = tuple(sorted((*adds, *done.new), key=attrgetter("order")))
        return self._candidate(person, text, changes, after, new)

    def _busy(self, person):
        """What somebody does at that time, in words."""
        held = self.plan.items(person, self.gap.date)
        if not held:
            return "not available for all of it"
        duty = held[0].duty
        where = self.plan.words.areas.get((duty.site, duty.area))
        stays = ", which stays as it is" * (not self.plan.is_open(person, self.gap.date))
        return f"works {duty.shift}{f' in {where}' if where else ''}{stays}"

    def _stopped(self, person, breach):
        said = f"{would(breach, self.reasons)} ({breach.rule})"
        if breach.person in (None, person.id):
            return said
        whose = self.plan.words.names[breach.person]
        return f"{whose}{' ' if said.startswith('would') else ': '}{said}"

    def _candidate(self, person, text, changes, after, adds):
        item = next(i for i in after.items(person.id, self.gap.date) if self.gap.covered_by(i))
        covers, over = self.gap.covered_by(item), after.over(person.id)
        weekends = after.weekends(person.id)
        order = self._order(person, covers, over)
        why = [f"{item.shift.code} {item.shift.starts:%H:%M} to {item.shift.ends:%H:%M}"]
        why += [f"{hours(covers)} of the {hours(self.gap.minutes)}"] * (covers < self.gap.minutes)
        why += [against_contract(over)] + ["home site"] * (not order[-1])
        why += [f"{number(weekends, 'weekend')} in this rota"] * (self.gap.date.weekday() >= 5)
        why += ["asked for the day off"] * order[1]
        why += [f"{would(breach, self.reasons)} ({breach.rule})" for breach in adds]
        order = bool(adds), *order, weekends
        return Candidate(person.id, person.name, tuple(why), changes, text, covers, adds, order)

    def _order(self, person, covers, over):
        """What makes a candidate come later, once who adds a warning is last."""
        asked = (person.id, self.gap.date) in self.plan.asked_off
        return self.gap.minutes - covers, asked, over, person.sites[:1] != (self.gap.site,)


def _cannot(person, why):
    return Candidate(person.id, person.name, (why,))


def absent(kind):
    """On annual leave; sick"""
    words = KIND_WORDS[kind]
    return words if kind in ("SL", "OTHER") else f"on {words}"


def against_contract(over):
    """1 h over contract, 30 min under contract"""
    if not over:
        return "at contract"
    return f"{hours(over)} {'over' if over > 0 else 'under'} contract"


def would(breach, reasons):
    """A breach somebody would be in, in a few words; `reasons`: who reads may know of leave."""
    said = WOULD.get(breach.rule)
    if said:
        return said(breach)
    if breach.rule == "R-31" and not reasons:
        return "would work the weekend beside days away"
    return CATALOGUE[breach.rule].short


WOULD = {
    "R-02": lambda b: "would have no weekday off for weekend work",
    "R-04": lambda b: "would be unsupervised",
    "R-09": lambda b: "not inducted there" if b.measured is None else "no time to travel",
    "R-16": lambda b: f"would work {hours(b.measured)} on end",
    "R-17": lambda b: f"would work {number(b.measured, 'day')} in a row",
    "R-19": lambda b: f"would have only {hours(b.measured)} of rest",
    "R-20": lambda b: "would have no long rest in the week",
    "R-35": lambda b: "would be alone on the site",
    "R-39": lambda b: f"would work {number(b.measured, 'long day')} in a row",
}
