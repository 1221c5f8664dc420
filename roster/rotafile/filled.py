"""What fill_rota writes and prints: the file with its duties, a line of figures, the reasons."""

import json
from dataclasses import replace

from roster.autofill.explaining import reasons
from roster.autofill.filling import fill
from roster.problem import Duty
from roster.rotafile.explained import explanation, explanation_lines
from roster.rotafile.faults import Unreadable, printable
from roster.rotafile.files import read_file, write_file
from roster.rotafile.writing import write
from roster.rules.words import Words


def fill_file(path, out, as_json, on_progress, **settings):
    """(standard output, standard error, exit code) of `fill_rota` on the file at a path.

    Nothing is written where the file cannot be read.
    """
    try:
        problem = read_file(path)
    except Unreadable as fault:
        return "", "\n".join([*fault.lines, ""]), 2
    proposal = fill(problem, on_progress=on_progress, **settings)
    duties = tuple(sorted(proposal.problem.duties, key=_order))
    proposal = replace(proposal, problem=replace(proposal.problem, duties=duties))
    try:
        write_file(out, write(proposal.problem))
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "it is no place for a file"
        return "", f"{printable(str(out))} cannot be written: {why}\n", 2
    row = summary(proposal, keep=settings.get("keep", False))
    text = json.dumps(row, ensure_ascii=False) if as_json else _text(row, proposal)
    return text + "\n", "", 3 if proposal.uncovered else 0


def _order(duty: Duty):
    return duty.date, duty.person, duty.shift, duty.site, duty.area or ""


def progress_line(progress):
    """elapsed, objective, bound, gap"""
    cost = "–" if progress.cost is None else progress.cost
    bound = "–" if progress.bound is None else f"{progress.bound:.0f}"
    gap = "–" if progress.gap is None else f"{100 * progress.gap:.1f} %"
    return f"{progress.seconds:7.1f} s  objective {cost}  bound {bound}  gap {gap}"


def summary(proposal, *, keep=False):
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
        "explanation": explanation(reasons(proposal, keep=keep), proposal.problem),
    }


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
    figures = {k: row[k] for k in ("objective", "bound", "gap", "seconds", "added", "removed")}
    short = sum(len(line["short"]) for line in row["uncovered"])
    last = "  ".join(f"{name} {value}" for name, value in figures.items())
    return "\n".join([*map(printable, lines), f"{last}  uncovered {short}"])
