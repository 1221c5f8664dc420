"""What one person reads is what everybody's emails are written from, whatever the rota.

The one reads that person's duties and facts, the other the unit's; both must say the same of them.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster.models import RuleSetting
from roster.released import my_rota, read, read_own
from sites.models import BankHoliday
from staff.models import AgreedPattern, Unavailability
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 10, 12)  # two weeks before the clocks go back
WEEKS = 3
PEOPLE = {
    "asha": "assistant_practitioner",
    "dev": "radiographer",
    "eve": "trainee",
    "fay": "radiographer",
    "gus": "radiographer",
}
DAYS = range(7 * WEEKS)

people, days = st.sampled_from(list(PEOPLE)), st.sampled_from(DAYS)
cells = st.lists(
    st.tuples(
        people,
        days,
        st.sampled_from(["E", "L", "LD", "SH", "OC", "AD", "N1"]),
        st.sampled_from([("TH", "XR"), ("TH", "ED"), ("GH", "XR"), ("GH", None)]),
        st.lists(people, max_size=2, unique=True),
        st.booleans(),
    ),
    max_size=40,
    unique_by=lambda cell: cell[:2],
)
windows = st.sampled_from(
    [
        {},
        {"enabled": False},
        {"comp_window": "same_or_next_week"},
        {"comp_window": "n_days", "window_days": 9},
    ]
)
published = st.lists(st.sampled_from(range(WEEKS)), max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cells,
    cells,
    published,
    st.lists(st.tuples(people, days, st.sampled_from(["AL", "SL", "TOIL"])), max_size=4),
    st.sets(people),
    windows,
    st.sampled_from(["area", "site"]),
    days,
)
def test_one_persons_read_is_their_part_of_everybodys(
    first, second, again, away, patterned, window, near, today
):
    with transaction.atomic():
        unit = department(away, patterned, window, near)
        rota = make_rota(unit, starts=MONDAY, weeks=WEEKS)
        release(rota, first, range(WEEKS), 1)
        for number, week in enumerate(again):
            release(rota, second if number % 2 == 0 else first, [week], number + 2)
        compared(unit, MONDAY + timedelta(days=today))
        transaction.set_rollback(True)


def compared(unit, today):
    monday = today - timedelta(days=today.weekday())
    whole = read(unit=unit, first=monday, weeks=WEEKS)
    now = datetime(today.year, today.month, today.day, 13, tzinfo=LONDON)
    for person in unit.people.select_related("unit"):
        own = read_own(person=person, first=monday, weeks=WEEKS)
        assert {m: r.pk for m, r in own.releases.items()} == {
            m: r.pk for m, r in whole.releases.items()
        }
        for week in whole.releases:
            reference = person.reference
            if week >= monday:
                assert own.week_of(reference, week) == whole.week_of(reference, week)
            assert own.changes_of(reference, week) == whole.changes_of(reference, week)
        assert own.names.items() <= whole.names.items()
        page = my_rota(person=person, now=now)
        ahead = [day for day in sorted(whole.releases) if day >= monday]
        assert page.weeks == tuple(whole.week_of(person.reference, day) for day in ahead)
        duties = [duty for week in page.weeks for duty in week.duties if duty.ends > now]
        duties = [duty for duty in duties if not page.absent.takes(duty)]
        assert page.next == (duties[0] if duties else None)


def department(away, patterned, window, near):
    unit = make_unit()
    BankHoliday.objects.create(unit=unit, date=MONDAY + timedelta(days=3))
    RuleSetting.objects.create(
        unit=unit, rule="R-04", parameters={"group": near}, in_force_from=date(2026, 1, 1)
    )
    if window:
        RuleSetting.objects.create(
            unit=unit, rule="R-02", parameters=window, in_force_from=date(2026, 1, 1)
        )
    made = {
        name: make_person(
            unit, name, name=f"{name.capitalize()} N", days_per_week=3 + number % 3, role=role
        )
        for number, (name, role) in enumerate(PEOPLE.items())
    }
    for name, n, kind in away:
        on = MONDAY + timedelta(days=n)
        Unavailability.objects.create(person=made[name], kind=kind, starts_on=on, until=on)
    for name in patterned:
        AgreedPattern.objects.create(
            person=made[name], starts=date(2026, 1, 1), days=[1], off=True, reason="x"
        )
    return unit


def release(rota, cells, weeks, number):
    rota.duties.all().delete()
    called = {(name, n) for name, n, shift, *_ in cells if shift == "OC"}
    for name, n, shift, (site, area), by, additional in cells:
        if shift == "N1" and (name, n - 1) in called:
            continue  # still on call: nobody has two duties at a time
        make_duty(
            rota,
            rota.unit.people.get(reference=name),
            MONDAY + timedelta(days=n),
            shift,
            site,
            area,
            supervised_by=[other for other in by if other != name],
            additional=additional,
        )
    for week in weeks:
        make_release(rota, MONDAY + timedelta(weeks=week), number=number)
