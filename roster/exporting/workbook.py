"""A rota as a workbook: one sheet, or one a week, people by date, coloured; and a legend. Pure.

What is written here reads back as the same duties: the column Place says where a row works, a cell
names a place only where it is another (cell_text); what else there is to say of a duty stands on a
sheet of its own (details). Text never becomes a formula: it is written as text, whatever it begins
with.
"""

import io
from datetime import timedelta
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from roster.exporting.cell_text import cell_text, place_text, usual_places
from roster.exporting.colouring import Colours, ink_on
from roster.exporting.layout import Layout
from roster.exporting.text import looks_like_formula, printable
from roster.grid.balances import balances
from roster.rules.phrases import full
from roster.rules.timeline import Timeline
from roster.spreadsheet.codes import KIND_WORDS
from roster.spreadsheet.details import rows_of

GREY = "EEEEEE"
UNSAID = "UN"  # away; why is for those who may know
LINE = Side(style="thin", color="B9C0C7")
BOX = Border(LINE, LINE, LINE, LINE)
DAY = timedelta(days=1)


def workbook(problem, *, title, shift_names, stamp, reasons=False, layout=None) -> bytes:
    """`stamp` says how it stands and when; `reasons`: whether absences say their kind."""
    book = Workbook()
    book.remove(book.active)
    timeline = Timeline(problem)
    layout = layout or Layout()
    page = _Page(problem, timeline, reasons, layout)
    for name, days, titles in layout.pages(problem):
        page.write(book.create_sheet(name), days, titles, (title, stamp))
    _legend(book.create_sheet("Codes"), page, shift_names)
    _details(book.create_sheet("Details"), problem)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Page:
    """One sheet after another of the same rota."""

    def __init__(self, problem, timeline, reasons, layout):
        self.problem, self.timeline, self.reasons = problem, timeline, reasons
        self.layout, self.first = layout, len(layout.left) + 1  # the first column of dates
        self.places = usual_places(problem)
        self.balances = balances(timeline, {}, problem.people)
        self.colours = Colours(problem.shift_types, layout.colours)
        self.held = {}
        for person, items in timeline.held.items():
            for item in items:
                self.held.setdefault((person, item.date), []).append(item.duty)

    def write(self, sheet, days, titles, said):
        """`titles` are the department's own lines, above what is `said` of the rota."""
        _write_titles(sheet, titles)
        at = len(titles.lines) + 1
        for row, word in enumerate(said, start=at):
            _put(sheet, row, 1, word).font = Font(bold=row == at, italic=row > at)
        self._head(sheet, at + 3, days)
        at += 4
        for heading, people in self._blocks():
            if heading:
                _put(sheet, at, self.layout.name_at + 1, heading).font = Font(bold=True)
            for number, person in enumerate(people, start=at + bool(heading)):
                self._row(sheet, number, person, days)
            at += len(people) + bool(heading)
        _set_up(sheet, self.layout, len(titles.lines) + 5, days)

    def _head(self, sheet, row, days):
        words = (*self.layout.left, *days, *self.layout.right)
        for column, word in enumerate(words, start=1):
            cell = _put(sheet, row, column, word)
            cell.font, cell.border = Font(bold=True), BOX
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            if word in days:
                cell.number_format = "ddd d mmm yyyy"
                if word.weekday() >= 5 or word in self.problem.bank_holidays:
                    cell.fill = PatternFill("solid", fgColor=GREY)

    def _blocks(self):
        """(heading, people): in the order of the department's own workbook, under a heading for
        each band where that keeps a band together; who stood in none comes after them.
        """
        place = {who: number for number, who in enumerate(self.layout.people)}
        known = sorted((p for p in self.problem.people if p.id in place), key=lambda p: place[p.id])
        blocks = [(band, list(some)) for band, some in groupby(known, self._band)]
        if len({band for band, _ in blocks}) < len(blocks):
            blocks = [("", known)]
        return [*blocks, *self._by_band(p for p in self.problem.people if p.id not in place)]

    def _band(self, person):
        return band_of(person, self.problem)

    def _by_band(self, people):
        """(heading, people) from the highest band down; who is on none comes last."""
        groups = {}
        for person in people:
            groups.setdefault(self._band(person), []).append(person)
        return sorted(groups.items(), key=lambda group: band_order(group[0]))

    def _row(self, sheet, number, person, days):
        place = self.places.get(person.id)
        said = {"band": band_of(person, self.problem), "place": place_text(place)}
        words = [said.get(word.casefold(), "") for word in self.layout.left]
        words[self.layout.name_at] = person.name
        for column, word in enumerate(words, start=1):
            _put(sheet, number, column, word).border = BOX
        for column, day in enumerate(days, start=self.first):
            self._cell(_put(sheet, number, column, self._text(person, day, place)), person, day)
        balance = self.balances[person.id]
        hours = {"hours": balance.paid, "contract": balance.contract}
        for column, word in enumerate(self.layout.right, start=self.first + len(days)):
            if word.casefold() in hours:
                cell = _put(sheet, number, column, round(hours[word.casefold()] / 60, 2))
                cell.number_format = "0.0#"

    def _text(self, person, day, place):
        duties = self.held.get((person.id, day))
        if duties:
            return cell_text(duties, place)
        if not self.problem.starts <= day <= self.problem.until:
            return None
        kinds = self.timeline.absent_dates.get(person.id, {}).get(day)
        if not kinds:
            return None
        return " ".join(sorted(kinds)) if self.reasons else UNSAID

    def _cell(self, cell, person, day):
        cell.border, cell.alignment = BOX, Alignment(horizontal="center", wrap_text=True)
        duties = self.held.get((person.id, day))
        if duties:
            _paint(cell, self.colours.of_duties(cell.value, duties))
        elif cell.value:
            _paint(cell, self.colours.of_absence(cell.value))


