"""Judging a rota: which rules, on whom and where, and what is broken.

A rule is judged by what it is set to on the last date of each thing it is asked about: a week by
its Sunday, an average by the end of its weeks.
"""

from datetime import date
from operator import attrgetter

from roster.problem import Problem
from roster.rules import cover
from roster.rules.breach import Breach
from roster.rules.catalogue import CATALOGUE, JUDGED
from roster.rules.parameters import is_on, values_of
from roster.rules.timeline import DAY, Timeline


def check(problem: Problem) -> tuple[Breach, ...]:
    """Every breach of the rules that are on, worst first; the same order in every run."""
    timeline = Timeline(problem)
    found = judge(timeline, scopes(timeline))
    every = (breach for some in found.values() for breach in some)
    return tuple(sorted(every, key=attrgetter("order")))


def judge(timeline, asked):
    """{(rule's id, scope): breaches} of each (rule, terms, scope) asked that has any."""
    found = {}
    for rule, terms, scope in asked:
        broken = breaches(rule, shapes(rule, terms, timeline, scope), timeline)
        if broken := tuple(unless_exempt(broken, timeline.problem.exemptions)):
            found[rule.id, scope] = broken
    return found


def shapes(rule, terms, timeline, scope):
    """What must not happen, each by the values in force on the last date it is about."""
    for first, until, values in terms:
        for shape in rule.function(timeline, *scope, values):
            if first <= shape.case.last <= until:
                yield shape


def unless_exempt(found, exemptions):
    """The breaches but those of people exempt from the rule on all their dates; a must stays."""
    for breach in found:
        about = breach.person, breach.rule, breach.first, breach.last
        if breach.level == "must" or not is_exempt(exemptions, *about):
            yield breach


def is_exempt(exemptions, person, rule, first, last):
    """On all dates from first to last, by one exemption or by several that follow each other."""
    own = [e for e in exemptions if (e.person, e.rule) == (person, rule)]
    days = (first + n * DAY for n in range((last - first).days + 1))
    return bool(own) and all(any(e.starts <= day <= e.until for e in own) for day in days)


def scopes(timeline):
    """(rule, terms, scope) of everything that a full check asks."""
    for rule, terms in rules_with_terms(timeline.problem):
        for scope in _scopes(rule, timeline):
            yield rule, terms, scope


def rules_with_terms(problem: Problem):
    """(rule, terms) of each rule that is ever on and judges by itself.

    A term is (first date, last date, parameters in force).
    """
    spans = _spans(problem)
    return [(rule, _terms(rule, spans)) for rule in rules_on(problem) if rule.function]


def _spans(problem):
    """(first date, last date, what of the rules is in force), without a gap over all time."""
    starts = [date.min, *(starts for starts, _ in problem.later_rules)]
    ends = [*(first - DAY for first in starts[1:]), date.max]
    given = [problem.rules, *(rules for _, rules in problem.later_rules)]
    return list(zip(starts, ends, given, strict=True))


def _terms(rule, spans):
    return tuple(
        (first, until, values_of(rule, given, CATALOGUE))
        for first, until, given in spans
        if is_on(rule, given)
    )


def rules_with_values(problem: Problem):
    """(rule, parameters in force on the rota's first day) of each that is on and judges itself."""
    return [
        (rule, values_of(rule, problem.rules, CATALOGUE))
        for rule in JUDGED
        if rule.function and is_on(rule, problem.rules)
    ]


def rules_on(problem: Problem):
    """The rules ever switched on that this version judges, by themselves or within another."""
    every = [given for _, _, given in _spans(problem)]
    return [rule for rule in JUDGED if any(is_on(rule, given) for given in every)]


def checked(problem: Problem) -> tuple[str, ...]:
    """Their ids, in order."""
    return tuple(sorted(rule.id for rule in rules_on(problem)))


def _scopes(rule, timeline):
    """What a rule is asked about, one by one: people, dates, (place, date) or (site, date)."""
    if rule.scope == "person":
        return [(person,) for person in timeline.people if person in timeline.by_person]
    days = cover.dates(timeline.problem)
    if rule.scope == "day":
        return [(day,) for day in days]
    places = {
        "site": list(timeline.by_site),
        "place": {**timeline.by_place, **timeline.demand_by_place},
    }
    return [(place, day) for place in places[rule.scope] for day in days]


def breaches(rule, found, timeline):
    """The breaches that a rule's shapes make: one for each case, or for each stretch of it."""
    cases = {}
    for shape in found:
        if shape.broken():
            cases.setdefault(shape.case, []).append(shape)
    for case, broken in cases.items():
        if case.merge == "stretch":
            yield from _stretches(rule, broken, timeline)
        else:
            yield _breach(rule, broken, sum, timeline)


def _stretches(rule, shapes, timeline):
    row = []
    for shape in shapes:
        if row and shape.starts != row[-1].ends:
            yield _breach(rule, row, min, timeline)
            row = []
        row.append(shape)
    yield _breach(rule, row, min, timeline)


def _breach(rule, shapes, measure, timeline):
    case = shapes[0].case
    starts = getattr(shapes[0], "starts", None)
    amounts = [shape.measured() for shape in shapes]
    return Breach(
        rule=rule.id,
        level=case.level,
        person=case.person,
        first=case.first,
        last=case.last,
        measured=None if amounts[0] is None else measure(amounts),
        limit=case.limit,
        unit=case.unit,
        site=case.site,
        area=case.area,
        at=None if starts is None else timeline.local(starts),
        others=tuple(sorted(case.others)),
        detail=case.detail | {"until": getattr(shapes[-1], "ends", None)},
    )
