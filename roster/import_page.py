"""What an upload's page shows before anything is imported: what was found, what it would do, what
is not understood. A constant number of queries, whatever the file holds.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from roster import snapshot
from roster.cells import fingerprint, plain
from roster.exporting.layout import seen
from roster.models import KeptWords, Rota, Upload
from roster.rules.phrases import full
from roster.spreadsheet import table
from roster.spreadsheet.details import details_in
from roster.spreadsheet.matrix import Matrix, find
from roster.spreadsheet.names import Names
from roster.spreadsheet.planning import Plan, Read, Trouble, plan
from roster.spreadsheet.ranges import area_of
from roster.spreadsheet.table import Table

DAY = timedelta(days=1)
MOST_WEEKS = 26


@dataclass
class Sheet:
    """A sheet and what was found in it. `fault` says why nothing of it can be used."""

    number: int
    table: Table
    found: list[Matrix] = field(default_factory=list)
    used: bool = False
    area: str = ""
    starts: date | None = None
    fault: str = ""
    reads: list[Read] = field(default_factory=list)


@dataclass
class RotaPage:
    """`rota` may not be in the database yet; null while none is chosen. `rotas` are (value, words)
    of those that the dates fit into."""

    upload: Upload
    sheets: list[Sheet]
    rotas: list[tuple[str, str]]
    rota: Rota | None
    plan: Plan
    taken: snapshot.Snapshot | None
    kept: KeptWords | None

    @property
    def people(self):
        return self.taken.people

    @property
    def why_not(self):
        """What has to be done before it can be imported; blank when nothing."""
        if any(sheet.fault for sheet in self.sheets if sheet.used):
            return "put the sheets right, or leave them out."
        if self.rota is None:
            return (
                "choose the rota." if self.rotas else "no rota was found: say the sheet and range."
            )
        if self.plan.open_names or self.plan.open_codes:
            return "answer what the names and codes mean."
        if self.plan.troubles:
            return "some cells are not understood."
        return "" if self.changes or self.new_absences else "it would change nothing."

    @property
    def is_ready(self):
        return not self.why_not

    @cached_property
    def held(self):
        held = {}
        for duty in self.taken.problem.duties if self.taken else ():
            held.setdefault((duty.person, duty.date), []).append(plain(duty))
        return held

    @cached_property
    def changes(self):
        """{(person, date): plain duties} of the cells that would hold something else."""
        return {
            key: duties
            for key, duties in self.plan.cells.items()
            if list(duties) != self.held.get(key, [])
        }

    @cached_property
    def new_absences(self):
        """Those that nobody has entered yet."""
        away = {
            (a.person, a.starts_on + n * DAY, a.kind)
            for a in (self.taken.problem.unavailable if self.taken else ())
            for n in range(min((a.until - a.starts_on).days + 1, 800))
        }
        return {key: kind for key, kind in self.plan.absences.items() if (*key, kind) not in away}

    def absence_runs(self):
        """(person, kind, first date, last date) of each run of dates."""
        rows = sorted((who, kind, on) for (who, on), kind in self.new_absences.items())
        numbered = enumerate(rows)
        for _, run in groupby(numbered, lambda r: (r[1][:2], r[1][2] - r[0] * DAY)):
            days = [row for _, row in run]
            yield days[0][0], days[0][1], days[0][2], days[-1][2]

    @property
    def mark(self):
        """A short name of all that would happen, to what stands now."""
        parts = [
            f"{who}|{on}|{fingerprint(self.held.get((who, on), []))}|{fingerprint(list(duties))}"
            for (who, on), duties in sorted(self.changes.items())
        ]
        parts += [f"{run}" for run in self.absence_runs()]
        text = "\n".join([str(self.rota and (self.rota.pk, self.rota.starts)), *parts])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def layout(self):
        used = [sheet for sheet in self.sheets if sheet.used and sheet.reads]
        sheets = [(s.table, s.found, min(_dates(s.reads[0]))) for s in used]
        found = seen(sheets, {key: asked.meaning for key, asked in self.plan.codes.items()})
        lines = [line.name for s in used for matrix in s.found for line in matrix.lines]
        people = dict.fromkeys(filter(None, map(self._person, lines)))
        return found | {"people": list(people)}

    def _person(self, name):
        """The reference of whose row it is; null: it was left out."""
        names = Names([(p.id, p.name) for p in self.taken.problem.people])
        who = names.exact(name) or self.plan.names.get(name)
        return who if who in self.people else None

    def chosen_names(self):
        """What was answered about names that are nobody's own."""
        names = Names([(p.id, p.name) for p in self.taken.problem.people])
        return {name: who for name, who in self.plan.names.items() if not names.exact(name)}


