"""The wall rota: one week on paper, people grouped by band, with totals and a legend. Pure.

Of a duty it says the shift, and the site and area where those are not the person's usual ones; of
somebody away that they are not there, never why.
"""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from roster.exporting.fonts import font, lacking
from roster.exporting.text import printable

# Size; letters in points, smaller where that brings a week onto one page; the column of names.
PAPERS = {
    "A3": (landscape(A3), (9.5, 8.5, 7.5), 62 * mm),
    "A4": (landscape(A4), (7, 6.3, 5.6), 44 * mm),
}
DAY = timedelta(days=1)
GREY, LINE, BAND = HexColor("#eeeeee"), HexColor("#9aa4ad"), HexColor("#dde6ec")


@dataclass(frozen=True)
class WallDuty:
    """`minutes` are the paid ones; `place` is (site, area), area "" where there is none."""

    person: str
    date: date
    shift: str
    place: tuple[str, str]
    minutes: int


@dataclass(frozen=True)
class Wall:
    """A week to print. `groups` are (heading, ((reference, name), ...)); `places` maps (site,
    area) to words; `legend` are (code, words); `shaded` are bank holidays."""

    title: str
    stamp: str
    monday: date
    groups: tuple
    duties: tuple[WallDuty, ...]
    places: dict
    legend: tuple[tuple[str, str], ...]
    shaded: frozenset = frozenset()


def wall_pdf(wall: Wall, paper="A3") -> bytes:
    """On one page if letters of a readable size allow it; else on more, of the largest."""
    _, sizes, _ = PAPERS[paper]
    largest = None
    for points in sizes:
        data, pages = _printed(wall, paper, points)
        if pages == 1:
            return data
        largest = largest or data
    return largest


def _printed(wall, paper, points):
    """(the PDF, its number of pages)"""
    size, _, first = PAPERS[paper]
    out = io.BytesIO()
    edge = 9 * mm
    document = SimpleDocTemplate(
        out, pagesize=size, title=wall.title, author="Fairweek", leftMargin=edge,
        rightMargin=edge, topMargin=edge, bottomMargin=edge + 5 * mm,
    )  # fmt: skip
    text = ParagraphStyle("text", fontName=font(), fontSize=points, leading=points * 1.2)
    bold = ParagraphStyle("bold", text, fontName=f"{font()}-Bold")
    big = ParagraphStyle("big", bold, fontSize=points * 1.7, leading=points * 2.2)
    table = _table(wall, text, bold, first, size[0] - 2 * edge)
    parts = [_said(wall.title, big), Spacer(1, 2 * mm), table, Spacer(1, 3 * mm)]
    document.build([*parts, *_foot(wall, text)], canvasmaker=_numbered(wall.stamp, points))
    return out.getvalue(), document.page


def _said(text, style):
    return Paragraph(escape(printable(text)), style)


def _table(wall, text, bold, first, width):
    days = [wall.monday + n * DAY for n in range(7)]
    heads = [_said(f"{day:%a} {day.day} {day:%b}", bold) for day in days]
    rows, styles = (
        [[_said("Person", bold), *heads, _said("Hours", bold)]],
        _lines(wall, days, text.fontSize),
    )
    for heading, people in wall.groups:
        styles.append(("BACKGROUND", (0, len(rows)), (-1, len(rows)), BAND))
        styles.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([_said(heading, bold), *[""] * 8])
        rows += [_person(wall, who, name, days, text) for who, name in people]
    styles.append(("LINEABOVE", (0, len(rows)), (-1, len(rows)), 1.2, black))
    rows += _totals(wall, days, text, bold)
    hours = first / 3
    widths = [first, *[(width - first - hours) / 7] * 7, hours]
    return Table(rows, widths, repeatRows=1, style=TableStyle(styles))


def _lines(wall, days, points):
    shaded = [n for n, day in enumerate(days, 1) if n > 5 or day in wall.shaded]
    return [
        ("GRID", (0, 0), (-1, -1), 0.4, LINE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0.12 * points) for side in ("TOP", "BOTTOM")),
        *((f"{side}PADDING", (0, 0), (-1, -1), 2.5) for side in ("LEFT", "RIGHT")),
        *(("BACKGROUND", (n, 0), (n, -1), GREY) for n in shaded),
    ]


def _person(wall, who, name, days, text):
    own = [duty for duty in wall.duties if duty.person == who]
    cells = [" + ".join(_duty(d) for d in own if d.date == day) for day in days]
    hours = f"{sum(duty.minutes for duty in own) / 60:.1f}".removesuffix(".0")
    return [_said(word, text) for word in (name, *cells, hours)]


def _duty(duty):
    return f"{duty.shift} {'/'.join(filter(None, duty.place))}"


def _totals(wall, days, text, bold):
    """How many people each area has on each date."""
    for place in sorted({duty.place for duty in wall.duties if duty.place[1]}):
        there = [
            {d.person for d in wall.duties if (d.date, d.place) == (day, place)} for day in days
        ]
        counts = [str(len(people)) if people else "–" for people in there]
        yield [_said(f"People in {'/'.join(place)}", bold)] + [
            _said(word, text) for word in (*counts, "")
        ]


def _foot(wall, text):
    yield _said(" · ".join(f"{code}: {words}" for code, words in wall.legend), text)
    yield _said(" · ".join(f"{'/'.join(at)}: {words}" for at, words in wall.places.items()), text)
    names = [name for _, people in wall.groups for _, name in people]
    unknown = lacking([wall.title, *names])
    if unknown:
        yield _said(
            f"The font of this machine lacks {len(unknown)} of the letters in these names: they "
            f"are printed as boxes. Install the font DejaVu Sans.",
            text,
        )


def _numbered(stamp, points):
    """A canvas that writes the stamp and the number of pages at the foot of each."""

    class Numbered(Canvas):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.pages = []

        def showPage(self):  # noqa: N802 (reportlab's name)
            self.pages.append(dict(self.__dict__))
            self._startPage()

        def save(self):
            for number, page in enumerate(self.pages, start=1):
                self.__dict__.update(page)
                self.setFont(font(), points)
                self.drawString(9 * mm, 7 * mm, f"{stamp} Check the app for changes.")
                said = f"Page {number} of {len(self.pages)}"
                self.drawRightString(self._pagesize[0] - 9 * mm, 7 * mm, said)
                super().showPage()
            super().save()

    return Numbered
