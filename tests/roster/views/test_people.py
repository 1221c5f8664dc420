"""Writing about people: nothing is lost, and what a change breaks is shown before it is kept."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from roster import foreseeing
from roster.foreseeing import touched
from staff.models import Employment
from tests.factories import judge_only, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


@pytest.fixture
def unit(client):
    unit = make_unit()
    client.force_login(make_user(unit, "rota_manager", name="Mo"))
    return unit


def post(client, address, **said):
    return client.post(address, said)


def employment(person, **fields):
    held = person.employments.get()
    said = {"starts": "1 January 2024", "role": held.role, "band": held.band}
    said |= {"weekly_minutes": "37.5", "until": "", "days_per_week": "", "evidence": ""}
    return reverse("fact", args=[person.pk, "employment", held.pk]), said | fields


def test_somebody_joins_by_the_form(client, unit):
    home, other = unit.sites.all()
    said = {"name": "Dee", "starts": "1 Dec 2026", "role": "radiographer", "band": "6"}
    said |= {"weekly_minutes": "30:00", "home": home.pk, "sites": [other.pk]}
    assert post(client, reverse("new-person", args=[unit.pk]), **said).status_code == 302
    dee = unit.people.get()
    assert (dee.reference, dee.employments.get().weekly_minutes) == ("dee", 1800)
    assert dee.employments.get().starts == date(2026, 12, 1)
    assert [held.site for held in dee.inductions.all()] == [home, other]
    assert [line.by.name for line in dee.record.all()] == ["Mo"] * 4


def test_what_was_typed_stays_when_the_form_fails(client, unit):
    said = {"name": "Dee", "starts": "31 April", "role": "radiographer", "weekly_minutes": "80"}
    response = post(client, reverse("new-person", args=[unit.pk]), **said)
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="31 April"' in text
    assert 'value="Dee"' in text
    assert '<a href="#id_starts">First day</a>: This is no date.' in text
    assert '<a href="#id_weekly_minutes">Hours a week</a>: It is 60 hours at most.' in text
    assert not unit.people.exists()


def test_a_shorter_contract_shows_the_duties_too_many_before_it_is_kept(client, unit):
    """R-03: five duties of 7 h 30 min, then three days of them by contract."""
    judge_only(unit, "R-03")
    person = _planned(unit)
    address, said = employment(person, weekly_minutes="22.5", days_per_week="3")
    shown = post(client, address, **said)
    assert "It would cause 1 new breach" in shown.content.decode()
    [told] = shown.context["foreseen"].told
    [(level, sentence, published)] = told.new
    assert (level, published) == ("should", False)
    assert all(said in sentence for said in ("Dev", "37 h 30 min", "22 h 30 min"))
    assert person.employments.get().weekly_minutes == 2250
    said["seen"] = shown.context["foreseen"].mark
    assert post(client, address, **said).status_code == 302
    assert person.employments.get().weekly_minutes == 1350
    assert post(client, address, **said | {"weekly_minutes": "37.5"}).status_code == 302


def test_a_contract_that_ends_sooner_shows_what_it_breaks_before_it_is_kept(client, unit):
    judge_only(unit, "R-13")
    person = _planned(unit)
    address, said = employment(person, until="5 November 2026")
    shown = post(client, address, **said)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Nothing is changed yet" in text
    assert person.employments.get().until is None
    mark = text.split('name="seen" value="')[1].split('"')[0]
    assert post(client, address, **said, seen="other").status_code == 200
    assert person.employments.get().until is None
    assert post(client, address, **said, seen=mark).status_code == 302
    assert person.employments.get().until == date(2026, 11, 5)


def test_the_past_is_judged_anew_and_what_is_published_is_marked(client, unit):
    judge_only(unit, "R-13")
    person = _planned(unit)
    rota = unit.rotas.get()
    rota.rota_weeks.update(state="published")
    address, said = employment(person, starts="4 November 2026")
    text = post(client, address, **said).content.decode()
    assert "published</span>" in text
    assert text.count('class="tag tag--must"') + text.count('class="tag tag--overridable"') >= 1


LONG_AGO = date(2026, 1, 5)


def past_rotas(unit, rotas=12):
    """An assistant practitioner and who supervises them, in the first of the rotas."""
    asha = make_person(unit, "asha", name="Asha", role="assistant_practitioner", band="4")
    dev = make_person(unit, "dev", name="Dev")
    first, *_ = [make_rota(unit, LONG_AGO + n * timedelta(days=7), 1) for n in range(rotas)]
    make_duty(first, asha, LONG_AGO)
    make_duty(first, dev, LONG_AGO)
    return asha, dev


def test_a_band_changed_in_the_past_shows_what_it_breaks_in_a_rota_long_over(client, unit):
    judge_only(unit, "R-04")
    _, dev = past_rotas(unit)
    address, said = employment(dev, band="4")
    text = post(client, address, **said).content.decode()
    assert "It would cause 1 new breach" in text
    assert "Judged anew: 1 rota, from 5 January 2026 to 11 January 2026." in text
    assert dev.employments.get().band == "6"


def test_scope_changed_in_the_past_shows_what_it_breaks_in_a_rota_long_over(client, unit):
    judge_only(unit, "R-07")
    asha, _ = past_rotas(unit)
    entry = asha.scope.get(area__code="XR", area__site__code="TH")
    address = reverse("fact", args=[asha.pk, "scope", entry.pk])
    said = {"area": entry.area_id, "review_due": "1 January 2030", "signed_off_by": "Mo"}
    text = post(client, address, **said, starts="6 January 2026").content.decode()
    assert "It would cause 1 new breach" in text
    assert post(client, address, **said, starts="5 January 2026").status_code == 302


def test_many_people_signed_off_are_judged_in_every_rota_since(client, unit):
    judge_only(unit)
    past_rotas(unit)
    rotas = touched(unit, LONG_AGO)
    assert (len(rotas.rotas), rotas.unjudged) == (12, ())
    assert rotas.said == "Judged anew: 12 rotas, from 5 January 2026 to 29 March 2026."


def test_which_weeks_are_not_judged_is_said(client, unit, monkeypatch):
    judge_only(unit, "R-04")
    _, dev = past_rotas(unit)
    monkeypatch.setattr(foreseeing, "MOST", 2 * 9)  # two people, nine weeks
    for rota in unit.rotas.order_by("starts")[1:]:
        make_duty(rota, dev, rota.starts)
    address, said = employment(dev, band="4")
    kept = client.post(address, said, follow=True).content.decode()
    assert (
        "Judged anew: 9 rotas, from 26 January 2026 to 29 March 2026. "
        "Not judged anew: 3 earlier rotas, from 5 January 2026 to 25 January 2026."
    ) in kept


def test_a_change_that_breaks_nothing_is_kept_at_once(client, unit):
    person = _planned(unit)
    address, said = employment(person, evidence="Contract seen")
    assert post(client, address, **said).status_code == 302
    assert person.employments.get().evidence == "Contract seen"


def _planned(unit):
    person, rota = make_person(unit, "dev", name="Dev"), make_rota(unit, MONDAY, 1)
    for n in range(5):
        make_duty(rota, person, MONDAY + timedelta(days=n))
    return person


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("credential", {"kind": "HCPC", "until": "31/1/28"}, "HCPC, valid to 31 January 2028"),
        ("opt-out", {"starts": "1 Dec 2026"}, "from 1 December 2026 on"),
        ("study", {"weekday": "2", "minutes": "7.5"}, "Wednesdays, 7 h 30 min"),
        (
            "pattern",
            {"starts": "1 Dec 2026", "days": ["2"], "off": "on", "reason": "Carer"},
            "Wednesday: off, from 1 December 2026 on",
        ),
        (
            "other-work",
            {"employer": "Bank", "day": "1 Dec 2026", "at": "20:00", "to": "08:00"},
            "Bank, 1 December 2026 20:00 to 2 December 2026 08:00",
        ),
    ],
)
def test_each_kind_of_fact_is_written_changed_and_removed(client, unit, kind, said, words):
    person = make_person(unit)
    address = reverse("new-fact", args=[person.pk, kind])
    assert client.get(address).status_code == 200
    assert post(client, address, **said).status_code == 302
    assert person.record.get().after == words
    row = _row(person, kind)
    assert client.get(reverse("fact", args=[person.pk, kind, row.pk])).status_code == 200
    remove = reverse("remove-fact", args=[person.pk, kind, row.pk])
    assert words in client.get(remove).content.decode()
    assert post(client, remove).status_code == 302
    assert (person.record.first().before, person.record.first().after) == (words, "")


def _row(person, kind):
    names = {
        "credential": "credentials",
        "opt-out": "opt_outs",
        "pattern": "agreed_patterns",
        "other-work": "other_work",
    }
    return person.study_plan if kind == "study" else getattr(person, names[kind]).get()


def test_a_pattern_that_agrees_nothing_is_refused(client, unit):
    person = make_person(unit)
    response = post(
        client, reverse("new-fact", args=[person.pk, "pattern"]), starts="1 Dec 2026", off="on"
    )
    assert "Tick the days that are off." in response.content.decode()
    assert not person.agreed_patterns.exists()


def test_a_second_post_from_a_date_ends_the_first(client, unit):
    person = make_person(unit)
    said = {"starts": "1 Dec 2026", "role": "radiographer", "band": "7", "weekly_minutes": "37.5"}
    post(client, reverse("new-fact", args=[person.pk, "employment"]), **said)
    assert list(Employment.objects.values_list("band", "until").order_by("starts")) == [
        ("6", date(2026, 11, 30)),
        ("7", None),
    ]


def test_the_last_post_is_not_removed(client, unit):
    person = make_person(unit)
    address = reverse("remove-fact", args=[person.pk, "employment", person.employments.get().pk])
    response = post(client, address)
    assert response.status_code == 422
    assert "Set its last day instead" in response.content.decode()


def test_two_employments_on_one_date_are_refused_in_words(client, unit):
    person = make_person(unit)
    Employment.objects.create(
        person=person,
        starts=date(2023, 1, 1),
        until=date(2023, 12, 31),
        role="student",
        weekly_minutes=0,
    )
    held = person.employments.get(role="radiographer")
    said = {"starts": "1 Dec 2023", "role": "radiographer", "weekly_minutes": "37.5"}
    response = post(client, reverse("fact", args=[person.pk, "employment", held.pk]), **said)
    assert response.status_code == 422
    assert "Let one end before the other begins" in response.content.decode()


def test_a_fact_of_another_unit_or_of_no_kind_is_not_found(client, unit):
    person = make_person(make_unit("OTHER"))
    post_of = person.employments.get().pk
    assert client.get(reverse("fact", args=[person.pk, "employment", post_of])).status_code == 404
    own = make_person(unit)
    assert client.get(reverse("fact", args=[own.pk, "employment", post_of])).status_code == 404
    assert client.get(reverse("new-fact", args=[own.pk, "shoe-size"])).status_code == 404
    assert client.get(reverse("new-fact", args=[own.pk, "term"])).status_code == 404
