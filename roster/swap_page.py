"""What the pages about swaps show: one's own shifts and offers, and who could take one.

    my_swaps(person, now)        -> MySwaps
    offer_page(person, on, today, round_three)   -> OfferPage      raises SwapRefused
    rings_asked(post, person, on)         -> rings as swapping.offer takes them; the same
    rings_typed(texts)           -> the same, of the texts below

A ring travels as `dev`, `dev|2026-11-17` or `dev|2026-11-17,fay|2026-11-18`: who takes part and on
which date they hand theirs over. What comes back is looked at again, so it needs no signature.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from roster import cells
from roster.answering import Answering
from roster.handing_over import SwapRefused, looked_at
from roster.models import Swap, SwapInvite
from roster.released import my_rota
from roster.released_rows import told_to_come
from roster.repairing.trading import chains, swaps, takers
from roster.rules.phrases import day
from roster.swap_words import is_over, said, state_words
from roster.swapping import own_duty, rota_of
from roster.walltime import local_date
from sites.access import areas_of

State = Swap.State
LATELY = timedelta(days=7)  # for which it stands there what became of an offer


@dataclass(frozen=True)
class Shift:
    on: date
    words: str
    is_offered: bool


@dataclass(frozen=True)
class Way:
    """What somebody would take, whose it is, and what they would give for it; blank: nobody's, and
    nothing.
    """

    takes: str
    gives: str
    of: str


@dataclass(frozen=True)
class Asked:
    """An offer to the person. A yes or no is to all of its ways."""

    pk: int
    ways: tuple[Way, ...]

    @property
    def takes(self):
        return self.ways[0].takes


@dataclass(frozen=True)
class Offered:
    """An offer of the person's, or one they agreed to. `what` may be done: withdraw or untake.
    `said` is what became of it (swap_words). `due` is the last date for a manager to answer one
    that waits for them.
    """

    pk: int
    words: str
    state: str
    look: str
    what: str
    said: str
    history: tuple
    due: date | None


@dataclass(frozen=True)
class MySwaps:
    """`gone` are offers to the person that they did not take, (what, what became of it)."""

    today: date
    shifts: tuple[Shift, ...]
    asked: tuple[Asked, ...]
    offered: tuple[Offered, ...]
    gone: tuple[tuple[str, str], ...]


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
    found = Swap.objects.filter(part, date__gt=today - LATELY).distinct()
    found = list(found.select_related("person").prefetch_related("invites__person", "events__who"))
    mine = [swap for swap in found if _takes_part(swap, person)]
    asked = [swap for swap in found if swap not in mine and _open_ways(swap, person, today)]
    say, answering = Spoken(person.unit), Answering(person.unit)
    shifts = _shifts(person, now, today)
    told = {(duty.date, duty.told.shift) for duty in shifts}
    return MySwaps(
        today=today,
        shifts=tuple(_shift(duty, _offers(mine, person)) for duty in shifts),
        asked=tuple(_asked(swap, person, today, say) for swap in asked),
        offered=tuple(_offered(swap, person, today, say, answering, told) for swap in mine),
        gone=tuple(_gone(s, person, today, say) for s in found if s not in mine + asked),
    )


def _shifts(person, now, today):
    rota = my_rota(person=person, now=now)
    coming = (duty for week in rota.weeks for duty in week.duties if duty.date > today)
    return [duty for duty in coming if not rota.absent.takes(duty)]


def _shift(duty, offers):
    words = f"{day(duty.date)}, {duty.starts:%H:%M} to {duty.ends:%H:%M}, {duty.told.shift}"
    return Shift(duty.date, words, duty.date in offers)


def _offers(mine, person):
    """Dates of the shifts that the person offers."""
    return {swap.date for swap in mine if swap.person == person and swap.is_open}


def _takes_part(swap, person):
    agreed = SwapInvite.Answer.AGREED
    own = (invite for invite in swap.invites.all() if invite.person_id == person.pk)
    return swap.person == person or any(invite.answer == agreed for invite in own)


def _ways(swap, person):
    """(invitation, its ring) of each way in which the person is asked."""
    found = ((invite, ring) for ring in swap.rings() for invite in ring)
    return [(own, ring) for own, ring in found if own.person_id == person.pk]


def _open_ways(swap, person, today):
    """Those whose yes or no is waited for, and in which nothing given in return has been worked
    since.
    """
    if swap.state != State.OFFERED or swap.date <= today:
        return []
    ways = [(own, ring) for own, ring in _ways(swap, person) if not own.answer]
    return [(own, ring) for own, ring in ways if not any(i.date and i.date <= today for i in ring)]


def _asked(swap, person, today, say):
    ways = _open_ways(swap, person, today)
    return Asked(swap.pk, tuple(_way(swap, own, ring, say) for own, ring in ways))


def _gone(swap, person, today, say):
    own, ring = _ways(swap, person)[0]
    return _way(swap, own, ring, say).takes, said(swap, person, today)


def _way(swap, own, ring, say):
    before = ring[own.place - 1] if own.place else swap
    gives = say.duty(own.duty, own.date) if own.duty else ""
    of = before.person.name if before.person else ""
    return Way(say.duty(before.duty, before.date), gives, of)


LOOKS = {"offered": "waiting", "waiting": "waiting", "done": "sent", "refused": "failed"}


def _offered(swap, person, today, say, answering, told):
    """What a warning is about is a colleague's matter, and a refusal is in words meant for whoever
    offered it; its history is for all who agreed.
    """
    is_open = swap.is_open and not is_over(swap, today)
    return Offered(
        pk=swap.pk,
        words=say.duty(swap.duty, swap.date),
        state=state_words(swap, today),
        look="closed" if swap.is_open and not is_open else LOOKS.get(swap.state, "closed"),
        what=_what(swap, person, today),
        said=said(swap, person, today, told),
        history=tuple(swap.events.all()),
        due=answering.due(swap) if is_open and swap.state == State.WAITING else None,
    )


def _what(swap, person, today):
    if swap.date <= today:
        return ""
    if swap.person == person and swap.is_open:
        return "withdraw"
    return "untake" if person in swap.agreed_so_far() else ""


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
    found = [[(taker.ring[0][0], None)] for taker in takers(plan, duty)]
    if not found:
        raise SwapRefused("Nobody could take it without breaking something that must be kept.")
    return found


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
