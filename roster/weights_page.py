"""What a unit's fills aim at: each aim in words, what it is set to, and what it was."""

from dataclasses import asdict

from roster.autofill.aims import AIMS
from roster.autofill.weights import Weights
from roster.rule_settings import held_on, next_after
from roster.setting_rules import newest
from roster.setting_weights import USUAL
from roster.weights_forms import WeightsForm
from sites.access import may

TITLES = {aim.name: aim.title for aim in AIMS}


def weights_page(*, user, unit, today, data=None):
    settings = list(unit.weight_settings.select_related("changed_by"))
    held = held_on(settings, today)
    weights = asdict(Weights()) | (held.weights if held else {})
    form = None
    if may(user, unit.pk, "set_rules"):
        form = WeightsForm(data, weights=weights, today=today, seen=newest(settings))
    return {
        "unit": unit,
        "form": form,
        "groups": _groups(weights, form),
        "later": next_after(settings, today),
        "history": [_line(setting, settings, today) for setting in reversed(settings)],
    }


def _groups(weights, form):
    """[(title, aims)] with what each is set to and, for who may set it, its input."""
    groups = {}
    for aim in AIMS:
        row = {"aim": aim, "value": weights[aim.name], "usual": USUAL[aim.name]}
        row["field"] = form[aim.name] if form else None
        groups.setdefault(aim.group, []).append(row)
    return list(groups.items())


def _line(setting, settings, today):
    said = [f"{TITLES[name]}: {value}" for name, value in setting.weights.items()]
    return {
        "setting": setting,
        "said": "; ".join(said) or "everything as usual",
        "holds": setting is held_on(settings, today),
        "replaced": setting is not held_on(settings, setting.in_force_from),
    }
