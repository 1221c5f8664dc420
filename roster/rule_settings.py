"""What a unit has set a rule to, where no snapshot of the rota is at hand."""

from roster.models import RuleSetting


def given_for(rota, rule) -> dict:
    """{rule id: parameters set}, as rules.parameters reads it; empty at the defaults.

    The newest setting in force on the rota's first day holds, as in a snapshot.
    """
    setting = (
        RuleSetting.objects.filter(unit=rota.unit_id, rule=rule.id, in_force_from__lte=rota.starts)
        .order_by("in_force_from", "id")
        .last()
    )
    return {rule.id: setting.parameters} if setting else {}
