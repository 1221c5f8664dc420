"""The pages of the rules: who sees what, setting after a look at what it would do, exemptions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import Exemption, RuleSetting
from roster.rules.catalogue import CATALOGUE
from tests.factories import (
    judge_only,
    make_duty,
    make_exemption,
    make_person,
    make_rota,
    make_unit,
    make_user,
)
from tests.roster.settings_typed import other_setting, typed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NASTY = '<script>alert("1")</script>'
GONE = "&lt;script&gt;alert"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def monday(today):
    """Of next week: whatever the weekday, a rota that begins then is open."""
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager", name="Mo Manager")


def page(unit, rule="R-17"):
    return reverse("rule", args=[unit.pk, rule])


def text(response):
    return " ".join(response.content.decode().split())


def six_days(unit, monday):
    """A rota in which Dev works six days on end, one more than R-17 likes; only it judges."""
    judge_only(unit, "R-17")
    rota, dev = make_rota(unit, monday, 1), make_person(unit, name="Dev P")
    for n in range(6):
        make_duty(rota, dev, monday + n * DAY)
    return rota


# ── the cards ──


def test_each_rule_is_a_card_with_its_sentence_level_source_and_examples(client, manager):
    client.force_login(manager)
    shown = text(client.get(reverse("rules")))
    for rule in CATALOGUE.values():
        assert f'<article class="panel rule" id="{rule.id}"' in shown
    rule = CATALOGUE["R-17"]
    for said in (rule.sentence, rule.source, rule.kept, rule.broken, "5 days", "7 days"):
        assert said in shown
    assert "must, unless somebody entitled accepts it with a reason" in shown


def test_a_card_says_what_differs_what_is_off_and_what_comes(client, unit, manager, today):
    for rule, parameters, since in [
        ("R-19", {"rest_minutes": 720}, today),
        ("R-17", {"enabled": False}, today - DAY),
        ("R-39", {"soft": 3}, today + DAY),
    ]:
        RuleSetting.objects.create(unit=unit, rule=rule, parameters=parameters, in_force_from=since)
    client.force_login(manager)
    shown = text(client.get(reverse("rules")))
    assert "12 h <span>usually 11 h</span>" in shown
    assert shown.count("switched off") == 1
    assert shown.count("Set anew from") == 1


def test_exemptions_that_somebody_must_look_at_stand_on_top(client, unit, manager, today):
    for name, review_by in [("Asha N", today + DAY), ("Ben O", today - DAY), ("Cora L", None)]:
        person = make_person(unit, name=name)
        make_exemption(person, "R-02", today - 40 * DAY, review_by or today + 90 * DAY)
    client.force_login(manager)
    shown = text(client.get(reverse("rules")))
    top = shown[shown.index("Exemptions to look at") : shown.index('class="group"')]
    assert [name in top for name in ("Asha N", "Ben O", "Cora L")] == [True, True, False]
    assert "held until its review was due" in top
    assert shown.count("Cora L") == 1  # on the card


def test_every_unit_of_a_login_has_its_own_cards_and_anchors(client, unit, manager):
    other = make_unit(code="OTHER")
    other.memberships.create(user=manager, role="staff")
    client.force_login(manager)
    shown = text(client.get(reverse("rules")))
    assert shown.count('id="R-02"') == 1
    assert f'id="R-02-{other.pk}"' in shown


def test_the_cards_cost_a_constant_number_of_queries(
    client, unit, manager, today, django_assert_num_queries
):
    client.force_login(manager)
    with django_assert_num_queries(8):
        client.get(reverse("rules"))
    for rule in ("R-02", "R-17", "R-19"):
        for n in range(3):
            RuleSetting.objects.create(unit=unit, rule=rule, in_force_from=today - n * DAY)
            make_exemption(make_person(unit), rule, today)
    with django_assert_num_queries(8):
        client.get(reverse("rules"))


# ── one rule ──


def test_the_page_of_a_rule_costs_two_queries_for_each_open_rota_and_no_more(
    client, unit, manager, monday, django_assert_num_queries
):
    rota = make_rota(unit, monday, 1)
    client.force_login(manager)
    client.get(page(unit))  # the first on SQLite asks what the database can do
    with django_assert_num_queries(14):
        client.get(page(unit))
    for n in range(3):
        person = make_person(unit)
        make_duty(rota, person, monday + n * DAY)
        make_exemption(person, "R-17", monday)
        RuleSetting.objects.create(
            unit=unit, rule="R-17", in_force_from=monday, changed_by=manager, parameters={}
        )
    with django_assert_num_queries(14):
        client.get(page(unit))
    make_rota(unit, monday + 7 * DAY, 1)
    with django_assert_num_queries(16):
        client.get(page(unit))


def test_where_a_rule_is_broken_now_is_counted_and_linked(client, unit, manager, monday):
    rota = six_days(unit, monday)
    client.force_login(manager)
    shown = text(client.get(page(unit)))
    assert f'<a href="/rotas/{rota.pk}/">Rota from' in shown
    assert '<b class="more">once</b>' in shown
    make_exemption(rota.unit.people.get(), "R-17", monday)
    shown = text(client.get(page(unit)))
    assert "<b>nowhere</b>" in shown
    assert "Exempt there: Dev P" in shown


def test_the_history_says_who_set_what_when_and_why(client, unit, manager, today):
    for since, soft, reason in [(today - 9 * DAY, 4, "Trial"), (today, 3, NASTY), (today, 2, "")]:
        RuleSetting.objects.create(
            unit=unit,
            rule="R-17",
            parameters={"soft": soft},
            in_force_from=since,
            changed_by=manager,
            reason=reason,
        )
    client.force_login(manager)
    shown = text(client.get(page(unit)))
    said = [shown.index(f"Warning above: {soft} days") for soft in (2, 3, 4)]
    assert said == sorted(said)
    assert shown.count("holds today") == shown.count("replaced for that date") == 1
    assert "“Trial”" in shown
    assert "Mo Manager, " in shown
    assert NASTY not in shown
    assert GONE in shown


@pytest.mark.parametrize("rule", ["R-46", "r-02", "x"])
def test_there_is_no_page_of_an_unknown_rule(client, unit, manager, rule):
    client.force_login(manager)
    for name in ("rule", "set-rule", "exempt-from-rule"):
        ask = client.get if name == "rule" else client.post
        assert ask(reverse(name, args=[unit.pk, rule])).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "staff", "approver"])
def test_who_may_not_set_rules_reads_what_they_are_set_to(client, unit, role):
    client.force_login(make_user(unit, role))
    shown = text(client.get(page(unit)))
    assert "<form" not in shown.replace('<form class="masthead__login"', "")
    assert "5 days" in shown


def test_how_often_leave_is_cut_short_is_for_those_who_know_why_people_are_away(
    client, unit, monday
):
    make_rota(unit, monday, 1)
    shown = {}
    for role in ("viewer", "approver"):
        client.force_login(make_user(unit, role))
        shown[role] = [
            "Where it is broken" in text(client.get(page(unit, rule))) for rule in ("R-31", "R-38")
        ]
    assert shown == {"viewer": [False, True], "approver": [True, True]}


# ── setting it ──


def post(client, unit, rule="R-17", **typed):
    """Post the rule's form as the page shows it, some inputs typed over."""
    form = typed_in(client.get(page(unit, rule))) | typed
    return client.post(reverse("set-rule", args=[unit.pk, rule]), form)


