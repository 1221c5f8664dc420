"""Who may work at all: employed, registered, and open about other work."""

from calendar import monthrange
from datetime import MAXYEAR, date

from roster.rules.shapes import Ban, Case
from roster.rules.supervision import typed_kind, uncovered


def credentials_are_current(timeline, person, values):
    """Nobody is on clinical duty without what stops it; other papers are renewed in time."""
    held = timeline.people[person].credentials
    if not held:
        return
    duties = [item for item in timeline.held[person] if item.clinical]
    stopping = set(map(typed_kind, values["clinical_stop"]))
    for own in _by_kind(held):
        kind, stops = own[0].kind, typed_kind(own[0].kind) in stopping
        notice = 0 if stops else values["warn_days"] + 1
        concerned = [item for item in duties if not _holds(own, item.date, notice)]
        if concerned:
            yield from _stale("must" if stops else "should", person, concerned, kind, own)


def _by_kind(held):
    kinds = {}
    for credential in held:
        kinds.setdefault(typed_kind(credential.kind), []).append(credential)
    return sorted(kinds.values(), key=lambda own: own[0].kind)


def _holds(credentials, day, notice):
    """Whether any of them is valid on a date, and for as many days more as the notice."""
    return any((c.starts or day) <= day and (c.until - day).days >= notice for c in credentials)


def _stale(level, person, concerned, kind, own):
    first, last = concerned[0].date, concerned[-1].date
    case = Case(level, person, first, last)
    case.detail = {"kind": kind, "last_day": max(credential.until for credential in own)}
    case.detail["starts"] = min((c.starts for c in own if c.starts), default=None)
    for item in concerned:
        yield Ban(case, item)


def other_work_is_declared(timeline, person, values):
    """Other work is declared every year, and never lies in a duty."""
    if values["declaration_required"]:
        yield from _declared_too_long_ago(timeline, person, values["declaration_months"])
    others = [(start, end) for _, start, end, _ in timeline.other_work.get(person, ())]
    for item in timeline.held[person] if others else ():
        shared = sum(end - start - _free(start, end, others) for start, end in item.worked)
        if shared:
            case = Case("should", person, item.date, item.date, 0, "minutes")
            case.detail = {"item": item}
            yield Ban(case, item, shared)


def _free(start, end, spans):
    return sum(ends - starts for starts, ends in uncovered(start, end, spans))


def _declared_too_long_ago(timeline, person, months):
    declared = timeline.people[person].other_work_declared
    if declared is None:
        return
    holds_until = months_later(declared, months)
    late = [item for item in timeline.held[person] if item.date > holds_until]
    if late:
        case = Case("should", person, late[0].date, late[-1].date, unit="minutes")
        case.detail = {"declared": declared, "holds_until": holds_until}
        yield from (Ban(case, item) for item in late)


def months_later(day, months):
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > MAXYEAR:
        return date.max
    return day.replace(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def employed_on_the_date(timeline, person, values):
    """Nobody works on a date without employment."""
    for item in timeline.held[person]:
        if item.employment is None:
            case = Case("must", person, item.date, item.date, detail={"item": item})
            yield Ban(case, item)
