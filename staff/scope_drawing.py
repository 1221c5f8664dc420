"""The rows of the matrix of scope as HTML, drawn at once: a template takes ten times as long."""

from html import escape

from django.urls import reverse
from django.utils.safestring import mark_safe

SAID = {"holds": "", "due": " <b>soon</b>"}
NOTHING = '<td class="scope__cell"><span class="quiet" aria-label="none">–</span></td>'


def drawn(rows, may_edit):
    """`rows` as scope_page has them; each entry leads to its form for who may edit it."""
    people = reverse("people")
    return mark_safe("".join(_row(row, f"{people}{row['person']}/", may_edit) for row in rows))


def _row(row, address, may_edit):
    head = f'<a href="{address}">{escape(row["name"])}</a>'
    post = f'<span class="scope__post">{escape(row["post"])}</span>'
    form = address if may_edit else None
    cells = "".join(_cell(cell, form) if cell else NOTHING for cell in row["cells"])
    return f'<tr><th scope="row">{head} {post}</th>{cells}</tr>'


def _cell(cell, form):
    entry, standing, review = cell["row"], cell["standing"], cell["review"]
    ends = f"– {_short(review)}" if review else "open"
    span = f'<span class="scope__from">{_short(entry.starts)}</span> {ends}'
    if form:
        span = f'<a href="{form}{cell["slug"]}/{entry.pk}/">{span}</a>'
    by = escape(entry.signed_off_by)
    by = f' <span class="scope__by">{by}</span>' if by else ""
    said = SAID.get(standing, f" <b>{standing}</b>")
    return f'<td class="scope__cell scope__cell--{standing}">{span}{said}{by}</td>'


def _short(on):
    """1.12.26"""
    return f"{on.day}.{on.month}.{on:%y}"
