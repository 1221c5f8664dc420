"""The matrix of scope: what holds, what runs out, extending and suspending."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from staff.models import Competency, HeldCompetency, ScopeEntry
from staff.recording import FactRefused
from staff.scope_page import running_out, scope_page, signers
from staff.signing_off import extend, suspend
from staff.wording import on
from tests.factories import NOW, judge_only, make_duty, make_person, make_rota, make_unit, make_user
from tests.roster.views.test_set_up import followed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
SAY = {"by": None, "now": NOW}


@pytest.fixture
def asha(db):
    unit = make_unit()
    person = make_person(unit, "asha", name="Asha", role="assistant_practitioner", band="4")
    person.scope.all().delete()
    return person


def entry(person, starts, review, area=0):
    area = person.unit.sites.first().areas.all()[area]
    return ScopeEntry.objects.create(person=person, area=area, starts=starts, review_due=review)


def standings(person):
    cells = scope_page(person.unit, TODAY)["rows"][0]["cells"]
    return [cell and cell["standing"] for cell in cells]


def test_each_standing_on_its_edge(asha):
    held = entry(asha, date(2026, 1, 1), TODAY + timedelta(days=92))
    assert standings(asha) == ["holds", None, None]
    for review, said in [(91, "due"), (1, "due"), (0, "over")]:
        ScopeEntry.objects.update(review_due=TODAY + timedelta(days=review))
        assert standings(asha) == [said, None, None]
    ScopeEntry.objects.update(starts=TODAY + timedelta(days=1), review_due=date(2028, 1, 1))
    assert standings(asha) == ["later", None, None]
    entry(asha, date(2025, 1, 1), TODAY + timedelta(days=1))
    assert standings(asha) == ["due", None, None]  # what holds comes before what is to come
    assert held.pk


def test_a_new_entry_comes_before_one_suspended_and_the_next_before_a_later_one(asha):
    old = entry(asha, date(2025, 1, 1), TODAY)
    ScopeEntry.objects.update(suspended="Retraining")
    assert standings(asha) == ["suspended", None, None]
    later = entry(asha, date(2030, 1, 1), date(2031, 1, 1))
    coming = entry(asha, date(2028, 1, 1), date(2029, 1, 1))
    cells = scope_page(asha.unit, TODAY)["rows"][0]["cells"]
    assert (cells[0]["standing"], cells[0]["row"]) == ("later", coming)
    entry(asha, TODAY, date(2027, 12, 1))
    assert standings(asha) == ["holds", None, None]
    assert old.pk < later.pk


def test_who_signed_is_told_apart_by_initials_on_paper():
    names = ["Adrian Lowe", "Ann Low", "Mo", "", "Ana de la Cruz Ruiz", "Adrian Lowe"]
    assert signers(names) == {
        "Adrian Lowe": "AL",
        "Ana de la Cruz Ruiz": "ADL",
        "Ann Low": "AL2",
        "Mo": "M",
    }


def test_what_runs_out_is_listed_soonest_first(asha):
    entry(asha, date(2026, 1, 1), TODAY + timedelta(days=90))
    entry(asha, date(2026, 1, 1), TODAY + timedelta(days=91), area=1)
    fluoro = Competency.objects.create(unit=asha.unit, code="FL", name="Fluoroscopy")
    held = {"person": asha, "competency": fluoro, "starts": date(2026, 1, 1)}
    HeldCompetency.objects.create(**held, until=TODAY)
    asha.credentials.create(kind="HCPC", until=TODAY + timedelta(days=9))
    asha.credentials.create(kind="SoR", until=TODAY + timedelta(days=9))
    asha.credentials.create(kind="SoR", until=TODAY + timedelta(days=900))  # renewed already
    said = [(line.review - TODAY, line.what) for line in running_out(asha.unit, TODAY)]
    assert said == [
        (timedelta(days=1), "Fluoroscopy"),
        (timedelta(days=10), "HCPC"),
        (timedelta(days=90), "General X-ray, Teaching Hospital"),
    ]


def test_suspending_and_extending_keep_what_it_was(asha):
    held = entry(asha, date(2026, 1, 1), date(2027, 1, 1))
    suspend(held, starts=TODAY, reason="Retraining", **SAY)
    assert standings(asha) == ["suspended", None, None]
    assert held.review_due == TODAY
    extend(held, review_due=date(2028, 1, 1), signed_off_by="Mo Manager", **SAY)
    assert standings(asha) == ["holds", None, None]
    extended, suspended = asha.record.all()
    assert suspended.after == (
        "General X-ray, Teaching Hospital, from 1 January 2026 to "
        f"{on(TODAY - timedelta(days=1))}; suspended: Retraining"
    )
    assert "review due 1 January 2027" in suspended.before
    assert extended.after.endswith("review due 1 January 2028, signed off by Mo Manager")


def test_what_is_over_is_signed_anew_and_never_extended_over_the_days_since(asha):
    held = entry(asha, date(2026, 1, 1), NOW.date() - timedelta(days=1))
    with pytest.raises(FactRefused, match="sign it off anew"):
        extend(held, review_due=date(2028, 1, 1), signed_off_by="M", **SAY)
    held.refresh_from_db()
    assert held.review_due == NOW.date() - timedelta(days=1)


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (lambda e: extend(e, review_due=e.review_due, signed_off_by="M", **SAY), "holds until"),
        (lambda e: suspend(e, starts=e.starts, reason="R", **SAY), "later day, or remove"),
        (lambda e: suspend(e, starts=e.review_due, reason="R", **SAY), "only"),
    ],
)
def test_what_changes_nothing_is_refused(asha, verb, said):
    held = entry(asha, date(2026, 1, 1), date(2027, 1, 1))
    with pytest.raises(FactRefused, match=said):
        verb(held)
    assert not asha.record.exists()


def test_suspending_shows_the_duties_it_touches_before_it_is_kept(client, asha):
    judge_only(asha.unit, "R-07")
    held = entry(asha, date(2026, 1, 1), date(2027, 1, 1))
    rota = make_rota(asha.unit, TODAY, 1)
    make_duty(rota, asha, TODAY + timedelta(days=1))
    client.force_login(make_user(asha.unit, "rota_manager"))
    address = reverse("suspend-scope", args=[asha.pk, "scope", held.pk])
    said = {"starts": "3 Nov 2026", "reason": "Retraining"}
    text = client.post(address, said).content.decode()
    assert "It would cause 1 new breach in what is planned" in text
    assert "Asha" in text.split("foreseen__list")[1]
    held.refresh_from_db()
    assert (held.review_due, held.suspended) == (date(2027, 1, 1), "")
    mark = text.split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, said | {"seen": mark}).status_code == 302
    held.refresh_from_db()
    assert (held.review_due, held.suspended) == (date(2026, 11, 3), "Retraining")


def test_the_day_after_the_last_duty_touches_nothing(client, asha):
    judge_only(asha.unit, "R-07")
    held = entry(asha, date(2026, 1, 1), date(2027, 1, 1))
    make_duty(make_rota(asha.unit, TODAY, 1), asha, TODAY + timedelta(days=1))
    client.force_login(make_user(asha.unit, "rota_manager"))
    address = reverse("suspend-scope", args=[asha.pk, "scope", held.pk])
    said = {"starts": "4 Nov 2026", "reason": "Retraining"}
    assert client.post(address, said).status_code == 302


def test_more_entries_take_no_more_queries(client, asha):
    client.force_login(make_user(asha.unit, "viewer"))
    today = timezone.localdate()

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("scope", args=[asha.unit.pk])).status_code == 200
        return len(captured)

    entry(asha, today, today + timedelta(days=30))
    first = count()
    for n in range(5):
        other = make_person(asha.unit, role="assistant_practitioner")
        other.credentials.create(kind="HCPC", until=today + timedelta(days=n))
    assert count() == first


def test_many_people_come_by_pages_and_all_at_once_for_printing(client):
    unit = make_unit()
    for n in range(61):
        make_person(unit, f"p{n:02}", name=f"Person {n:02}")
    client.force_login(make_user(unit, "rota_manager"))

    def shown(**asked):
        page = client.get(reverse("scope", args=[unit.pk]), asked).content.decode()
        return sum(
            f"Person {n:02}</a> <span" in page for n in range(61)
        ), "All, for printing" in page

    assert shown() == (60, True)
    assert shown(page="2") == (1, True)
    assert shown(page="all") == (61, False)


def test_every_entry_is_opened_from_the_page_by_who_may_edit(client, asha):
    today = timezone.localdate()
    held = entry(asha, today, today + timedelta(days=30))
    fluoro = Competency.objects.create(unit=asha.unit, code="FL", name="Fluoroscopy")
    other = HeldCompetency.objects.create(person=asha, competency=fluoro, starts=today)
    asha.credentials.create(kind="HCPC", until=today)
    own, page = reverse("person", args=[asha.pk]), reverse("scope", args=[asha.unit.pk])
    client.force_login(make_user(asha.unit, "viewer"))
    assert followed(client, page, "/people/") == {200: [own]}
    client.force_login(make_user(asha.unit, "rota_manager"))
    assert followed(client, page, "/people/") == {
        200: [
            *(own, f"{own}scope/{held.pk}/", f"{own}competency/{other.pk}/"),
            f"{own}credential/new/",
            *(f"{own}scope/{held.pk}/{verb}/" for verb in ("extend", "suspend")),
        ]
    }


def test_what_was_typed_is_text_in_the_matrix(client, asha):
    today = timezone.localdate()
    asha.name = "<b>Asha</b>"
    asha.save()
    held = entry(asha, today, today + timedelta(days=200))
    held.signed_off_by = "<i>Mo</i>"
    held.save()
    client.force_login(make_user(asha.unit, "viewer"))
    text = client.get(reverse("scope", args=[asha.unit.pk])).content.decode()
    assert "&lt;b&gt;Asha&lt;/b&gt;</a>" in text
    assert "&lt;i&gt;Mo&lt;/i&gt;</span>" in text
