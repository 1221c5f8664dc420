"""What would mend a breach, and who could cover a gap, as pieces of the grid's page.

    repairs_page(rota, asked, reader, may_edit)     -> what roster/_repairs.html shows
    candidates_page(rota, asked, reader, may_edit)  -> what roster/_candidates.html shows
    missing_at(rota, places, reader, may_edit, ways_at=None)
                              -> ({(site, area, date): (Missing, ...)}, Offers for all of them)
    short_places(rota, first, last)                 -> [(site, area, date), ...] with too few
    chosen_cells(rota, token)                       -> the Cells of an offer that was chosen

An offer travels as a signed token: the page hands back what it was given, or nothing.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.core import signing

from roster import cells, snapshot
from roster.editing import Cell, ImpossibleEdit
from roster.models import RotaWeek
from roster.repairing.asking import breach_asked
from roster.repairing.candidates import candidates_for, would
from roster.repairing.gaps import gaps_at, unsupported
from roster.repairing.plan import Plan
from roster.repairing.repairs import repairs_for
from roster.repairing.whole import changes_of, covering
from roster.rules.catalogue import shown_to
from roster.rules.phrases import day, listed, number
from roster.rules.rechecking import check_whole
from roster.rules.words import Words
from roster.walltime import monday_of
from staff.telephones import dialled

RUNG = ("reference", "name", "telephone")
SALT = "roster.repair"
UNREADABLE = "The page sent what cannot be read. Reload it and retry."


@dataclass(frozen=True)
class Offer:
    """A change in words, what else is to be said of it, and the token that chooses it; blank for
    somebody who may only look. `rung` are those it plans or moves, to be asked first: (name,
    work telephone, what is dialled).
    """

    text: str
    notes: tuple[str, ...]
    token: str
    rung: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Missing:
    """Where somebody is missing: those who could cover it, two who could together, and the names
    and reasons of those who cannot. `ways`, where asked for: changes that may also move people who
    were told otherwise already; null: not looked for. `also` is what else each of them mends.
    """

    said: str
    could: tuple[Offer, ...]
    together: tuple[Offer, ...]
    cannot: tuple[tuple[str, str], ...]
    ways: tuple[Offer, ...] | None = None
    also: tuple[str, ...] = ()


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


def missing_at(rota, places, reader, may_edit, ways_at=None):
    """Who is missing at each (site, area, date), and where somebody there has no support; and,
    where more than one is, changes that cover all of it.

    At one of the places, `ways_at`, all small changes are looked for too: it takes a second or so.
    """
    looking = _Looking(rota, reader, may_edit)
    plan = Plan(looking.checked)
    missing = {place: looking.at(plan, place, ways=place == ways_at) for place in places}
    return missing, looking.whole(plan)


def short_places(rota, first, last):
    """Where a line of demand is short on these dates, each place of a date once, in order."""
    found = check_whole(snapshot.problem_of(rota)).breaches
    short = [b for b in found if b.rule == "R-33" and first <= b.first <= last]
    return list(dict.fromkeys((b.site, b.area, b.first) for b in sorted(short, key=_when)))


def _when(breach):
    return breach.first, breach.site, breach.area


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
        self.told = set(rota.releases.values_list("monday", flat=True))
        self.closed = closed_cells(rota, self.problem)
        self.kept = self.closed | told_cells(self.problem, self.told)
        self.held, self.could = {}, []
        for duty in self.problem.duties:
            self.held.setdefault((duty.person, duty.date), []).append(cells.plain(duty))

    def repairs(self, breach, kept=None):
        found = repairs_for(self.checked, breach, kept=self.kept if kept is None else kept)
        return tuple(
            self._offer(repair.sentence, self._notes(repair), repair.changes) for repair in found
        )

    def _offer(self, text, notes, changes):
        asked = {person for person, _ in changes}
        rung = tuple((*row, dialled(row[1])) for person, *row in self.telephones if person in asked)
        return Offer(text, notes, self.token(changes), rung)

    @cached_property
    def telephones(self):
        """(key, name, work telephone) of those who have one, for whoever may read it."""
        rows = self.rota.unit.people.exclude(telephone="").order_by("position", "pk")
        return list(rows.values_list(*RUNG)) if self.reader.contacts else []

    def _notes(self, repair):
        """What else it mends, and what it leaves or brings as a warning."""
        besides = len(repair.mends) - 1
        notes = [f"Mends {number(besides, 'other breach', 'other breaches')} too."] * (besides > 0)
        left = [f"{self._would(breach)} ({breach.rule})" for breach in repair.left]
        adds = [f"{self._would(breach)} ({breach.rule})" for breach in repair.adds]
        notes += [f"Left as a warning: {', '.join(left)}."] * bool(left)
        notes += [f"Adds a warning: {', '.join(adds)}."] * bool(adds)
        return (*notes, *self._who_is_told(repair.changes))

    def _who_is_told(self, changes):
        """Whom the next release of a week published already would tell of their change."""
        told = {person for person, on in changes if monday_of(on) in self.told}
        names = [person.name for person in self.problem.people if person.id in told]
        if names:
            yield f"Once the week is published again, {listed(names)} will be told."

    def _would(self, breach):
        return would(breach, self.reader.reasons)

    def missing(self, gap, ways=False):
        found = candidates_for(self.checked, gap, reasons=self.reader.reasons, kept=self.kept)
        could = [one for one in found if one.can]
        self.could.append((gap, could))
        return Missing(
            said=gap.said,
            could=tuple(self._candidate(one) for one in could),
            together=() if could else self._together(gap),
            cannot=tuple((one.name, one.why[0]) for one in found if not one.can),
            ways=self._together(gap, self.closed) if ways else None,
        )

    def at(self, plan, place, ways=False):
        """All that is missing there; what the same changes would mend is told once."""
        told = {}
        for gap in (*gaps_at(plan, *place), *unsupported(plan, *place)):
            one = self.missing(gap, ways)
            key = changes_of(self.could[-1][1]) or gap.said
            first = told.setdefault(key, one)
            if first is not one:
                told[key] = replace(first, also=(*first.also, one.said))
        return tuple(told.values())

    def whole(self, plan):
        """Offers that cover every gap looked at, if these are several."""
        found = covering(plan, self.could) if len(self.could) > 1 else ()
        return tuple(
            self._offer(self._shared(one), self._whole_notes(one), one.changes) for one in found
        )

    def _shared(self, one):
        """Asha N: Monday 2 November, Tuesday 3 November; Ben O: …"""
        dates = {}
        for gap, candidate in one.parts:
            dates.setdefault(candidate.name, {})[day(gap.date)] = True
        return "; ".join(f"{name}: {', '.join(on)}" for name, on in dates.items())

    def _whole_notes(self, one):
        adds = dict.fromkeys(f"{self._would(breach)} ({breach.rule})" for breach in one.adds)
        said = [f"Adds warnings: {', '.join(adds)}."] * bool(adds)
        moved = number(one.cost.people, "person", "people")
        return (f"{moved} moved", *said, *self._who_is_told(one.changes))

    def _candidate(self, one):
        notes = (" · ".join(one.why), *self._who_is_told(one.changes))
        return self._offer(one.name, notes, one.changes)

    def _together(self, gap, kept=None):
        """The repairs of the breach that the gap is; fewest people moved, then cheapest, first."""
        short = self.checked.found.get(("R-33", (gap.place, gap.date)), ())
        same = [breach for breach in short if breach.detail["demand"] == gap.demand]
        return self.repairs(same[0], kept) if same else ()

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


def told_cells(problem, mondays):
    """The duties of published weeks: small changes leave them, for people were told of them."""
    return {(d.person, d.date) for d in problem.duties if monday_of(d.date) in mondays}


def closed_cells(rota, problem):
    """The cells of weeks closed for pay: nothing may touch them."""
    closed = rota.rota_weeks.filter(state=RotaWeek.State.CLOSED)
    mondays = list(closed.values_list("monday", flat=True))
    days = [monday + timedelta(days=n) for monday in mondays for n in range(7)]
    return {(person.id, on) for person in problem.people for on in days}


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
