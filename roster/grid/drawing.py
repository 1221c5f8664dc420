"""The sheet as HTML, element by element, so that an answer can send only those that changed.

Written in Python and not in a template: a template costs some fifteen times as much for four weeks
of a department. Every text from data goes through format_html, which escapes it; in what is drawn
a thousand times and more, each text goes through `escape` instead, a third of the cost.

A sheet laid again is drawn again: what is the same object in both is not drawn a second time.
"""

from collections import Counter
from copy import copy
from dataclasses import fields
from functools import cached_property
from html import escape
from operator import attrgetter

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from roster import cells
from roster.grid.listing import SIGNS, Listing
from roster.grid.saying import Saying, hours
from roster.grid.sheet import Cell
from roster.rules.breach import LEVELS
from roster.rules.phrases import LEVEL_WORDS

NOTHING = mark_safe("")
LETTERS = 6  # of a place that a cell has room for; more are cut off
LOCK = mark_safe('<i class="lock" aria-hidden="true"></i>')
OPENS = (
    '<button type="button" class="edge__open" tabindex="-1" aria-haspopup="dialog" aria-label="{}">'
)
of_duty = attrgetter(*cells.KEYS)
beside_duties = attrgetter(
    *(f.name for f in fields(Cell) if f.name not in ("person", "date", "duties"))
)


class Drawing:
    """Draws one sheet. `reasons`: whether the reader may see why somebody is away."""

    def __init__(self, sheet, shift_names, *, today, reasons):
        self.today = today
        self.say = Saying(sheet.problem, shift_names, reasons)
        self._show(sheet)
        self.rows = {row.person.id: n for n, row in enumerate(self.people)}
        self.columns = {column.date: n for n, column in enumerate(sheet.columns)}
        self.places = {(need.site, need.area): n for n, need in enumerate(sheet.needs)}
        self.day_classes = [self.day_class(column.date) for column in sheet.columns]
        self._plain = {}

    def _show(self, sheet):
        self.sheet, self.people = sheet, sheet.rows

    def again(self, sheet):
        """The drawing of a sheet that was laid again from this one's (lay_again)."""
        new = copy(self)
        new._show(sheet)
        for name in ("table", "listing"):
            new.__dict__.pop(name, None)
        if "table" in self.__dict__:
            new.table = self.table | new._drawn(old=self)
            new.listing = Listing(new, old=self.listing)
        return new

    @property
    def shape(self):
        """Names the rows and columns: an answer for another shape cannot be put into the page."""
        people = " ".join(self.rows)
        return f"{self.sheet.problem.starts} {len(self.columns)} {len(self.places)} {people}"

    @cached_property
    def table(self):
        """{id: HTML} of everything in the table that an edit can change."""
        return self._drawn()

    @cached_property
    def listing(self):
        """The breaches beside the table."""
        return Listing(self)

    def _drawn(self, old=None):
        """{id: HTML} of the table, or of what is not the same in an `old` drawing."""
        drawn, before = {}, old.people if old else [None] * len(self.people)
        for number, (row, was) in enumerate(zip(self.people, before, strict=True)):
            if row is not was:
                drawn |= self._row(number, row)
        return drawn | self._cover(old)

    def _cover(self, old):
        drawn, days = {}, {} if old else dict.fromkeys(self.columns)
        for place, need in enumerate(self.sheet.needs):
            was = old and old.sheet.needs[place]
            for day in self.columns:
                if not (was and need.stands_as(was, day)):
                    drawn[self.need_id(need, day)] = self.need(need, day)
                    days[day] = None
        return drawn | {self.gaps_id(day): self.gaps(day) for day in days}

    def _row(self, number, row):
        drawn = {f"p{number}": self.person(number, row)}
        for column, cell in enumerate(row.cells):
            drawn[f"c{number}-{column}"] = self.cell(number, column, cell)
        return drawn | self.balance(number, row)

    def day_class(self, day):
        return self.column_class(self.sheet.columns[self.columns[day]])

    def column_class(self, column):
        day = column.date
        names = ["weekend"] * column.is_weekend + ["holiday"] * column.bank_holiday
        names += ["monday"] * (day.weekday() == 0) + ["today"] * (day == self.today)
        return " ".join(names)

    # ── people ──

    def person(self, number, row):
        worst = min((b.level for b in row.breaches), key=LEVELS.index, default=None)
        badge = NOTHING
        if worst:
            counted = f"{len(row.breaches)} breach{'es' if len(row.breaches) > 1 else ''}"
            badge = format_html(
                '<span class="count count--{}" title="{}">{}<span class="visually-hidden"> {}'
                "</span></span>",
                *(worst, counted, len(row.breaches), "breaches" if len(row.breaches) > 1 else ""),
            )
        return format_html(
            '<th id="p{}" scope="row" class="person"><span class="person__name">{}</span>'
            '<span class="person__about">{}</span>{}</th>',
            *(number, row.person.name, self.say.about(row.person), badge),
        )

    def cell_at(self, person, day):
        return self.people[self.rows[person]].cells[self.columns[day]]

    def cell_id(self, person, day):
        return f"c{self.rows[person]}-{self.columns[day]}"

    def cell(self, number, column, cell):
        look, said, seen, typed, inside = self._contents(cell)
        level = cell.level
        names = f"cell {look} {self.day_classes[column]}{f' is-{level}' if level else ''}"
        note = f' data-note="{escape(cell.note)}" title="{escape(cell.note)}"' if cell.note else ""
        return (
            f'<td id="c{number}-{column}" class="{names}" tabindex="-1" aria-label="{said}" '
            f'data-seen="{seen}" data-text="{typed}"{note}>{inside}</td>'
        )

    def cell_beyond(self, name, column, cell):
        """A cell of the weeks after the rota: to be read and copied, never edited here."""
        look, said, _, typed, inside = self._contents(cell)
        return (
            f'<td id="{name}" class="beyond {look} {self.column_class(column)}" tabindex="-1" '
            f'aria-label="{said}. After this rota, read only" data-text="{typed}">{inside}</td>'
        )

    def _contents(self, cell):
        """What is drawn of a cell, wherever it stands. Most hold duties like others and no more."""
        if any(beside_duties(cell)):
            return self._drawn_contents(cell)
        key = tuple(map(of_duty, cell.duties))
        if key not in self._plain:
            self._plain[key] = self._drawn_contents(cell)
        return self._plain[key]

    def _drawn_contents(self, cell):
        """(class, sentence, fingerprint, what to type, HTML inside)"""
        said, typed = escape(self.say.cell(cell)), escape(self.say.typed(cell))
        return self.say.look(cell), said, cell.seen, typed, self.inside(cell)

    def inside(self, cell):
        duties = "".join(map(self._duty, self.say.duties(cell)))
        marks = "".join(
            f'<span class="sign sign--{name}">{escape(sign)}</span>'
            for name, sign in self.say.marks(cell)
        )
        level = cell.level
        corner = f'<i class="corner" aria-hidden="true">{SIGNS[level]}</i>' if level else ""
        return duties + marks + corner

    def _duty(self, said):
        """The cell's own sentence says the same in words."""
        code, signs, is_fixed, place = said
        mark = f'<i class="mark" aria-hidden="true">{escape(signs)}</i>' if signs else ""
        lock = LOCK if is_fixed else ""
        long = ' class="is-long"' if len(place) > LETTERS else ""
        return f"<b>{escape(code)}{mark}</b>{lock}<small{long}>{escape(place)}</small>"

    def balance(self, number, row):
        """The three cells at the edge. Each opens what it is made of."""
        return {
            f"{edge}{number}": format_html(
                '<td id="{}{}" class="edge{}">' + OPENS + "{}{}</button></td>",
                *(edge, number, look, said, text),
                format_html("<small>{}</small>", over) if over else NOTHING,
            )
            for edge, (look, text, over, said) in edges_look(row.balance).items()
        }

    # ── cover ──

    def need_id(self, need, day):
        return f"n{self.places[need.site, need.area]}-{self.columns[day]}"

    def need_look(self, need, day):
        """(class, sign) of an area on a date."""
        short, apart = need.short(day), self.say.apart(need, day)
        if short or need.breaches.get(day, ()):
            look = "need--short", f"−{short}" if short else "!"
        elif need.is_needed(day):
            look = "need--met", "✓"
        else:
            look = "need--none", "×" if apart else ""
        return (f"{look[0]} need--apart" if apart else look[0]), look[1]

    def need(self, need, day):
        look, text = self.need_look(need, day)
        said = escape(self.say.need(need, day))
        return mark_safe(
            f'<td id="{self.need_id(need, day)}" class="need {look} {self.day_class(day)}" '
            f'tabindex="-1" '
            f'aria-label="{said}">{text}</td>'
        )

    def gaps_id(self, day):
        return f"g{self.columns[day]}"

    def gaps_look(self, day):
        """(class, sign, words) of all areas together on a date."""
        short = sum(bool(need.short(day) or need.breaches.get(day)) for need in self.sheet.needs)
        if not short:
            return "gap--none", "✓", "All areas covered"
        return "gap--short", short, f"{short} area{'' if short == 1 else 's'} short"

    def gaps(self, day):
        look, sign, said = self.gaps_look(day)
        return format_html(
            '<td id="{}" class="gap {} {}" aria-label="{}">{}</td>',
            *(self.gaps_id(day), look, self.day_class(day), said, sign),
        )

    # ── breaches ──

    @property
    def tally(self):
        found = Counter(breach.level for breach in self.sheet.breaches)
        counts = [(level, found[level], LEVEL_WORDS[level]) for level in LEVELS if found[level]]
        return format_html(
            '<p id="tally" class="tally" role="status">{}</p>',
            format_html_join(" ", '<span class="tag tag--{}">{} {}</span>', counts) or "No breach",
        )


