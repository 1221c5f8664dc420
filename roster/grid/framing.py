"""The sheet's frame as HTML: heads, rows, groups, foot. An edit of duties never changes it."""

from datetime import timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from roster.grid.beyond import cells_beyond, columns_beyond
from roster.grid.grouping import grouped
from roster.grid.reaching import competencies_of, places_of
from roster.grid.saying import clock_change_words

NOTED = '<i class="noted" title="{}">✎<span class="visually-hidden"> has a note</span></i>'
MOST = 6  # weeks shown at once where a rota has fewer
EDGE = 3  # columns at the right: hours, weekends, COs


class View:
    """What of a sheet is shown: `weeks` weeks from `first`, counted from 0; people in the order
    `by` (grouping). `beyond` are the dates after the rota, where more weeks are asked for than it
    has; `shown` all the weeks."""

    def __init__(self, drawing, first=0, weeks=None, by="band", beyond=False):
        self.drawing, self.by = drawing, by
        problem = drawing.sheet.problem
        self.all = problem.weeks
        self.weeks = max(1, min(weeks or self.all, self.all))
        more = min(weeks, MOST) - self.all if weeks and beyond else 0
        self.beyond = columns_beyond(problem, max(0, more))
        self.cells_beyond = cells_beyond(problem, self.beyond) if self.beyond else {}
        self.shown = self.weeks + len(self.beyond) // 7
        self.first = max(0, min(first, self.all - self.weeks))
        self.numbers = range(7 * self.first, 7 * (self.first + self.weeks))

    @property
    def columns(self):
        return [(number, self.drawing.sheet.columns[number]) for number in self.numbers]

    @property
    def before(self):
        """The first week of the view before this one, or null."""
        return max(0, self.first - self.weeks) if self.first else None

    @property
    def after(self):
        later = self.first + self.weeks
        return later if later < self.all else None


def week_heads(weeks):
    """The head's upper row: each week with its state, leading to its page."""
    return format_html_join(
        "",
        '<th scope="colgroup" colspan="7" class="week"><a href="{address}">{head}</a> '
        '<span class="tag tag--{state}">{label}</span></th>',
        weeks,
    )


def day_heads(view, published=()):
    """The head's lower row; `published` are the Mondays of the weeks that people have been sent."""
    heads = [day_head(view.drawing, column, published) for _, column in view.columns]
    heads += [_head_beyond(view, number, column) for number, column in enumerate(view.beyond)]
    return mark_safe("".join(heads))


def weeks_beyond(weeks):
    """The upper row's heads of the weeks after the rota: each leads to the sheet it belongs to."""
    return format_html_join(
        "",
        '<th scope="colgroup" colspan="7" class="week week--beyond">{head} '
        '<span class="tag">{label}</span></th>',
        (
            week | {"head": format_html('<a href="{address}">{head}</a>', **week)}
            if week["address"]
            else week
            for week in weeks
        ),
    )


def _head_beyond(view, number, column):
    return format_html(
        '<th id="e{}" scope="col" class="day day--beyond {}" data-date="{}">'
        '<abbr title="{}">{}</abbr><b>{}</b>{}</th>',
        *(number, view.drawing.column_class(column), column.date.isoformat()),
        *(f"{column.date:%A %-d %B}", f"{column.date:%a}"[:2], column.date.day),
        _words_of(view.drawing, column),
    )


def day_head(drawing, column, published=()):
    """One date's head; the only part of the frame that can change: by a note on the date."""
    note = drawing.sheet.notes.get((None, column.date), "")
    return format_html(
        '<th id="d{}" scope="col" class="day {}" data-date="{}" data-note="{}">'
        '<abbr title="{}">{}</abbr><b>{}</b>{}</th>',
        *(drawing.columns[column.date], drawing.day_class(column.date)),
        *(column.date.isoformat(), note),
        *(f"{column.date:%A %-d %B}", f"{column.date:%a}"[:2], column.date.day),
        _day_signs(drawing, column, published, note),
    )


