"""The duties of a unit from the database, one text for each date.

A page reads seventeen weeks on either side of its rota, nearly all of it as it was at the page
before. So the database writes a date's duties as one text, and only a text that this process has
not read yet is made into duties again: the same text is the same duties, whoever changed what.
"""

import json
from functools import lru_cache

from django.db.models import Aggregate, TextField

from roster.facts import moment, nested, truth
from roster.models import Duty
from roster.problem import Duty as PlainDuty

DATES_KEPT = 2048  # some seven rotas with what lies beside them
FIELDS = (
    *("id", "starts_at", "person__reference", "shift_type__code", "site__code", "area__code"),
    *("role", "additional", "fixed", "supervised_by", "called", "fold"),
)


class RowsAsText(Aggregate):
    """The fields of all rows of a group as one JSON text, the rows in no order."""

    template = "JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))"
    output_field = TextField()

    def as_postgresql(self, compiler, connection):
        template = "JSON_AGG(JSON_BUILD_ARRAY(%(expressions)s))::text"
        return self.as_sql(compiler, connection, template=template)


def duties_by_date(unit, first, last):
    """{date: ((primary key, plain duty), ...)} of the unit's people, both in order of time."""
    rows = Duty.objects.filter(person__unit=unit, date__gte=first, date__lte=last)
    texts = rows.order_by("date").values_list("date").annotate(text=RowsAsText(*FIELDS))
    return {date: _read(date, text) for date, text in texts}


@lru_cache(DATES_KEPT)
def _read(date, text):
    rows = sorted(json.loads(text), key=lambda row: (moment(row[1]), row[0]))
    return tuple((pk, _duty(date, *fields)) for pk, _, *fields in rows)


def _duty(date, person, shift, site, area, role, additional, fixed, supervised_by, called, fold):
    return PlainDuty(
        person=person,
        date=date,
        shift=shift,
        site=site,
        area=area,
        role=role,
        supervised_by=tuple(nested(supervised_by)),
        additional=truth(additional),
        fixed=truth(fixed),
        called=tuple((moment(starts), moment(ends)) for starts, ends in nested(called)),
        fold=fold,
    )
