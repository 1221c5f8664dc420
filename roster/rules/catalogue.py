"""The rules, R-01 to R-45: the table of contents of what a rota must, or should, be."""

from roster.rules import entries_department, entries_law, entries_service
from roster.rules.parameters import values_of

LEVEL_WORDS = {
    "must": "must",
    "overridable": "must, unless somebody entitled accepts it with a reason",
    "should": "should",
}
CATALOGUE = {
    rule.id: rule
    for entries in (entries_department, entries_law, entries_service)
    for rule in entries.ENTRIES
}
JUDGED = tuple(rule for rule in CATALOGUE.values() if rule.function or rule.within)


def values_in(problem, rule, day):
    """The parameters of a rule, by its id, as they are in force in a rota on a date."""
    return values_of(CATALOGUE[rule], problem.rules_on(day), CATALOGUE)


def shown_to(breaches, reasons):
    """Those that a reader may see; one that tells why somebody is away only with `reasons`."""
    return tuple(b for b in breaches if reasons or not CATALOGUE[b.rule].tells_reason)
