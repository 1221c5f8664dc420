"""The duties of a unit from the database, one text for each date.

A page reads seventeen weeks on either side of its rota, nearly all of it as it was at the page
before. So the database writes a date's duties as one text, and only a text that this process has
not read yet is made into duties again: the same text is the same duties, whoever changed what.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Aggregate, F, TextField, Value
from django.db.models.functions import Coalesce

from roster.facts import moment
from roster.models import Duty
from roster.problem import Duty as PlainDuty

DATES_KEPT = 2048  # some seven rotas with what lies beside them
FIELDS = (
    *("id", "starts_at", "person_id", "shift_type_id", "site_id", "role", "additional", "fixed"),
    *("supervised_by", "called"),
    Coalesce(F("area_id"), Value(0)),
    Coalesce(F("fold"), Value(-1)),
)
FIELD, ROW = "\x1f", "\x1e"  # stand in no code and no JSON text


class RowsAsText(Aggregate):
    """The fields of all rows of a group as one text, the rows in no order. No field may be null.

    JSON would do too, and takes the database two and a half times as long.
    """

    template = "GROUP_CONCAT(%(expressions)s, char(30))"
    arg_joiner = " || char(31) || "
    output_field = TextField()

    def as_postgresql(self, compiler, connection):
        template = "STRING_AGG(CONCAT_WS(CHR(31), %(expressions)s), CHR(30))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=", ")


@dataclass(frozen=True, eq=False)
class Codes:
    """What the keys in a duty's row stand for; the same object as long as they do."""

    people: dict[int, str]
    shift_types: dict[int, str]
    sites: dict[int, str]
    areas: dict[int, str]


@lru_cache(16)
def codes(people, shift_types, sites, areas) -> Codes:
    """Of rows of (primary key, code)."""
    return Codes(*map(dict, (people, shift_types, sites, areas)))


def duties_by_date(unit, first, last, codes):
    """{date: ((primary key, plain duty), ...)} of the unit's people, both in order of time."""
    rows = Duty.objects.filter(person__unit=unit, date__gte=first, date__lte=last)
    texts = rows.order_by("date").values_list("date").annotate(text=RowsAsText(*FIELDS))
    return {date: _read(date, text, codes) for date, text in texts}


@lru_cache(DATES_KEPT)
def _read(date, text, codes):
    rows = [row.split(FIELD) for row in text.split(ROW)]
    rows.sort(key=lambda row: (moment(row[1]), int(row[0])))
    return tuple((int(pk), _duty(date, codes, *fields)) for pk, _, *fields in rows)


def _duty(date, codes, person, shift, site, role, additional, fixed, *rest):
    supervised_by, called, area, fold = rest
    return PlainDuty(
        person=codes.people[int(person)],
        date=date,
        shift=codes.shift_types[int(shift)],
        site=codes.sites[int(site)],
        area=codes.areas.get(int(area)),
        role=role,
        supervised_by=tuple(_listed(supervised_by)),
        additional=additional in TRUE,
        fixed=fixed in TRUE,
        called=tuple((moment(starts), moment(ends)) for starts, ends in _listed(called)),
        fold=None if fold == "-1" else int(fold),
    )


TRUE = ("t", "1")  # PostgreSQL, SQLite


def _listed(text):
    return () if text == "[]" else json.loads(text)
