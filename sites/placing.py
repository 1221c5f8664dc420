"""Sites, areas, ways between them and bank holidays: keeping a row, and taking it away.

    keep_place(row)     a new row at the end of its list, or a changed one
    remove_place(row)   only while nothing rests on it
    add_holidays(unit=, holidays=)   {date: name}; those there already stay

Raises PlaceRefused in sentences.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from sites.models import BankHoliday
from sites.refusing import PlaceRefused

# Whose list a row with a position stands in.
OWNERS = {
    **dict.fromkeys(["site", "competency", "shifttype", "demand"], "unit"),
    "area": "site",
    "travel": "from_site",
}


@transaction.atomic
def keep_place(row):
    name = row._meta.model_name
    if row.pk is None and name in OWNERS:
        row.position = _next(row, OWNERS[name])
    try:
        row.validate_constraints()
    except ValidationError as fault:
        raise PlaceRefused(f"There is one already: {row}.") from fault
    row.save()
    return row


def _next(row, owner):
    alike = type(row)._base_manager.filter(**{owner: getattr(row, owner)})
    last = alike.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def remove_place(row):
    """Taken away where no other row points at it: what was planned or signed stays true."""
    used = [_said(relation, row) for relation in row._meta.related_objects]
    used = [sentence for sentence in used if sentence]
    if used:
        raise PlaceRefused(f"{row} is in use and stays: {'; '.join(used)}.")
    row.delete()


def _said(relation, row):
    rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
    count = rows.count()
    name = relation.related_model._meta
    return f"{count} {name.verbose_name if count == 1 else name.verbose_name_plural}" * bool(count)


@transaction.atomic
def add_holidays(*, unit, holidays):
    """How many were new."""
    held = set(unit.bank_holidays.values_list("date", flat=True))
    new = [(on, name) for on, name in holidays.items() if on not in held]
    BankHoliday.objects.bulk_create(BankHoliday(unit=unit, date=on, name=name) for on, name in new)
    return len(new)
