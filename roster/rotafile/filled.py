"""What fill_rota writes and prints: the file with its duties, a line of figures, the reasons."""

import json
from dataclasses import replace
from time import monotonic

from roster.autofill.bounds import uncovered
from roster.autofill.explaining import SECONDS, reasons
from roster.autofill.filling import fill
from roster.problem import Duty
from roster.rotafile.explained import explanation, explanation_lines, no_time_for
from roster.rotafile.faults import Unreadable, printable
from roster.rotafile.files import read_file, refuse_place, write_file
from roster.rotafile.writing import write
from roster.rules.words import Words


def fill_file(path, out, as_json, on_progress, cancelled=None, **settings):
    """(standard output, standard error, exit code) of `fill_rota` on the file at a path.

    Nothing is written where the file cannot be read. Once it is cancelled no reasons are sought.
    """
    try:
        problem = read_file(path)
        refuse_place(out)
    except Unreadable as fault:
        return "", "\n".join([*fault.lines, ""]), 2
    except (OSError, ValueError) as fault:
        return _unwritten(out, fault)
    settings["cancelled"] = cancelled
    proposal = fill(problem, on_progress=on_progress, **settings)
    duties = tuple(sorted(proposal.problem.duties, key=_order))
    proposal = replace(proposal, problem=replace(proposal.problem, duties=duties))
    try:
        write_file(out, write(proposal.problem))
    except (OSError, ValueError) as fault:
        return _unwritten(out, fault)
    seconds = 0 if cancelled and cancelled() else SECONDS
    row = summary(proposal, keep=settings.get("keep", False), seconds=seconds)
    text = json.dumps(row, ensure_ascii=False) if as_json else _text(row, proposal)
    return text + "\n", "", 3 if proposal.uncovered else 0


def _unwritten(out, fault):
    why = getattr(fault, "strerror", None) or "it is no place for a file"
    return "", f"{printable(str(out))} cannot be written: {why}\n", 2


def _order(duty: Duty):
    return duty.date, duty.person, duty.shift, duty.site, duty.area or ""


class Progressing:
    """Lines of how far a fill is, for `write`: elapsed, objective, bound, gap, uncovered.

    The stretches uncovered are counted with a tenth of the time at the most; between, they are
    those of a plan before.
    """

    def __init__(self, write):
        self.write, self.uncovered, self.rests_until = write, "–", 0.0

    def tell(self, progress):
        began = monotonic()
        if progress.cost is not None and began >= self.rests_until:
            self.uncovered = len(uncovered(progress.plan()))
            self.rests_until = monotonic() + 9 * (monotonic() - began)
        self.write(f"{_figures(progress)}  uncovered {self.uncovered}\n")


def _figures(progress):
    cost = "–" if progress.cost is None else progress.cost
    bound = "–" if progress.bound is None else f"{progress.bound:.0f}"
    gap = "–" if progress.gap is None else f"{100 * progress.gap:.1f} %"
    return f"{progress.seconds:7.1f} s  objective {cost}  bound {bound}  gap {gap}"


def summary(proposal, *, keep=False, seconds=SECONDS):
    """The figures of a proposal, for programs. `keep`: whatever was there before is fixed."""
    return {
        "objective": proposal.objective,
        "bound": proposal.bound,
        "gap": proposal.gap,
        "proved": proposal.proved,
        "seconds": round(proposal.seconds, 1),
        "added": len(proposal.added),
        "removed": len(proposal.removed),
        "uncovered": _uncovered(proposal),
        "not_placed": [
            {"person": person, "from": monday.isoformat()} for person, monday in proposal.late
        ],
        "explanation": _explained(proposal, keep, seconds),
    }


def _explained(proposal, keep, seconds):
    return explanation(reasons(proposal, keep=keep, seconds=seconds), proposal.problem)


def _uncovered(proposal):
    """Each line of demand with the stretches in which it is short."""
    lines = list(proposal.problem.demand)
    rows = {}
    for breach in proposal.uncovered:
        rows.setdefault(lines.index(breach.detail["demand"]), []).append(breach)
    return [_line(number, lines[number], rows[number]) for number in sorted(rows)]


def _line(number, demand, breaches):
    return {
        "line": number,
        "site": demand.site,
        "area": demand.area,
        "role": demand.role,
        "competency": demand.competency,
        "short": [
            {"at": b.at.isoformat(timespec="minutes"), "have": b.measured, "least": b.limit}
            for b in breaches
        ],
    }


def _text(row, proposal):
    words = Words(proposal.problem)
    lines = [words.sentence(breach) for breach in proposal.uncovered]
    lines += [line for reason in row["explanation"] for line in explanation_lines(reason, words)]
    lines += filter(None, [no_time_for(proposal.late, words.names)])
    figures = {k: row[k] for k in ("objective", "bound", "gap", "seconds", "added", "removed")}
    last = "  ".join(f"{name} {value}" for name, value in figures.items())
    return "\n".join([*map(printable, lines), f"{last}  uncovered {_short(row['uncovered'])}"])


def _short(lines):
    """How many stretches, and in which lines of demand: 3 (line 2: 1, line 5: 2)"""
    counts = [(line["line"], len(line["short"])) for line in lines]
    each = ", ".join(f"line {number}: {count}" for number, count in counts)
    return f"{sum(count for _, count in counts)}{each and f' ({each})'}"
