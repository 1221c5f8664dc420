"""Whether what is needed is there, minute by minute."""

import itertools
from datetime import timedelta

from roster.problem import WEEKDAYS
from roster.rules.shapes import Case, Cover
from roster.rules.timeline import COUNTS, DAY
from roster.walltime import span

AP = "assistant_practitioner"


class Line:
    """A line of demand on one date, as a span of instants."""

    __slots__ = ("case", "date", "demand", "end", "position", "start")

    def __init__(self, timeline, position, demand, day):
        self.position, self.demand, self.date = position, demand, day
        self.start, self.end = span(day, demand.starts, demand.ends, timeline.zone)
        level = "must" if demand.critical else "should"
        self.case = Case(level, None, day, day, demand.least, "people", merge="stretch")
        self.case.site, self.case.area = demand.site, demand.area
        self.case.detail = {"demand": demand}

    @property
    def rank(self):
        """Who is served first: radiographer lines, lines with a competency, the file's order."""
        demand = self.demand
        return demand.role != "radiographer", demand.competency is None, self.position


def demand_is_met(timeline, place, day, values):
    """Each line of demand has its people at every minute. Nobody stands in two places."""
    lines = lines_on(timeline, place, day, values)
    if not lines:
        return
    items = [i for i in timeline.near(timeline.by_place[place], day) if counts(i, values)]
    there = [(item, span) for item in items for span in timeline.present(item)]
    near = lines + _spilling(timeline, place, day, values)
    for starts, ends in _intervals(near, there):
        active = [line for line in near if line.start <= starts < line.end]
        people = [item for item, (start, end) in there if start <= starts < end]
        placed = _place(active, people, values)
        for line in active:
            if line.date == day:
                yield Cover(line.case, tuple(placed[line]), line.demand.least, starts, ends)


def lines_on(timeline, place, day, values):
    """What a place asks for on a date: its week's lines, unless they do not count, and dated ones.

    The only place that says which lines of demand count when.
    """
    kind = None if is_closed(timeline, place, day) else day_type(timeline, place, day, values)
    return [
        Line(timeline, position, demand, day)
        for position, demand in timeline.demand_by_place.get(place, ())
        if demand.is_in_force(day) and (demand.is_dated or kind in demand.days)
    ]


def is_closed(timeline, place, day):
    return any(closure.holds_on(day) for closure in timeline.closures.get(place, ()))


def _spilling(timeline, place, day, values):
    """Lines of the day before and after that share minutes with this date's."""
    near = []
    if any(d.ends <= d.starts for _, d in timeline.demand_by_place.get(place, ())):
        for other in (day - DAY, day + DAY):
            if timeline.problem.starts <= other <= timeline.problem.until:
                near += lines_on(timeline, place, other, values)
    return near


def day_type(timeline, place, day, values):
    """The weekday, or what a bank holiday counts as in the area."""
    if day not in timeline.problem.bank_holidays:
        return WEEKDAYS[day.weekday()]
    lines = timeline.demand_by_place.get(place, ())
    own = any("bank_holiday" in d.days and d.is_in_force(day) for _, d in lines)
    return "bank_holiday" if own else values["bank_holiday_as"]


def counts(item, values):
    """Who can stand in a place: operators and assistants, no students, trainees by setting."""
    if item.duty.role not in COUNTS or item.role in (None, "student"):
        return False
    return item.role != "trainee" or values["counts_toward_demand"]


def _intervals(lines, there):
    """Elementary intervals: between two neighbouring edges nothing changes."""
    edges = {edge for line in lines for edge in (line.start, line.end)}
    first, last = min(edges), max(edges)
    edges.update(edge for _, span in there for edge in span if first < edge < last)
    ordered = sorted(edges)
    return list(itertools.pairwise(ordered))


def _place(lines, people, values):
    """{line: people}: as few places empty as can be, those that rank first filled first.

    Filling place after place by augmenting paths leaves the fewest empty, and never empties a
    place that was filled before.
    """
    taken = {}
    for line in sorted(lines, key=lambda line: line.rank):
        for number in range(min(line.demand.least, len(people))):
            _fill((line, number), people, taken, set(), values)
    placed = {line: [] for line in lines}
    for person, (line, _) in taken.items():
        placed[line].append(person)
    return placed


def _fill(place, people, taken, tried, values):
    for item in people:
        if item.duty.person in tried or not fits(item, place[0].demand, values):
            continue
        tried.add(item.duty.person)
        held = taken.get(item.duty.person)
        if held is None or _fill(held, people, taken, tried, values):
            taken[item.duty.person] = place
            return True
    return False


def fits(item, demand, values):
    """Whether the person may stand in a place of this line: role, substitution, competency."""
    if not may_stand(item.role, demand.role, values):
        return False
    return demand.competency is None or holds(item.person, demand.competency, item.date)


def may_stand(role, asked, values):
    """Whether somebody of a role may stand where one is asked for.

    A trainee who counts at all counts as an assistant practitioner too.
    """
    down = ("trainee", "radiographer") if values["substitution"] == "down_only" else ("trainee",)
    return role == asked or (asked == AP and role in down)


def holds(person, competency, day):
    return any(
        held.code == competency and held.starts <= day and (held.until is None or day <= held.until)
        for held in person.competencies
    )


def dates(problem):
    """Every date of the rota."""
    return [problem.starts + timedelta(days=n) for n in range(7 * problem.weeks)]
