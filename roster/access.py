"""The only way to a rota, a week of it, a release, a message or a calendar."""

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone

from roster.models import (
    CalendarFeed,
    DemandTemplate,
    Exemption,
    FillRun,
    HeldLine,
    KeptDate,
    OutboxMessage,
    PushAddress,
    Release,
    ReleasedDuty,
    Request,
    Rota,
    RotaLine,
    RotaWeek,
    Swap,
    Upload,
)
from sites.access import require, unit_for, unit_ids
from sites.models import open_on
from staff.models import LeaveRequest, Unavailability


def rotas_visible_to(user):
    return Rota.objects.filter(unit_id__in=unit_ids(user, "see_draft")).select_related("unit")


def rota_for(user, pk, to="see_draft"):
    """The rota, if the user may see drafts of its unit (else 404) and do `to` (else 403)."""
    rota = Rota.objects.select_related("unit").filter(pk=pk).first()
    if rota is None:
        raise Http404("There is no such rota.")
    require(user, rota.unit_id, see="see_draft", to=to)
    return rota


def rota_on(user, unit, on):
    """The rota of a unit that a date lies in, if the user may see drafts of it; else null."""
    rotas = rotas_visible_to(user).filter(unit=unit, starts__lte=on).order_by("-starts")
    return next((rota for rota in rotas[:1] if on <= rota.until), None)


def change_for(user, pk, change, to="see_draft"):
    """A line of a rota's log."""
    rota = rota_for(user, pk, to=to)
    found = rota.changes.select_related("person").filter(pk=change).first()
    if found is None:
        raise Http404("There is no such change in this rota.")
    return rota, found


def fill_for(user, pk, to="edit_rota"):
    """A run of the solver. Who may not build the rota sees none of what it proposes."""
    runs = FillRun.objects.filter(what_if=None)
    return _run_for(user, runs, pk, to, "There is no such fill. Its rota may have been deleted.")


def what_if_for(user, pk, to="edit_rota"):
    """What was tried out, by its run; none of the ways to a proposal leads to it."""
    runs = FillRun.objects.exclude(what_if=None).select_related("what_if")
    return _run_for(user, runs, pk, to, "There is no such what-if. It was thrown away.").what_if


def _run_for(user, runs, pk, to, gone):
    run = runs.select_related("rota__unit", "by").filter(pk=pk).first()
    if run is None:
        raise Http404(gone)
    require(user, run.rota.unit_id, see="see_draft", to=to)
    return run


def week_for(user, pk, monday, to="see_draft"):
    """A week of a rota, by the rota and its Monday."""
    week = (
        RotaWeek.objects.select_related("rota__unit", "submitted_by")
        .filter(rota_id=pk, monday=monday)
        .first()
    )
    if week is None:
        raise Http404("There is no such week in this rota.")
    require(user, week.rota.unit_id, see="see_draft", to=to)
    return week


def exemptions_visible_to(user):
    """Those of units whose drafts the user sees, and the user's own; reasons are for planners."""
    seen = Q(person__unit_id__in=unit_ids(user, "see_draft")) | Q(person__user=user)
    return Exemption.objects.filter(seen).select_related("person", "by", "ended_by")


def exemption_for(user, pk, to="set_rules"):
    exemption = Exemption.objects.select_related("person__unit").filter(pk=pk).first()
    if exemption is None:
        raise Http404("There is no such exemption.")
    require(user, exemption.person.unit_id, see="see_draft", to=to)
    return exemption


def messages_visible_to(user):
    return OutboxMessage.objects.filter(unit_id__in=unit_ids(user, "see_outbox"))


def message_for(user, pk, to="see_outbox"):
    message = OutboxMessage.objects.select_related("unit", "person", "user").filter(pk=pk).first()
    if message is None:
        raise Http404("There is no such message.")
    require(user, message.unit_id, see="see_outbox", to=to)
    return message


def notices_of(user, now):
    """What the login, or its person, was told by now; not what is held back. Newest first."""
    mine = Q(user=user.pk) | Q(person__user=user.pk)
    due = OutboxMessage.objects.filter(mine, due_at__lte=now)
    return due.exclude(state=OutboxMessage.State.HELD).order_by("-due_at", "-id")


def notice_for(user, pk, now):
    found = notices_of(user, now).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such notice, or it is not yours.")
    return found


def push_address_of(device):
    """Where the login's own device is told at once; null where it is not."""
    return PushAddress.objects.filter(device=device).first() if device else None


def line_for(user, pk, line, to="edit_rota"):
    """A rota line of the unit `pk`."""
    return _of_unit(RotaLine, unit_for(user, pk, to=to), line, "line")


def demand_template_for(user, pk, template, to="edit_rota"):
    """A demand template of the unit `pk`."""
    return _of_unit(DemandTemplate, unit_for(user, pk, to=to), template, "template")


def _of_unit(model, unit, key, word):
    found = model.objects.select_related("unit").filter(unit=unit, pk=key).first()
    if found is None:
        raise Http404(f"There is no such {word} in this unit.")
    return found


