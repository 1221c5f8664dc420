"""What became of an offered shift, in a sentence to each person in it.

state_words(swap, today)              what stands on its tag
said(swap, person, today, told=())    -> a sentence; `told` are (date, shift code) that the
                                      person's newest releases tell them
is_over(swap, today)                  whether its day came while it was open
"""

from roster.models import Swap, SwapInvite
from roster.rules.phrases import number

State, Answer = Swap.State, SwapInvite.Answer
LATER = "It is in force when the rota manager publishes the week again."
WARNS = "It adds a warning to the rota, so your rota manager decides."
KEEP = "You keep what you have."
GONE = "It is not offered any more."
OVER = "over"
OFFERERS = {
    State.WAITING: f"All agree. {WARNS}",
    State.DONE: "It changed hands.",
    State.WITHDRAWN: GONE,
    OVER: "Nobody took it before its day.",
}
AGREED = {
    State.OFFERED: "You said yes. The others have to agree too.",
    State.WAITING: f"You said yes. {WARNS}",
    State.DONE: "It is done, as you agreed.",
    State.REFUSED: f"It was refused. {KEEP}",
    State.WITHDRAWN: f"{GONE} {KEEP}",
    OVER: f"Not all agreed before its day. {KEEP}",
}
ASKED = {
    State.WAITING: "Others have agreed on it. Their rota manager decides.",
    State.DONE: "Somebody else has taken it.",
}


def is_over(swap, today):
    return swap.is_open and swap.date <= today


def state_words(swap, today):
    return "Ended unanswered" if is_over(swap, today) else swap.get_state_display()


def said(swap, person, today, told=()):
    state = OVER if is_over(swap, today) else swap.state
    if swap.person == person:
        return _to_offerer(swap, state, told)
    own = [invite for invite in swap.invites.all() if invite.person_id == person.pk]
    if any(invite.answer == Answer.AGREED for invite in own):
        return _to_agreed(swap, state, person, told)
    if state == State.OFFERED:
        return "Your answer is no." if all(invite.answer for invite in own) else ""
    return ASKED.get(state, GONE)


def _to_offerer(swap, state, told):
    if state == State.OFFERED:
        return f"{number(len(swap.asked_still()), 'answer')} to come."
    if state == State.REFUSED:
        return f"{swap.reason.rstrip('.')}. The shift stays yours."
    if state == State.DONE and (swap.date, swap.duty["shift"]) in told:
        return f"All agree. {LATER}"
    return OFFERERS[state]


def _to_agreed(swap, state, person, told):
    if state != State.DONE:
        return AGREED[state]
    ring = swap.agreed_ring() or []
    at = next((n for n, invite in enumerate(ring) if invite.person_id == person.pk), None)
    if at is None:
        return f"Others did it. {KEEP}"
    before = ring[at - 1] if at else swap
    taken = before.date, before.duty["shift"]
    return AGREED[state] if taken in told else f"All agree. {LATER}"
