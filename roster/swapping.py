"""Duties that change hands: offered, agreed by everybody in it, done at once or by the manager.

    offer(person=, on=, rings=, by=, now=, today=)       -> Swap      of one's published duty
    offer_open(rota=, on=, duty=, people=, by=, now=)    -> Swap      a shift nobody holds
    answer(swap=, person=, agreed=, by=, now=, today=)   -> Swap
    decide(swap=, granted=, reason=, by=, now=, today=)  -> Swap      one that waits
    withdraw(swap=, person=, by=, now=, today=)          -> Swap
    untake(swap=, person=, by=, now=, today=)            -> Swap

A rota manager may act for a person, `by` being the manager: the history says so and the person is
told. Raises SwapRefused in a sentence, and then has changed nothing. All is looked at again under
the lock when the last of a ring agrees: where the deal adds nothing it is done at once, where it
adds a warning it waits for a rota manager with the reason, and where it would break what must be
kept it is refused. So nobody ever swaps a rota into a breach, and of two who take one shift one
gets it.
"""

from django.db import transaction
from django.urls import reverse

from roster import cells, handing_over
from roster.handing_over import SwapRefused, give_back, looked_at, note, settle, tell_of, tell_those
from roster.locking import locked_unit
from roster.models import Duty, Swap, SwapInvite
from roster.released_rows import told_to_come
from roster.repairing.trading import deal, key, takers
from roster.rules.phrases import day
from roster.telling import Notice, Topic, tell_person

State, Answer = Swap.State, SwapInvite.Answer
NOBODY = "Everybody asked has declined."  # the reason of one that no manager refused


@transaction.atomic
def offer(*, person, on, rings, by, now, today) -> Swap:
    """Offer one's duty of a date. `rings` are ((reference, date or null), ...) each: who takes
    part, and on which date they hand over theirs. The first ring that agrees is done.
    """
    locked_unit(person.unit_id)
    rota = rota_of(person, on)
    plan = looked_at(rota)
    duty = own_duty(plan, person.reference, on)
    told = told_to_come([rota], today)
    _refuse(person, duty, told, rings, today)
    parts = [_parts(plan, duty, ring, told) for ring in rings]
    swap = Swap.objects.create(
        rota=rota, person=person, date=on, duty=cells.plain(duty), asked_by=by, asked_at=now
    )
    acted = entered(person, by)
    event = note(swap, now, by, f"Offered by {person.name}{acted}")
    _invite(swap, parts, now)
    _tell_acted_for(event, person, f"Your shift on {day(on)} is offered", acted)
    return swap


def entered(person, by):
    """Who acted for a person, where it was not they."""
    return "" if by is None or person.user_id == by.pk else f", entered by {by}"


def _tell_acted_for(event, person, heading, acted):
    if acted:
        notice = _notice(heading, f"{event.who} entered it for you.")
        tell_person(person, f"swap-event-{event.pk}", notice, event.at)


def _notice(heading, line):
    return Notice(heading, (line,), reverse("my-swaps"), Topic.SWAPS)


def rota_of(person, on):
    """The rota that a person's duty of a date stands in."""
    duty = Duty.objects.select_related("rota__unit").filter(person=person, date=on).first()
    if duty is None:
        raise SwapRefused(f"There is no shift of {person.name} on {day(on)} any more.")
    return duty.rota


def own_duty(plan, reference, on):
    """The one duty of a person's date that may change hands."""
    held = plan.duties(reference, on)
    if len(held) != 1 or not plan.is_open(reference, on):
        raise SwapRefused(
            f"The shift of {plan.words.names[reference]} on {day(on)} is settled, or one of two. "
            f"Ask your rota manager."
        )
    return held[0]


def _refuse(person, duty, told, rings, today):
    if duty.date <= today:
        raise SwapRefused("Only a shift from tomorrow on can be offered. Ring your rota manager.")
    _refuse_untold(duty, told)
    if not rings:
        raise SwapRefused("Choose at least one person to offer it to.")
    handing_over.refuse_worked((on for ring in rings for _, on in ring), today)
    if any(len({person.reference, *(who for who, _ in ring)}) <= len(ring) for ring in rings):
        raise SwapRefused("Nobody takes part twice: choose other people.")
    if Swap.objects.filter(person=person, date=duty.date, state__in=Swap.OPEN).exists():
        raise SwapRefused(f"The shift on {day(duty.date)} is offered already.")


