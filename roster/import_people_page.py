"""The page of a list of people: who is new, who is there already, what a line lacks."""

import hashlib
from dataclasses import dataclass
from datetime import date

from roster.models import Upload
from roster.spreadsheet import table
from roster.spreadsheet.names import Names
from roster.spreadsheet.people import Entry, mobile_column, read_people
from roster.spreadsheet.table import Unreadable
from sites.emails import same_email
from staff.models import Person

ALIKE = 86  # of 100: so like a name that it has to be said whether they are one


@dataclass
class PeoplePage:
    """`there` maps entries' rows to the name of who is on the rota already; `alike` to (name, how
    much) of somebody with a similar one, to be answered. `mobiles` heads a column of numbers that
    may be people's own: whether they are for work is asked.
    """

    upload: Upload
    entries: list[Entry]
    there: dict[int, str]
    alike: dict[int, tuple[str, int]]
    sites: dict[str, int]
    usual_sites: list[str]
    fault: str = ""
    mobiles: str = ""

    @property
    def unit(self):
        return self.upload.unit

    @property
    def answers(self):
        return self.upload.choices.get("same", {})

    @property
    def open_rows(self):
        return [row for row in self.alike if self.answers.get(str(row)) not in ("new", "same")]

    @property
    def new_entries(self):
        same = {row for row in self.alike if self.answers.get(str(row)) == "same"}
        return [e for e in self.entries if e.row not in self.there and e.row not in same]

    @property
    def faults(self):
        return [(entry, fault) for entry in self.new_entries for fault in entry.faults]

    @property
    def why_not(self):
        """What has to be done before they can be imported; blank when nothing."""
        if self.fault:
            return "there are no people to read."
        if self.open_rows:
            return "say who is somebody new."
        if self.faults:
            return "some lines are not understood."
        return "" if self.new_entries else "everybody is on the rota already."

    @property
    def is_ready(self):
        return not self.why_not

    @property
    def mark(self):
        text = "\n".join(f"{entry}" for entry in self.new_entries) + str(self.usual_sites)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def people_page(upload) -> PeoplePage:
    choices = upload.choices
    sites = list(upload.unit.sites.values_list("code", "name", "pk"))
    keys = {code: pk for code, _, pk in sites}
    usual = [choices["site"]] if choices.get("site") in keys else []
    page = PeoplePage(upload, [], {}, {}, keys, usual)
    starts = date.fromisoformat(choices["starts"]) if choices.get("starts") else None
    tables = table.book(upload.book).tables
    try:
        chosen = tables[min(int(choices.get("sheet", 0)), len(tables) - 1)]
        page.mobiles = mobile_column(chosen)
        page.entries = read_people(
            chosen,
            sites=[s[:2] for s in sites],
            starts=starts,
            mobiles=choices.get("mobiles", False),
        )
    except Unreadable as fault:
        page.fault = str(fault)
    _compare(page, list(Person.objects.filter(unit=upload.unit)))
    return page


def _compare(page, people):
    names = Names([(person.reference, person.name) for person in people])
    said = {person.reference: person.name for person in people}
    emails = {same_email(person.email): person.name for person in people if person.email}
    for entry in page.entries:
        own = said.get(entry.reference) or emails.get(same_email(entry.email) or None)
        own = own or said.get(names.exact(entry.name))
        alike = next(iter(names.alike(entry.name, 1)), None)
        if own:
            page.there[entry.row] = own
        elif alike and alike[1] >= ALIKE:
            page.alike[entry.row] = said[alike[0]], alike[1]
