"""What a unit has set a rule to, where no snapshot of the rota is at hand."""

from roster.models import RuleSetting
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of


def given_for(week, rule) -> dict:
    """{rule id: parameters set}, as rules.parameters reads it; empty at the defaults.

    A week is published by what holds on its Monday.
    """
    return given_on(week.rota.unit_id, rule, week.monday)


def given_on(unit, rule, day) -> dict:
    """The same of a unit, or the key of one, on a date."""
    held = held_on(list(RuleSetting.objects.filter(unit=unit, rule=rule.id)), day)
    return {rule.id: held.parameters} if held else {}


def held_on(settings, day):
    """The setting that holds on a date, of one rule's in their own order; null: the defaults."""
    return next((s for s in reversed(settings) if s.in_force_from <= day), None)


def next_after(settings, day):
    """The first date after this one on which another setting takes over, or null."""
    return min((s.in_force_from for s in settings if s.in_force_from > day), default=None)


def values_on(unit, day, *rules) -> dict:
    """{rule id: its parameters as the unit has set them on a date}: one query."""
    found = {rule: [] for rule in rules}
    for setting in RuleSetting.objects.filter(unit=unit, rule__in=rules):
        found[setting.rule].append(setting)
    given = {rule: held_on(settings, day) for rule, settings in found.items()}
    given = {rule: held.parameters for rule, held in given.items() if held}
    return {rule: values_of(CATALOGUE[rule], given, CATALOGUE) for rule in rules}
