"""About me: the address, other work and the opt-out, by the person and nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from staff.models import OtherWork, WorkingTimeOptOut
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha(client):
    unit = make_unit()
    asha = make_person(unit, "asha", name="Asha N")
    client.force_login(make_user(unit, "staff", person=asha))
    return asha


def text(client, name="my-about", *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def coming(days):
    return timezone.localdate() + timedelta(days=days)


def work(**fields):
    return {"employer": "Bank", "on": str(coming(30)), "at": "09:00", "to": "12:00"} | fields


def test_my_rota_leads_there_and_it_leads_on(client, asha):
    assert reverse("my-about") in text(client, "my-rota")
    said = text(client)
    for name, args in (("person", [asha.pk]), ("my-email", []), ("my-devices", [])):
        assert f'href="{reverse(name, args=args)}"' in said


@pytest.mark.parametrize(
    ("field", "before", "after", "said"),
    [
        ("email", "asha@example.org", "new@example.org", "is sent to new@example.org from now on."),
        ("telephone", "", "bleep 4312", "Your work telephone is kept."),
    ],
)
def test_the_contact_is_ones_own_to_change_and_the_change_is_kept(
    client, asha, field, before, after, said
):
    typed = {"email": asha.email, "telephone": "", field: after}
    answer = client.post(reverse("set-contact"), typed, follow=True).content.decode()
    assert said in answer
    assert answer.count("said--success") == 1
    asha.refresh_from_db()
    assert (asha.email, asha.telephone) == (typed["email"], typed["telephone"])
    (line,) = asha.record.all()
    assert (line.before, line.after, line.personal) == (before, after, True)


@pytest.mark.parametrize("typed", ["", "no address", "a" * 250 + "@example.org"])
def test_what_is_no_address_is_refused_in_a_sentence_and_nothing_typed_is_lost(client, asha, typed):
    answer = client.post(reverse("set-contact"), {"email": typed, "telephone": "4312"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "said--error" in said
    assert 'value="4312"' in said
    asha.refresh_from_db()
    assert (asha.email, asha.telephone) == ("asha@example.org", "")


def test_work_is_declared_each_week_until_a_date_and_withdrawn_at_once(client, asha):
    typed = work(until=str(coming(30 + 15)))
    said = client.post(reverse("declare-work"), typed, follow=True).content.decode()
    assert "Declared. Your rota managers are told." in said
    works = list(OtherWork.objects.order_by("starts"))
    assert [timezone.localtime(w.starts).date() for w in works] == [
        coming(30),
        coming(37),
        coming(44),
    ]
    page = text(client, "withdraw-work", works[0].pk)
    assert "Withdraw all that is to come for 3 dates" in page
    client.post(reverse("withdraw-work", args=[works[1].pk]))
    assert list(OtherWork.objects.order_by("starts")) == [works[0], works[2]]
    client.post(reverse("withdraw-work", args=[works[0].pk]), {"all": "1"})
    assert not OtherWork.objects.exists()


def test_work_past_midnight_ends_on_the_next_day(client, asha):
    client.post(reverse("declare-work"), work(at="20:00", to="06:00"))
    held = OtherWork.objects.get()
    assert timezone.localtime(held.ends).date() == coming(31)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"employer": ""}, "required"),
        ({"on": "9999-12-31"}, "This is no date."),
        ({"on": "2027-03-28", "at": "01:30", "to": "09:00"}, "there is no 01:30"),
        ({"until": "2020-01-01"}, "before the first date"),
        ({"at": "25:00"}, "Type a time like 07:30."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, asha, fields, said):
    response = client.post(reverse("declare-work"), work(**fields))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not OtherWork.objects.exists()


def test_what_it_breaks_is_shown_with_a_way_on_and_a_way_back(client, asha):
    monday = coming(14 - timezone.localdate().weekday())
    rota = make_rota(asha.unit, starts=monday, weeks=1)
    make_duty(rota, asha, monday)
    make_release(rota, monday)
    typed = work(on=str(monday - timedelta(days=1)), at="14:00", to="23:00")
    shown = client.post(reverse("declare-work"), typed)
    said = shown.content.decode()
    assert "In your published shifts this newly breaks" in said
    assert 'value="Bank"' in said
    assert not OtherWork.objects.exists()
    seen = shown.context["found"].mark
    assert client.post(reverse("declare-work"), typed | {"seen": seen}).status_code == 302
    assert OtherWork.objects.count() == 1


def test_an_opt_out_is_withdrawn_by_its_person(client, asha):
    held = WorkingTimeOptOut.objects.create(person=asha, starts=coming(-90))
    assert "It holds until the notice is over" in text(client, "withdraw-opt-out", held.pk)
    client.post(reverse("withdraw-opt-out", args=[held.pk]))
    held.refresh_from_db()
    assert held.withdrawn == coming(0)
    assert "It holds until" in text(client)


def test_the_yearly_word_is_one_press(client, asha):
    assert "You never did yet." in text(client)
    client.post(reverse("confirm-work"))
    assert "You last did on" in text(client)


def test_nobody_elses_work_or_opt_out_is_found(client, asha):
    dev = make_person(asha.unit, "dev")
    now = timezone.now() + timedelta(days=3)
    theirs = OtherWork.objects.create(person=dev, employer="B", starts=now, ends=now)
    out = WorkingTimeOptOut.objects.create(person=dev, starts=coming(-9))
    for name, row in (("withdraw-work", theirs), ("withdraw-opt-out", out)):
        assert client.post(reverse(name, args=[row.pk])).status_code == 404
    assert "B" not in [job.employer for job in client.get(reverse("my-about")).context["page"].jobs]
