"""Closing a week that is over, for pay: nothing of it can be edited after that.

    close_week(week=, by=, now=)          -> RotaWeek; raises NotClosable
    close_weeks_over(unit=, now=)         -> number of weeks closed, for the daily job
    why_not_close(week=, now=)            -> a sentence, or blank

What is paid is what was published: so a week with changes that nobody was told is not closed.
"""

from datetime import timedelta

from django.db import transaction

from roster import released, snapshot
from roster.changes import compare
from roster.job_times import times_of
from roster.locking import Refused, locked_week
from roster.models import Release, RotaWeek
from roster.previewing import draft_of
from roster.rules.phrases import day, number
from roster.walltime import local_date

State = RotaWeek.State


class NotClosable(Refused):
    """The week cannot be closed now; nothing was changed."""


@transaction.atomic
def close_week(*, week, by, now) -> RotaWeek:
    """Close a published week that has passed. `by` is null for the daily job."""
    week = locked_week(week)
    _refuse_unless_over(week, now)
    _refuse_unpublished(week)
    week.state, week.closed_by, week.closed_at = State.CLOSED, by, now
    week.save(update_fields=["state", "closed_by", "closed_at"])
    return week


def close_weeks_over(*, unit, now) -> int:
    """Close every week that has been over for the unit's days; those with something in the way
    stay open, and their page says what it is.
    """
    days = timedelta(days=times_of(unit).close_after)
    over = local_date(unit, now) - days - timedelta(days=6)
    weeks = RotaWeek.objects.filter(rota__unit=unit, state=State.PUBLISHED, monday__lt=over)
    return sum(_closed(week, now) for week in weeks.order_by("monday", "pk"))


def why_not_close(*, week, now) -> str:
    """What stands in the way that can be known without reading the duties; blank: nothing."""
    try:
        _refuse_unless_over(week, now)
    except NotClosable as refusal:
        return str(refusal)
    return ""


def _closed(week, now):
    try:
        close_week(week=week, by=None, now=now)
    except NotClosable:
        return False
    return True


def _refuse_unless_over(week, now):
    if week.state == State.CLOSED:
        raise NotClosable("The week is closed already.")
    if week.state != State.PUBLISHED:
        raise NotClosable(
            f"Only a published week is closed. This one is {week.get_state_display().lower()}."
        )
    if local_date(week.rota.unit, now) <= week.sunday:
        raise NotClosable(
            f"The week lasts until {day(week.sunday)}. It can be closed from the day after."
        )


def _refuse_unpublished(week):
    last = Release.objects.filter(rota=week.rota_id, monday=week.monday).last()
    told = released.duties_of([last])[last.pk]
    changes = compare(told, draft_of(snapshot.take(week.rota), week.monday))
    if changes:
        raise NotClosable(
            f"{number(len(changes), 'change')} since release {last.number} "
            f"{'is' if len(changes) == 1 else 'are'} not published. Publish or undo "
            f"{'it' if len(changes) == 1 else 'them'} first: what is published is what is paid."
        )
