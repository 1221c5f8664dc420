"""From draft to approved (R-30): submitting a week, approving it stage by stage, sending it back.

    submit_week(week=, by=, now=)                                -> RotaWeek
    approve_week(week=, by=, now=, stage=None, seen_sequence=None) -> RotaWeek
    send_back(week=, by=, reason=, now=)                         -> RotaWeek
    stages_of(week=)                                             -> (Stage, ...)   for the page
    why_not_submit(week=), why_not_approve(week=, by=)           -> a sentence, or blank

Each raises ApprovalRefused with sentences and then has changed nothing. Who may try is decided by
`access`; who may approve at which stage, and that two people do, is decided here. An edit takes a
submitted or approved week back to draft (see editing).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from roster.lapsing import WAITING, take_back
from roster.locking import Refused, locked_week
from roster.models import Approval, Duty, DutyChange, Release, RotaWeek
from roster.rule_settings import given_for, given_on
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import is_on, values_of
from roster.rules.phrases import listed
from sites.models import Membership

State = RotaWeek.State
RULE = CATALOGUE["R-30"]


class ApprovalRefused(Refused):
    """The week cannot be submitted, approved or sent back by this login now."""


@dataclass(frozen=True)
class Stage:
    """One stage of R-30: its name, how a sentence says it, and who approved when, if anybody."""

    stage: str
    words: str
    by: object | None
    at: datetime | None
    is_next: bool


@transaction.atomic
def submit_week(*, week, by, now) -> RotaWeek:
    """Ask for approval of a draft, or of what was changed since the week was published."""
    week = locked_week(week)
    _refuse_unless_ready(week)
    week.approvals.all().delete()
    week.state = State.SUBMITTED if stage_names(week) else State.APPROVED
    week.submitted_by, week.submitted_at = by, now
    week.submitted_sequence = week.rota.sequence
    week.save()
    return week


@transaction.atomic
def approve_week(*, week, by, now, stage=None, seen_sequence=None) -> RotaWeek:
    """Approve at the next stage; after the last one the week is approved.

    `stage` is the stage the approver means, `seen_sequence` the submission they looked at.
    """
    week = locked_week(week)
    if week.state == State.SUBMITTED and seen_sequence not in (None, week.submitted_sequence):
        raise ApprovalRefused("The week was submitted anew after you saw it. Look at it again.")
    due = _due_stage(week, by, stage)
    Approval.objects.create(week=week, stage=due.stage, by=by, at=now)
    if due.stage == stage_names(week)[-1]:
        week.state = State.APPROVED
        week.save(update_fields=["state"])
    return week


@transaction.atomic
def send_back(*, week, by, reason, now) -> RotaWeek:
    """Return a submitted or approved week to draft, saying why."""
    week = locked_week(week)
    if week.state not in WAITING:
        raise ApprovalRefused(_not_submitted(week))
    if not reason.strip():
        raise ApprovalRefused("Say what should be changed before you send the week back.")
    take_back(week, reason.strip(), by, now)
    return week


def stage_names(week) -> tuple[str, ...]:
    """The stages a week must pass, in order; none when R-30 is off."""
    return _names(given_for(week, RULE))


def stages_on(unit, day) -> tuple[str, ...]:
    """Those of a unit's weeks that begin on a date."""
    return _names(given_on(unit.pk, RULE, day))


def _names(given):
    return tuple(values_of(RULE, given, CATALOGUE)["stages"]) if is_on(RULE, given) else ()


def stages_of(*, week) -> tuple[Stage, ...]:
    """How far the week's approval has come, stage by stage."""
    given = {held.stage: held for held in week.approvals.select_related("by")}
    names = stage_names(week)
    due = next((name for name in names if name not in given), None)
    return tuple(
        Stage(
            name,
            _words(name, week),
            given[name].by if name in given else None,
            given[name].at if name in given else None,
            name == due and week.state == State.SUBMITTED,
        )
        for name in names
    )


def why_not_submit(*, week) -> str:
    """What stands in the way of submitting the week as it is; blank: nothing."""
    return _refusal(_refuse_unless_ready, week)


def why_not_approve(*, week, by) -> str:
    """What stands in the way of this login's approval as the week is; blank: nothing."""
    return _refusal(_due_stage, week, by)


def _refusal(check, *arguments):
    try:
        check(*arguments)
    except ApprovalRefused as refusal:
        return str(refusal)
    return ""


def _due_stage(week, by, stage=None) -> Stage:
    """The stage the week waits for, if this login may approve at it. Raises ApprovalRefused."""
    if week.state != State.SUBMITTED:
        raise ApprovalRefused(_not_submitted(week))
    due = next(s for s in stages_of(week=week) if s.is_next)
    _refuse_at_stage(week, by, stage or due.stage, due)
    return due


def _refuse_unless_ready(week):
    release = Release.objects.filter(rota=week.rota_id, monday=week.monday).last()
    if week.state == State.PUBLISHED:
        if release and not _changes(week).filter(sequence__gt=release.sequence).exists():
            raise ApprovalRefused(
                f"Nothing has changed since release {release.number}: there is nothing to approve."
            )
    elif week.state != State.DRAFT:
        raise ApprovalRefused(_said(week))
    elif release is None and not _duties(week).exists():
        raise ApprovalRefused("There is no duty in this week yet: there is nothing to approve.")


def _refuse_at_stage(week, by, stage, due):
    if stage != due.stage:
        raise ApprovalRefused(
            f"The week waits for the {due.words}'s approval, not for the {_words(stage, week)}'s."
        )
    own = [name for name in _stages_held(by, week) if name]
    if due.stage not in own:
        held = listed(_words(name, week) for name in own)
        yours = f"Your login approves as {held}." if own else "Your login approves at no stage."
        raise ApprovalRefused(f"The week waits for the {due.words}'s approval. {yours}")
    earlier = week.approvals.filter(by=by).first()
    if earlier:
        raise ApprovalRefused(
            f"You approved this week as {_words(earlier.stage, week)}. Somebody else must approve "
            f"it as {due.words}."
        )
    if set(_changes(week).values_list("who", flat=True)) == {by.pk}:
        raise ApprovalRefused(
            "You made every change of this week yourself. Somebody else must approve it."
        )


def _stages_held(by, week):
    approver = Membership.Role.APPROVER
    held = by.memberships.filter(unit=week.rota.unit_id, role=approver).order_by("pk")
    held = held.on(timezone.localdate())  # a deputy's ends
    return held.values_list("stage", flat=True)


def _changes(week):
    return DutyChange.objects.filter(rota=week.rota_id, date__range=(week.monday, week.sunday))


def _duties(week):
    return Duty.objects.filter(rota=week.rota_id, date__range=(week.monday, week.sunday))


def _words(stage, week):
    return stage_words(stage, week.rota.unit)


def stage_words(stage, unit):
    """IXF manager, from ixf_manager in the unit IXF."""
    code = unit.code
    return " ".join(code if word == code.lower() else word for word in stage.split("_"))


def _said(week):
    """Why a week that is no draft cannot be submitted."""
    return {
        State.SUBMITTED: "The week is submitted already and waits for approval.",
        State.APPROVED: "The week is approved already. Publish it, or send it back to change it.",
        State.CLOSED: "The week is closed for pay and cannot be changed.",
    }[week.state]


def _not_submitted(week):
    return {
        State.DRAFT: "The week is a draft. A rota manager submits it for approval first.",
        State.APPROVED: "The week is approved already. It can be published.",
        State.PUBLISHED: "The week is published. Changes since then are submitted anew.",
        State.CLOSED: "The week is closed for pay and cannot be changed.",
    }[week.state]