def tried(response):
    """What the button that sets it posts."""
    return response.context["form"].mark()


@pytest.mark.parametrize("rule", [rule.id for rule in CATALOGUE.values() if rule.parameters])
def test_whatever_a_rule_is_set_to_the_form_shows_and_posts_it_unchanged(
    client, unit, manager, rule, today
):
    RuleSetting.objects.create(
        unit=unit, rule=rule, parameters=other_setting(rule), in_force_from=today
    )
    client.force_login(manager)
    response = post(client, unit, rule)
    assert response.status_code == 422
    assert "Nothing would change" in text(response)


def test_first_what_it_would_do_is_shown_then_it_is_set(client, unit, manager, monday, today):
    six_days(unit, monday)
    client.force_login(manager)
    response = post(client, unit, set_hard="5", reason="Team meeting")
    shown = text(response)
    assert response.status_code == 200
    assert not RuleSetting.objects.filter(rule="R-17").exists()
    assert '<td>0 <span aria-hidden="true">→</span>' in shown
    assert 'id="trial" tabindex="-1" autofocus' in shown
    assert typed_in(response)["set_hard"] == ["5"]

    done = post(client, unit, set_hard="5", reason="Team meeting", tried=tried(response))
    assert (done.status_code, done["Location"]) == (302, page(unit))
    kept = RuleSetting.objects.get(rule="R-17")
    assert (kept.parameters, kept.in_force_from, kept.reason) == (
        {"hard": 5},
        today,
        "Team meeting",
    )
    assert kept.changed_by == manager
    assert "R-17 is set like this from" in text(client.get(page(unit)))