def edges_look(held):
    """{edge: (class, text, hours off the contract, words)} of a balance: hours, weekends, COs."""
    far = " is-far" if abs(held.over) > 450 else ""
    sign = "+" if held.over > 0 else "−" if held.over < 0 else "±"
    contracted = f"{hours(held.paid)} rostered of {hours(held.contract)} contracted"
    owed = " is-far" if held.given < held.weekend_days else ""
    given = f"{held.given} of {held.weekend_days} weekend days given back"
    return {
        "h": (f" edge--hours{far}", hours(held.paid), sign + hours(abs(held.over)), contracted),
        "w": ("", held.weekends or "–", "", f"{held.weekends} weekends worked"),
        "o": (owed, f"{held.given}/{held.weekend_days}" if held.weekend_days else "–", "", given),
    }


def changed(before: Drawing, after: Drawing) -> dict:
    """{id: HTML} of the elements that are not the same in two drawings of one rota."""
    differs = _differing(before.table, after.table)
    if before.tally != after.tally:
        differs["tally"] = after.tally
    if before.listing.parts.keys() == after.listing.parts.keys():
        return differs | _differing(before.listing.parts, after.listing.parts)
    return differs | {"breaches": after.listing.whole()}


def _differing(before, after):
    return {name: html for name, html in after.items() if before[name] != html}
