"""People in a table: a row of headings, one line each. Pure.

    read_people(table, sites=, starts=, mobiles=) -> [Entry, ...]
    mobile_column(table)                          -> its heading; blank where there is none

An Entry with `faults` cannot be kept; nothing of a file is kept while one of its lines has any.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from roster.problem import ROLES
from roster.spreadsheet.dates import date_of
from roster.spreadsheet.names import words_in_order
from roster.spreadsheet.table import Formula, Table, Unreadable, said
from staff.telephones import TELEPHONE, telephone_of

COLUMNS = {
    "name": {"name", "full name", "staff name", "employee", "employee name", "person"},
    "first": {"first", "first name", "forename", "given name"},
    "last": {"last", "last name", "surname", "family name"},
    "reference": {"reference", "id", "staff no", "staff number", "employee number", "payroll no",
                  "assignment number", "esr number"},
    "email": {"email", "e-mail", "email address", "work email"},
    "telephone": {"telephone", "telephone number", "telephone no", "work telephone", "tel",
                  "tel no", "phone", "phone number", "phone no", "work phone", "work mobile",
                  "bleep", "extension", "ext"},
    "mobile": {"mobile", "mobile number", "mobile no", "mobile phone", "mobile tel", "mob",
               "mob no", "cell", "cell phone", "contact", "contact no", "contact number"},
    "band": {"band", "afc band", "pay band", "grade"},
    "role": {"role", "job title", "job", "title", "post"},
    "hours": {"hours", "hrs", "weekly hours", "hrs per week", "hours per week",
              "contracted hours", "contract hours"},
    "wte": {"wte", "fte"},
    "days": {"days", "days per week", "days a week"},
    "sites": {"site", "sites", "base", "hospital", "place"},
    "starts": {"start", "starts", "start date", "from", "employed from", "date started"},
}  # fmt: skip
ROLE_WORDS = {
    "trainee": "trainee",
    "trainee ap": "trainee",
    "trainee assistant practitioner": "trainee",
    "ap": "assistant_practitioner",
    "assistant practitioner": "assistant_practitioner",
    "radiographer": "radiographer",
    "senior radiographer": "radiographer",
    "diagnostic radiographer": "radiographer",
    "radiologist": "radiologist",
    "consultant radiologist": "radiologist",
    "manager": "manager",
    "student": "student",
    "student radiographer": "student",
}
SHOWN_ROLES = "trainee, assistant practitioner, radiographer, radiologist, manager or student"
FULL_TIME = 2250
BANDS = re.compile(r"(?:band\s*|b)?([1-9]|8[a-d])", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass
class Entry:
    """A line. `minutes` are those of a week; `faults` say what is wrong with it, in sentences, and
    `notes` what was read otherwise than it stands there.
    """

    row: int
    name: str
    reference: str
    email: str = ""
    telephone: str = ""
    band: str = ""
    role: str = ""
    minutes: int | None = None
    days: float | None = None
    sites: tuple[str, ...] = ()
    starts: date | None = None
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def hours(self):
        return "" if self.minutes is None else f"{self.minutes / 60:.2f}".rstrip("0").rstrip(".")


def read_people(table: Table, *, sites, starts, mobiles=False) -> list[Entry]:
    """`sites` are (code, name); `starts` is when those without a date of their own began. A column
    that may hold private numbers is read as the work telephone only with `mobiles`.

    Raises Unreadable where no row of headings is found.
    """
    top, columns = _headings(table)
    private = columns.pop("mobile", None)
    if mobiles and private is not None:
        columns.setdefault("telephone", private)
    codes = {said(word).casefold(): code for code, name in sites for word in (code, name)}
    found, taken = [], set()
    for row in range(top + 1, len(table.rows)):
        texts = {key: table.at(row, column) for key, column in columns.items()}
        if any(said(cell) for cell in texts.values()):
            entry = _entry(row, texts, codes, starts, table.date1904)
            _take(entry, taken)
            found.append(entry)
    if not found:
        raise Unreadable("There is nobody below the headings.")
    return found


def mobile_column(table: Table) -> str:
    """Of numbers that may be people's own, where no other column has the work telephone."""
    top, columns = _headings(table)
    asked = "mobile" in columns and "telephone" not in columns
    return said(table.at(top, columns["mobile"])) if asked else ""


