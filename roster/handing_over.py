"""What is done when everybody in a swap has agreed: looked at again, edited, published.

    settle(swap, ring, by, now, approved=False)   -> Swap    done, or waiting for a manager
    give_back(swap, person, by, now)              -> what was told
    looked_at(rota)                               -> Plan    of the rota as it stands
    refuse_worked(dates, today)                   of what is given in return, null where nothing is
    note(swap, now, by, what)                     -> SwapEvent
    tell_of(event, heading, line)                 managers, of a line of a swap's history

In the caller's transaction, with the unit locked. Raises SwapRefused.

A published week is published again at once, when the swap is all that differs from its newest
release and nothing stops it; else it waits for the manager's next release. It never publishes what
a manager is still working on.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from roster import cells, released, snapshot
from roster.changes import compare
from roster.editing import Cell, EditRefused, edit_rota
from roster.judged import judged
from roster.locking import Refused
from roster.models import Release, Rota, RotaWeek, Swap, SwapEvent, SwapInvite
from roster.previewing import draft_of
from roster.publishing import NotPublishable, publish_week
from roster.repairing.candidates import would
from roster.repairing.comparing import effect
from roster.repairing.plan import Plan
from roster.repairing.trading import deal
from roster.rules.phrases import day
from roster.swap_words import LATER, WARNS
from roster.telling import Notice, Topic, tell_managers, tell_person

State = Swap.State
ASKED = Release.Code.ASKED


class SwapRefused(Refused):
    """Nothing was changed: somebody was quicker, or it would break something."""


def looked_at(rota) -> Plan:
    return Plan(judged(rota, snapshot.take(rota)))


def refuse_worked(dates, today):
    worked = next((on for on in dates if on and on <= today), None)
    if worked:
        raise SwapRefused(f"What is given in return is of {day(worked)}: it has begun or is over.")


def settle(swap, ring, by, now, approved=False):
    plan = looked_at(swap.rota)
    found = _deal(plan, swap, ring)
    if found is None:
        raise SwapRefused(
            "The rota has changed since this was offered: now it would break something that must "
            "be kept, or somebody is not free. Nothing was changed."
        )
    if found.adds and not approved:
        swap.reason = _warnings(plan, found.adds)
        swap.state = State.WAITING
        swap.save(update_fields=["state", "reason"])
        event = note(swap, now, by, "All agree; it waits for the rota manager")
        tell_of(event, "A swap waits for you", "It adds a warning to the rota.")
        tell_those(event, _all_in(swap, ring), "All agree", WARNS)
        return swap
    return _do(swap, ring, found, by, now)


def _deal(plan, swap, ring):
    """The deal as it stands now; null where a duty of it moved or it would break something."""
    duty = cells.duty(swap.person.reference if swap.person else "", swap.date, swap.duty)
    parts = [
        (i.person.reference, i.duty and cells.duty(i.person.reference, i.date, i.duty))
        for i in ring
    ]
    return deal(plan, duty, parts)


def _warnings(plan, adds):
    said = (f"{plan.words.names.get(b.person, '')} {would(b, False)} ({b.rule})" for b in adds)
    return "; ".join(s.strip() for s in said)[:300]


def _do(swap, ring, found, by, now):
    mondays = sorted({on - timedelta(days=on.weekday()) for _, on in found.changes})
    clean = _unchanged_since_release(swap.rota, mondays)
    _edit(swap, found.changes, by, now, "Swap agreed")
    swap.state, swap.reason = State.DONE, ""
    swap.save(update_fields=["state", "reason"])
    note(swap, now, by, "Done: " + _said(swap, ring))
    told = _publish(swap.rota, clean, mondays, by, now)
    event = note(swap, now, by, told)
    tell_of(event, "Swap done", told)
    if told == LATER:  # else the release tells them
        tell_those(event, _all_in(swap, ring), "All agree", told)
    return swap


def _all_in(swap, ring):
    return [person for person in (swap.person, *(i.person for i in ring)) if person]


def _said(swap, ring):
    takes = f"{ring[0].person.name} takes {swap.duty['shift']} on {day(swap.date)}"
    handed = [f"{i.person.name} gives {i.duty['shift']} on {day(i.date)}" for i in ring if i.duty]
    return "; ".join([takes, *handed])[:290]


def _unchanged_since_release(rota, mondays):
    """Whether each of the weeks is published and its draft is what was told."""
    taken = snapshot.take(rota)
    newest, _ = released.newest_two(unit=rota.unit, first=mondays[0], last=mondays[-1])
    told = released.duties_of(newest.values())
    return all(
        monday in newest and not compare(told[newest[monday].pk], draft_of(taken, monday))
        for monday in mondays
    )


def _publish(rota, clean, mondays, by, now):
    """Publish all of the weeks again, or none."""
    if not clean:
        return LATER
    try:
        with transaction.atomic():
            for monday in mondays:
                week = RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=monday)
                seen = Rota.objects.get(pk=rota.pk).sequence
                publish_week(week=week, by=by, now=now, seen_sequence=seen, code=ASKED)
    except NotPublishable:
        return LATER
    return "Published again, and everybody concerned is told."


def give_back(swap, person, by, now):
    """Take the shift of a date from a person again, where that breaks nothing."""
    plan = looked_at(swap.rota)
    changes = {(person.reference, swap.date): ()}
    if not effect(plan.checked, plan.after(changes).checked).is_harmless:
        raise SwapRefused("Without you it would break something. Ask your rota manager.")
    mondays = [swap.date - timedelta(days=swap.date.weekday())]
    clean = _unchanged_since_release(swap.rota, mondays)
    _edit(swap, changes, by, now, "Open shift given back")
    told = _publish(swap.rota, clean, mondays, by, now)
    event = note(swap, now, by, f"{person.name} gave it back. {told}")
    tell_of(event, "An open shift is open again", "It is offered to the others.")
    tell_those(event, _unanswered(swap), "A shift is offered to you again", "Say yes or no.")


def _unanswered(swap):
    found = swap.invites.filter(answer=SwapInvite.Answer.WAITING).select_related("person__unit")
    return dict.fromkeys(invite.person for invite in found)


def _edit(swap, changes, by, now, reason):
    wanted = [
        Cell(who, on, tuple(map(cells.plain, duties))) for (who, on), duties in changes.items()
    ]
    try:
        edit_rota(rota=swap.rota, by=by, wanted=wanted, now=now, reason=reason)
    except EditRefused as refusal:
        raise SwapRefused(*refusal.sentences) from refusal


def tell_of(event, heading, line):
    swap = event.swap
    heading = f"{heading}: {swap.duty['shift']} on {day(swap.date)}"
    notice = Notice(heading, (line,), reverse("asked"), Topic.ASKED)
    tell_managers(swap.rota.unit, f"swap-event-{event.pk}", notice, event.at, by=event.who)


def tell_those(event, people, heading, line):
    """People with a part in it; not whoever did it."""
    heading = f"{heading}: {event.swap.duty['shift']} on {day(event.swap.date)}"
    notice = Notice(heading, (line,), reverse("my-swaps"), Topic.SWAPS)
    for person in people:
        if event.who is None or person.user_id != event.who.pk:
            tell_person(person, f"swap-event-{event.pk}", notice, event.at)


def note(swap, now, by, what):
    return SwapEvent.objects.create(swap=swap, at=now, who=by, what=what[:300])
