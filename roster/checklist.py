"""The checklist before approval, answered by what is planned: nothing on it is ticked by hand.

    checklist(preview, reasons)    -> (Answer, ...)

`reasons`: whether the reader may know why somebody is away. Balances and weekends are of the
whole rota, as far as it is planned; all else is of the week.
"""

from dataclasses import dataclass
from datetime import timedelta

from roster.previewing import Preview
from roster.rules.catalogue import CATALOGUE, values_in
from roster.rules.hours import contract_minutes, over_contract
from roster.rules.phrases import hours, number

FULL_TIME = 2250  # minutes a week
DAY = timedelta(days=1)
SUPERVISION = ("R-04", "R-05", "R-06", "R-08", "R-36")
STUDY = ("R-10",)


@dataclass(frozen=True)
class Answer:
    """`state` is ok, look (worth a look) or stop; `details` are lines that open under it."""

    question: str
    words: str
    state: str
    details: tuple[str, ...] = ()


def checklist(preview: Preview, reasons) -> tuple[Answer, ...]:
    shown = [j for j in _judged(preview) if reasons or not CATALOGUE[j.breach.rule].tells_reason]
    return (
        _broken(preview),
        _accepted(preview),
        _gaps(preview),
        _notice(preview),
        _balances(preview.timeline),
        _leave(preview.leave),
        _weekends(preview.timeline),
        _of_rules("Is everybody supervised who must be?", shown, SUPERVISION),
        _of_rules("Are study days kept?", shown, STUDY),
        _extra(preview),
        _reached(preview),
    )


def _judged(preview):
    found = preview.breaches
    return (*found.blocking, *found.overridden, *found.should)


def _broken(preview):
    musts = sum(not j.can_be_overridden for j in preview.breaches.blocking)
    others = len(preview.breaches.blocking) - musts
    words = f"{musts} to mend, {others} to mend or accept" if musts or others else "Nothing"
    return Answer("Is anything broken that must not be?", words, "stop" if musts + others else "ok")


def _accepted(preview):
    held = preview.breaches.overridden
    details = tuple(f"{j.sentence} {j.override.by}: {j.override.reason}" for j in held)
    words = f"{number(len(held), 'breach', 'breaches')}, each with a reason" if held else "Nothing"
    return Answer("What was accepted, by whom and why?", words, "look" if held else "ok", details)


def _gaps(preview):
    details = tuple(judged.sentence for judged in preview.gaps)
    words = f"{number(len(details), 'time')} with too few people" if details else "Yes"
    return Answer("Is every post filled?", words, "look" if details else "ok", details)


def _notice(preview):
    question = "How much notice do people get?"
    if not preview.is_first and not preview.changes:
        return Answer(question, "Nothing changes for anybody", "ok")
    words = number(preview.notice, "day") if preview.notice >= 0 else "None: it has begun"
    return Answer(question, words, "look" if preview.late else "ok")


def _balances(timeline):
    """Paid hours and absence against the contract, over the rota (R-24)."""
    limit = _values_at_the_end(timeline, "R-24")["limit_minutes"]
    weeks = _planned(timeline)
    found = {person: over_contract(timeline, person, weeks) for person in timeline.people}
    far = {who: minutes for who, minutes in found.items() if abs(minutes) > limit}
    details = tuple(
        f"{timeline.people[who].name}: {hours(minutes)} {'over' if minutes > 0 else 'under'}"
        for who, minutes in sorted(far.items(), key=lambda item: -abs(item[1]))
    )
    team = sum(found.values())
    together = f"{hours(team)} {'over' if team > 0 else 'under'}" if team else "even"
    words = f"{len(far)} of {len(found)} more than {hours(limit)} off; the team {together}"
    if len(weeks) < timeline.problem.weeks:
        words += f", over {number(len(weeks), 'week')} planned so far"
    return Answer("Do hours balance over the rota?", words, "look" if far else "ok", details)


def _values_at_the_end(timeline, rule):
    return values_in(timeline.problem, rule, timeline.problem.until)


def _planned(timeline):
    """The weeks of the rota that hold any duty: one not planned yet owes nobody hours."""
    planned = {item.date - item.date.weekday() * DAY for item in timeline.items if item.now}
    return sorted(planned)


def _leave(leave):
    state = "look" if leave.is_above or leave.is_below else "ok"
    words = f"{leave.percent:.1f} %; the band is {leave.low} to {leave.high}"
    return Answer("Is the share on leave in its band?", words, state)


def _weekends(timeline):
    """Weekends worked of those not on leave, as if full-time, over the weeks that R-38 says."""
    values = _values_at_the_end(timeline, "R-38")
    last = max(_planned(timeline), default=timeline.problem.starts) + 5 * DAY
    saturdays = [last - 7 * n * DAY for n in range(values["spread_weeks"])]
    shares = _shares(timeline, saturdays)
    question = "Are weekends shared fairly?"
    if not shares:
        return Answer(question, "Nobody works one", "ok")
    few, most = min(shares, key=shares.get), max(shares, key=shares.get)
    said = " to ".join(f"{shares[who]:.1f} ({timeline.people[who].name})" for who in (few, most))
    words = f"From {said} in {number(len(saturdays), 'week')}, as if full-time"
    return Answer(
        question, words, "look" if shares[most] - shares[few] > values["spread"] else "ok"
    )


def _shares(timeline, saturdays):
    """{person: weekends worked}, of everybody in a role that works weekends."""
    worked = {
        who: {item.date - (item.date.weekday() - 5) * DAY for item in items if _at_weekend(item)}
        & set(saturdays)
        for who, items in timeline.by_person.items()
    }
    roles = {_role(timeline, who) for who, found in worked.items() if found}
    shares = {}
    for who in timeline.people:
        free = [day for day in saturdays if not _is_away(timeline, who, day)]
        contract = contract_minutes(timeline, who, timeline.weeks[-1])
        if contract and free and _role(timeline, who) in roles:
            share = len(worked.get(who, ())) / len(free) * len(saturdays)
            shares[who] = share * FULL_TIME / contract
    return shares


def _role(timeline, who):
    employment = timeline.employment_of_week(who, timeline.weeks[-1])
    return employment and employment.role


def _at_weekend(item):
    return item.date.weekday() >= 5 and item.is_work


def _is_away(timeline, who, saturday):
    return any(
        absence.starts_on <= saturday + DAY and absence.until >= saturday
        for absence in timeline.absences_of.get(who, ())
    )


def _of_rules(question, judged, rules):
    details = tuple(j.sentence for j in judged if j.breach.rule in rules)
    is_open = any(j.breach.rule in rules and not j.override for j in judged)
    words = number(len(details), "breach", "breaches") if details else "Yes"
    return Answer(question, words, "stop" if is_open else "look" if details else "ok", details)


def _extra(preview):
    extra = [duty for duty in preview.after if duty.additional]
    words = number(len(extra), "duty", "duties") if extra else "None"
    return Answer("Duties beyond the contract, agreed as extra?", words, "look" if extra else "ok")


def _reached(preview):
    missing = tuple(f"{r.name}: no address" for r in preview.without_address)
    refused = tuple(f"{r.name}: {r.address} was refused" for r in preview.refused)
    details = missing + refused
    people = number(len(preview.told), "person", "people")
    words = f"{len(details)} of {people} cannot" if details else f"Yes, all of {people}"
    if not preview.told:
        words = "Nobody is concerned"
    state = "look" if details else "ok"
    return Answer("Can everybody concerned be reached?", words, state, details)