def _refuse_untold(duty, told):
    if key(duty) not in told:
        raise SwapRefused(
            f"What is planned on {day(duty.date)} is not what was published. Wait until it is."
        )


def _parts(plan, duty, ring, told):
    """[(reference, duty handed over or null)] of a ring that breaks nothing."""
    if any(who not in plan.words.names for who, _ in ring):
        raise SwapRefused("There is no such person in the unit. Reload the page and choose again.")
    parts = [(who, own_duty(plan, who, on) if on else None) for who, on in ring]
    for _, given in parts:
        if given:
            _refuse_untold(given, told)
    if deal(plan, duty, parts) is None:
        names = ", ".join(plan.words.names.get(who, who) for who, _ in ring)
        raise SwapRefused(f"With {names} it would break something that must be kept.")
    return parts


def those_who_could(rota, duty):
    """References of everybody who could take a shift that nobody holds, a plain duty."""
    return tuple(found.ring[0][0] for found in takers(looked_at(rota), duty))


@transaction.atomic
def offer_open(*, rota, on, duty, people, by, now) -> Swap:
    """Offer a shift that nobody holds, a plain duty, to people by their references."""
    locked_unit(rota.unit_id)
    if not people:
        raise SwapRefused("Nobody could take it without breaking something that must be kept.")
    swap = Swap.objects.create(rota=rota, date=on, duty=duty, asked_by=by, asked_at=now)
    note(swap, now, by, "Offered as an open shift")
    _invite(swap, [[(who, None)] for who in people], now)
    return swap


def _invite(swap, parts, now):
    people = {person.reference: person for person in swap.rota.unit.people.select_related("unit")}
    SwapInvite.objects.bulk_create(
        SwapInvite(
            swap=swap,
            ring=ring,
            place=place,
            person=people[who],
            date=given and given.date,
            duty=given and cells.plain(given),
        )
        for ring, members in enumerate(parts)
        for place, (who, given) in enumerate(members)
    )
    heading = f"A shift is offered to you: {swap.duty['shift']} on {day(swap.date)}"
    notice = _notice(heading, "Say yes or no.")
    for who in dict.fromkeys(who for members in parts for who, _ in members):
        tell_person(people[who], f"swap-{swap.pk}", notice, now)


@transaction.atomic
def answer(*, swap, person, agreed, by, now, today) -> Swap:
    """One person's yes or no to all that they are asked in it."""
    swap = _locked(swap, today)
    invites = [i for i in swap.invites.select_related("person") if i.person_id == person.pk]
    waiting = [invite for invite in invites if invite.answer == Answer.WAITING]
    if swap.state != State.OFFERED or not waiting:
        raise SwapRefused(_too_late(swap))
    said = Answer.AGREED if agreed else Answer.DECLINED
    SwapInvite.objects.filter(pk__in=[invite.pk for invite in waiting]).update(answer=said)
    acted = entered(person, by)
    event = note(swap, now, by, f"{person.name} {said}{acted}")
    _tell_acted_for(event, person, f"You {said}: {swap.duty['shift']} on {day(swap.date)}", acted)
    ring = swap.agreed_ring()
    if ring:
        handing_over.refuse_worked((invite.date for invite in ring), today)
        return settle(swap, ring, by, now)
    return end_if_dead(swap, by, now)


def _locked(swap, today):
    locked_unit(swap.rota.unit_id)
    swap = Swap.objects.select_related("rota__unit", "person__unit").get(pk=swap.pk)
    if swap.date <= today and swap.state in Swap.OPEN:
        raise SwapRefused("This shift is today or over: it cannot change hands here any more.")
    return swap


def _too_late(swap):
    said = {
        State.DONE: "Somebody else has taken this shift already.",
        State.WAITING: "Others have agreed on this shift; the rota manager decides.",
        State.OFFERED: "You have answered this already.",
    }
    return said.get(swap.state, "This offer was withdrawn or refused.")


def end_if_dead(swap, by, now):
    """Refuse it where no ring can be complete any more."""
    if all(any(i.answer == Answer.DECLINED for i in ring) for ring in swap.rings()):
        return end(swap, State.REFUSED, NOBODY, by, now)
    return swap


