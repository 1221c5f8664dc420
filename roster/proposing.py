"""What a run of the solver proposes beside the rota as it stands; keeping it, putting it away.

    sorted_out(run, problem, told)                -> Proposed
    keep_proposal(run=, by=, now=, keys=, rest=)  -> Edit
    discard_proposal(run=, now=)                  -> None

Which cells are kept is seen from the rota, not stored: a cell that stands as proposed is kept, and
one that an undo has put back is open again. A cell that holds neither what was planned from nor
what is proposed was changed meanwhile, and is never overwritten.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from roster import cells
from roster.asking_fills import FillRefused, told_days
from roster.editing import Cell, Edit, EditRefused, StaleEdit, edit_rota, held_in
from roster.models import FillRun
from roster.rules.phrases import day as day_words
from roster.rules.phrases import number

MOST_NAMED = 5  # cells in one refusal


@dataclass(frozen=True)
class Proposed:
    """The cells of a proposal, {(person, date): plain duties}: still `open`; `kept` already; and
    why no other may be: {(person, date): words}.
    """

    problem: object
    open: dict
    kept: dict
    changed: dict
    seen: dict

    @cached_property
    def planned(self):
        """The rota as it would be with all that is open."""
        return self.with_cells(self.open)

    def with_cells(self, chosen):
        kept = [d for d in self.problem.duties if (d.person, d.date) not in chosen]
        new = [cells.duty(*key, held) for key, duties in chosen.items() for held in duties]
        starts = {shift.code: shift.starts for shift in self.problem.shift_types}
        duties = sorted(kept + new, key=lambda duty: (duty.date, starts[duty.shift]))
        return replace(self.problem, duties=tuple(duties))


def sorted_out(run, problem, told) -> Proposed:
    """The cells of a run by what became of them in the rota. `told` are dates of published and
    closed weeks.
    """
    rows = {(who, date.fromisoformat(on)): (duties, seen) for who, on, duties, seen in run.cells}
    held, known = held_in(problem, rows), {person.id for person in problem.people}
    found = Proposed(problem, {}, {}, {}, {key: seen for key, (_, seen) in rows.items()})
    for key, (duties, seen) in rows.items():
        why = _why_not(key, held[key], seen, known, told)
        if held[key] == duties:
            found.kept[key] = duties
        elif why:
            found.changed[key] = why
        else:
            found.open[key] = duties
    return found


def _why_not(key, held, seen, known, told):
    """Why a cell can be kept no more, or blank."""
    person, on = key
    if person not in known:
        return "is not of this unit any more"
    if on in told:
        return "is in a week that was published meanwhile"
    return "" if cells.fingerprint(held) == seen else "was changed meanwhile"


def keep_proposal(*, run, by, now, keys=None, rest=False) -> Edit:
    """Put these cells of the proposal, all by default, into the rota: one edit, so one undo.

    Who learns comes with the supervisors they name, as far as those are proposed too. Where some of
    the cells were changed meanwhile nothing is done, and StaleEdit names them; with `rest` the
    others are kept. Raises EditRefused where nothing of it is left to keep.
    """
    choosing = _Choosing(run, keys, rest)
    return edit_rota(rota=run.rota, by=by, wanted=choosing, now=now, reason="Auto-fill kept")


@dataclass(frozen=True)
class _Choosing:
    """Which cells to keep of the rota as it stands under the lock."""

    run: FillRun
    keys: object
    rest: bool

    def __call__(self, problem):
        found = sorted_out(self.run, problem, told_days(self.run.rota))
        asked = {*found.open, *found.changed} if self.keys is None else set(self.keys)
        stale = sorted(asked & found.changed.keys(), key=lambda key: (key[1], key[0]))
        if stale and not self.rest:
            raise StaleEdit(_shown(problem, stale), *_sentences(self.run.rota, found, stale))
        chosen = asked & found.open.keys()
        if not chosen:
            raise EditRefused("Nothing of this is left to keep.")
        chosen |= _supervisors(found.open, chosen)
        return [Cell(*key, tuple(found.open[key]), found.seen[key]) for key in sorted(chosen)]


def _supervisors(proposed, chosen):
    """The cells proposed of those who are named on duties of the cells chosen."""
    duties = ((duty, on) for who, on in chosen for duty in proposed[who, on])
    named = {(who, on) for duty, on in duties for who in duty["supervised_by"]}
    return named & proposed.keys()


def _shown(problem, keys):
    """Those that stand in the sheet."""
    known = {person.id for person in problem.people}
    return [key for key in keys if key[0] in known]


def _sentences(rota, found, stale):
    names = {person.id: person.name for person in found.problem.people}
    for person, on in stale[:MOST_NAMED]:
        why = found.changed[person, on] + _who(rota, person, on)
        yield f"{names.get(person, person)}, {day_words(on)}, {why}."
    if len(stale) > MOST_NAMED:
        yield f"So it is with {number(len(stale) - MOST_NAMED, 'more cell')}."
    yield "Nothing was kept. The rest can be kept still."


def _who(rota, person, on):
    """By whom and when a cell was changed last."""
    lines = rota.changes.filter(person__reference=person, date=on).select_related("who")
    last = lines.order_by("-sequence").first()
    at = last and timezone.localtime(last.at)
    return f" ({last.who or 'somebody'}, {at:%-d %B, %H:%M})" if last else ""


def discard_proposal(*, run, now):
    """Put the proposal away; what was kept of it stays. Raises FillRefused."""
    if run.is_open:
        raise FillRefused("It is not done yet. Cancel it first.")
    FillRun.objects.filter(pk=run.pk, discarded_at=None).update(discarded_at=now)
