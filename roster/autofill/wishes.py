"""What people ask for and what is fair, as costs of their booleans and rows with a price."""

from itertools import chain

from roster.autofill import sharing
from roster.autofill.compiling import MUST
from roster.autofill.placing_learners import learners
from roster.problem import Request
from roster.rules.shapes import Cover, Limit

LEAVE = 3  # leave asked for is worth what a request is that matters most
TURN = 10  # such a part of a request is added for whoever was refused the last: it wins a tie


def add_costs(possible, weights):
    """Costs of single duties: any duty, one away from home, what was there already."""
    known = {(d.person, d.date, d.shift, d.site, d.area) for d in possible.open}
    for booleans in possible.options.values():
        for boolean in booleans:
            duty = possible.items[boolean].duty
            home = possible.timeline.people[duty.person].sites[:1] == (duty.site,)
            there = (duty.person, duty.date, duty.shift, duty.site, duty.area) in known
            possible.rows.cost[boolean] += weights.duty + (0 if home else weights.away)
            possible.rows.cost[boolean] -= weights.stay * there


def shapes(possible, weights):
    yield from sharing.shapes(possible, weights)
    yield from _requests(possible, weights)


def _requests(possible, weights):
    """A day off, work, or a shift asked for: priced when not granted. Whoever learns is placed
    after the search, and heard then.
    """
    problem, learning = possible.problem, learners(possible.problem)
    for request in chain(problem.requests, _leave(problem)):
        if request.person in learning:
            continue
        own = possible.own(request.person, request.date)
        price = weights.request * request.weight
        price += weights.request // TURN * (request.person in problem.refused)
        if request.wants == "off":
            works = possible.works.get((request.person, request.date))
            if works is not None:
                yield Limit(MUST, (works,), 0), price
        else:
            wanted = tuple(b for b in own if _is(possible.items[b], request.wants))
            yield Cover(MUST, wanted, 1, 0, 0), price


def _leave(problem):
    """Leave that waits for an answer, as a day off asked for on each of its dates."""
    for leave in problem.leave_asked:
        for on in leave.whole_dates:
            yield Request(leave.person, on, "off", LEAVE)


def _is(item, wanted):
    return item.is_work and wanted in ("on", item.duty.shift)
