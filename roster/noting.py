"""Notes on the rota: on a date of the unit, or on somebody's date. For managers only.

A note is about the date, not about the duty that stands there: it stays when the duty changes. It
is in no release and in no mail. Rows are only added, so what was noted before can be read.
"""

from datetime import date

from roster.locking import Refused
from roster.models import Note

LONGEST = 300  # letters


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


def notes_between(unit, first, last) -> tuple:
    """((reference or null, date), text) of every note that stands on these dates."""
    held = {}
    rows = Note.objects.filter(unit=unit, date__range=(first, last)).order_by("pk")
    for reference, on, text in rows.values_list("person__reference", "date", "text"):
        held[reference, on] = text
    return tuple((key, text) for key, text in held.items() if text)


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
