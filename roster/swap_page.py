"""What the pages about swaps show: one's own shifts and offers, and who could take one.

    my_swaps(person, now)        -> MySwaps
    offer_page(person, on, today, round_three)   -> OfferPage      raises SwapRefused
    rings_asked(post, person, on)         -> rings as swapping.offer takes them; the same
    rings_typed(texts)           -> the same, of the texts below

A ring travels as `dev`, `dev|2026-11-17` or `dev|2026-11-17,fay|2026-11-18`: who takes part and on
which date they hand theirs over. What comes back is looked at again, so it needs no signature.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from roster import cells
from roster.answering import Answering
from roster.handing_over import SwapRefused, looked_at
from roster.models import Swap, SwapInvite
from roster.released import my_rota
from roster.released_rows import told_to_come
from roster.repairing.trading import chains, swaps, takers
from roster.rules.phrases import day
from roster.swapping import own_duty, rota_of
from roster.walltime import local_date
from sites.access import areas_of

State = Swap.State


@dataclass(frozen=True)
class Shift:
    on: date
    words: str
    is_offered: bool


@dataclass(frozen=True)
class Asked:
    """An offer to the person: what they would take, and give."""

    pk: int
    takes: str
    gives: str
    of: str


@dataclass(frozen=True)
class Offered:
    """An offer of the person's, or one they agreed to. `what` may be done: withdraw or untake.
    `reason` is of one's own offer: why it waits, or why it was refused. `due` is the last date
    for a manager to answer one that waits for them.
    """

    pk: int
    words: str
    state: str
    look: str
    what: str
    reason: str
    history: tuple
    due: date | None


@dataclass(frozen=True)
class MySwaps:
    today: date
    shifts: tuple[Shift, ...]
    asked: tuple[Asked, ...]
    offered: tuple[Offered, ...]


@dataclass(frozen=True)
class Choice:
    ring: str
    words: str
    waits: bool


@dataclass(frozen=True)
class OfferPage:
    """`takers` would take it outright; `swaps` are for a shift of theirs; `chains` round three,
    null where they were not looked for.
    """

    words: str
    takers: tuple[Choice, ...]
    swaps: tuple[Choice, ...]
    chains: tuple[Choice, ...] | None


class Spoken:
    """Duties of a unit as people say them: two queries, however many are said."""

    def __init__(self, unit):
        self.walls = {s.code: f"{s.starts:%H:%M}–{s.ends:%H:%M}" for s in unit.shift_types.all()}
        areas = areas_of(unit)
        self.areas = {(area.site.code, area.code): f"{area}, {area.site}" for area in areas}

    def shift(self, code, on):
        return f"{code} {self.walls.get(code, '')} on {day(on)}"

    def duty(self, duty, on):
        place = duty["site"], duty["area"]
        return f"{self.shift(duty['shift'], on)}, {self.areas.get(place, duty['site'])}"


def my_swaps(person, now) -> MySwaps:
    today = local_date(person.unit, now)
    part = Q(person=person) | Q(invites__person=person)
    found = Swap.objects.filter(part, Swap.shown(today)).distinct()
    found = list(found.select_related("person").prefetch_related("invites__person", "events__who"))
    own = {swap.date for swap in found if swap.person == person and swap.state in Swap.OPEN}
    say, answering = Spoken(person.unit), Answering(person.unit)
    offered = [swap for swap in found if _takes_part(swap, person)]
    return MySwaps(
        today=today,
        shifts=tuple(_shifts(person, now, today, own)),
        asked=tuple(_asked(swap, person, say) for swap in found if _waits_for(swap, person, today)),
        offered=tuple(_offered(swap, person, say, answering) for swap in offered),
    )


def _shifts(person, now, today, own):
    for week in my_rota(person=person, now=now).weeks:
        for duty in week.duties:
            if duty.date > today:
                words = f"{day(duty.date)}, {duty.starts:%H:%M} to {duty.ends:%H:%M}"
                yield Shift(duty.date, f"{words}, {duty.told.shift}", duty.date in own)


def _own_invite(swap, person):
    return next((i for i in swap.invites.all() if i.person_id == person.pk), None)


def _waits_for(swap, person, today):
    """Whether their yes or no is waited for, and nothing given in return has been worked since."""
    own = _own_invite(swap, person)
    if swap.state != State.OFFERED or own is None or own.answer:
        return False
    ring = (invite for invite in swap.invites.all() if invite.ring == own.ring)
    return not any(invite.date and invite.date <= today for invite in ring)


def _takes_part(swap, person):
    own = _own_invite(swap, person)
    return swap.person == person or (own is not None and own.answer == SwapInvite.Answer.AGREED)


def _asked(swap, person, say):
    own = _own_invite(swap, person)
    before = [i for i in swap.invites.all() if (i.ring, i.place) == (own.ring, own.place - 1)]
    taken = (before[0].duty, before[0].date, before[0].person) if before else None
    duty, on, of = taken or (swap.duty, swap.date, swap.person)
    gives = say.duty(own.duty, own.date) if own.duty else ""
    return Asked(swap.pk, say.duty(duty, on), gives, of.name if of else "")


LOOKS = {"offered": "waiting", "waiting": "waiting", "done": "sent", "refused": "failed"}


def _offered(swap, person, say, answering):
    """Its history is for all who agreed, its reason for whoever offered it."""
    own = swap.person == person
    what = ""
    if own and swap.is_open:
        what = "withdraw"
    elif person in swap.agreed_so_far():
        what = "untake"
    look = LOOKS.get(swap.state, "closed")
    history = tuple(swap.events.all())
    words, reason = say.duty(swap.duty, swap.date), _reason(swap) if own else ""
    due = answering.due(swap) if swap.state == State.WAITING else None
    return Offered(swap.pk, words, swap.get_state_display(), look, what, reason, history, due)


def _reason(swap):
    """What a warning is about is a colleague's matter; a refusal is in words meant for them."""
    if swap.state == State.WAITING:
        return "It adds a warning to the rota."
    return swap.reason


