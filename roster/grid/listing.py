"""The breaches beside the sheet as HTML: by level, then by rule, each a list that can be folded."""

from html import escape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from roster.repairing.asking import facts_of
from roster.rules.breach import LEVELS
from roster.rules.catalogue import CATALOGUE

SIGNS = {"must": "✕", "overridable": "!", "should": "·"}
HEADINGS = {
    "must": "Must be mended",
    "overridable": "Must be mended, or accepted with a reason",
    "should": "Should be better",
}


class Listing:
    """The breaches of a drawing's sheet. `old` is the listing of the sheet it was laid again from.

    `parts` maps ids to the HTML of each level's count and each rule's list: all that an edit can
    change while there is the same choice of them.
    """

    def __init__(self, drawing, old=None):
        self.people = drawing.people
        self.lines = self._lines(drawing, old)
        self.rules = {level: {} for level in LEVELS}
        for breach in drawing.sheet.breaches:
            self.rules[breach.level].setdefault(breach.rule, []).append(breach)
        self.parts = dict(self._parts())

    def _lines(self, drawing, old):
        """{id of a breach: HTML}: of one known before, as it was, if it shows on the same cells."""
        known = old.lines if old else {}
        rows = zip(self.people, old.people, strict=True) if old else ()
        same = {row.person.id for row, was in rows if row is was} | {None}
        return {
            id(breach): (breach.person in same and known.get(id(breach))) or _line(drawing, breach)
            for breach in drawing.sheet.breaches
        }

    def _parts(self):
        for level, rules in self.rules.items():
            if rules:
                count = sum(map(len, rules.values()))
                yield f"b-{level}", f'<span id="b-{level}" class="quiet">{count}</span>'
            for rule, found in rules.items():
                yield f"b-{level}-{rule}", self._rule(level, rule, found)

    def whole(self):
        """All of it, and a word where there is none."""
        sections = "".join(self._section(level) for level in LEVELS if self.rules[level])
        nothing = '<p class="empty">Every rule is kept.</p>'
        return mark_safe(f'<div id="breaches">{sections or nothing}</div>')

    def _section(self, level):
        lists = "".join(self.parts[f"b-{level}-{rule}"] for rule in self.rules[level])
        return (
            f'<section><h3><i class="corner corner--{level}" aria-hidden="true">{SIGNS[level]}</i> '
            f"{HEADINGS[level]} {self.parts[f'b-{level}']}</h3>{lists}</section>"
        )

    def _rule(self, level, rule, found):
        """Only a `should` starts folded."""
        lines = "".join(f"<li>{self.lines[id(breach)]}</li>" for breach in found)
        return (
            f'<details id="b-{level}-{rule}"{"" if level == "should" else " open"}>'
            f"<summary><b>{rule}</b> {escape(CATALOGUE[rule].title)} <span>{len(found)}</span>"
            f"</summary><details><summary>The rule</summary>{_told(CATALOGUE[rule])}</details>"
            f'<ol class="list-plain">{lines}</ol></details>'
        )


def _line(drawing, breach):
    return (
        f'<button type="button" class="breach" data-cells="{_cells_of(drawing, breach)}" '
        f'data-facts="{escape(urlencode(facts_of(breach)))}">'
        f"{escape(drawing.say.breach(breach))}</button>"
    )


def _cells_of(drawing, breach):
    """The ids of the cells to go to, the first one first."""
    if breach.person is None:
        place = drawing.places.get((breach.site, breach.area))
        column = drawing.columns.get(breach.first)
        return "" if place is None or column is None else f"n{place}-{column}"
    number = drawing.rows[breach.person]
    cells = drawing.people[number].cells
    return " ".join(f"c{number}-{n}" for n, cell in enumerate(cells) if breach in cell.breaches)


def _told(rule):
    """What the rule asks, where that comes from, and the way to its card."""
    return format_html(
        '<div class="rule-told"><p>{}</p><p class="quiet">{}</p>'
        '<p><a href="{}#{}">{} {}</a></p></div>',
        *(rule.sentence, rule.source, reverse("rules"), rule.id, rule.id, rule.title),
    )
