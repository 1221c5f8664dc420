"""What would mend a breach, and who could cover a gap, as pieces of the grid's page.

    repairs_page(rota, asked, reader, may_edit)     -> what roster/_repairs.html shows
    candidates_page(rota, asked, reader, may_edit)  -> what roster/_candidates.html shows
    missing_at(rota, places, reader, may_edit)      -> {(site, area, date): (Missing, ...)}
    chosen_cells(rota, token)                       -> the Cells of an offer that was chosen

An offer travels as a signed token: the page hands back what it was given, or nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing

from roster import cells, snapshot
from roster.editing import Cell, ImpossibleEdit
from roster.models import RotaWeek
from roster.repairing.asking import breach_asked
from roster.repairing.candidates import candidates_for, would
from roster.repairing.gaps import gaps_at, unsupported
from roster.repairing.plan import Plan
from roster.repairing.repairs import repairs_for
from roster.rules.catalogue import shown_to
from roster.rules.phrases import day
from roster.rules.rechecking import check_whole
from roster.rules.words import Words

SALT = "roster.repair"
UNREADABLE = "The page sent what cannot be read. Reload it and retry."


@dataclass(frozen=True)
class Offer:
    """A change in words, what else is to be said of it, and the token that chooses it; blank for
    somebody who may only look.
    """

    text: str
    notes: tuple[str, ...]
    token: str


@dataclass(frozen=True)
class Missing:
    """Where somebody is missing: those who could cover it, two who could together, and the names
    and reasons of those who cannot.
    """

    said: str
    could: tuple[Offer, ...]
    together: tuple[Offer, ...]
    cannot: tuple[tuple[str, str], ...]


def repairs_page(rota, asked, reader, may_edit):
    """The repairs of the breach with these facts; without `breach` where it stands no more."""
    looking = _Looking(rota, reader, may_edit)
    breach = breach_asked(shown_to(looking.checked.breaches, reader.reasons), asked)
    if breach is None:
        return {}
    offers = looking.repairs(breach)
    return {"breach": Words(looking.problem).sentence(breach), "offers": offers}


def candidates_page(rota, asked, reader, may_edit):
    """Who could cover an area on a date; null where the rota has no such area or date."""
    looking = _Looking(rota, reader, may_edit)
    place, on = (asked.get("site"), asked.get("area")), _date(asked.get("date"))
    words = Words(looking.problem)
    if place not in words.areas or on is None:
        return None
    gaps = gaps_at(Plan(looking.checked), *place, on)
    return {
        "place": words.place(*place),
        "day": day(on),
        "gaps": [looking.missing(gap) for gap in gaps],
    }


def missing_at(rota, places, reader, may_edit):
    """Who is missing at each (site, area, date), and where somebody there has no support."""
    looking = _Looking(rota, reader, may_edit)
    plan = Plan(looking.checked)
    return {
        place: tuple(
            looking.missing(gap) for gap in (*gaps_at(plan, *place), *unsupported(plan, *place))
        )
        for place in places
    }


def _date(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


class _Looking:
    """A rota as it stands, looked at by one reader."""

    def __init__(self, rota, reader, may_edit):
        self.rota, self.reader, self.may_edit = rota, reader, may_edit
        self.problem = snapshot.problem_of(rota)
        self.checked = check_whole(self.problem)
        self.kept = kept_cells(rota, self.problem)
        self.held = {}
        for duty in self.problem.duties:
            self.held.setdefault((duty.person, duty.date), []).append(cells.plain(duty))

    def repairs(self, breach):
        found = repairs_for(self.checked, breach, kept=self.kept)
        return tuple(
            Offer(repair.sentence, self._notes(repair), self.token(repair.changes))
            for repair in found
        )

    def _notes(self, repair):
        """What else it mends, and what it leaves or brings as a warning."""
        besides = len(repair.mends) - 1
        notes = [f"Mends {besides} more."] * (besides > 0)
        left = [f"{self._would(breach)} ({breach.rule})" for breach in repair.left]
        adds = [f"{self._would(breach)} ({breach.rule})" for breach in repair.adds]
        notes += [f"Left as a warning: {', '.join(left)}."] * bool(left)
        notes += [f"Adds a warning: {', '.join(adds)}."] * bool(adds)
        return tuple(notes)

    def _would(self, breach):
        return would(breach, self.reader.reasons)

    def missing(self, gap):
        found = candidates_for(self.checked, gap, reasons=self.reader.reasons, kept=self.kept)
        could = [one for one in found if one.can]
        return Missing(
            said=gap.said,
            could=tuple(self._candidate(one) for one in could),
            together=() if could else self._together(gap),
            cannot=tuple((one.name, one.why[0]) for one in found if not one.can),
        )

    def _candidate(self, one):
        return Offer(one.name, (" · ".join(one.why),), self.token(one.changes))

    def _together(self, gap):
        """Where nobody could alone: the repairs of the breach that the gap is."""
        short = self.checked.found.get(("R-33", (gap.place, gap.date)), ())
        same = [breach for breach in short if breach.detail["demand"] == gap.demand]
        return self.repairs(same[0]) if same else ()

    def token(self, changes):
        """The cells of an offer, with what was seen in each, signed; blank for a mere reader."""
        if not self.may_edit:
            return ""
        wanted = [
            [person, on.isoformat(), [cells.plain(duty) for duty in duties], self._seen(person, on)]
            for (person, on), duties in changes.items()
        ]
        return signing.dumps([self.rota.pk, wanted], salt=SALT, compress=True)

    def _seen(self, person, on):
        return cells.fingerprint(self.held.get((person, on), []))


def kept_cells(rota, problem):
    """The cells no repair may touch: duties people were told of, and weeks closed for pay."""
    told = set(rota.releases.values_list("monday", flat=True))
    closed = rota.rota_weeks.filter(state=RotaWeek.State.CLOSED)
    mondays = list(closed.values_list("monday", flat=True))
    days = [monday + timedelta(days=n) for monday in mondays for n in range(7)]
    return {
        (duty.person, duty.date)
        for duty in problem.duties
        if duty.date - timedelta(days=duty.date.weekday()) in told
    } | {(person.id, on) for person in problem.people for on in days}


def chosen_cells(rota, token):
    """The Cells of an offer. Raises ImpossibleEdit where it is none that this rota's page made."""
    try:
        pk, wanted = signing.loads(token, salt=SALT)
    except signing.BadSignature as fault:
        raise ImpossibleEdit(UNREADABLE) from fault
    if pk != rota.pk:
        raise ImpossibleEdit(UNREADABLE)
    return [
        Cell(person, date.fromisoformat(on), tuple(duties), seen)
        for person, on, duties, seen in wanted
    ]