def held_line_for(user, unit, held, to="edit_rota"):
    return _of_somebody(HeldLine.objects.select_related("line"), user, unit, held, to)


def kept_date_for(user, unit, kept, to="edit_rota"):
    return _of_somebody(KeptDate.objects, user, unit, kept, to)


def _of_somebody(rows, user, unit, pk, to):
    """A row about a person of the unit."""
    require(user, unit.pk, see="see_releases", to=to)
    found = rows.select_related("person").filter(person__unit=unit, pk=pk).first()
    if found is None:
        raise Http404("There is no such line or date of anybody in this unit.")
    return found


def absence_for(user, batch, to="see_asked"):
    """The rows of an absence that was entered at once, in order; of whoever may know why."""
    rows = list(
        Unavailability.objects.filter(batch=batch)
        .select_related("person__unit", "entered_by")
        .order_by("starts_on", "id")
    )
    if not rows:
        raise Http404("There is no such absence. Perhaps it was ended.")
    require(user, rows[0].person.unit_id, see="see_asked", to=to)
    return rows


def request_for(user, pk, to="answer_asked"):
    """Somebody's wish, to those who answer."""
    found = Request.objects.select_related("person__unit").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such request.")
    require(user, found.person.unit_id, see="see_asked", to=to)
    return found


def own_request(user, pk):
    """A wish of the login's own person; to everybody else there is none."""
    found = Request.objects.select_related("person__unit").filter(pk=pk, person__user=user).first()
    if found is None:
        raise Http404("There is no such request of yours.")
    return found


def requests_of(person):
    """What a person asked for themselves, newest date first."""
    found = Request.objects.filter(person=person).select_related("decided_by", "withdrawn_by")
    return found.order_by("-date")


def swap_for(user, pk, to="answer_asked"):
    """A swap, to those who answer."""
    found = Swap.objects.select_related("rota__unit", "person").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such swap.")
    require(user, found.rota.unit_id, see="see_asked", to=to)
    return found


def own_swap(user, pk):
    """A swap that the login's own person offered or is asked in; to others there is none."""
    own = Q(person__user=user) | Q(invites__person__user=user)
    found = Swap.objects.select_related("rota__unit", "person").filter(own, pk=pk).first()
    if found is None:
        raise Http404("There is no such swap of yours.")
    return found


def leave_request_for(user, pk, to="answer_asked"):
    """Leave that somebody asked for, to those who answer."""
    found = LeaveRequest.objects.select_related("person__unit").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such leave.")
    require(user, found.person.unit_id, see="see_asked", to=to)
    return found


def own_leave_request(user, pk):
    """Leave that the login's own person asked for; to everybody else there is none."""
    found = LeaveRequest.objects.filter(pk=pk, person__user=user)
    found = found.select_related("person__unit").first()
    if found is None:
        raise Http404("There is no such leave of yours.")
    return found


def extra_duty_for(user, person, duty, to="edit_people"):
    """An extra duty of a person as it was told last, to those who decide how it is paid."""
    found = ReleasedDuty.objects.select_related("person__unit", "release")
    found = found.filter(pk=duty, person=person, additional=True).first()
    if found is not None:
        require(user, found.person.unit_id, see="see_releases", to=to)
        of_the_week = Release.objects.filter(rota=found.release.rota_id)
        newest = of_the_week.filter(monday=found.release.monday).order_by("-number").first()
    if found is None or newest != found.release:
        raise Http404("There is no such extra duty, or the week was published again. Look again.")
    return found


def feed_for(secret):
    """The calendar that is read at a secret address, without signing in; `newest` is the key of
    the unit's newest release, null where there is none.

    404 for an address that was ended or renewed, and while the person's login is closed.
    """
    releases = Release.objects.filter(rota__unit=OuterRef("person__unit")).order_by("-pk")
    found = CalendarFeed.objects.filter(
        open_on(timezone.localdate(), "person__user__"),
        secret_hash=CalendarFeed.hash_of(secret),
    ).annotate(newest=Subquery(releases.values("pk")[:1]))
    feed = found.select_related("person__unit").first()
    if feed is None:
        raise Http404("There is no calendar at this address. Make a new one from My rota.")
    return feed


def feed_of(person):
    """The calendar of a person who is signed in; null where they have made none."""
    return CalendarFeed.objects.filter(person=person).first()


def uploads_of(user, unit):
    """What the user uploaded to a unit lately: nobody else's is ever seen."""
    return Upload.objects.filter(by=user, unit=unit).defer("book")[:10]


def upload_for(user, pk, to="import_files"):
    """An upload, of its owner alone, while they may still import."""
    found = Upload.objects.select_related("unit", "rota").filter(pk=pk, by=user.pk).first()
    if found is None or (found.state == Upload.State.OPEN and found.expires_at < timezone.now()):
        raise Http404("There is no such upload. It is thrown away a day after it was made.")
    require(user, found.unit_id, see="see_releases", to=to)
    return found