@pytest.mark.parametrize("change", [{"set_hard": "6"}, {"in_force_from": "2026-01-01"}])
def test_what_is_typed_after_the_look_is_looked_at_first(client, unit, manager, change):
    client.force_login(manager)
    mark = tried(post(client, unit, set_hard="5"))
    response = post(client, unit, **{"set_hard": "5", "tried": mark} | change)
    assert (response.status_code, "What it would do" in text(response)) == (200, True)
    assert not RuleSetting.objects.exists()


def test_a_must_is_switched_off_only_with_a_reason_and_the_page_says_what_that_means(
    client, unit, manager
):
    client.force_login(manager)
    refused = post(client, unit, "R-04", enabled=[])
    assert refused.status_code == 422
    assert "Say why it is switched off" in text(refused)
    assert "nothing stops a week" in text(post(client, unit, "R-04", enabled=[], reason="Because"))


def test_published_weeks_it_would_judge_anew_are_named(client, unit, manager, monday):
    make_rota(unit, monday, 2, state="published")
    client.force_login(manager)
    shown = text(post(client, unit, set_soft="4"))
    assert "It judges 2 published weeks anew" in shown
    assert "What people were told stays as it is" in shown


def test_where_no_open_rota_is_judged_by_it_the_page_says_so(client, unit, manager, today):
    make_rota(unit, today - timedelta(days=today.weekday()), 1)
    client.force_login(manager)
    later = str(today + timedelta(days=7))
    shown = text(post(client, unit, set_soft="4", in_force_from=later))
    assert "No open rota is judged by it" in shown


def test_somebody_else_who_set_it_meanwhile_is_named_and_what_was_typed_is_kept(
    client, unit, manager, today
):
    client.force_login(manager)
    form = typed_in(client.get(page(unit))) | {"set_soft": "4"}
    sam = make_user(unit, "administrator", name="Sam A")
    RuleSetting.objects.create(
        unit=unit, rule="R-17", parameters={"soft": 3}, in_force_from=today, changed_by=sam
    )
    response = client.post(reverse("set-rule", args=[unit.pk, "R-17"]), form)
    assert response.status_code == 409
    assert "Sam A set this rule on" in text(response)
    again = typed_in(response)
    assert again["set_soft"] == ["4"]
    assert client.post(reverse("set-rule", args=[unit.pk, "R-17"]), again).status_code == 200


def test_a_form_that_fails_loses_nothing_and_says_what_is_wrong_twice(client, unit, manager):
    client.force_login(manager)
    response = post(client, unit, set_soft=NASTY, set_hard="9", reason=NASTY)
    shown = text(response)
    assert response.status_code == 422
    assert 'role="alert" tabindex="-1" autofocus' in shown
    assert (
        '<a href="#id_set_soft">Warning above</a>: It must be a whole number, 1 or more.' in shown
    )
    assert '<ul class="errorlist" id="id_set_soft_error"' in shown
    assert NASTY not in shown
    assert [typed_in(response)[key] for key in ("set_soft", "set_hard", "reason")] == [
        [NASTY],
        ["9"],
        [NASTY],
    ]
    assert not RuleSetting.objects.exists()


# ── exempting somebody ──


def exempt(client, unit, person, rule="R-17", **typed):
    form = {"exempt-person": person.pk, "exempt-reason": "Agreed"} | {
        f"exempt-{name}": value for name, value in typed.items()
    }
    return client.post(reverse("exempt-from-rule", args=[unit.pk, rule]), form)


def test_somebody_is_exempt_until_the_review(client, unit, manager, today):
    asha = make_person(unit, name="Asha N")
    client.force_login(manager)
    done = exempt(client, unit, asha, starts=today, review_by=today + 60 * DAY)
    assert (done.status_code, done["Location"]) == (302, page(unit))
    kept = Exemption.objects.get()
    assert (kept.person, kept.rule, kept.by, kept.reason) == (asha, "R-17", manager, "Agreed")
    shown = text(client.get(page(unit)))
    assert "<b>Asha N</b>" in shown
    assert "“Agreed”" in shown


