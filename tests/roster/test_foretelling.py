"""The messages shown before the button are the ones that go out after it."""

from datetime import date, timedelta

import pytest

from roster.foretelling import foretell
from roster.models import OutboxMessage, Release, RotaWeek, RuleSetting
from roster.previewing import preview_release
from roster.publishing import publish_week
from roster.walltime import local_date
from tests.factories import NOW, make_duty, make_person, make_release, make_rota, make_unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
WRITTEN = ["subject", "text", "html", "calendar", "recipient", "state", "failure", "kind"]


@pytest.fixture
def rota():
    """Asha works the weekend beside Dev, and so has two days given back."""
    unit = make_unit()
    for rule in ("R-35", "R-02"):
        RuleSetting.objects.create(
            unit=unit,
            rule=rule,
            parameters={"enabled": rule == "R-02"},
            in_force_from=date(2026, 1, 1),
        )
    asha = make_person(unit, reference="asha", role="assistant_practitioner", band="4")
    dev = make_person(unit, reference="dev", email="")
    rota = make_rota(unit, starts=MONDAY, weeks=2, state="approved")
    for n in (0, 5, 6, 7):
        make_duty(rota, asha, MONDAY + timedelta(days=n))
        make_duty(rota, dev, MONDAY + timedelta(days=n))
    return rota


def week_of(rota):
    return RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=MONDAY)


def foretold(rota):
    week = week_of(rota)
    preview = preview_release(week, local_date(rota.unit, NOW))
    assert preview.stops == ()
    found = foretell(week=week, preview=preview, now=NOW)
    return {who: [getattr(mail, name) for name in WRITTEN] for who, mail in found.items()}


def written(rota, **publishing):
    week = week_of(rota)
    publish_week(week=week, by=None, now=NOW, seen_sequence=week.rota.sequence, **publishing)
    mails = OutboxMessage.objects.order_by("pk")
    return {m.person.reference: [getattr(m, name) for name in WRITTEN] for m in mails}


def test_a_first_release_is_foretold_to_the_letter(rota):
    shown = foretold(rota)
    assert set(shown) == {"asha", "dev"}
    assert "Compensatory day off for Saturday 21 November" in shown["asha"][1]
    assert shown == written(rota)


def test_a_later_release_is_foretold_to_the_letter(rota):
    make_release(rota, MONDAY)
    RuleSetting.objects.create(
        unit=rota.unit, rule="R-30", parameters={"stages": []}, in_force_from=date(2026, 1, 1)
    )
    rota.duties.filter(date=MONDAY).delete()
    shown = foretold(rota)
    assert "No longer: Monday 16 November" in shown["asha"][1]
    assert shown == written(rota, reason="Fluoroscopy is shut")


def test_nothing_is_written_by_looking(rota):
    foretold(rota)
    assert not Release.objects.exists()
    assert not OutboxMessage.objects.exists()