def _dates(read):
    return [on for on, *_ in read.texts] + list(read.blank)


def rota_page(upload) -> RotaPage:
    kept = KeptWords.objects.filter(unit=upload.unit_id).first()
    choices = _with_kept(upload.choices, kept)
    people = list(upload.unit.people.values_list("reference", "name"))
    known = Names(people).exact
    tables = table.book(upload.book).tables
    sheets = [
        _sheet(number, found, choices.get("tables", {}).get(str(number)), known)
        for number, found in enumerate(tables)
    ]
    reads = [read for sheet in sheets if sheet.used for read in sheet.reads]
    rotas, rota = _rotas(upload.unit, reads, choices.get("rota"))
    taken = snapshot.take(rota) if rota else None
    planned = _planned(reads, taken.problem, choices, tables) if taken else Plan()
    return RotaPage(upload, sheets, rotas, rota, planned, taken, kept)


def _planned(reads, problem, choices, tables):
    try:
        return plan(reads, problem, choices, details_in(tables))
    except ValueError as fault:
        return Plan(troubles=[Trouble("Details", "", None, "", f"{fault} Or delete the sheet.")])


def _with_kept(choices, kept):
    """This upload's answers, and those of earlier ones where it has none."""
    if kept is None:
        return choices
    words = {key: getattr(kept, key) | choices.get(key, {}) for key in ("codes", "names")}
    return choices | words


def _sheet(number, found, chosen, known):
    """Used when a rota was found in it and it is not hidden, until its reader says otherwise."""
    sheet = Sheet(number, found)
    chosen = chosen or {}
    sheet.area = chosen.get("range", "")
    try:
        part = table.cropped(found, area_of(sheet.area)) if sheet.area else found
        sheet.found = find(part, lambda name: known(name) is not None)
        sheet.used = chosen.get("use", bool(sheet.found) and table.HIDDEN not in found.notes)
        typed = chosen.get("starts")
        sheet.starts = date.fromisoformat(typed) if typed else None
        if sheet.used and not sheet.found:
            raise ValueError("No row of dates with names beside it was found here.")
        if sheet.used:
            sheet.reads = [r for matrix in sheet.found for r in _reads(sheet, matrix)]
    except ValueError as fault:
        sheet.used, sheet.fault = chosen.get("use", True), str(fault)
    return sheet


def _reads(sheet, matrix):
    typed = sheet.starts if matrix is sheet.found[0] else None
    starts = typed or matrix.starts
    if not matrix.is_dated and typed is None and matrix is sheet.found[0]:
        starts = None  # what a title says is offered, and counts when it is confirmed
    days = matrix.dates(starts)
    for line in matrix.lines:
        texts = tuple((days[column], column, text) for column, text in line.cells)
        full_columns = {column for column, _ in line.cells}
        blank = tuple(on for column, on in days.items() if column not in full_columns)
        yield Read(sheet.table.name, line.row, line.name, line.place, texts, blank)


def _rotas(unit, reads, chosen):
    """([(value, words)] that fit, the one chosen: the only one there is, or as answered)"""
    days = [on for read in reads for on, *_ in read.texts]
    if not days:
        return [], None
    first = min(days) - min(days).weekday() * DAY
    mondays = [first + 7 * n * DAY for n in range((max(days) - first).days // 7 + 1)]
    held = [r for r in Rota.objects.filter(unit=unit, starts__lte=max(days)) if r.until >= first]
    for rota in held:
        rota.unit = unit
    offered = {str(rota.pk): rota for rota in held}
    bare = [m for m in mondays if not any(r.starts <= m <= r.until for r in held)]
    new = _new(unit, bare)
    if new:
        offered["new"] = new
    words = [(value, _said(rota)) for value, rota in offered.items()]
    only = next(iter(offered)) if len(offered) == 1 else None
    return words, offered.get(chosen or only)


def _new(unit, bare):
    """A rota of the first run of weeks that are in none."""
    weeks = 0
    while weeks < min(len(bare), MOST_WEEKS) and bare[weeks] == bare[0] + 7 * weeks * DAY:
        weeks += 1
    return Rota(unit=unit, starts=bare[0], weeks=weeks) if weeks else None


def _said(rota):
    span = f"{full(rota.starts)} to {full(rota.until)}"
    return f"the rota of {span}" if rota.pk else f"a new rota, {span}"
