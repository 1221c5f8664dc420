"""The weeks whose time for publication has come (R-29): published, or not ready and why.

    publish_due_weeks(now=, unit=None)  -> (DueWeek, ...)      of one unit, or of all

Every approved week that begins within the lead time is published; what is not ready comes back
with the sentences that say why, and managers are mailed them, once a day. A second run publishes
and tells nothing more.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from roster.managers import write_not_ready
from roster.models import Release, RotaWeek
from roster.previewing import LEAD
from roster.publishing import NotPublishable, publish_week
from roster.rule_settings import given_for
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of
from roster.walltime import local_date
from sites.models import Unit

State = RotaWeek.State


@dataclass(frozen=True)
class DueWeek:
    """A week that is due: its release, or null and the sentences why it has none."""

    week: RotaWeek
    release: Release | None
    sentences: tuple[str, ...] = ()


def publish_due_weeks(*, now, unit=None) -> tuple[DueWeek, ...]:
    units = [unit] if unit else Unit.objects.order_by("pk")
    return tuple(found for unit in units for found in _publish_and_tell(unit, now))


def _publish_and_tell(unit, now):
    due = [_publish(week, now) for week in _due(unit, now)]
    write_not_ready(unit=unit, weeks=[found for found in due if not found.release], now=now)
    return due


def _due(unit, now):
    """Weeks not published yet that begin within the lead time and are not over."""
    released = Release.objects.filter(rota=OuterRef("rota"), monday=OuterRef("monday"))
    weeks = RotaWeek.objects.filter(~Exists(released), rota__unit=unit)
    weeks = weeks.exclude(state=State.CLOSED)
    for week in weeks.select_related("rota__unit").order_by("monday", "pk"):
        today = local_date(week.rota.unit, now)
        if today <= week.sunday and (week.monday - today).days <= _lead_days(week):
            yield week


def _publish(week, now):
    try:
        release = publish_week(week=week, by=None, now=now, seen_sequence=week.rota.sequence)
    except NotPublishable as refusal:
        return DueWeek(week, None, refusal.sentences)
    return DueWeek(week, release)


def _lead_days(week):
    return values_of(LEAD, given_for(week, LEAD), CATALOGUE)["lead_days"]
