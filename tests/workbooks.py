"""Workbooks as departments have them: clean, and with every kind of dirt. Plain functions."""

import io
import zipfile
from datetime import date, timedelta

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Color, PatternFill

MONDAY = date(2026, 11, 2)
PEOPLE = ("Asha Nair", "Dev Patel", "Mo Khan")
CODES = (
    ("E", "E", "L", None, "LD", None, None),
    ("L", None, "E", "E", None, "LD", "LD"),
    (None, "L", "L", "L", "E", None, "AL"),
)


def days(first=MONDAY, count=7):
    return [first + timedelta(days=n) for n in range(count)]


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(*sheets, names=()):
    """One sheet for each list of rows."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if names else f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row))
    return book


def rows(heads=None, people=PEOPLE, codes=CODES, above=()):
    """Titles, the row of dates, a line each."""
    heads = days() if heads is None else heads
    return [
        *above,
        ["Name", *heads],
        *([name, *line] for name, line in zip(people, codes, strict=True)),
    ]


def clean() -> bytes:
    return saved(book_of(rows()))


def titled() -> bytes:
    """Titles above, a column of bands, coloured cells, totals below."""
    table = [[""], ["IXF ROTA – DRAFT"], [], ["Band", "Name", *days(), "Hours"]]
    table += [[6, name, *line, 37.5] for name, line in zip(PEOPLE, CODES, strict=True)]
    table += [[], ["", "Total", 2, 2, 3, 2, 2, 1, 2]]
    book = book_of(table)
    sheet = book.active
    for row in sheet["C5:I7"]:
        for cell in row:
            cell.fill = PatternFill("solid", fgColor="FFCC00")
    return saved(book)


FILLS = {
    "E": PatternFill("solid", fgColor=Color(theme=5, tint=0.6)),  # a light red of Office's
    "L": PatternFill("solid", fgColor="1F3864"),  # dark
    "AL": PatternFill("solid", fgColor=Color(indexed=10)),  # red
}


def coloured() -> bytes:
    """A title over all, a week's name over its dates, each code in its colour; LD has two."""
    above = [["IXF ROTA"], ["", "", "Week 1", "", "", "Week 1, later"], []]
    table = [*above, ["Forename", "Surname", *days(), "Hours"]]
    table += [[*name.split(), *line] for name, line in zip(PEOPLE, CODES, strict=True)]
    book = book_of(table, [["E", "Early"], ["AL", "Leave"]], names=("wk 45", "Key"))
    sheet = book.active
    for area in ("A1:J1", "C2:E2", "F2:I2"):
        sheet.merge_cells(area)
    for row in sheet["C5:I7"]:
        for cell in row:
            if cell.value in FILLS:
                cell.fill = FILLS[cell.value]
    sheet["G5"].fill = FILLS["E"]  # one LD, not the others
    return saved(book)


def sunday_week() -> bytes:
    """The off-duty grid: first and surname, weekday names from Sunday, a date in the title."""
    heads = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
    table = [["Week commencing 08/11/2026"], ["Role", "First", "Surname", "Hrs", *heads]]
    table += [["Rad", *name.split(), 37.5, *line] for name, line in zip(PEOPLE, CODES, strict=True)]
    return saved(book_of(table))


def serials() -> bytes:
    return saved(book_of(rows([(day - date(1899, 12, 30)).days for day in days()])))


def misspelt() -> bytes:
    names = ("  asha   NAIR ", "Dev Pattel", "Khan, Mo ")
    codes = tuple(tuple(f" {c.lower()} " if c else c for c in line) for line in CODES)
    return saved(book_of(rows(people=names, codes=codes)))


def unknown_codes() -> bytes:
    return saved(book_of(rows(codes=(("E", "Q9", "1", *CODES[0][3:]), *CODES[1:]))))


def merged() -> bytes:
    """A name over two lines, a leave over three days, a title over all."""
    heads = days()
    table = [["November", *[None] * 7], ["Name", *heads]]
    table += [["Asha Nair", "SH", *[None] * 6], [None, None, "L", *[None] * 5]]
    table += [["Dev Patel", "AL", None, None, "E", *[None] * 3]]
    book = book_of(table)
    sheet = book.active
    for area in ("A1:H1", "A3:A4", "B5:D5"):
        sheet.merge_cells(area)
    return saved(book)


