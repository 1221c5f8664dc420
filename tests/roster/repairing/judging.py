"""Short words for the tests of repairs: judge some rules only, find a breach, apply a change."""

from dataclasses import replace

from roster.repairing.repairs import repairs_for
from roster.rules.catalogue import CATALOGUE
from roster.rules.rechecking import check_whole


def judging(problem, *rules):
    """The rota judged by these rules alone; their parameters stay."""
    off = {
        rule: problem.rules.get(rule, {}) | {"enabled": False}
        for rule in CATALOGUE
        if rule not in rules
    }
    return check_whole(replace(problem, rules=problem.rules | off))


def repairs(problem, rule, *besides, **how):
    """What is offered for the first breach of a rule, judged by it and these besides."""
    checked = judging(problem, rule, *besides)
    breach = next(found for found in checked.breaches if found.rule == rule)
    return repairs_for(checked, breach, **how)


def offered(problem, rule, *besides, **how):
    """The same as sentences, best first."""
    return [repair.sentence for repair in repairs(problem, rule, *besides, **how)]


def put(problem, changes):
    """The rota with these cells, {(person, date): duties}."""
    kept = [duty for duty in problem.duties if (duty.person, duty.date) not in changes]
    return replace(problem, duties=(*kept, *(d for new in changes.values() for d in new)))