def _day_signs(drawing, column, published, note):
    signs = []
    if column.date - timedelta(days=column.date.weekday()) in published:
        signs.append(mark_safe('<i class="published" title="Published">P</i>'))
    if note:
        signs.append(format_html(NOTED, note))
    return format_html("{}{}", mark_safe("".join(signs)), _words_of(drawing, column))


def _words_of(drawing, column):
    notes = [("BH", "Bank holiday")] * column.bank_holiday
    if column.clock_change:
        notes.append((f"{column.clock_change // 60:+d} h", clock_change_words(column.clock_change)))
    if column.date == drawing.today:
        notes.append(("today", "Today"))
    return format_html_join("", '<small title="{1}">{0}</small>', notes)


def body(view):
    """Every group of people as a <tbody>, then the cover."""
    drawn = view.drawing.table
    groups = grouped(view.drawing.sheet, view.by)
    people = format_html_join("", "{}", ((_group(view, group, drawn),) for group in groups))
    return format_html("{}{}", people, _cover(view, drawn))


def _group(view, group, drawn):
    rows = mark_safe("".join(_row(view, row, drawn) for row in group.rows))
    return format_html("<tbody>{}{}</tbody>", _title(view, group.title), rows)


def _title(view, text):
    return format_html(
        '<tr class="group"><th colspan="{}" scope="rowgroup"><span>{}</span></th></tr>',
        *(len(view.numbers) + len(view.beyond) + 1 + EDGE, text),
    )


def _row(view, row, drawn):
    number = view.drawing.rows[row.person.id]
    person, problem = row.person, view.drawing.sheet.problem
    cells = [drawn[name] for name in (f"p{number}", *(f"c{number}-{n}" for n in view.numbers))]
    cells += [
        view.drawing.cell_beyond(
            f"x{number}-{n}", column, view.cells_beyond[person.id, column.date]
        )
        for n, column in enumerate(view.beyond)
    ]
    cells += [drawn[f"{edge}{number}"] for edge in "hwo"]
    return format_html(
        '<tr data-person="{}" data-home="{}" data-places="{}" data-competencies="{}">{}</tr>',
        *(person.id, next(iter(person.sites), ""), " ".join(places_of(problem, person))),
        *(" ".join(competencies_of(problem, person)), mark_safe("".join(cells))),
    )


def _cover(view, drawn):
    needs = view.drawing.sheet.needs
    rows = mark_safe("".join(_need(view, need, drawn) for need in needs))
    return format_html('<tbody class="cover">{}{}</tbody>', _title(view, "Cover"), rows)


def _need(view, need, drawn):
    names = [view.drawing.need_id(need, column.date) for _, column in view.columns]
    cells = [*map(drawn.get, names), _nothing_beyond(view)]
    return format_html(
        '<tr data-site="{}" data-area="{}"><th scope="row" class="person">'
        '<span class="person__name">{}</span><span class="person__about">{}</span></th>{}'
        '<td class="edge" colspan="{}"></td></tr>',
        *(need.site, need.area, *view.drawing.say.place(need.site, need.area)),
        *(mark_safe("".join(cells)), EDGE),
    )


def _nothing_beyond(view):
    """Each rota counts its own cover."""
    return mark_safe(
        "".join(
            f'<td class="beyond {view.drawing.column_class(column)}" tabindex="-1" '
            f'aria-label="Counted in the rota it belongs to"></td>'
            for column in view.beyond
        )
    )


def foot(view):
    gaps = mark_safe("".join(view.drawing.table[f"g{number}"] for number in view.numbers))
    return format_html(
        '<tr><th scope="row" class="person">Areas short</th>{}<td class="edge" colspan="{}"></td>'
        "</tr>",
        *(gaps, len(view.beyond) + EDGE),
    )
