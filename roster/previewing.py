"""What publishing a week would do: read before the button, and again under the lock."""

from dataclasses import dataclass
from datetime import timedelta

from roster import released, snapshot
from roster.addresses import refused_addresses
from roster.approving import stages_of
from roster.changes import Change, Told, by_person, compare, paired
from roster.models import Release, RotaWeek
from roster.overriding import Judged, Standing, standing_of
from roster.rules.catalogue import CATALOGUE
from roster.rules.leave_share import LeaveShare, leave_share
from roster.rules.parameters import is_on, values_of
from roster.rules.phrases import number
from roster.rules.timeline import Timeline
from roster.walltime import moment_of, span

State = RotaWeek.State
LEAD, APPROVAL, NOTICE = (CATALOGUE[rule] for rule in ("R-29", "R-30", "R-41"))


@dataclass(frozen=True)
class Recipient:
    """Somebody concerned: who, where a mail reaches them (blank: nowhere), and what changes.

    `is_refused`: the mail server refused that address last time.
    `notice` counts dates to their first change; `asked`: it is so near, and not all over, that
    they are asked to say that they know (R-41).
    """

    person: str
    name: str
    address: str
    changes: tuple[Change, ...]
    notice: int
    asked: bool
    is_refused: bool


@dataclass(frozen=True)
class Preview:
    """What publishing the week would do.

    `notice` counts local dates: to the week's first day for the first release (R-29), to the
    first date that changes for a later one (R-41). `needs_reason` is the sentence that asks for
    a reason, or blank. `leave` is the share of the team on leave that week (R-32). `stops` are the
    sentences that stand in the way; none: it can be published. `timeline` is the rota as planned.
    """

    number: int
    sequence: int
    before: tuple[Told, ...]
    after: tuple[Told, ...]
    changes: tuple[Change, ...]
    told: tuple[Recipient, ...]
    breaches: Standing
    notice: int
    needs_reason: str
    leave: LeaveShare
    stops: tuple[str, ...]
    timeline: Timeline

    @property
    def is_first(self):
        return self.number == 1

    @property
    def late(self):
        return bool(self.needs_reason)

    @property
    def gaps(self) -> tuple[Judged, ...]:
        """Where too few people are planned (R-33)."""
        judged = self.breaches.blocking + self.breaches.should
        return tuple(j for j in judged if j.breach.rule == "R-33")

    @property
    def asked(self) -> tuple[Recipient, ...]:
        return tuple(recipient for recipient in self.told if recipient.asked)

    @property
    def refused(self) -> tuple[Recipient, ...]:
        return tuple(recipient for recipient in self.told if recipient.is_refused)

    @property
    def without_address(self) -> tuple[Recipient, ...]:
        return tuple(recipient for recipient in self.told if not recipient.address)


def preview_release(week, today) -> Preview:
    """What publishing the week as it stands would do, on this local date."""
    taken = snapshot.take(week.rota)
    releases = list(Release.objects.filter(rota=week.rota, monday=week.monday))
    approved = _approved(week, releases)
    duties = released.duties_of({*releases[-1:], *approved})
    before = duties[releases[-1].pk] if releases else ()
    after = draft_of(taken, week.monday)
    changes = compare(before, after)
    breaches = standing_of(rota=week.rota, problem=taken.problem, monday=week.monday)
    notice = _notice(week, releases, changes, today)
    timeline, rules = Timeline(taken.problem), taken.problem.rules_on(week.monday)
    return Preview(
        number=releases[-1].number + 1 if releases else 1,
        sequence=week.rota.sequence,
        before=before,
        after=after,
        changes=changes,
        told=_told(week, taken, changes, releases, today),
        breaches=breaches,
        notice=notice,
        needs_reason=_reason_wanted(rules, releases, notice),
        leave=leave_share(timeline, [week.monday]),
        stops=(
            *_state_stops(week),
            *_change_stops(releases, changes),
            *_drift_stops(week, rules, [duties[r.pk] for r in approved], after),
            *_breach_stops(breaches),
        ),
        timeline=timeline,
    )


def draft_of(taken, monday) -> tuple[Told, ...]:
    """The duties of a week as people would be told them if it were published now."""
    problem, sunday = taken.problem, monday + timedelta(days=6)
    shifts = {shift.code: shift for shift in problem.shift_types}
    sites = {site.code: site.name for site in problem.sites}
    areas = {(s.code, area.code): area.name for s in problem.sites for area in s.areas}
    return paired(
        _as_told(duty, shifts[duty.shift], problem.timezone, sites, areas)
        for duty in problem.duties
        if monday <= duty.date <= sunday
    )


