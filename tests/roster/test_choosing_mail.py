"""Notices by email as each chooses: what is not mailed still stands in the list."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from roster.access import notices_of
from roster.choosing_mail import choose_topics, unmailed
from roster.models import NoMail, OutboxMessage
from roster.reporting_absence import report_absence
from roster.requesting import answer, ask
from roster.sending import RetryRefused, retry, send_due
from roster.telling import Notice, Topic, tell_managers, tell_person
from tests.factories import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = date(2027, 1, 6)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    asha = make_person(unit, "asha", name="Asha N")
    asha.user = make_user(unit, "staff")
    asha.save()
    return asha


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager", name="Mo Manager")


def states():
    return list(OutboxMessage.objects.order_by("id").values_list("subject", "state"))


def wish(asha):
    return ask(
        person=asha, on=LATER, wants="off", weight=1, by=asha.user, now=NOW, today=NOW.date()
    )


def test_who_wants_no_email_of_a_topic_reads_it_in_the_list_alone(asha, manager, mailoutbox):
    choose_topics(user=asha.user, of=[Topic.ANSWERS], mailed=[])
    answer(request=wish(asha), granted=True, reason="", by=manager, now=NOW)
    assert states() == [
        ("Asha N asks for something, Wednesday 6 January", "waiting"),
        ("Your wish for Wednesday 6 January is granted", "listed"),
    ]
    assert send_due(now=NOW).sent == 1
    assert [mail.to for mail in mailoutbox] == [[manager.email]]
    (notice,) = notices_of(asha.user, NOW)
    assert notice.subject == "Your wish for Wednesday 6 January is granted"


def test_each_manager_chooses_for_themselves(unit, asha, manager):
    other = make_user(unit, "rota_manager")
    choose_topics(user=manager, of=[Topic.ASKED], mailed=[])
    wish(asha)
    told = OutboxMessage.objects.order_by("user").values_list("user", "state")
    assert sorted(told) == sorted([(manager.pk, "listed"), (other.pk, "waiting")])


def test_a_choice_of_one_topic_is_of_no_other(asha):
    choose_topics(user=asha.user, of=[Topic.ANSWERS, Topic.SWAPS], mailed=[Topic.SWAPS])
    for topic in (Topic.ANSWERS, Topic.SWAPS, None):
        tell_person(asha, f"about-{topic}", Notice("Said", (), "/", topic), NOW)
    assert [state for _, state in states()] == ["listed", "waiting", "waiting"]


def test_what_is_chosen_anew_replaces_what_was(asha):
    both = [Topic.ANSWERS, Topic.SWAPS]
    choose_topics(user=asha.user, of=both, mailed=[])
    choose_topics(user=asha.user, of=both, mailed=[])
    assert unmailed(asha.user) == set(both)
    choose_topics(user=asha.user, of=both, mailed=[Topic.ANSWERS])
    assert unmailed(asha.user) == {Topic.SWAPS}


def test_who_is_not_available_is_always_mailed_to_managers(asha, manager):
    choose_topics(user=manager, of=list(Topic), mailed=[])
    when = {"by": asha.user, "now": NOW, "today": NOW.date()}
    report_absence(person=asha, kind="SL", first=NOW.date(), until=NOW.date(), **when)
    assert [state for _, state in states()] == ["waiting"]


def test_who_has_no_login_is_mailed_and_without_an_address_only_listed_by_choice(unit, asha):
    nobody = make_person(unit, "dev", email="")
    NoMail.objects.create(user=asha.user, topic=Topic.SWAPS)
    asha.email = ""
    asha.save()
    for person in (nobody, asha):
        tell_person(person, "about", Notice("Said", (), "/", Topic.SWAPS), NOW)
    assert [state for _, state in states()] == ["failed", "listed"]


def test_managers_are_asked_for_their_choices_at_once(
    unit, asha, manager, django_assert_num_queries
):
    def queries(key):
        with django_assert_num_queries(3):
            tell_managers(unit, key, Notice("Said", (), "/", Topic.ASKED), NOW)

    queries("one")
    for _ in range(5):
        make_user(unit, "rota_manager")
    queries("two")


def test_what_was_chosen_to_be_listed_is_not_sent_by_hand(client, asha, manager):
    choose_topics(user=asha.user, of=[Topic.SWAPS], mailed=[])
    tell_person(asha, "about", Notice("Said", (), "/", Topic.SWAPS), NOW)
    message = OutboxMessage.objects.get()
    with pytest.raises(RetryRefused, match="Asha N chose to read this in their notices alone"):
        retry(message=message, now=NOW)
    client.force_login(manager)
    page = client.get(reverse("outbox"), {"state": "listed"}).content.decode()
    assert "It stands in their notices alone." in page
    page = client.get(reverse("message", args=[message.pk])).content.decode()
    assert "Asha N wants no email of this." in page
    assert "Send it now" not in page


def choices(client):
    form = client.get(reverse("notice-mail")).context["form"]
    return [topic for topic, _ in form.fields["mailed"].choices], form.initial["mailed"]


def test_on_the_page_one_chooses_among_what_one_gets(client, unit, asha, manager):
    client.force_login(asha.user)
    assert reverse("notice-mail") in client.get(reverse("my-notices")).content.decode()
    assert reverse("notice-mail") in client.get(reverse("my-email")).content.decode()
    assert choices(client) == (["answers", "swaps"], ["answers", "swaps"])
    client.post(reverse("notice-mail"), {"mailed": ["swaps"]})
    assert choices(client) == (["answers", "swaps"], ["swaps"])
    client.post(reverse("notice-mail"), {"mailed": ["asked"]})
    assert choices(client)[1] == ["swaps"]  # it is none of theirs
    client.force_login(manager)
    assert choices(client) == (["asked"], ["asked"])
    client.post(reverse("notice-mail"), {})
    assert unmailed(manager) == {"asked"}


def test_who_gets_nothing_to_choose_reads_so(client, unit):
    client.force_login(make_user(unit, "viewer"))
    page = client.post(reverse("notice-mail"), {}).content.decode()
    assert "You get no email that can be turned off." in page
    assert not NoMail.objects.exists()
