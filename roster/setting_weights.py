"""What a unit has set the aims of a fill to be worth, from a date on.

    weights_on(unit_id, day)                                          -> Weights
    set_weights(unit=, wanted=, in_force_from=, by=, now=, seen=, reason="")  -> WeightSetting

Rows are only added, so what held before stays on record. Kept is what differs from the defaults.
Raises WeightsRefused in sentences; StaleWeights where somebody else has set them since `seen`, the
key of the newest setting when the page was drawn (0: none).
"""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from roster.autofill.aims import AIMS
from roster.autofill.weights import Weights
from roster.locking import Refused
from roster.models import WeightSetting
from roster.rule_settings import held_on
from roster.rules.phrases import full
from roster.setting_rules import newest
from sites.models import Unit

USUAL = asdict(Weights())


class WeightsRefused(Refused):
    """Nothing was set."""


class StaleWeights(WeightsRefused):
    """Somebody else has set the weights meanwhile."""


def weights_on(unit_id, day) -> Weights:
    """What holds on a date. A fill asks for its rota's first day, as the rules do."""
    held = held_on(list(WeightSetting.objects.filter(unit=unit_id)), day)
    return Weights(**held.weights) if held else Weights()


@transaction.atomic
def set_weights(*, unit, wanted, in_force_from, by, now, seen, reason="") -> WeightSetting:
    """Set all the weights from a date on: {name: whole number}."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    settings = list(unit.weight_settings.select_related("changed_by"))
    _refuse_stale(settings, seen)
    _refuse_out_of_bounds(wanted)
    weights = {name: value for name, value in wanted.items() if value != USUAL[name]}
    before = held_on(settings, in_force_from)
    if weights == (before.weights if before else {}):
        raise WeightsRefused(f"Nothing would change: on {full(in_force_from)} they are set so.")
    return WeightSetting.objects.create(
        unit=unit,
        weights=weights,
        in_force_from=in_force_from,
        reason=reason.strip(),
        changed_by=by,
        changed_at=now,
    )


def _refuse_stale(settings, seen):
    if newest(settings) == seen:
        return
    last = max(settings, key=lambda setting: setting.pk)
    at = timezone.localtime(last.changed_at)
    raise StaleWeights(
        f"{last.changed_by or 'Somebody'} set the weights on {full(at.date())} at {at:%H:%M}, "
        f"after you opened them. Look at what they are now, below, and then try again."
    )


def _refuse_out_of_bounds(wanted):
    said = [
        f"“{aim.title}” must be a whole number from {aim.least} to {aim.most}."
        for aim in AIMS
        if not aim.least <= wanted[aim.name] <= aim.most
    ]
    if said:
        raise WeightsRefused(*said)
