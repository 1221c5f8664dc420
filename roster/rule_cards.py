"""Reads for the pages of the rules: all of them as cards, and one with all that is known of it.

cards_page(user=, today=)                     a constant number of queries
card_page(user=, unit=, rule=, today=)        and two for each rota that is still open
"""

from dataclasses import dataclass
from datetime import date

from roster.access import exemptions_visible_to, rotas_visible_to
from roster.exempted import shown_to
from roster.rule_settings import held_on
from roster.rules import entries_department, entries_law, entries_service
from roster.rules.catalogue import CATALOGUE, LEVEL_WORDS
from roster.rules.exempt import why_nobody
from roster.rules.parameters import Rule
from roster.rules.setting_words import in_words, label, setting_in_words
from roster.setting_rules import newest
from roster.trying_rules import breaches_now, open_rotas
from sites.access import may, units_visible_to

GROUPS = (
    ("The job description", entries_department.ENTRIES),
    ("Law and national terms", entries_law.ENTRIES),
    ("Publication, fairness and cover", entries_service.ENTRIES),
)


@dataclass(frozen=True)
class Card:
    """A rule as a unit has set it on a date; `later` is the date of the next setting, or null."""

    rule: Rule
    anchor: str
    level: str
    is_judged: bool
    is_on: bool
    settings: list
    later: date | None
    exempt: list

    @property
    def is_set(self):
        return any(setting["usual"] for setting in self.settings)


def cards_page(*, user, today):
    """Each unit of the user with its rules, and the exemptions that somebody must look at."""
    units = list(units_visible_to(user, "see_rules").prefetch_related("rule_settings", "sites"))
    shown = shown_to(user, exemptions_visible_to(user).filter(person__unit__in=units), today)
    return {"units": [_unit(unit, shown, user, today, unit is units[0]) for unit in units]}


def _unit(unit, shown, user, today, is_first):
    own = [held for held in shown if held.exemption.person.unit_id == unit.pk]
    settings = list(unit.rule_settings.all())
    sites = _sites(unit)

    def card(rule):
        held = [setting for setting in settings if setting.rule == rule.id]
        exempt = [e for e in own if e.exemption.rule == rule.id and e.stands]
        anchor = rule.id if is_first else f"{rule.id}-{unit.pk}"
        return _card(rule, held, exempt, anchor, sites, today)

    return {
        "unit": unit,
        "may_set": may(user, unit.pk, "set_rules"),
        "groups": [(title, [card(rule) for rule in rules]) for title, rules in GROUPS],
        "to_review": [(CATALOGUE[e.exemption.rule], e) for e in own if e.to_review],
    }


def _card(rule, held, exempt, anchor, sites, today):
    now = held_on(held, today)
    parameters = now.parameters if now else {}
    return Card(
        rule=rule,
        anchor=anchor,
        level=LEVEL_WORDS[rule.level],
        is_judged=bool(rule.function or rule.within),
        is_on=parameters.get("enabled", True),
        settings=[_setting(parameter, parameters, sites) for parameter in rule.parameters],
        later=min((s.in_force_from for s in held if s.in_force_from > today), default=None),
        exempt=exempt,
    )


def _setting(parameter, parameters, sites):
    value = parameters.get(parameter.name, parameter.default)
    return {
        "label": label(parameter),
        "meaning": parameter.meaning,
        "value": in_words(parameter, value, sites),
        "usual": "" if value == parameter.default else in_words(parameter, parameter.default),
    }


def _sites(unit):
    return [(site.code, site.name) for site in unit.sites.all()]


def card_page(*, user, unit, rule, today):
    """A rule of a unit: what it is set to and was, where it is broken, who is exempt."""
    held = list(unit.rule_settings.filter(rule=rule.id).select_related("changed_by"))
    exemptions = exemptions_visible_to(user).filter(person__unit=unit, rule=rule.id)
    shown, sites = shown_to(user, exemptions, today), _sites(unit)
    return {
        "unit": unit,
        "card": _card(rule, held, [e for e in shown if e.stands], rule.id, sites, today),
        "may_set": may(user, unit.pk, "set_rules"),
        "seen": newest(held),
        "history": [_line(rule, setting, held, sites, today) for setting in reversed(held)],
        "past_exemptions": [e for e in shown if not e.stands],
        "why_nobody": why_nobody(rule),
        "broken": breaches_now(rule=rule, rotas=_judged(user, unit, rule, today)),
    }


def _line(rule, setting, held, sites, today):
    return {
        "setting": setting,
        "said": setting_in_words(rule, setting.parameters, sites),
        "holds": setting is held_on(held, today),
        "replaced": setting is not held_on(held, setting.in_force_from),
    }


def _judged(user, unit, rule, today):
    """The open rotas whose breaches the user may see; none where they would say why one is away."""
    if not rule.function or (rule.tells_reason and not may(user, unit.pk, "see_reasons")):
        return []
    return open_rotas(rotas_visible_to(user).filter(unit=unit), today)
