"""A person's own data as JSON: subject access under the UK GDPR, article 15.

    own_data(person, now=)  -> what the person may read here anyway: bytes
    all_data(person, now=)  -> everything that is kept about them: bytes, for the administrator

Everything is every table that points at a person, as it is at the time: a new table is in it
without a word here; and what is kept beside those rows and with their login. What would let
somebody sign in as them is not; other people appear by name only.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey

from roster.models import NoMail, OutboxMessage, SwapEvent
from sites.models import Area, Device, Membership, Received
from staff.models import StudyTerm

FORMAT = "fairweek-person/1"
# What people read about themselves on their own pages: the rest is planners' work in progress
# (drafts, notes, who was asked to swap) and comes from the administrator, who looks it over first.
OPEN = {
    *("employment", "siteinduction", "heldcompetency", "scopeentry", "credential"),
    *("workingtimeoptout", "agreedpattern", "studyplan", "unavailability", "otherwork"),
    *("leaverequest", "leaveadjustment", "hoursentry", "request", "releasedduty"),
    *("acknowledgement", "outboxmessage", "mailchoice", "compensatoryrest"),
    *("justifiedplace", "personchange", "studyterm", "membership", "device", "nomail"),
    "received",
}
# What is a person's by way of something else: of a row of theirs, or of their login.
FURTHER = {
    "studyterm": (StudyTerm, "plan__person"),
    "swapevent": (SwapEvent, "swap__person"),
    "membership": (Membership, "user__person"),
    "device": (Device, "user__person"),
    "received": (Received, "user__person"),
    "nomail": (NoMail, "user__person"),
    "outboxmessage_user": (OutboxMessage, "user__person"),
}
LOGIN = ("email", "name", "last_login", "link_sent_at", "until")
# What signs in; what an email says twice more; whose it is, where everything is theirs.
LEFT_OUT = {"session_key", "secret_hash", "html", "calendar", "user", "plan"}
REST = (
    "Not in here: plans that are not published, their log, notes of planners. Ask your "
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
        "login": person.user and {name: getattr(person.user, name) for name in LOGIN},
        **tables,
    }
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return text.encode()


def _tables(person, only=None):
    """{table: its rows about the person}: one query a table."""
    found = {}
    for key, model, way in _ways(type(person)):
        if only is not None and key not in only:
            continue
        rows = model._base_manager.filter(**{way: person}).order_by("pk")
        found[key] = [_row(row, way) for row in _with_names(rows, way)]
    return found


def _ways(model):
    """(key, table, the way from it to a person); who reports to them is no fact of theirs."""
    for relation in model._meta.get_fields(include_hidden=True):
        table = relation.related_model
        if relation.auto_created and not relation.concrete and table is not model:
            field, name = relation.field.name, table._meta.model_name
            yield (name if field == "person" else f"{name}_{field}"), table, field
    for key, (table, way) in FURTHER.items():
        yield key, table, way


def _with_names(rows, owner):
    keys = [_joined(f) for f in _fields(rows.model, owner) if isinstance(f, ForeignKey)]
    return rows.select_related(*keys) if keys else rows


def _joined(field):
    return f"{field.name}__site" if field.related_model is Area else field.name


def _row(row, owner):
    return {field.name: _value(row, field) for field in _fields(row, owner)}


def _fields(model, owner):
    return [f for f in model._meta.concrete_fields if f.name not in LEFT_OUT | {owner}]


def _value(row, field):
    if isinstance(field, ForeignKey):
        held = getattr(row, field.name)
        site = f", {held.site}" if isinstance(held, Area) else ""  # several have one of the name
        return None if held is None else f"{held}{site}"
    return field.value_from_object(row)
