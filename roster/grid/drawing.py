"""The sheet as HTML, element by element, so that an answer can send only those that changed.

Written in Python and not in a template: a template costs some fifteen times as much for four weeks
of a department. Every text from data goes through format_html, which escapes it; in what is drawn
a thousand times and more, each text goes through `escape` instead, a third of the cost.
"""

from html import escape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from roster.grid.saying import Saying, hours
from roster.repairing.asking import facts_of
from roster.rules.breach import LEVELS
from roster.rules.catalogue import CATALOGUE

NOTHING = mark_safe("")
SIGNS = {"must": "✕", "overridable": "!", "should": "·"}
LOCK = mark_safe('<i class="lock" aria-hidden="true"></i>')
OPENS = (
    '<button type="button" class="edge__open" tabindex="-1" aria-haspopup="dialog" aria-label="{}">'
)
HEADINGS = {
    "must": "Must be mended",
    "overridable": "Must be mended, or accepted with a reason",
    "should": "Should be better",
}


class Drawing:
    """Draws one sheet. `reasons`: whether the reader may see why somebody is away."""

    def __init__(self, sheet, shift_names, *, today, reasons):
        self.sheet, self.today = sheet, today
        self.say = Saying(sheet.problem, shift_names, reasons)
        self.rows = {row.person.id: n for n, row in enumerate(sheet.rows)}
        self.columns = {column.date: n for n, column in enumerate(sheet.columns)}
        self.places = {(need.site, need.area): n for n, need in enumerate(sheet.needs)}

    @property
    def shape(self):
        """Names the rows and columns: an answer for another shape cannot be put into the page."""
        people = " ".join(self.rows)
        return f"{self.sheet.problem.starts} {len(self.columns)} {len(self.places)} {people}"

    def elements(self):
        """{id: HTML} of everything that an edit can change."""
        return {"breaches": self.breaches(), "tally": self.tally()} | self.table()

    def table(self):
        """{id: HTML} of what stands in the table."""
        drawn = {}
        for row in self.sheet.rows:
            number = self.rows[row.person.id]
            drawn[f"p{number}"] = self.person(number, row)
            for column, cell in enumerate(row.cells):
                drawn[f"c{number}-{column}"] = self.cell(number, column, cell)
            drawn |= self.balance(number, row)
        for need in self.sheet.needs:
            for column in self.sheet.columns:
                name = self.need_id(need, column.date)
                drawn[name] = self.need(name, need, column.date)
        for column in self.sheet.columns:
            drawn[f"g{self.columns[column.date]}"] = self.gaps(column.date)
        return drawn

    def day_class(self, day):
        column = self.sheet.columns[self.columns[day]]
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

    def cell_id(self, person, day):
        return f"c{self.rows[person]}-{self.columns[day]}"

    def cell(self, number, column, cell):
        level = cell.level
        names = f"cell {self.say.look(cell)} {self.day_class(cell.date)}"
        names += f" is-{level}" if level else ""
        said, typed = escape(self.say.cell(cell)), escape(self.say.typed(cell))
        return mark_safe(
            f'<td id="c{number}-{column}" class="{names}" tabindex="-1" aria-label="{said}" '
            f'data-seen="{cell.seen}" data-text="{typed}">{self._inside(cell)}</td>'
        )

    def _inside(self, cell):
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
        return f"<b>{escape(code)}{mark}</b>{lock}<small>{escape(place)}</small>"

    def balance(self, number, row):
        """The three cells at the edge: hours, weekends, COs. Each opens what it is made of."""
        held = row.balance
        far = " is-far" if abs(held.over) > 450 else ""
        said = f"{hours(held.paid)} rostered of {hours(held.contract)} contracted"
        sign = "+" if held.over > 0 else "−" if held.over < 0 else "±"
        return {
            f"h{number}": format_html(
                '<td id="h{}" class="edge edge--hours{}">' + OPENS + "{}<small>{}{}</small>"
                "</button></td>",
                *(number, far, said, hours(held.paid), sign, hours(abs(held.over))),
            ),
            f"w{number}": format_html(
                '<td id="w{}" class="edge">' + OPENS + "{}</button></td>",
                *(number, f"{held.weekends} weekends worked", held.weekends or "–"),
            ),
            f"o{number}": format_html(
                '<td id="o{}" class="edge{}">' + OPENS + "{}</button></td>",
                *(number, " is-far" if held.given < held.weekend_days else ""),
                f"{held.given} of {held.weekend_days} weekend days given back",
                f"{held.given}/{held.weekend_days}" if held.weekend_days else "–",
            ),
        }

    # ── cover ──

    def need_id(self, need, day):
        return f"n{self.places[need.site, need.area]}-{self.columns[day]}"

    def need(self, name, need, day):
        short, broken = need.short(day), need.breaches.get(day, ())
        if short:
            look, text = "need--short", f"−{short}"
        elif broken:
            look, text = "need--short", "!"
        else:
            look, text = ("need--met", "✓") if need.is_needed(day) else ("need--none", "")
        said = escape(self.say.need(need, day))
        return mark_safe(
            f'<td id="{name}" class="need {look} {self.day_class(day)}" tabindex="-1" '
            f'aria-label="{said}">{text}</td>'
        )

    def gaps(self, day):
        short = sum(bool(need.short(day) or need.breaches.get(day)) for need in self.sheet.needs)
        name = f"g{self.columns[day]}"
        said = f"{short} area{'' if short == 1 else 's'} short" if short else "All areas covered"
        return format_html(
            '<td id="{}" class="gap {} {}" aria-label="{}">{}</td>',
            *(
                name,
                "gap--short" if short else "gap--none",
                self.day_class(day),
                said,
                short or "✓",
            ),
        )

    # ── breaches ──

    def tally(self):
        counts = [(level, sum(b.level == level for b in self.sheet.breaches)) for level in LEVELS]
        return format_html(
            '<p id="tally" class="tally" role="status">{}</p>',
            format_html_join(
                " ", '<span class="tag tag--{0}">{1} {0}</span>', [c for c in counts if c[1]]
            )
            or "No breach",
        )

    def breaches(self):
        found = {level: [b for b in self.sheet.breaches if b.level == level] for level in LEVELS}
        sections = format_html_join(
            "",
            '<section><h3><i class="corner corner--{}" aria-hidden="true">{}</i> {} '
            '<span class="quiet">{}</span></h3>{}</section>',
            (
                (level, SIGNS[level], HEADINGS[level], len(some), self._by_rule(level, some))
                for level, some in found.items()
                if some
            ),
        )
        nothing = mark_safe('<p class="empty">Every rule is kept.</p>')
        return format_html('<div id="breaches">{}</div>', sections or nothing)

    def _by_rule(self, level, found):
        """A list that can be folded for each rule; only a `should` starts folded."""
        rules = {}
        for breach in found:
            rules.setdefault(breach.rule, []).append(breach)
        return format_html_join(
            "",
            "<details{}><summary><b>{}</b> {} <span>{}</span></summary>"
            "<details><summary>The rule</summary>{}</details>"
            '<ol class="list-plain">{}</ol></details>',
            (
                (
                    "" if level == "should" else mark_safe(" open"),
                    *(rule, CATALOGUE[rule].title, len(some), _rule(CATALOGUE[rule])),
                    format_html_join("", "<li>{}</li>", ((self._breach(b),) for b in some)),
                )
                for rule, some in rules.items()
            ),
        )

    def _breach(self, breach):
        return format_html(
            '<button type="button" class="breach" data-cells="{}" data-facts="{}">{}</button>',
            *(self._cells_of(breach), urlencode(facts_of(breach)), self.say.breach(breach)),
        )

    def _cells_of(self, breach):
        """The ids of the cells to go to, the first one first."""
        if breach.person is None:
            place, column = (
                self.places.get((breach.site, breach.area)),
                self.columns.get(breach.first),
            )
            return "" if place is None or column is None else f"n{place}-{column}"
        number = self.rows[breach.person]
        row = self.sheet.rows[number]
        marked = [n for n, cell in enumerate(row.cells) if breach in cell.breaches]
        return " ".join(f"c{number}-{n}" for n in marked)


def _rule(rule):
    """What the rule asks, where that comes from, and the way to its card."""
    return format_html(
        '<div class="rule-told"><p>{}</p><p class="quiet">{}</p>'
        '<p><a href="{}#{}">{} {}</a></p></div>',
        *(rule.sentence, rule.source, reverse("rules"), rule.id, rule.id, rule.title),
    )


def changed(before: dict, after: dict) -> dict:
    """The elements of `after` that are not the same in `before`."""
    return {name: html for name, html in after.items() if before.get(name) != html}
