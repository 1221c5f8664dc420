"""What a week's page shows before its buttons: how far it is, what stops it, whom it will tell."""

from dataclasses import dataclass
from itertools import groupby

from roster.acknowledging import Known, who_knows
from roster.approving import stages_of, why_not_approve, why_not_submit
from roster.checklist import Answer, checklist
from roster.closing import why_not_close
from roster.composing import change_words, dates
from roster.foretelling import foretell
from roster.lapsing import WAITING
from roster.models import OutboxMessage, Release, RotaWeek
from roster.overriding import Judged
from roster.previewing import Preview, Recipient, preview_release
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import Rule
from roster.walltime import local_date
from sites.access import may

State = RotaWeek.State


@dataclass(frozen=True)
class Step:
    """A step of the way to publication; `state` is done, now or later."""

    words: str
    state: str
    by: object = None
    at: object = None


@dataclass(frozen=True)
class Told:
    """Somebody concerned: what changes for them, in words, and the mail they would get."""

    recipient: Recipient
    changes: tuple[dict, ...]
    mail: OutboxMessage


@dataclass(frozen=True)
class Group:
    """The breaches of one rule."""

    rule: Rule
    found: tuple[Judged, ...]


@dataclass(frozen=True)
class Breaches:
    """The week's breaches, each in one list only. `counts` are how many stand in each."""

    must: tuple[Group, ...]
    acceptable: tuple[Group, ...]
    accepted: tuple[Group, ...]
    gaps: tuple[Judged, ...]
    should: tuple[Group, ...]
    counts: dict[str, int]


@dataclass(frozen=True)
class Buttons:
    """What this login may do now. `why_not_approve` is said to an approver who may not."""

    submit: bool
    approve: bool
    send_back: bool
    override: bool
    publish: bool
    close: bool
    why_not_approve: str = ""

    @property
    def any(self):
        return self.submit or self.approve or self.send_back or self.publish or self.close


@dataclass(frozen=True)
class WeekPage:
    week: RotaWeek
    heading: str
    preview: Preview
    steps: tuple[Step, ...]
    releases: tuple
    told: tuple[Told, ...]
    breaches: Breaches
    buttons: Buttons
    weeks: tuple[RotaWeek, ...]
    reasons: bool
    known: tuple[Known, ...]
    checklist: tuple[Answer, ...]
    codes: tuple = tuple(Release.Code.choices)

    @property
    def known_counts(self):
        asked = [known for known in self.known if known.asked]
        return {
            "asked": len(asked),
            "known": sum(known.state == "known" for known in asked),
            "not": sum(known.state == "not" for known in self.known),
        }


def week_page(week, user, now) -> WeekPage:
    preview = preview_release(week, local_date(week.rota.unit, now))
    releases = tuple(
        week.rota.releases.filter(monday=week.monday).select_related("by").order_by("-number")
    )
    reasons = may(user, week.rota.unit_id, "see_reasons")
    return WeekPage(
        week=week,
        heading=f"{dates(week)} {week.sunday.year}",
        preview=preview,
        steps=tuple(_steps(week, releases, preview)),
        releases=releases,
        told=_told(week, preview, now),
        breaches=_breaches(preview, reasons),
        buttons=_buttons(week, user, preview, now),
        weeks=tuple(week.rota.rota_weeks.all()),
        reasons=reasons,
        known=who_knows(releases),
        checklist=checklist(preview, reasons),
    )


def _steps(week, releases, preview):
    if week.state == State.DRAFT:
        yield Step("Draft, not submitted yet", "now")
    else:
        yield Step("Submitted", "done", week.submitted_by, week.submitted_at)
    for stage in stages_of(week=week):
        yield _approval(stage)
    yield _publication(week, releases, preview)
    if week.state == State.CLOSED:
        yield Step("Closed for pay", "done", week.closed_by, week.closed_at)


def _approval(stage):
    if stage.at is not None:
        return Step(f"Approved by the {stage.words}", "done", stage.by, stage.at)
    if stage.is_next:
        return Step(f"Waits for the {stage.words}'s approval", "now")
    return Step(f"Approval by the {stage.words}", "later")


def _publication(week, releases, preview):
    if week.state == State.PUBLISHED and preview.changes:
        return Step(f"Changed since release {releases[0].number}", "now")
    if releases:
        last = releases[0]
        return Step(f"Published as release {last.number}", "done", last.by, last.at)
    return Step("Publication", "now" if week.state == State.APPROVED else "later")


def _told(week, preview, now):
    unit = week.rota.unit
    names = dict(unit.people.values_list("reference", "name"))
    mails = foretell(week=week, preview=preview, now=now)
    return tuple(
        Told(
            recipient,
            tuple(_change(change, names, unit) for change in recipient.changes),
            mails[recipient.person],
        )
        for recipient in preview.told
    )


def _change(change, names, unit):
    return {"sort": change.kind} | change_words(change, names, unit)


def _breaches(preview, reasons):
    """`reasons`: whether the reader may see why somebody is away."""
    blocking, should = preview.breaches.blocking, preview.breaches.should
    should = [j for j in should if reasons or not CATALOGUE[j.breach.rule].tells_reason]
    lists = {
        "must": [j for j in blocking if not j.can_be_overridden],
        "acceptable": [j for j in blocking if j.can_be_overridden],
        "accepted": preview.breaches.overridden,
        "should": [j for j in should if j not in preview.gaps],
    }
    return Breaches(
        gaps=tuple(j for j in should if j in preview.gaps),
        counts={name: len(found) for name, found in lists.items()},
        **{name: tuple(_groups(found)) for name, found in lists.items()},
    )


def _groups(judged):
    """By rule, in the order they come: the checker sorts them by it."""
    for rule, found in groupby(judged, key=lambda j: j.breach.rule):
        yield Group(CATALOGUE[rule], tuple(found))


def _buttons(week, user, preview, now):
    unit = week.rota.unit_id
    approver = may(user, unit, "approve_week")
    pending = week.state in WAITING
    objection = why_not_approve(week=week, by=user) if approver else "no approver"
    return Buttons(
        submit=may(user, unit, "submit_week") and not why_not_submit(week=week),
        approve=not objection,
        send_back=approver and pending,
        override=may(user, unit, "override_breach"),
        publish=may(user, unit, "publish_week") and not preview.stops,
        close=may(user, unit, "close_week") and not why_not_close(week=week, now=now),
        why_not_approve=objection if approver and week.state == State.SUBMITTED else "",
    )
