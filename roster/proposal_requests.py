"""Which requests a proposal grants, and what stands in the way of the others. Pure.

    request_rows(before, after, scope)  -> [RequestRow, ...]

Why not is found by trying: what was asked for is put into the rota as proposed and judged again.
"""

from dataclasses import dataclass
from datetime import date

from roster.grid.reaching import places_of
from roster.problem import Duty, Request
from roster.repairing.plan import Plan
from roster.rules.breach import LEVELS
from roster.rules.phrases import day as day_in_words

MOST_TRIED = 60  # rechecks for all requests together
OUTSIDE = "it lies outside what was to be filled"
STAYS = "what was planned there was to stay"
BEYOND = "too many are open to look into this one"
DEARER = "it would cost other aims more than it is worth; see what the aims are worth"


@dataclass(frozen=True)
class RequestRow:
    """`granted_before` and `granted` say so of the two plans; `why` it is not, or blank."""

    name: str
    date: date
    wants: str
    granted_before: bool
    granted: bool
    why: str


def request_rows(before, after, scope):
    """Of two checked plans of a rota, the second made within a Scope."""
    looking = _Looking(Plan(before), Plan(after), scope)
    problem = after.whole.problem
    asked = [looking.row(request) for request in problem.requests]
    return [*asked, *filter(None, map(looking.leave, problem.leave_asked))]


class _Looking:
    def __init__(self, old, plan, scope):
        self.old, self.plan, self.scope, self.left = old, plan, scope, MOST_TRIED
        self.problem = plan.problem
        self.people = {person.id: person for person in self.problem.people}
        self.stands = set(plan.checked.breaches)

    def row(self, request):
        granted = _is_granted(self.plan, request)
        return RequestRow(
            self.people[request.person].name,
            request.date,
            said(request.wants),
            _is_granted(self.old, request),
            granted,
            "" if granted else self._why_not(request),
        )

    def leave(self, leave):
        """Leave that waits for an answer: granted where all of its days in the rota are free; null
        where none is in it, or it is of some hours.
        """
        days = [Request(leave.person, on, "off") for on in leave.whole_dates if self._is_of(on)]
        if not days:
            return None
        open_ = [day for day in days if not _is_granted(self.plan, day)]
        return RequestRow(
            self.people[leave.person].name,
            days[0].date,
            f"leave to {day_in_words(days[-1].date)}",
            all(_is_granted(self.old, day) for day in days),
            not open_,
            self._why_not(open_[0]) if open_ else "",
        )

    def _is_of(self, on):
        return self.problem.starts <= on <= self.problem.until

    def _why_not(self, request):
        person = self.people[request.person]
        held = self.plan.duties(request.person, request.date)
        if not self._is_inside(request):
            return OUTSIDE
        if held and held == self.old.duties(request.person, request.date) and self._stays(held):
            return STAYS
        if request.wants == "off":
            return self._tried(request, [tuple(d for d in held if not self._is_work(d))])
        if person.employment_on(request.date) is None:
            return "not employed that day"
        if self._is_away(request):
            return "away that day"
        return self._tried(request, self._wanted(person, request))

    def _wanted(self, person, request):
        """The contents of the cell that would grant it: each shift wanted, in each place."""
        shifts = [
            shift.code
            for shift in self.problem.shift_types
            if shift.work_class == "clinical" and request.wants in ("on", shift.code)
        ]
        places = [place.split("/") for place in places_of(self.problem, person)]
        asked = {(demand.site, demand.area) for demand in self.problem.demand}
        return [
            (Duty(person.id, request.date, shift, site, area),)
            for site, area in places
            if (site, area) in asked
            for shift in shifts
        ]

    def _tried(self, request, ways):
        """What the way that breaks least would break, in words."""
        best = None
        for duties in ways:
            if not self.left:
                return BEYOND if best is None else self._words(best)
            self.left -= 1
            new = self._new({(request.person, request.date): duties})
            if best is None or _cost(new) < _cost(best):
                best = new
            if not best:
                break
        if best is None:
            return "no shift and place of theirs would do"
        return self._words(best)

    def _new(self, changes):
        found = [b for b in self.plan.after(changes).checked.breaches if b not in self.stands]
        return sorted(found, key=lambda breach: breach.order)

    def _words(self, new):
        return f"otherwise: {self.plan.words.sentence(new[0])}" if new else DEARER

    def _is_work(self, duty):
        return self.plan.item(duty).is_work

    def _stays(self, held):
        return self.scope.keep or any(duty.fixed for duty in held)

    def _is_inside(self, request):
        people = self.scope.people
        inside = self.scope.first <= request.date <= self.scope.last
        return inside and (not people or request.person in people)

    def _is_away(self, request):
        away = self.plan.whole.absences_of.get(request.person, ())
        return any(
            one.starts is None and one.starts_on <= request.date <= one.until for one in away
        )


def _is_granted(plan, request):
    working = [i for i in plan.items(request.person, request.date) if i.is_work]
    if request.wants == "off":
        return not working
    return any(request.wants in ("on", item.duty.shift) for item in working)


def _cost(breaches):
    return [sum(breach.level == level for breach in breaches) for level in LEVELS]


def said(wants):
    """off: a day off; on: to work; a shift: its code"""
    return {"off": "a day off", "on": "to work"}.get(wants, f"shift {wants}")