def offer_page(person, on, today, round_three=False) -> OfferPage:
    rota = rota_of(person, on)
    plan, told = looked_at(rota), told_to_come([rota], today)
    duty, say = own_duty(plan, person.reference, on), Spoken(person.unit)
    return OfferPage(
        words=say.duty(cells.plain(duty), on),
        takers=_choices(plan, takers(plan, duty), say),
        swaps=_choices(plan, swaps(plan, duty, told), say),
        chains=_choices(plan, chains(plan, duty, told), say) if round_three else None,
    )


def _to_all(person, on):
    plan = looked_at(rota_of(person, on))
    duty = own_duty(plan, person.reference, on)
    return [[(found.ring[0][0], None)] for found in takers(plan, duty)]


def _choices(plan, deals, say):
    return tuple(
        Choice(
            ",".join(f"{who}|{given.date}" if given else who for who, given in deal.ring),
            "; then ".join(_part(plan, who, given, say) for who, given in deal.ring),
            bool(deal.adds),
        )
        for deal in deals
    )


def _part(plan, who, given, say):
    name = plan.words.names[who]
    return f"{name}, for {say.shift(given.shift, given.date)}" if given else name


def rings_asked(post, person, on):
    """Those chosen, or everybody who could take it."""
    return _to_all(person, on) if "all" in post else rings_typed(post.getlist("ring"))


def has_chain(post):
    """Whether a swap round three people is among those chosen."""
    return any("," in ring for ring in post.getlist("ring"))


def rings_typed(texts):
    try:
        return [[_member(part) for part in text.split(",")] for text in texts]
    except ValueError as fault:
        raise SwapRefused("The page sent what cannot be read. Reload it and retry.") from fault


def _member(text):
    who, _, on = text.partition("|")
    return who, date.fromisoformat(on) if on else None
