"""A person's own data as JSON: subject access under the UK GDPR, article 15.

    own_data(person, now=)  -> what the person may read here anyway: bytes
    all_data(person, now=)  -> everything that is kept about them: bytes, for the administrator

Everything is every table that points at a person, as it is at the time: a new table is in it
without a word here. Secrets (hashes) are not; other people appear by name only.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey

FORMAT = "fairweek-person/1"
# What people read about themselves on their own pages: the rest is planners' work in progress
# (drafts, notes, who was asked to swap) and comes from the administrator, who looks it over first.
OPEN = {
    *("employment", "siteinduction", "heldcompetency", "scopeentry", "credential"),
    *("workingtimeoptout", "agreedpattern", "studyplan", "unavailability", "otherwork"),
    *("leaverequest", "leaveadjustment", "hoursentry", "request", "releasedduty"),
    *("acknowledgement", "outboxmessage", "mailchoice", "compensatoryrest"),
}
REST = (
    "Not in here: plans that are not published, notes of planners, the log of changes. Ask your "
    "administrator for everything that is kept about you."
)


def own_data(person, *, now) -> bytes:
    return _written(person, now, _tables(person, OPEN), REST)


def all_data(person, *, now) -> bytes:
    return _written(person, now, _tables(person), "Everything that is kept about this person.")


def _written(person, now, tables, said):
    document = {
        "format": FORMAT,
        "made_at": now,
        "about": said,
        "person": _row(person, None),
        "login": person.user and {"email": person.user.email, "name": person.user.name},
        **tables,
    }
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return text.encode()


def _tables(person, only=None):
    """{table: its rows about the person}: one query a table."""
    found = {}
    for relation in person._meta.related_objects:
        model = relation.related_model
        name = model._meta.model_name
        if relation.field.many_to_many or (only is not None and name not in only):
            continue
        if model is type(person):  # who reports to them: other people's facts are not theirs
            continue
        rows = model._base_manager.filter(**{relation.field.name: person}).order_by("pk")
        key = name if relation.field.name == "person" else f"{name}_{relation.field.name}"
        found[key] = [_row(row, relation.field) for row in _with_names(rows, relation.field)]
    return found


def _with_names(rows, owner):
    keys = [f.name for f in _fields(rows.model) if isinstance(f, ForeignKey) and f != owner]
    return rows.select_related(*keys) if keys else rows


def _row(row, owner):
    return {field.name: _value(row, field) for field in _fields(row) if field != owner}


def _fields(model):
    return [f for f in model._meta.concrete_fields if "hash" not in f.name and f.name != "user"]


def _value(row, field):
    if isinstance(field, ForeignKey):
        held = getattr(row, field.name)
        return None if held is None else str(held)
    return field.value_from_object(row)