def test_an_exemption_that_fails_loses_nothing_and_says_why(client, unit, manager, today):
    asha = make_person(unit, name="Asha N")
    client.force_login(manager)
    response = exempt(client, unit, asha, starts=today, review_by=today - DAY, reason=NASTY)
    shown = text(response)
    assert response.status_code == 422
    assert '<a href="#id_exempt-review_by">To be reviewed by</a>: The review lies' in shown
    typed = typed_in(response, "exempt-form")
    assert typed["exempt-person"] == [str(asha.pk)]
    assert typed["exempt-reason"] == [NASTY]
    assert NASTY not in shown
    assert not Exemption.objects.exists()


def test_nobody_of_another_unit_can_be_exempt_here(client, unit, manager, today):
    stranger = make_person(make_unit(code="OTHER"))
    client.force_login(manager)
    response = exempt(client, unit, stranger, starts=today, review_by=today)
    assert (response.status_code, Exemption.objects.count()) == (422, 0)


def test_a_must_has_no_form_for_it_and_refuses_one(client, unit, manager, today):
    client.force_login(manager)
    shown = text(client.get(page(unit, "R-04")))
    assert "Nobody can be exempt from a must." in shown
    assert "exempt-form" not in shown
    response = exempt(client, unit, make_person(unit), "R-04", starts=today, review_by=today)
    assert (response.status_code, Exemption.objects.count()) == (422, 0)
    assert "<li>Nobody can be exempt from a must.</li>" in text(response)


def test_an_exemption_is_ended_once(client, unit, manager, today):
    held = make_exemption(make_person(unit, name="Asha N"), "R-17", today, today + DAY)
    client.force_login(manager)
    end = reverse("end-exemption", args=[held.pk])
    assert client.post(end)["Location"] == page(unit)
    assert "R-17 binds Asha N again." in text(client.get(page(unit)))
    client.post(end)
    assert "ended already" in text(client.get(page(unit)))
    held.refresh_from_db()
    assert (held.ended_from, held.ended_by) == (today, manager)


def test_a_review_that_is_due_offers_the_next_exemption_from_the_day_after(
    client, unit, manager, today
):
    asha = make_person(unit, name="Asha N")
    make_exemption(asha, "R-17", today - 9 * DAY, today)
    client.force_login(manager)
    link = f"?person={asha.pk}&amp;starts={today + DAY}#exempt-form"
    assert link in text(client.get(page(unit)))
    offered = typed_in(
        client.get(page(unit), {"person": asha.pk, "starts": today + DAY}), "exempt-form"
    )
    assert offered["exempt-person"] == [str(asha.pk)]
    assert offered["exempt-starts"] == [str(today + DAY)]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("viewer", [True, False]),
        ("staff", [False, False]),
        ("approver", [True, True]),
        ("administrator", [True, True]),
    ],
)
@pytest.mark.parametrize("name", ["rules", "rule"])
def test_names_and_reasons_are_shown_to_whom_they_are_for(client, unit, today, role, sees, name):
    asha = make_person(unit, name="Asha N")
    make_exemption(asha, "R-17", today - DAY, today, reason="Her mother is ill")
    make_exemption(asha, "R-17", today - 9 * DAY, today - 5 * DAY, reason="Was ill before")
    client.force_login(make_user(unit, role))
    address = reverse("rules") if name == "rules" else page(unit)
    shown = text(client.get(address))
    reasons = [said in shown for said in ("Her mother is ill", "Was ill before")]
    assert ("Asha N" in shown) == sees[0]
    assert reasons == [sees[1] and name == "rule"] * 2


def test_what_is_typed_into_a_name_or_a_reason_is_never_markup(client, unit, manager, today):
    make_exemption(make_person(unit, name=NASTY), "R-17", today, reason=NASTY)
    client.force_login(manager)
    for address in (reverse("rules"), page(unit)):
        shown = text(client.get(address))
        assert NASTY not in shown
        assert GONE in shown


@pytest.mark.parametrize("role", ["rota_manager", "administrator", "approver"])
def test_a_stranger_reaches_nothing_of_another_unit(client, unit, today, role):
    held = make_exemption(make_person(unit, name="Asha N"), "R-17", today)
    client.force_login(make_user(make_unit(code="OTHER"), role))
    assert "Asha N" not in text(client.get(reverse("rules")))
    assert client.get(page(unit)).status_code == 404
    for name, key in [("set-rule", [unit.pk, "R-17"]), ("exempt-from-rule", [unit.pk, "R-17"])]:
        assert client.post(reverse(name, args=key)).status_code == 404
    assert client.post(reverse("end-exemption", args=[held.pk])).status_code == 404
    assert Exemption.objects.get().ended_from is None
