"""Rolling weeks forward: what was planned once, laid down again later, as one edit.

Only empty cells are filled, so pressing twice does nothing twice. People who are away, or not
employed, on the new date are left out, and the answer names how many cells that was.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from roster import cells, snapshot
from roster.editing import Cell, Edit, ImpossibleEdit, edit_rota
from roster.rules.phrases import number


@dataclass(frozen=True)
class Copied:
    """`edit` is what was done; `skipped` cells belong to people who cannot work them."""

    edit: Edit
    skipped: int


def copy_weeks(*, rota, by, source, target, weeks, now) -> Copied:
    """Lay the duties of `weeks` weeks from the Monday `source` down from the Monday `target` on.

    The source may lie in an earlier rota. Raises ImpossibleEdit when the weeks are no weeks of
    the rota, or hold nothing to copy.
    """
    problem = snapshot.problem_of(rota)
    _refuse_impossible(problem, source, target, weeks)
    wanted, skipped = _cells(problem, source, target, weeks)
    if not wanted:
        said = f"{source:%-d %B} holds nothing that could be copied to {target:%-d %B}."
        raise ImpossibleEdit(f"The week of {said} Cells that are taken stay as they are.")
    edit = edit_rota(
        rota=rota, by=by, wanted=wanted, now=now, reason=f"Copied from {source:%-d %B %Y}"
    )
    return Copied(edit, skipped)


def copied_words(copied: Copied) -> str:
    """How much was copied and what was left out, in a sentence."""
    done = number(len(copied.edit.changes), "cell")
    if not copied.skipped:
        return f"Copied {done}."
    return f"Copied {done}; left out {copied.skipped} of people who are away or not employed then."


def _refuse_impossible(problem, source, target, weeks):
    last = target + timedelta(days=7 * weeks - 1)
    if source.weekday() or target.weekday() or not 1 <= weeks <= problem.weeks:
        raise ImpossibleEdit("Whole weeks are copied: both dates must be Mondays.")
    if target < problem.starts or last > problem.until:
        raise ImpossibleEdit(f"Weeks {target:%-d %B} to {last:%-d %B} do not lie within this rota.")
    if source == target:
        raise ImpossibleEdit("A week cannot be copied onto itself.")


def _cells(problem, source, target, weeks):
    """(Cells to fill, how many were left out)."""
    people = {person.id: person for person in problem.people}
    held, away = _held(problem), _away(problem)
    wanted, skipped = [], 0
    for (person, day), duties in _between(held, source, weeks).items():
        later = day + (target - source)
        if (person, later) in held:
            continue
        if (person, later) in away or people[person].employment_on(later) is None:
            skipped += 1
        else:
            plain = tuple(_as_new(duty) for duty in duties)
            wanted.append(Cell(person, later, plain, cells.fingerprint([])))
    return wanted, skipped


def _as_new(duty):
    """Where and as what; not what was agreed or happened on that one date."""
    return cells.plain(duty) | {"fixed": False, "additional": False, "called": [], "fold": None}


def _held(problem):
    held: dict[tuple[str, date], list] = {}
    for duty in (*problem.history, *problem.duties):
        held.setdefault((duty.person, duty.date), []).append(duty)
    return held


def _between(held, source, weeks):
    until = source + timedelta(days=7 * weeks)
    return {key: duties for key, duties in sorted(held.items()) if source <= key[1] < until}


def _away(problem):
    return {(absence.person, on) for absence in problem.unavailable for on in absence.dates}