def band_of(person, problem) -> str:
    """Band 6, or No band: of the person's first employment on the rota's dates."""
    days = (problem.starts + n * DAY for n in range(7 * problem.weeks))
    held = next((e for e in map(person.employment_on, days) if e), None)
    return f"Band {held.band}" if held and held.band is not None else "No band"


def band_order(heading):
    """Highest first; 8d before 8a before 7, No band last."""
    band = heading.removeprefix("Band ")
    return (0, -int(band[0]), [-ord(c) for c in band[1:]]) if band[0].isdecimal() else (1, 0, [])


def _put(sheet, row, column, value):
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"  # openpyxl takes what begins with "=" for a formula
        cell.quotePrefix = looks_like_formula(value)
    else:
        cell.value = value
    return cell


def _paint(cell, colour):
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.font = Font(color=ink_on(colour))


def _write_titles(sheet, titles):
    for row, line in enumerate(titles.lines, start=1):
        for column, word in enumerate(line, start=1):
            if word:
                _put(sheet, row, column, word).font = Font(bold=True)
    for top, left, bottom, right in titles.merged:
        sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        sheet.cell(top + 1, left + 1).alignment = Alignment(horizontal="center", wrap_text=True)


def _set_up(sheet, layout, top, days):
    sheet.freeze_panes = sheet.cell(top, len(layout.left) + 1)
    widths = [9] * (len(layout.left) + len(days) + len(layout.right))
    widths[layout.name_at] = 24
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _legend(sheet, page, names):
    for column, word in enumerate(("Code", "Meaning", "From", "To", "Unpaid break"), start=1):
        _put(sheet, 1, column, word).font = Font(bold=True)
    shifts = page.problem.shift_types
    for row, shift in enumerate(shifts, start=2):
        _paint(_put(sheet, row, 1, shift.code), page.colours.of_shift(shift.code))
        _put(sheet, row, 2, names.get(shift.code, ""))
        _put(sheet, row, 3, f"{shift.starts:%H:%M}")
        _put(sheet, row, 4, f"{shift.ends:%H:%M}")
        _put(sheet, row, 5, f"{shift.break_minutes} min")
    kinds = sorted({away.kind for away in page.problem.unavailable})
    away = [(kind, KIND_WORDS[kind]) for kind in kinds] if page.reasons else [(UNSAID, "Away")]
    for row, (code, meaning) in enumerate(away, start=len(shifts) + 3):
        _paint(_put(sheet, row, 1, code), page.colours.of_absence(code))
        _put(sheet, row, 2, meaning)
    sheet.column_dimensions["B"].width = 32


def _details(sheet, problem):
    for row, said in enumerate(rows_of(problem), start=1):
        for column, word in enumerate(said, start=1):
            cell = _put(sheet, row, column, word)
            if row == 1:
                cell.font = Font(bold=True)
    for column, width in zip("ABCF", (20, 24, 12, 30), strict=True):
        sheet.column_dimensions[column].width = width


def title_of(problem, unit_name) -> str:
    return f"{unit_name}, {full(problem.starts)} to {full(problem.until)}"
