"""Keeping and removing what the set-up page writes, each with its line of history.

    keep_noted(row, unit, name, by=, now=)      `name` says what it is: Site, Shift type
    remove_noted(row, unit, name, by=, now=)

A site, an area, a way, a bank holiday, a competency or what an area asks of them, a shift type.
Raises PlaceRefused or Refused in sentences; then nothing is changed.
"""

from django.db import transaction

from roster.models import PlaceChange, ShiftType
from roster.retiring import refuse_beyond
from roster.shaping_shifts import keep_shift_type
from sites.placing import keep_place, remove_place

UNSAID = {"id", "unit", "position"}
LONGEST = PlaceChange._meta.get_field("what").max_length


@transaction.atomic
def keep_noted(row, unit, name, *, by, now):
    """What stood there before is read from the database."""
    held = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    refuse_beyond(row)
    if isinstance(row, ShiftType):
        keep_shift_type(row, by=by, now=now)
    else:
        keep_place(row)
    before, after = _facts(held), _facts(row)
    changed = [key for key in after if before.get(key) != after[key]]
    if changed:
        said = (_in_words(before, changed), _in_words(after, changed))
        _note(unit, f"{name} {row}", *said, by, now)


@transaction.atomic
def remove_noted(row, unit, name, *, by, now):
    facts, title = _facts(row), f"{name} {row}"
    remove_place(row)
    _note(unit, title, _in_words(facts, facts), "", by, now)


def _note(unit, what, before, after, by, now):
    said = {"what": what[:LONGEST], "before": before, "after": after}
    PlaceChange.objects.create(unit=unit, at=now, by=by, **said)


def _facts(row):
    """{what it is: how it reads} of all that somebody typed."""
    if row is None:
        return {}
    fields = [field for field in row._meta.concrete_fields if field.name not in UNSAID]
    return {field.verbose_name: _said(getattr(row, field.name)) for field in fields}


def _said(value):
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join("–".join(pair) for pair in value) or "none"
    return f"{value:%H:%M}" if hasattr(value, "minute") else str(value)


def _in_words(facts, names):
    return ", ".join(f"{name} {facts[name]}" for name in names if name in facts)
