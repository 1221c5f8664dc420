"""What people ask for and what is fair, as costs of their booleans and rows with a price."""

from roster.autofill.compiling import MUST
from roster.rules.shapes import Cover, Limit


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
    yield from _requests(possible, weights)
    yield from _weekends(possible, weights)


def _requests(possible, weights):
    """A day off, work, or a shift asked for: priced when not granted."""
    for request in possible.problem.requests:
        own = possible.own(request.person, request.date)
        price = weights.request * request.weight
        if request.wants == "off":
            works = possible.works.get((request.person, request.date))
            if works is not None:
                yield Limit(MUST, (works,), 0), price
        else:
            wanted = tuple(b for b in own if _is(possible.items[b], request.wants))
            yield Cover(MUST, wanted, 1, 0, 0), price


def _is(item, wanted):
    return item.is_work and wanted in ("on", item.duty.shift)


def _weekends(possible, weights):
    """A weekend day beyond the fair share is dear, and dearer for whoever had many.

    The share: the weekend days of the demand there is, less those settled, by contracted minutes.
    """
    days = [d for d in possible.dates if d.weekday() >= 5 or d in possible.problem.bank_holidays]
    past = {d.id: _worked_before(possible, d.id) for d in possible.problem.people}
    contract = {person.id: _contract(possible, person) for person in possible.problem.people}
    total = sum(contract[who] for who in contract if _may(possible, who, days))
    asked = sum(past.values()) + sum(_places(possible, day) for day in days)
    for who, minutes in contract.items():
        if total and minutes and _may(possible, who, days):
            share = max(0, round(asked * minutes / total) - past[who])
            terms = tuple(b for d in days if (b := possible.works.get((who, d))) is not None)
            for most in (share, share + 2):
                yield Limit(MUST, terms, most), weights.weekend


def _may(possible, who, days):
    return any(possible.options.get((who, day)) for day in days)


def _worked_before(possible, who):
    starts = possible.problem.starts
    items = possible.timeline.by_person.get(who, ())
    dates = {i.date for i in items if i.is_work and i.date < starts}
    return sum(d.weekday() >= 5 or d in possible.problem.bank_holidays for d in dates)


def _contract(possible, person):
    employment = person.employment_of_week(possible.problem.starts)
    return employment.weekly_minutes if employment else 0


def _places(possible, day):
    """About how many people the demand of a date asks for: its minutes in eight-hour duties."""
    lines = [
        line for place in possible.timeline.demand_by_place for line in possible.lines(place, day)
    ]
    return round(sum(line.demand.least * (line.end - line.start) for line in lines) / 480)