def _as_told(duty, shift, zone, sites, areas):
    starts, ends = span(duty.date, shift.starts, shift.ends, zone, duty.fold)
    return Told(
        person=duty.person,
        date=duty.date,
        shift=duty.shift,
        starts=moment_of(starts),
        ends=moment_of(ends),
        site=duty.site,
        area=duty.area or "",
        role=duty.role,
        break_minutes=shift.break_minutes,
        additional=duty.additional,
        supervised_by=duty.supervised_by,
        work_class=shift.work_class,
        site_name=sites[duty.site],
        area_name=areas.get((duty.site, duty.area), ""),
    )


def _approved(week, releases):
    """The release that holds what was approved last, as a list of none or one."""
    last = week.approvals.order_by("at").last()
    return [r for r in releases if last is None or r.at >= last.at][:1]


def _told(week, taken, changes, releases, today):
    """Everybody whose own duties change, in the order of the rota."""
    concerned, rules = by_person(changes), taken.problem.rules_on(week.monday)
    within = _wanted(NOTICE, "notice_days", rules) if releases else None
    refused = refused_addresses([week.rota.unit_id])
    return tuple(
        Recipient(
            person=person.id,
            name=person.name,
            address=taken.emails[person.id],
            changes=concerned[person.id],
            notice=(concerned[person.id][0].date - today).days,
            asked=_is_asked(concerned[person.id], within, today),
            is_refused=taken.people[person.id] in refused,
        )
        for person in taken.problem.people
        if person.id in concerned
    )


def _is_asked(changes, within, today):
    """Whether a person has to say that they know of changes inside a number of days, or null."""
    near = within is not None and (changes[0].date - today).days < within
    return near and changes[-1].date >= today


def _notice(week, releases, changes, today):
    first = changes[0].date if releases and changes else week.monday
    return (first - today).days


def _wanted(rule, name, rules):
    """The days that a rule asks for; null where it is off."""
    return values_of(rule, rules, CATALOGUE)[name] if is_on(rule, rules) else None


def _reason_wanted(rules, releases, notice):
    wanted = _wanted(*((NOTICE, "notice_days") if releases else (LEAD, "lead_days")), rules)
    if wanted is None or notice >= wanted:
        return ""
    if releases:
        return f"The first change is {_away(notice)}; within {wanted} days it needs a reason."
    return f"The week begins {_away(notice)}; less than {wanted} days ahead needs a reason."


def _away(notice):
    if notice == 0:
        return "today"
    days = number(abs(notice), "day")
    return f"in {days}" if notice > 0 else f"{days} ago"


def _state_stops(week):
    if week.state == State.DRAFT:
        yield "The week is a draft. Submit it for approval first."
    elif week.state == State.SUBMITTED:
        due = next(stage for stage in stages_of(week=week) if stage.is_next)
        yield f"The week waits for the {due.words}'s approval."
    elif week.state == State.CLOSED:
        yield "The week is closed for pay and cannot be changed."


def _change_stops(releases, changes):
    if changes:
        return
    if releases:
        yield f"Nothing has changed since release {releases[-1].number}."
    else:
        yield "There is no duty in this week yet."


def _drift_stops(week, rules, approved, after):
    """R-30: more than a share of what was approved may not change without a new approval."""
    values = values_of(APPROVAL, rules, CATALOGUE)
    asked = is_on(APPROVAL, rules) and values["stages"]
    if week.state != State.PUBLISHED or not asked or not approved:
        return
    duties, changed = len(approved[0]), len(compare(approved[0], after))
    if 100 * changed > values["reset_percent"] * duties:
        yield (
            f"{number(changed, 'duty', 'duties')} of {duties} changed since the week was approved; "
            f"more than {values['reset_percent']} per cent. Submit the week for approval again."
        )


def _breach_stops(breaches):
    musts = sum(j.breach.level == "must" for j in breaches.blocking)
    others = len(breaches.blocking) - musts
    if musts:
        yield f"{number(musts, 'breach', 'breaches')} must be mended first."
    if others:
        yield (
            f"{number(others, 'breach', 'breaches')} must be mended, or accepted with a reason "
            f"by an approver, first."
        )