def _headings(table):
    for row in range(min(30, len(table.rows))):
        columns = {}
        for column, cell in enumerate(table.rows[row]):
            word = said(cell).casefold().strip(".:*")
            for key, words in COLUMNS.items():
                if word in words:
                    columns.setdefault(key, column)
        if ("name" in columns or {"first", "last"} <= set(columns)) and len(columns) > 1:
            return row, columns
    raise Unreadable(
        "There is no row of headings. The first row names the columns: Name (or First name and "
        "Surname), Role, Band, Hours, and if you like Email, Telephone, Staff number, Site, Start "
        "date."
    )


def _entry(row, texts, codes, starts, date1904):
    def text(key):
        return said(texts.get(key))

    name = text("name") or " ".join(filter(None, (text("first"), text("last"))))
    entry = Entry(row, name, text("reference"), text("email"))
    if any(isinstance(cell, Formula) for cell in texts.values()):
        entry.faults.append("A formula has no result in the file: save it in Excel first.")
    if not name:
        entry.faults.append("There is no name.")
    if entry.email and not EMAIL.fullmatch(entry.email):
        entry.faults.append(f"{entry.email} is no email address.")
    _read_telephone(entry, texts.get("telephone"))
    _read_post(entry, text)
    _read_hours(entry, text)
    _read_sites(entry, text("sites"), codes)
    _read_start(entry, texts.get("starts"), starts, date1904)
    return entry


def _read_telephone(entry, cell):
    """What is none, such as TBC, is left out and said: nobody waits for a number to begin."""
    text = telephone_of(cell) if isinstance(cell, int | float) else said(cell)
    if not re.match(TELEPHONE, text):
        entry.notes += [f"{text} is no telephone number and is left out."] * bool(text)
        return
    entry.telephone = text
    if text != said(cell):
        entry.notes.append("The telephone number was a number in the sheet: its first 0 is back.")


def _read_post(entry, text):
    role = text("role").casefold()
    entry.role = role if role in ROLES else ROLE_WORDS.get(role, "")
    if not entry.role:
        entry.faults.append(f"The role {text('role') or '(blank)'} is none of {SHOWN_ROLES}.")
    band = BANDS.fullmatch(text("band"))
    if band:
        entry.band = band[1].lower()
    elif text("band"):
        entry.faults.append(f"{text('band')} is no band: 2 to 9, or 8a to 8d.")


def _read_hours(entry, text):
    hours, wte = _number(text("hours")), _number(text("wte"))
    if hours is None and wte is not None:
        hours = wte * FULL_TIME / 60
    if hours is None or not 0 <= hours <= 60:
        entry.faults.append("The weekly hours are missing, or not between 0 and 60.")
    else:
        entry.minutes = round(hours * 60)
    entry.days = _number(text("days"))
    if text("days") and (entry.days is None or not 0 < entry.days <= 7):
        entry.faults.append("The days a week are not between 0 and 7.")


def _number(text):
    match = re.fullmatch(r"(\d{1,4}(?:[.,]\d{1,4})?)\s*(?:h|hrs|hours)?", text.casefold())
    return float(match[1].replace(",", ".")) if match else None


def _read_sites(entry, text, codes):
    words = [said(word) for word in re.split(r"[,;/+]", text) if word.strip()]
    unknown = [word for word in words if word.casefold() not in codes]
    entry.sites = tuple(dict.fromkeys(codes[w.casefold()] for w in words if w not in unknown))
    if unknown:
        entry.faults.append(f"{unknown[0]} is no site of this unit.")


def _read_start(entry, cell, starts, date1904):
    entry.starts = date_of(cell, date1904) if said(cell) else starts
    if entry.starts is None:
        entry.faults.append(
            f"{said(cell)} is no date." if said(cell) else "There is no date of employment."
        )


def _take(entry, taken):
    """A reference of its own, made of the name where the file has none."""
    given = entry.reference
    entry.reference = (given or "-".join(words_in_order(entry.name)) or f"row-{entry.row + 1}")[:80]
    if entry.reference in taken:
        entry.faults.append(
            f"The reference {given} comes twice."
            if given
            else "The name comes twice: give the two staff numbers, or take one line out."
        )
    taken.add(entry.reference)
