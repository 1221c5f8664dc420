"""What became of an offered shift, in a sentence to each person in it, and in a notice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.models import OutboxMessage, RuleSetting, Swap
from roster.swap_page import my_swaps
from roster.swapping import answer, decide, offer, offer_open, untake, withdraw
from tests.factories import (
    judge_only,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY, TODAY = date(2026, 11, 16), date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WHEN = {"now": NOW, "today": TODAY}
DAY = timedelta(days=1)
WARNS = "It adds a warning to the rota, so your rota manager decides."
LATER = "It is in force when the rota manager publishes the week again."
KEEP = "You keep what you have."
GONE = "It is not offered any more."


@pytest.fixture
def rota():
    """Asha E on Monday, Dev E on Tuesday, Fay E on Wednesday; published as release 1."""
    unit = make_unit()
    judge_only(unit, "R-14", "R-15", "R-17")
    for rule in ("R-29", "R-30", "R-41"):
        off = {"enabled": False}
        RuleSetting.objects.create(unit=unit, rule=rule, parameters=off, in_force_from="2020-01-01")
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    for n, who in enumerate(("asha", "dev", "fay")):
        person = make_person(unit, who)
        make_user(unit, "staff", person=person)
        make_duty(rota, person, MONDAY + n * DAY)
    make_release(rota, MONDAY)
    return rota


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager")


def warned(rota):
    one = {"rule": "R-17", "parameters": {"soft": 1}, "in_force_from": "2020-01-01"}
    RuleSetting.objects.create(unit=rota.unit, **one)


def person(rota, who):
    return rota.unit.people.select_related("unit", "user").get(reference=who)


def offered(rota, *rings):
    asha = person(rota, "asha")
    return offer(person=asha, on=MONDAY, rings=rings, by=asha.user, **WHEN)


def says(rota, swap, who, agreed=True):
    by = person(rota, who)
    return answer(swap=swap, person=by, agreed=agreed, by=by.user, **WHEN)


def sentences(rota, now=NOW):
    """{who: what each reads of the one swap}; blank where it is theirs to answer."""
    found = {}
    for who in ("asha", "dev", "fay"):
        page = my_swaps(person(rota, who), now)
        found[who] = [one.said for one in page.offered] + [said for _, said in page.gone]
    return {who: said[0] if said else "" for who, said in found.items()}


def told(rota, who):
    found = OutboxMessage.objects.filter(person__reference=who, kind="notice").order_by("id")
    return list(found.values_list("subject", flat=True))


def test_open_it_says_how_many_are_waited_for(rota):
    swap = offered(rota, [("dev", None)], [("fay", None)])
    assert sentences(rota) == {"asha": "2 answers to come.", "dev": "", "fay": ""}
    says(rota, swap, "dev", agreed=False)
    assert sentences(rota) == {"asha": "1 answer to come.", "dev": "Your answer is no.", "fay": ""}


def test_taken(rota):
    says(rota, offered(rota, [("dev", None)], [("fay", None)]), "dev")
    assert sentences(rota) == {
        "asha": "It changed hands.",
        "dev": "It is done, as you agreed.",
        "fay": "Somebody else has taken it.",
    }


def test_taken_and_not_published_it_does_not_say_that_it_is_done(rota):
    make_duty(rota, person(rota, "fay"), MONDAY + 4 * DAY)  # in the draft only
    says(rota, offered(rota, [("dev", None)]), "dev")
    later = f"All agree. {LATER}"
    assert sentences(rota) == {"asha": later, "dev": later, "fay": ""}
    assert told(rota, "asha") == ["All agree: E on Monday 16 November"]
    make_release(rota, MONDAY, number=2)
    assert sentences(rota)["asha"] == "It changed hands."
    assert sentences(rota)["dev"] == "It is done, as you agreed."


def test_a_swap_done_says_so_to_whoever_gave_something_too(rota):
    says(rota, offered(rota, [("dev", MONDAY + DAY)]), "dev")
    assert sentences(rota)["dev"] == "It is done, as you agreed."


def test_waiting_for_the_manager_each_is_told_and_once(rota, manager):
    warned(rota)
    swap = offered(rota, [("dev", None)], [("fay", None)])
    says(rota, swap, "dev")
    assert sentences(rota) == {
        "asha": f"All agree. {WARNS}",
        "dev": f"You said yes. {WARNS}",
        "fay": "Others have agreed on it. Their rota manager decides.",
    }
    assert told(rota, "asha") == ["All agree: E on Monday 16 November"]
    decide(swap=swap, granted=False, reason="Too much.", by=manager, **WHEN)
    assert sentences(rota) == {
        "asha": "Too much. The shift stays yours.",
        "dev": f"It was refused. {KEEP}",
        "fay": GONE,
    }
    assert told(rota, "dev")[-1] == "E on Monday 16 November: refused"


def test_a_yes_taken_back_is_told_to_whoever_offered(rota):
    warned(rota)
    swap = says(rota, offered(rota, [("dev", None)]), "dev")
    dev = person(rota, "dev")
    untake(swap=swap, person=dev, by=dev.user, **WHEN)
    assert told(rota, "asha")[-1] == "A yes is taken back: E on Monday 16 November"
    assert sentences(rota)["asha"] == "1 answer to come."


def test_withdrawn(rota):
    swap = offered(rota, [("dev", MONDAY + DAY), ("fay", MONDAY + 2 * DAY)])
    says(rota, swap, "dev")
    assert sentences(rota)["dev"] == "You said yes. The others have to agree too."
    asha = person(rota, "asha")
    withdraw(swap=swap, person=asha, by=asha.user, **WHEN)
    assert sentences(rota) == {"asha": GONE, "dev": f"{GONE} {KEEP}", "fay": GONE}


@pytest.mark.parametrize("days", [0, 6])
def test_expired_it_stands_there_for_a_week(rota, days):
    offered(rota, [("dev", None)])
    later = datetime(2026, 11, 16, 9, 0, tzinfo=UTC) + days * DAY
    over = {"asha": "Nobody took it before its day.", "dev": GONE, "fay": ""}
    assert sentences(rota, later) == over


def test_after_a_week_it_is_gone(rota):
    offered(rota, [("dev", None)])
    later = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert set(sentences(rota, later).values()) == {""}


def test_an_open_shift_given_back_is_told_to_those_it_is_offered_to_again(rota, manager):
    duty, on = {"shift": "E", "site": "TH", "area": "XR", "tags": []}, MONDAY + 4 * DAY
    people = ["asha", "dev"]
    swap = offer_open(rota=rota, on=on, duty=duty, people=people, by=manager, now=NOW)
    says(rota, swap, "asha")
    assert sentences(rota)["dev"] == "Somebody else has taken it."
    asha = person(rota, "asha")
    untake(swap=swap, person=asha, by=asha.user, **WHEN)
    assert told(rota, "dev") == [
        "A shift is offered to you: E on Friday 20 November",
        "A shift is offered to you again: E on Friday 20 November",
    ]
    assert sentences(rota) == {"asha": "Your answer is no.", "dev": "", "fay": ""}


def test_each_way_in_which_one_is_asked_is_shown(rota):
    """A yes is to all of them, so none may be hidden."""
    offered(rota, [("dev", None)], [("dev", MONDAY + DAY)])
    (asked,) = my_swaps(person(rota, "dev"), NOW).asked
    assert [way.gives.split(" on ")[0] for way in asked.ways] == ["", "E 08:00–16:00"]
    assert Swap.objects.get().state == "offered"
