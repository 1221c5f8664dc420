"""The sheet's frame as HTML: heads, rows, groups, foot. An edit never changes it."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from roster.grid.saying import clock_change_words

EDGE = 3  # columns at the right: hours, weekends, COs


def week_heads(weeks):
    """The head's upper row: each week with its state, leading to its page."""
    return format_html_join(
        "",
        '<th scope="colgroup" colspan="7" class="week"><a href="{address}">{head}</a> '
        '<span class="tag tag--{state}">{label}</span></th>',
        weeks,
    )


def day_heads(drawing):
    return format_html_join(
        "",
        '<th id="d{}" scope="col" class="day {}" data-date="{}"><abbr title="{}">{}</abbr>'
        "<b>{}</b>{}</th>",
        (
            (
                *(number, drawing.day_class(column.date), column.date.isoformat()),
                *(f"{column.date:%A %-d %B}", f"{column.date:%a}"[:2], column.date.day),
                _day_notes(drawing, column),
            )
            for number, column in enumerate(drawing.sheet.columns)
        ),
    )


def _day_notes(drawing, column):
    notes = [("BH", "Bank holiday")] * column.bank_holiday
    if column.clock_change:
        notes.append((f"{column.clock_change // 60:+d} h", clock_change_words(column.clock_change)))
    if column.date == drawing.today:
        notes.append(("today", "Today"))
    return format_html_join("", '<small title="{1}">{0}</small>', notes)


def body(drawing):
    """Every group of people as a <tbody>, then the cover."""
    drawn = drawing.elements()
    people = format_html_join(
        "", "{}", ((_group(drawing, g, drawn),) for g in drawing.sheet.groups)
    )
    return format_html("{}{}", people, _cover(drawing, drawn))


def _group(drawing, group, drawn):
    rows = mark_safe("".join(_row(drawing, row, drawn) for row in group.rows))
    return format_html("<tbody>{}{}</tbody>", _title(drawing, group.title), rows)


def _title(drawing, text):
    return format_html(
        '<tr class="group"><th colspan="{}" scope="rowgroup"><span>{}</span></th></tr>',
        *(len(drawing.sheet.columns) + 1 + EDGE, text),
    )


def _row(drawing, row, drawn):
    number = drawing.rows[row.person.id]
    names = [f"p{number}", *(f"c{number}-{n}" for n in range(len(row.cells)))]
    names += [f"h{number}", f"w{number}", f"o{number}"]
    return format_html(
        '<tr data-person="{}">{}</tr>', row.person.id, mark_safe("".join(map(drawn.get, names)))
    )


def _cover(drawing, drawn):
    rows = mark_safe("".join(_need(drawing, need, drawn) for need in drawing.sheet.needs))
    return format_html('<tbody class="cover">{}{}</tbody>', _title(drawing, "Cover"), rows)


def _need(drawing, need, drawn):
    names = [drawing.need_id(need, column.date) for column in drawing.sheet.columns]
    return format_html(
        '<tr><th scope="row" class="person"><span class="person__name">{}</span>'
        '<span class="person__about">{}</span></th>{}<td class="edge" colspan="{}"></td></tr>',
        *drawing.say.place(need.site, need.area),
        *(mark_safe("".join(map(drawn.get, names))), EDGE),
    )


def foot(drawing):
    gaps = mark_safe("".join(drawing.gaps(column.date) for column in drawing.sheet.columns))
    return format_html(
        '<tr><th scope="row" class="person">Areas short</th>{}<td class="edge" colspan="{}"></td>'
        "</tr>",
        *(gaps, EDGE),
    )
