"""Setting when a unit's jobs run.

    set_times(unit=, by=, now=, wanted=, weekly=)    -> JobTimes; raises TimesRefused

`wanted` are values of JobTimes, `weekly` R-43's weekday and time, which are kept where the rule
keeps them: set here or on the rule's page, it is one setting.
"""

from datetime import time

from django.db import transaction

from roster.job_times import WEEKLY, is_quiet, times_of, weekly_of
from roster.locking import Refused
from roster.models import JobTimes
from roster.setting_rules import SettingRefused, newest, set_rule
from roster.walltime import local_date
from sites.models import Unit


class TimesRefused(Refused):
    """Nothing was changed."""


@transaction.atomic
def set_times(*, unit, by, now, wanted, weekly) -> JobTimes:
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    times = times_of(unit)
    for name, value in wanted.items():
        setattr(times, name, value)
    _refuse_night(times)
    times.changed_by, times.changed_at = by, now
    times.save()
    _set_weekly(unit, by, now, weekly)
    return times


def _refuse_night(times):
    at_night = [wall for wall in times.remind_at if is_quiet(times, time.fromisoformat(wall))]
    if at_night:
        raise TimesRefused(
            f"{at_night[0]} lies between {times.quiet_from:%H:%M} and {times.quiet_until:%H:%M}, "
            f"when nobody is reminded. Choose another time."
        )


def _set_weekly(unit, by, now, weekly):
    today = local_date(unit, now)
    stands = weekly_of(unit, today)
    if weekly == {"weekday": stands.weekday, "time": f"{stands.wall:%H:%M}"}:
        return
    held = list(unit.rule_settings.filter(rule=WEEKLY.id))
    try:
        set_rule(
            unit=unit,
            rule=WEEKLY,
            wanted=weekly | {"enabled": stands.is_on},
            in_force_from=today,
            by=by,
            now=now,
            seen=newest(held),
            reason="Set with the times of the jobs",
        )
    except SettingRefused as refusal:
        raise TimesRefused(*refusal.sentences) from refusal