@transaction.atomic
def decide(*, swap, granted, reason, by, now, today) -> Swap:
    """A manager's answer to one that waits."""
    swap = _locked(swap, today)
    if swap.state != State.WAITING:
        raise SwapRefused("This swap does not wait for an answer any more.")
    if granted:
        ring = swap.agreed_ring()
        handing_over.refuse_worked((invite.date for invite in ring), today)
        return settle(swap, ring, by, now, approved=True)
    if not reason.strip():
        raise SwapRefused("Say why: a refusal needs a reason.")
    return end(swap, State.REFUSED, reason.strip(), by, now)


@transaction.atomic
def withdraw(*, swap, person, by, now, today) -> Swap:
    """Only whoever offered it, `person`, null for an open shift."""
    swap = _locked(swap, today)
    if swap.person != person:
        raise SwapRefused("Only who offered this shift can withdraw it.")
    if swap.state not in Swap.OPEN:
        raise SwapRefused(_too_late(swap))
    return end(swap, State.WITHDRAWN, "", by, now)


@transaction.atomic
def untake(*, swap, person, by, now, today) -> Swap:
    """Take back one's yes while it waits. An open shift taken goes back where that breaks nothing;
    what came from colleagues is offered back to them, for what they were given.
    """
    swap = _locked(swap, today)
    agreed = swap.invites.filter(person=person, answer=Answer.AGREED)
    if not agreed.exists():
        raise SwapRefused("You have not taken this shift.")
    if swap.state in Swap.OPEN:
        waited = swap.state == State.WAITING
        agreed.update(answer=Answer.WAITING)
        swap.state, swap.reason = State.OFFERED, ""
        swap.save(update_fields=["state", "reason"])
        acted = entered(person, by)
        event = note(swap, now, by, f"{person.name} took back their yes{acted}")
        heading = f"Your yes is taken back: {swap.duty['shift']} on {day(swap.date)}"
        _tell_acted_for(event, person, heading, acted)
        if waited and swap.person:
            tell_those(event, [swap.person], "A yes is taken back", "Your offer stands again.")
        return swap
    if swap.state != State.DONE:
        raise SwapRefused(_too_late(swap))
    if swap.person is None:
        give_back(swap, person, by, now)
        agreed.update(answer=Answer.DECLINED)
        swap.state = State.OFFERED
        swap.save(update_fields=["state"])
        return swap
    ring = swap.agreed_ring()
    if person not in [invite.person for invite in ring]:
        raise SwapRefused(_too_late(swap))
    on, back = handed_back(swap, ring, person)
    return offer(person=person, on=on, rings=[back], by=by, now=now, today=today)


def handed_back(swap, ring, person):
    """(the date that a person of a ring took over, the ring that hands all of it back)."""
    members = [(swap.person.reference, swap.date), *((i.person.reference, i.date) for i in ring)]
    at = [reference for reference, _ in members].index(person.reference)
    who = [members[(at - n) % len(members)][0] for n in range(1, len(members))]
    holds = [members[(at - n) % len(members)][1] for n in range(1, len(members) + 1)]
    return holds[0], tuple(zip(who, holds[1:], strict=True))


def end(swap, state, reason, by, now):
    """End one that is open, and tell who agreed; in the caller's transaction."""
    agreed = swap.agreed_so_far()
    swap.state, swap.reason = state, reason
    swap.save(update_fields=["state", "reason"])
    acted = entered(swap.person, by) if swap.person and state == State.WITHDRAWN else ""
    event = note(swap, now, by, swap.get_state_display() + acted)
    if state == State.REFUSED and swap.person:
        heading = f"Your offer for {day(swap.date)}: refused"
        notice = _notice(heading, "The shift stays yours.")
        tell_person(swap.person, f"swap-{swap.pk}-refused", notice, now)
    elif state == State.REFUSED:
        tell_of(event, "Nobody takes an open shift", reason)
    for person in agreed:
        heading = f"{swap.duty['shift']} on {day(swap.date)}: {swap.get_state_display().lower()}"
        notice = _notice(heading, "You keep what you have.")
        tell_person(person, f"swap-{swap.pk}-{state}", notice, now)
    _tell_acted_for(event, swap.person, f"Your offer for {day(swap.date)} is withdrawn", acted)
    return swap
