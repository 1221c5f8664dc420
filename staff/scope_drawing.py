"""The rows of the matrix of scope as HTML, drawn at once: a template takes ten times as long."""

from html import escape

from django.urls import reverse
from django.utils.safestring import mark_safe

SAID = {"holds": "", "due": " <b>soon</b>"}
NOTHING = '<td class="scope__cell"><span class="quiet" aria-label="none">–</span></td>'


def drawn(rows, signers, may_edit):
    """`rows` and `signers` as scope_page has them; each entry leads to its form for who may edit
    it."""
    people = reverse("people")
    return mark_safe(
        "".join(_row(row, f"{people}{row['person']}/", signers, may_edit) for row in rows)
    )


def _row(row, address, signers, may_edit):
    head = f'<a href="{address}">{escape(row["name"])}</a>'
    post = f'<span class="scope__post">{escape(row["post"])}</span>'
    form = address if may_edit else None
    cells = "".join(_cell(cell, form, signers) if cell else NOTHING for cell in row["cells"])
    return f'<tr><th scope="row">{head} {post}</th>{cells}</tr>'


def _cell(cell, form, signers):
    entry, standing, review = cell["row"], cell["standing"], cell["review"]
    ends = f"– {_short(review)}" if review else "open"
    span = f"<span>{_short(entry.starts)}</span> <span>{ends}</span>"
    if form:
        span = f'<a href="{form}{cell["slug"]}/{entry.pk}/">{span}</a>'
    by = _signed(entry.signed_off_by, signers) if entry.signed_off_by else ""
    said = SAID.get(standing, f" <b>{standing}</b>")
    return f'<td class="scope__cell scope__cell--{standing}">{span}{said}{by}</td>'


def _signed(name, signers):
    """On paper their initials alone."""
    short = escape(signers[name])
    return f' <span class="scope__by" data-short="{short}">{escape(name)}</span>'


def _short(on):
    """1.12.26"""
    return f"{on.day}.{on.month}.{on:%y}"
