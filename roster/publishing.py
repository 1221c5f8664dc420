"""Publishing a week: what it would change and for whom, what stands in the way, and doing it.

    preview_release(week, today)                                           -> Preview   reads only
    publish_week(week=, by=, now=, seen_sequence=, reason="", code="")     -> Release

`code` says why a change comes inside notice (R-41), one of Release.Code; a reason in words alone
counts as "other". A first release that is late (R-29) has its reason in words.

`publish_week` is one transaction: it locks the rota, makes the same preview again, refuses in
sentences (NotPublishable) when anything stops it or moved since `seen_sequence`, and writes the
release and every message that tells somebody. So "published, but nobody was told" cannot be.
"""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from roster import acknowledging, notifying
from roster.locking import Refused, locked_week
from roster.models import DutyChange, Release, ReleasedDuty, RotaWeek
from roster.previewing import Preview, Recipient, preview_release
from roster.walltime import local_date

__all__ = ["NotPublishable", "Preview", "Recipient", "preview_release", "publish_week"]


Code = Release.Code


class NotPublishable(Refused):
    """The week cannot be published now; nothing was written."""


def publish_week(*, week, by, now, seen_sequence, reason="", code="") -> Release:
    """Publish the week as it stands. `by` is null for the daily job."""
    with transaction.atomic():
        week = locked_week(week)
        preview = preview_release(week, local_date(week.rota.unit, now))
        reason = reason.strip()
        code = code or (Code.OTHER if reason and preview.late and not preview.is_first else "")
        _refuse(week, preview, seen_sequence, reason, code)
        release = _write(week, preview, by, now, reason, code)
        notifying.write_release(release=release, preview=preview, now=now)
        acknowledging.ask(release=release, preview=preview)
        RotaWeek.objects.filter(pk=week.pk).update(state=RotaWeek.State.PUBLISHED)
    return release


def _refuse(week, preview, seen_sequence, reason, code):
    if preview.sequence != seen_sequence:
        raise NotPublishable(_moved_on(week))
    if preview.stops:
        raise NotPublishable(*preview.stops)
    if code and (code not in Code.values or preview.is_first):
        raise NotPublishable("Choose one of the reasons that the week's page lists.")
    if preview.late and not (reason if preview.is_first or code == Code.OTHER else code):
        raise NotPublishable(f"{preview.needs_reason} Say why.")


def _moved_on(week):
    last = DutyChange.objects.filter(rota=week.rota).select_related("who", "person").last()
    if last is None:
        return "The rota changed after you saw it. Look at the week again."
    at = timezone.localtime(last.at, ZoneInfo(week.rota.unit.timezone))
    return (
        f"{last.who or 'Somebody'} changed {last.person}, {last.date:%A} {last.date.day} "
        f"{last.date:%B}, at {at:%H:%M} after you saw the week. Look at it again."
    )


def _write(week, preview, by, now, reason, code):
    release = Release.objects.create(
        rota=week.rota,
        monday=week.monday,
        number=preview.number,
        by=by,
        at=now,
        sequence=preview.sequence,
        reason=reason,
        code=code,
        notice=preview.notice,
    )
    people = dict(week.rota.unit.people.values_list("reference", "pk"))
    ReleasedDuty.objects.bulk_create(
        released_row(release, duty, people[duty.person]) for duty in preview.after
    )
    return release


def released_row(release, duty, person) -> ReleasedDuty:
    """A duty as it is told (see changes.paired), for a release; not written yet."""
    return ReleasedDuty(
        release=release,
        person_id=person,
        date=duty.date,
        shift=duty.shift,
        work_class=duty.work_class,
        starts_at=duty.starts,
        ends_at=duty.ends,
        break_minutes=duty.break_minutes,
        site=duty.site,
        site_name=duty.site_name,
        area=duty.area,
        area_name=duty.area_name,
        role=duty.role,
        additional=duty.additional,
        supervised_by=list(duty.supervised_by),
        supervises=list(duty.supervises),
        with_whom=list(duty.with_whom),
    )
