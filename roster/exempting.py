"""Letting a person be exempt from a rule until a review, and taking that back.

    exempt(person=, rule=, starts=, review_by=, reason=, by=, now=, today=)  -> Exemption
    end_exemption(exemption=, by=, today=)                                  -> Exemption

An exemption holds from `starts` to `review_by`, both included, and is never prolonged: after the
review another one follows. Raises ExemptionRefused in sentences.
"""

from datetime import timedelta

from django.db import transaction

from roster.locking import Refused
from roster.models import Exemption
from roster.rules.exempt import why_nobody
from roster.rules.phrases import full
from sites.models import Unit

DAY = timedelta(days=1)
LONGEST = timedelta(days=366)  # so that each is looked at once a year


class ExemptionRefused(Refused):
    """Nothing was changed; `field` names what was typed wrongly, if anything was."""

    def __init__(self, sentence, field=None):
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def exempt(*, person, rule, starts, review_by, reason, by, now, today) -> Exemption:
    """Let the rule not bind the person on these dates."""
    Unit.objects.select_for_update().get(pk=person.unit_id)
    _refuse(rule, starts, review_by, reason.strip(), today)
    _refuse_double(person, rule, starts, review_by)
    return Exemption.objects.create(
        person=person,
        rule=rule.id,
        starts=starts,
        review_by=review_by,
        reason=reason.strip(),
        by=by,
        at=now,
    )


@transaction.atomic
def end_exemption(*, exemption, by, today) -> Exemption:
    """Let the rule bind the person again from today; what was exempt before stays so.

    One past its review holds on no date any more; ending it says that somebody has looked.
    """
    held = Exemption.objects.select_for_update().get(pk=exemption.pk)
    if held.ended_from:
        raise ExemptionRefused(f"It was ended already, from {full(held.ended_from)}.")
    held.ended_from = min(max(today, held.starts), held.review_by + DAY)
    held.ended_by = by
    held.save(update_fields=["ended_from", "ended_by"])
    return held


def _refuse(rule, starts, review_by, reason, today):
    if why_nobody(rule):
        raise ExemptionRefused(why_nobody(rule))
    if review_by < max(starts, today):
        raise ExemptionRefused("The review lies before it begins, or has passed.", "review_by")
    if review_by - starts > LONGEST:
        raise ExemptionRefused(
            f"It must be reviewed within a year: by {full(starts + LONGEST)} at the latest.",
            "review_by",
        )
    if not reason:
        raise ExemptionRefused("Say why. Only those who plan read it.", "reason")


def _refuse_double(person, rule, starts, review_by):
    others = Exemption.objects.filter(
        person=person, rule=rule.id, starts__lte=review_by, review_by__gte=starts
    )
    for held in others:
        until = held.ended_from - DAY if held.ended_from else held.review_by
        if starts <= until and held.starts <= until:
            raise ExemptionRefused(
                f"{person} is exempt from {rule.id} from {full(held.starts)} to {full(until)} "
                f"already. Let this one begin after it, or end that one.",
                "starts",
            )
