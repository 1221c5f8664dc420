"""Lines of demand as the rows of a table, drawn at once: a template takes ten times as long."""

from html import escape

from django.urls import reverse
from django.utils.safestring import mark_safe

NOBODY = '<span class="tag tag--must">nobody</span>'
FEW = ' <span class="tag tag--must">too few</span>'
CRITICAL = ' <span class="tag tag--must">critical</span>'


def drawn(unit, lines, dated=True):
    """`lines` as demand_page has them; `dated`: each with its season."""
    page = reverse("demand", args=[unit.pk])
    return mark_safe("".join(_row(entry, f"{page}{entry['line'].pk}/", dated) for entry in lines))


def _row(entry, address, dated):
    line = entry["line"]
    place = escape(f"{line.area.site.code}, {line.area.name}")
    coverers = f"{address}?on={entry['asked_of']}#coverers"
    cells = (
        f"<td>{entry['days'][:1].upper()}{entry['days'][1:]}</td>",
        f"<td>{line.starts:%H:%M}–{line.ends:%H:%M}{_season(line) if dated else ''}</td>",
        f"<td>{_who(line, entry['role'])}</td>",
        f'<td data-label="Least">{line.least}</td>',
        f'<td data-label="Ideal">{"" if line.ideal is None else line.ideal}</td>',
        f'<td data-label="Could cover">{_coverers(entry, place, coverers)}</td>',
    )
    head = f'<th scope="row"><a href="{address}">{place}</a></th>'
    return f"<tr>{head}{''.join(cells)}</tr>"


def _season(line):
    starts = f"from {_day(line.in_force_from)}" if line.in_force_from else ""
    ends = f"to {_day(line.in_force_until)}" if line.in_force_until else ""
    season = " ".join(filter(None, (starts, ends)))
    return f' <span class="quiet small">{season}</span>' if season else ""


def _day(on):
    """1 Dec 2026"""
    return f"{on.day} {on:%b %Y}"


def _who(line, role):
    trained = f", {escape(line.competency.name)}" if line.competency else ""
    return f"{role}{trained}{CRITICAL if line.critical else ''}"


def _coverers(entry, place, address):
    count = entry["able"]
    if not count:
        return NOBODY
    said = f" {'person' if count == 1 else 'people'} could cover {place}"
    link = f'<a href="{address}">{count}<span class="visually-hidden">{said}</span></a>'
    return f"{link}{FEW if entry['short'] else ''}"