def formulas(results=False) -> bytes:
    book = book_of(rows())
    sheet = book.active
    sheet["B2"] = '=IF(1=1,"E","")'
    data = saved(book)
    if not results:
        return data
    return repacked(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            b'<c r="B2"><f>IF(1=1,"E","")</f><v /></c>',
            b'<c r="B2" t="str"><f>IF(1=1,"E","")</f><v>E</v></c>',
        ),
    )


def many_sheets(count=60) -> bytes:
    """A week a sheet, the last ones empty."""
    weeks = [rows(days(MONDAY + timedelta(days=7 * n))) for n in range(4)]
    empty = [[["Notes"]] for _ in range(count - 4)]
    return saved(book_of(*weeks, *empty))


def blank_rows(count=1_000_000) -> bytes:
    """Rows that hold nothing but themselves, below a clean rota."""
    data = clean()
    blank = b"".join(b'<row r="%d"/>' % n for n in range(10, count))
    return repacked(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", blank + b"</sheetData>"),
    )


def zip_bomb(megabytes=100) -> bytes:
    return repacked(
        clean(), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * (megabytes * 1024**2)
    )


def lying_bomb() -> bytes:
    """A zip whose directory says that its sheet is small."""
    data = bytearray(zip_bomb())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def with_entities() -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]>'
    return repacked(
        clean(), "xl/workbook.xml", lambda xml: xml.replace(b"<workbook", doctype + b"<workbook", 1)
    )


def hidden_entities() -> bytes:
    """The same in an encoding that hides it, declared after much space."""
    declared = b'<?xml version="1.0"' + b" " * 5000 + b'encoding="cp037"?>'
    rest = '<!DOCTYPE x [<!ENTITY a "boom">]><workbook/>'.encode("cp037")
    return repacked(clean(), "xl/workbook.xml", lambda _: declared + rest)


def pointing_elsewhere() -> bytes:
    """A sheet that is a part with another ending, where entities would be."""
    data = repacked(
        clean(),
        "xl/_rels/workbook.xml.rels",
        lambda xml: xml.replace(b"sheet1.xml", b"sheet1.dat"),
    )
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.dat", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>')
    return out.getvalue()


def many_styles(count=600_000) -> bytes:
    return repacked(clean(), "xl/styles.xml", lambda xml: xml + b"<xf/>" * count)


def without_end() -> bytes:
    """A number that is none."""
    book = book_of([["Name", *days()], ["Asha Nair", 1, 2]])
    return repacked(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v>2</v>", b"<v>1e999</v>"),
    )


def broken() -> bytes:
    return repacked(clean(), "xl/workbook.xml", lambda _: b"<oops")


def with_macros() -> bytes:
    out = io.BytesIO(clean())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    return out.getvalue()


def with_comments() -> bytes:
    book = book_of(rows())
    book.active["B2"].comment = Comment("Mo doing this one", "Mo")
    return saved(book)


def hidden() -> bytes:
    book = book_of(rows(), rows(days(MONDAY + timedelta(days=7))))
    book.worksheets[1].sheet_state = "hidden"
    return saved(book)


def repacked(data, part, change) -> bytes:
    """The workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            text = old.read(entry.filename)
            text = change(text) if entry.filename == part else text
            new.writestr(entry.filename, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def password_protected() -> bytes:
    """As Excel writes one: a compound file with the stream EncryptedPackage."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000
    return ole + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1000


def windows_csv(delimiter=";") -> bytes:
    heads = [f"{day:%d/%m/%Y}" for day in days()]
    lines = [["Name", *heads], ["Zoë Núñez", *(c or "" for c in CODES[0])]]
    return "\r\n".join(delimiter.join(line) for line in lines).encode("cp1252")


def two_the_same() -> bytes:
    """The same week on two sheets, as a copy that nobody deleted."""
    return saved(book_of(rows(), rows()))


def wrong_weekdays() -> bytes:
    heads = [
        "Tue 2 Nov",
        "Wed 3 Nov",
        "Thu 4 Nov",
        "Fri 5 Nov",
        "Sat 6 Nov",
        "Sun 7 Nov",
        "Mon 8 Nov",
    ]
    return saved(book_of(rows(heads)))
