"""Notes on the rota: on a date of the unit, or on somebody's date. For managers only.

A note is about the date, not about the duty that stands there: it stays when the duty changes. It
is in no release and in no mail. Rows are only added, so what was noted before can be read.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from roster.locking import Refused
from roster.models import Note

LONGEST = 300  # letters


@transaction.atomic
def write_notes(*, unit, on: date, texts: dict, by, now) -> int:
    """`texts` are {person, null for the date alone: text}; says how many say something else now."""
    about = {"unit": unit, "on": on, "by": by, "now": now}
    written = [write_note(person=who, text=text, **about) for who, text in texts.items()]
    return sum(note is not None for note in written)


def write_note(*, unit, person, on: date, text: str, by, now) -> Note | None:
    """Note this on the date, or on the person's date; a blank text takes the note away.

    Null where it says so already. Raises Refused for a text that is too long.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise Refused(f"The note has {len(text)} letters. Say it in {LONGEST} or fewer.")
    last = Note.objects.filter(unit=unit, person=person, date=on).last()
    if (last.text if last else "") == text:
        return None
    return Note.objects.create(unit=unit, person=person, date=on, text=text, by=by, at=now)


@dataclass(frozen=True)
class Notes:
    """((reference or null, date), text) of the notes that stand, and the number of the last one
    written or taken away; 0 without any."""

    texts: tuple
    newest: int


def notes_between(unit, first, last) -> Notes:
    """The notes that stand on these dates."""
    found = Note.objects.filter(unit=unit, date__range=(first, last)).order_by("pk")
    rows = list(found.values_list("person__reference", "date", "text", "pk"))
    held = {(reference, on): text for reference, on, text, _ in rows}
    standing = tuple((key, text) for key, text in held.items() if text)
    return Notes(standing, rows[-1][-1] if rows else 0)


def newest_note(unit, first, last) -> int:
    """The number of the last note written on these dates; 0 without one."""
    rows = Note.objects.filter(unit=unit, date__range=(first, last)).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def written_since(unit, first, last, number) -> set:
    """(reference or null, date) of what was noted on these dates after a number."""
    rows = Note.objects.filter(unit=unit, date__range=(first, last), pk__gt=number)
    return set(rows.values_list("person__reference", "date"))


def notes_on(unit, person, on) -> list[Note]:
    """All that was ever noted on the date and on this person's date, the newest first.

    `person` is a reference; null: of the date alone.
    """
    rows = Note.objects.filter(unit=unit, date=on).select_related("by", "person").order_by("-pk")
    return [note for note in rows if note.person is None or note.person.reference == person]
