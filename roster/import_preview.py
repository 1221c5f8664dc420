"""The preview of an import: cell by cell, what would stand there, and what is not understood."""

from dataclasses import dataclass
from datetime import timedelta

from roster.cells import duty
from roster.exporting.cell_text import cell_text
from roster.rotafile.reading import read as read_rota_file
from roster.rules.phrases import ROLE_WORDS, full, number
from roster.spreadsheet.codes import KIND_WORDS, key_of

SHOWN = 30  # of what is not understood
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """`sort` is new, other, gone, same, away, out, open or blank; `words` say it in full."""

    text: str
    sort: str
    words: str


@dataclass(frozen=True)
class Preview:
    """`rows` are (name, cells by date); `counts` how many cells of each sort."""

    days: list
    rows: list
    counts: dict
    troubles: list
    more_troubles: int


def preview(page) -> Preview | None:
    """Of the people the file names; null while no rota is chosen."""
    if page.rota is None:
        return None
    plan, names = page.plan, {p.id: p.name for p in page.taken.problem.people}
    days = _days(page)
    bad = {(t.name, t.date) for t in plan.troubles}
    concerned = {who for who, _ in (*plan.texts, *plan.cells)}
    rows = [
        (names[who], [_cell(page, (who, on), (names[who], on) in bad) for on in days])
        for who in names
        if who in concerned
    ]
    counts = {}
    for _, cells in rows:
        for cell in cells:
            counts[cell.sort] = counts.get(cell.sort, 0) + 1
    return Preview(days, rows, counts, plan.troubles[:SHOWN], max(0, len(plan.troubles) - SHOWN))


def _days(page):
    on = [day for _, day in page.plan.texts]
    if not on:
        return []
    first, last = min(on), max(on)
    return [first + n * DAY for n in range((last - first).days + 1)]


def _cell(page, key, is_bad):
    text = page.plan.texts.get(key, "")
    asked = page.plan.codes.get(key_of(text))
    if is_bad or (asked and asked.meaning is None):
        return Cell(text, "open", f"{text}: not understood")
    before = _said(key, page.held.get(key, []))
    was = f", was {before}" if before and key in page.changes else ""
    if key in page.new_absences:
        return Cell(text, "away", f"{text}: {KIND_WORDS[page.new_absences[key]].lower()}{was}")
    if key in page.changes:
        after = _said(key, page.changes[key])
        sort = "gone" if not after else "other" if before else "new"
        return Cell(after or "–", sort, f"{text or 'blank'}: {after or 'nothing planned'}{was}")
    if key in page.plan.cells:
        return Cell(before or text, "same", f"{before or text or 'nothing planned'}, as it is")
    return Cell(text, "out", f"{text}: left out") if text else Cell(before, "blank", before)


def _said(key, duties):
    return cell_text([duty(*key, held) for held in duties])


def people_rows(page):
    """(entry, role in words, sort, words) of each line: new, there, open or bad."""
    for entry, *said in _people_sorted(page):
        yield entry, ROLE_WORDS.get(entry.role, [entry.role])[0], *said


def _people_sorted(page):
    new = {entry.row for entry in page.new_entries}
    for entry in page.entries:
        if entry.row in page.there:
            yield entry, "there", f"{page.there[entry.row]} is on the rota already: left out"
        elif entry.row in page.open_rows:
            name, _ = page.alike[entry.row]
            yield entry, "open", f"The same as {name}? Say so above"
        elif entry.row not in new:
            yield entry, "there", "The same person: left out"
        elif entry.faults:
            yield entry, "bad", " ".join(entry.faults)
        else:
            yield entry, "new", " ".join(["New.", *entry.notes] if entry.notes else ["New"])


def rota_file_words(upload) -> list[str]:
    problem = read_rota_file(upload.book["text"].encode())
    return [
        f"{full(problem.starts)} to {full(problem.until)}",
        number(len(problem.people), "person", "people"),
        number(len(problem.duties), "duty", "duties"),
        f"{number(len(problem.history), 'duty', 'duties')} of earlier weeks",
        f"{number(len(problem.rules), 'rule')} set otherwise than by default",
    ]
