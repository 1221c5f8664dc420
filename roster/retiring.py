"""The last day on which a site, an area or a shift type is in use.

    refuse_beyond(row)    Refused while anything is planned or asked for after it

What is planned, and what is asked for, ends first: nothing is dropped because a place closes.
"""

from django.db.models import Q

from roster.locking import Refused
from roster.models import Demand, DemandException, Duty
from roster.rules.phrases import full, number

AREA_OF = {"site": "area__site", "area": "area"}
DUTY_OF = {"site": "site", "area": "area", "shifttype": "shift_type"}


def refuse_beyond(row):
    if row.pk is None or getattr(row, "until", None) is None:
        return
    said = [*_planned(row), *_asked(row)]
    if said:
        raise Refused(f"After {full(row.until)}, {' and '.join(said)}. Let that end first.")


def _planned(row):
    duties = Duty.objects.filter(**{DUTY_OF[row._meta.model_name]: row}, date__gt=row.until)
    if last := duties.order_by("-date").values_list("date", flat=True).first():
        count = number(duties.count(), "duty is", "duties are")
        yield f"{count} planned with {row.code}, the last on {full(last)}"


def _asked(row):
    """Lines of demand, and single dates, that go on."""
    area = AREA_OF.get(row._meta.model_name)
    if area is None:
        return
    goes_on = Q(in_force_until=None) | Q(in_force_until__gt=row.until)
    lines = Demand.objects.filter(goes_on, **{area: row}).count()
    dates = DemandException.objects.filter(**{area: row}, until__gt=row.until).count()
    if lines + dates:
        yield f"{number(lines + dates, 'line of demand goes', 'lines of demand go')} on"
