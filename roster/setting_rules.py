"""Setting a rule: its parameters, and whether it is on, from a date.

    set_rule(unit=, rule=, wanted=, in_force_from=, by=, now=, seen=, reason="")  -> RuleSetting

`wanted` is the whole setting, {parameter: value} and "enabled"; kept is what differs from the
catalogue. Rows are only added, so what held before stays on record. Raises SettingRefused in
sentences; StaleSetting where somebody else has set the rule since `seen`, the key of the newest
setting when the page was drawn (0: none).
"""

from django.db import transaction
from django.utils import timezone

from roster.locking import Refused
from roster.models import RuleSetting
from roster.rule_settings import held_on
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import Rule, faults
from roster.rules.phrases import full
from sites.models import Unit


class SettingRefused(Refused):
    """The rule is not set; nothing was changed."""


class StaleSetting(SettingRefused):
    """Somebody else has set the rule meanwhile."""


@transaction.atomic
def set_rule(*, unit, rule, wanted, in_force_from, by, now, seen, reason="") -> RuleSetting:
    """Set the rule from a date on."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    refuse_setting(unit, rule, wanted, in_force_from, seen, reason)
    return RuleSetting.objects.create(
        unit=unit,
        rule=rule.id,
        parameters=differing(rule, wanted),
        in_force_from=in_force_from,
        reason=reason.strip(),
        changed_by=by,
        changed_at=now,
    )


def differing(rule: Rule, wanted: dict) -> dict:
    """What of a whole setting differs from the catalogue: all that is ever kept of one."""
    usual = rule.defaults | {"enabled": True}
    return {name: v for name, v in wanted.items() if name not in usual or v != usual[name]}


def newest(settings) -> int:
    """The key of a rule's newest setting, for `seen`; 0: it was never set."""
    return max((setting.pk for setting in settings), default=0)


def refuse_setting(unit, rule, wanted, in_force_from, seen, reason):
    """Raise SettingRefused where `set_rule` would; else do nothing."""
    parameters = differing(rule, wanted)
    held = list(unit.rule_settings.filter(rule=rule.id).select_related("changed_by"))
    _refuse_stale(held, seen)
    _refuse_faults(unit, rule, parameters)
    before = held_on(held, in_force_from)
    if parameters == (differing(rule, before.parameters) if before else {}):
        raise SettingRefused(
            f"Nothing would change: on {full(in_force_from)} {rule.id} is set like this already."
        )
    if rule.level == "must" and parameters.get("enabled") is False and not reason.strip():
        raise SettingRefused(f"{rule.id} is a must. Say why it is switched off.")


def _refuse_stale(held, seen):
    if newest(held) == seen:
        return
    last = max(held, key=lambda setting: setting.pk)
    at = timezone.localtime(last.changed_at)
    raise StaleSetting(
        f"{last.changed_by or 'Somebody'} set this rule on {full(at.date())} at {at:%H:%M}, after "
        f"you opened it. Look at what it is set to now, below, and then try again."
    )


def _refuse_faults(unit, rule, parameters):
    sites = set(unit.sites.values_list("code", flat=True))
    wrong = faults({rule.id: parameters}, CATALOGUE, sites)
    sentences = [f"{place} {said}." for place, said in wrong]
    if sentences:
        raise SettingRefused(*sentences)
