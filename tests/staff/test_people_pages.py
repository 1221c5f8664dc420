"""The register and a person's page: who sees what, and how many queries it takes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roster.problem import Place
from roster.snapshot import problem_of
from staff.joining import give_login, join, take_login, write_details
from staff.models import AgreedPattern, OtherWork, Person, WorkingTimeOptOut
from staff.recording import FactRefused
from tests.factories import NOW, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
SAY = {"by": None, "now": NOW}


@pytest.fixture
def unit(db):
    return make_unit()


@pytest.fixture
def manager(client, unit):
    user = make_user(unit, "rota_manager", name="Mo")
    client.force_login(user)
    return user


def names(response):
    text = response.content.decode()
    return [name for name in ("Asha", "Bea", "Cora", "Zed") if f">{name}</a>" in text]


def test_the_register_is_searched_by_name_role_site_and_standing(client, unit, manager):
    make_person(unit, "asha", name="Asha", role="trainee", band="3")
    bea = make_person(unit, "bea", name="Bea")
    bea.inductions.filter(site__code="GH").delete()
    cora = make_person(unit, "cora", name="Cora")
    cora.employments.update(until=date(2025, 1, 1))
    make_person(make_unit("OTHER"), "zed", name="Zed")
    site = unit.sites.get(code="GH")

    def found(**search):
        return names(client.get(reverse("people"), search))

    assert found() == ["Asha", "Bea"]
    assert found(q="", standing="", role="") == ["Asha", "Bea", "Cora"]
    assert found(standing="left") == ["Cora"]
    assert found(role="trainee") == ["Asha"]
    assert found(q="CORA") == ["Cora"]
    assert found(site=site.pk) == ["Asha", "Cora"]
    assert found(q="nobody") == []


def test_a_name_is_text_in_the_list(client, unit, manager):
    make_person(unit, "asha", name="<b>Asha</b>")
    assert "&lt;b&gt;Asha" in client.get(reverse("people")).content.decode()


def test_more_people_take_no_more_queries(client, unit, manager):
    for _ in range(3):
        make_person(unit)
    counted = _queries(client, reverse("people"))
    for _ in range(20):
        make_person(unit)
    assert _queries(client, reverse("people")) == counted


def test_more_facts_take_no_more_queries(client, unit, manager):
    person = make_person(unit, role="assistant_practitioner", band="4")
    person.credentials.create(kind="HCPC", until=date(2030, 1, 1))
    counted = _queries(client, reverse("person", args=[person.pk]))
    for n in range(5):
        person.credentials.create(kind=f"Training {n}", until=date(2030, 1, 1))
    assert _queries(client, reverse("person", args=[person.pk])) == counted


def _queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("role", "personal"),
    [("viewer", False), ("rota_manager", True), ("approver", True), ("administrator", True)],
)
def test_reasons_second_jobs_and_history_are_for_those_who_decide(client, unit, role, personal):
    person = _known(unit)
    client.force_login(make_user(unit, role))
    text = client.get(reverse("person", args=[person.pk])).content.decode()
    assert "Asha" in text
    said = [
        word in text
        for word in ("Caring", "Bank of Leeds", "asha@example.org", "020 79", "48-hour")
    ]
    assert said == [personal] * 5


@pytest.mark.parametrize(("role", "offered"), [("rota_manager", False), ("administrator", True)])
def test_all_that_is_kept_is_offered_to_those_who_may_take_it(client, unit, role, offered):
    person = _known(unit)
    client.force_login(make_user(unit, role))
    text = client.get(reverse("person", args=[person.pk])).content.decode()
    assert (reverse("person-data", args=[person.pk]) in text) is offered


def test_a_person_reads_their_own_page_and_no_colleagues(client, unit):
    person, other = _known(unit), make_person(unit, "bea")
    client.force_login(make_user(unit, "staff", person=person))
    text = client.get(reverse("person", args=[person.pk])).content.decode()
    assert "Caring" in text
    assert "Change details" not in text
    assert client.get(reverse("person", args=[other.pk])).status_code == 403
    assert client.get(reverse("people")).content.decode().count("<td>") == 0


def test_a_shift_elsewhere_is_nothing_that_runs_out(client, unit, manager):
    person, soon = make_person(unit), timezone.now() + timedelta(days=3)
    OtherWork.objects.create(person=person, employer="Bank", starts=soon, ends=soon)
    page = reverse("person", args=[person.pk])
    assert "within 90 days" not in client.get(page).content.decode()
    person.credentials.create(kind="HCPC", until=soon.date())
    assert "within 90 days" in client.get(page).content.decode()


def test_a_post_that_another_follows_does_not_run_out(client, unit, manager):
    person, today = make_person(unit, role="trainee", band="3"), timezone.localdate()
    later = today + timedelta(days=9)
    page = reverse("person", args=[person.pk])
    person.employments.update(until=later - timedelta(days=1))
    assert "within 90 days" in client.get(page).content.decode()
    person.employments.update(until=None)
    typed = {"starts": str(later), "evidence": "Diploma, seen by Bea"}
    said = client.post(reverse("step-up", args=[person.pk]), typed, follow=True).content.decode()
    assert f"is in Band 4 from {later.day} {later:%B %Y} on." in said
    assert "within 90 days" not in said


@pytest.fixture
def trainee(unit):
    return make_person(unit, "tess", name="Tess", role="trainee", band="3")


def _in_days(days):
    return timezone.localdate() + timedelta(days=days)


def _step(client, person, days, address="step-up"):
    typed = {"starts": str(_in_days(days)), "evidence": "Diploma, seen by Bea"}
    return client.post(reverse(address, args=[person.pk]), typed, follow=True)


def _posts(person):
    rows = person.employments.order_by("starts").values_list("role", "starts", "until")
    return [(role, starts, until) for role, starts, until in rows][-2:]


def test_a_step_up_that_is_planned_is_shown_in_place_of_the_action(client, trainee, manager):
    assert "Step up to Band 4" in _page(client, trainee)
    _step(client, trainee, 30)
    page, later = _page(client, trainee), _in_days(30)
    assert "Step up to Band 4" not in page
    assert f"<dt>Steps up to Band 4</dt><dd>on {later.day} {later:%B %Y}</dd>" in page
    assert "Change the step up" in page


@pytest.mark.parametrize("days", [10, 60])
def test_a_planned_step_up_moves_with_the_post_before_it(client, trainee, manager, days):
    _step(client, trainee, 30)
    assert "Planned for" in client.get(reverse("step-up", args=[trainee.pk])).content.decode()
    _step(client, trainee, days)
    (_, _, until), (role, starts, _) = _posts(trainee)
    assert (role, starts, until) == ("assistant_practitioner", _in_days(days), _in_days(days - 1))


def test_a_step_up_before_the_training_is_refused(client, trainee, manager):
    _step(client, trainee, 30)
    starts = trainee.employments.first().starts
    before = {"starts": str(starts), "evidence": "Diploma"}
    answered = client.post(reverse("step-up", args=[trainee.pk]), before)
    assert "Tess is a trainee from" in answered.content.decode()
    assert _posts(trainee)[1][1] == _in_days(30)


def test_a_planned_step_up_is_taken_back(client, trainee, manager):
    before = _posts(trainee)
    _step(client, trainee, 30)
    said = _step(client, trainee, 30, "step-back").content.decode()
    assert "Tess stays a trainee." in said
    assert "Step up to Band 4" in said
    assert _posts(trainee) == before


def _page(client, person):
    return client.get(reverse("person", args=[person.pk])).content.decode()


def test_changes_stand_by_date_and_older_ones_open(client, unit, manager):
    person = make_person(unit, "asha")
    for hours in range(12):
        person.record.create(
            at=timezone.now() - timedelta(days=11 - hours), what=f"Fact {hours}", after="so"
        )
    page = client.get(reverse("person", args=[person.pk])).context
    assert [line.what for _, lines in page["record"] for line in lines][:2] == [
        "Fact 11",
        "Fact 10",
    ]
    assert page["record"][0][0] == timezone.localdate()
    assert [line.what for _, lines in page["older"] for line in lines] == ["Fact 1", "Fact 0"]
    assert "2 older changes" in _page(client, person)


def test_the_work_telephone_is_changed_dialled_and_kept_in_the_history(client, unit, manager):
    person = make_person(unit, "asha", name="Asha")
    typed = {"name": "Asha", "reference": "asha", "email": person.email, "supervises": ""}
    address = reverse("person-details", args=[person.pk])
    assert client.post(address, typed | {"telephone": "ask Bea"}).status_code == 422
    typed["telephone"] = "020 7946 0000 ext 12"
    text = client.post(address, typed, follow=True).content.decode()
    assert '<a href="tel:02079460000">020 7946 0000 ext 12</a>' in text
    line = person.record.get(what="Work telephone")
    assert (line.before, line.after, line.personal) == ("", typed["telephone"], True)


def test_since_when_nhs_service_counts_is_shown_and_kept_in_the_history(client, unit, manager):
    person = make_person(unit, "asha", name="Asha")
    typed = {"name": "Asha", "reference": "asha", "email": person.email, "supervises": ""}
    typed["service_from"] = "1 September 2009"
    address = reverse("person-details", args=[person.pk])
    text = client.post(address, typed, follow=True).content.decode()
    assert "counted from 1 September 2009" in text
    line = person.record.get(what="NHS service counted from")
    assert (line.before, line.after) == ("", "2009-09-01")


def _known(unit):
    person = make_person(unit, "asha", name="Asha", telephone="020 7946 0000")
    pattern = {"days": [2], "off": True, "reason": "Caring"}
    AgreedPattern.objects.create(person=person, starts=date(2026, 1, 1), **pattern)
    OtherWork.objects.create(person=person, employer="Bank of Leeds", starts=NOW, ends=NOW)
    WorkingTimeOptOut.objects.create(person=person, starts=date(2026, 1, 1))
    return person


def test_somebody_joins_with_a_post_and_sites(unit):
    sites = list(unit.sites.all())
    post = {"starts": date(2026, 12, 1), "role": "radiographer", "weekly_minutes": 2250}
    person = join(unit=unit, details={"name": "Ana Ó"}, post=post, sites=sites, **SAY)
    again = join(unit=unit, details={"name": "Ana Ó"}, post=post, sites=[], **SAY)
    assert (person.reference, again.reference) == ("ana", "ana-2")
    assert [held.site for held in person.inductions.all()] == sites
    assert again.position > person.position
    with pytest.raises(FactRefused, match="reference ana"):
        join(unit=unit, details={"name": "A", "reference": "ana"}, post=post, sites=[], **SAY)


def test_nobody_reports_to_themselves_by_any_number_of_steps(unit):
    a, b, c = (make_person(unit, name) for name in "abc")
    write_details(person=b, details={"reports_to": a}, **SAY)
    write_details(person=c, details={"reports_to": b}, **SAY)
    with pytest.raises(FactRefused, match="reports to A already"):
        write_details(person=a, details={"reports_to": c}, **SAY)
    assert Person.objects.get(pk=a.pk).reports_to is None
    assert [(line.what, line.after) for line in b.record.all()] == [("Reports to", "A")]


def test_a_login_is_given_once_and_closed(unit):
    person, other = make_person(unit), make_person(unit)
    user = give_login(person=person, email="New@Example.org ", role="staff", **SAY)
    assert (user.email, user.has_usable_password()) == ("new@example.org", False)
    with pytest.raises(FactRefused, match="belongs to somebody else"):
        give_login(person=other, email="new@example.org", role="staff", **SAY)
    person.refresh_from_db()
    take_login(person=person, **SAY)
    user.refresh_from_db()
    assert not user.is_active


def test_a_login_of_another_unit_is_not_taken_over(unit):
    other = make_user(make_unit("OTHER"), "rota_manager")
    with pytest.raises(FactRefused, match="another unit"):
        give_login(person=make_person(unit), email=other.email, role="staff", **SAY)


# ── where somebody may justify exposures ──


def test_places_where_somebody_may_justify_are_kept_and_are_what_the_rules_read(
    client, unit, manager
):
    person = make_person(unit, "dev")
    rota = make_rota(unit, date(2026, 11, 2), 1)
    page = reverse("person", args=[person.pk])
    assert "Wherever their role and band let them (R-06)." in client.get(page).content.decode()
    write_details(person=person, details={"justifies_everywhere": False}, **SAY)
    assert "Nowhere: add the sites or areas" in client.get(page).content.decode()
    assert problem_of(rota).people[0].justifies == ()
    site = unit.sites.get(code="TH")
    area = site.areas.get(code="XR")
    add = reverse("new-fact", args=[person.pk, "justifies"])
    assert client.post(add, {"site": site.pk, "area": area.pk}).status_code == 302
    assert problem_of(rota).people[0].justifies == (Place("TH", "XR"),)
    shown = client.get(page).content.decode()
    assert f"{area.name}, {site.name}" in shown
    assert person.record.filter(what="May justify").count() == 1


def test_a_place_is_kept_once_and_its_area_is_of_its_site(client, unit, manager):
    person = make_person(unit, "dev")
    site, other = unit.sites.get(code="TH"), unit.sites.get(code="GH")
    add = reverse("new-fact", args=[person.pk, "justifies"])
    client.post(add, {"site": site.pk, "area": ""})
    again = client.post(add, {"site": site.pk, "area": ""})
    assert "They may justify there already." in again.content.decode()
    wrong = client.post(add, {"site": site.pk, "area": other.areas.first().pk})
    assert "It is an area of another site." in wrong.content.decode()
    assert person.justified_places.count() == 1


def test_an_agreement_whose_review_is_overdue_says_so_and_holds_on(client, unit, manager):
    asha, today = make_person(unit), timezone.localdate()
    agreed = {"person": asha, "starts": date(2024, 1, 1), "days": [0], "off": True}
    pattern = AgreedPattern.objects.create(**agreed, review_due=today)
    page = reverse("person", args=[asha.pk])

    def tags():
        text = client.get(page).content.decode()
        return [tag for tag in ("within 90 days", "review overdue", ">over<") if tag in text]

    assert tags() == ["within 90 days"]
    AgreedPattern.objects.update(review_due=today - timedelta(days=1))
    assert tags() == ["review overdue"]
    AgreedPattern.objects.update(until=today - timedelta(days=1))
    assert tags() == [">over<"]
    change = reverse("fact", args=[asha.pk, "pattern", pattern.pk])
    typed = {"starts": "1 Jan 2026", "review_due": "31 Dec 2025", "days": ["0"], "off": "on"}
    refused = client.post(change, typed)
    assert "The review lies before it begins." in refused.content.decode()
