"""What one cell of the grid holds: the duties of a person on a date, as plain data.

The change log, the stale check and the answers to an edit all speak of cells in this form: a list
of dicts with the rota file's keys for a duty, without person and date.
"""

import hashlib
import json
from datetime import UTC, datetime

from roster.problem import Duty

KEYS = ["shift", "site", "area", "role", "supervised_by", "additional", "fixed", "called", "fold"]


def plain(duty: Duty) -> dict:
    """A duty as the log keeps it."""
    called = [[starts.isoformat(), ends.isoformat()] for starts, ends in duty.called]
    supervised_by = list(duty.supervised_by)
    given = {key: getattr(duty, key) for key in KEYS}
    return given | {"called": called, "supervised_by": supervised_by}


def duty(person, date, held: dict) -> Duty:
    """A duty of a person on a date from the log's form."""
    called = tuple((_instant(starts), _instant(ends)) for starts, ends in held.get("called", ()))
    supervised_by = tuple(held.get("supervised_by", ()))
    given = {key: held[key] for key in KEYS if key in held}
    return Duty(person, date, **given | {"called": called, "supervised_by": supervised_by})


def _instant(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def fingerprint(duties: list[dict]) -> str:
    """A short name of what a cell holds: equal when, and only when, it holds the same."""
    if not duties:
        return "empty"
    text = json.dumps(duties, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
