"""Setting a rule: what is kept, from when it holds, what is refused, what it would do."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.models import Rota, RuleSetting
from roster.rule_settings import given_for
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from roster.setting_rules import SettingRefused, StaleSetting, set_rule
from roster.snapshot import problem_of
from roster.trying_rules import breaches_now, open_rotas, try_setting
from tests.factories import (
    NOW,
    judge_only,
    make_duty,
    make_exemption,
    make_person,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
RUNS = CATALOGUE["R-17"]


@pytest.fixture
def unit():
    return make_unit()


def put(unit, rule=RUNS, since=MONDAY, *, by=None, now=NOW, seen=None, reason="", **wanted):
    """Set a rule as its page does: the whole setting, what is not said at its default."""
    if seen is None:
        seen = max(unit.rule_settings.filter(rule=rule.id).values_list("pk", flat=True), default=0)
    return set_rule(
        unit=unit,
        rule=rule,
        wanted=rule.defaults | {"enabled": True} | wanted,
        in_force_from=since,
        by=by,
        now=now,
        seen=seen,
        reason=reason,
    )


def refused(*arguments, **wanted):
    """The sentences that refuse a setting; nothing was kept."""
    before = RuleSetting.objects.count()
    with pytest.raises(SettingRefused) as refusal:
        put(*arguments, **wanted)
    assert RuleSetting.objects.count() == before
    return list(refusal.value.sentences)


# ── what is kept, and when it holds ──


def test_only_what_differs_from_the_catalogue_is_kept_with_who_when_and_why(unit):
    user = make_user(unit, "rota_manager", name="Mo")
    kept = put(unit, by=user, reason="  Agreed in the team  ", soft=4)
    fresh = RuleSetting.objects.get()
    assert fresh == kept
    assert (fresh.rule, fresh.parameters, fresh.in_force_from) == ("R-17", {"soft": 4}, MONDAY)
    assert (fresh.changed_by, fresh.changed_at, fresh.reason) == (user, NOW, "Agreed in the team")


def test_a_rule_is_switched_off_and_on_again(unit):
    assert put(unit, enabled=False).parameters == {"enabled": False}
    assert put(unit, enabled=True).parameters == {}
    assert problem_of(make_rota(unit, MONDAY)).rules == {}


def test_a_rota_is_judged_by_what_holds_on_its_dates(unit):
    put(unit, since=MONDAY + 2 * DAY, soft=4)
    four = {"R-17": {"soft": 4}}
    before, through, after = (make_rota(unit, MONDAY + n * WEEK, 1) for n in (-1, 0, 1))
    found = [problem_of(rota) for rota in (before, through, after)]
    assert [problem.rules for problem in found] == [{}, {}, four]
    later = ((MONDAY + 2 * DAY, four),)
    assert [problem.later_rules for problem in found] == [(), later, ()]


def test_a_week_is_published_by_what_holds_on_its_monday(unit):
    put(unit, since=MONDAY + WEEK, soft=4)
    weeks = make_rota(unit, MONDAY, 2).rota_weeks.order_by("monday")
    assert [given_for(week, RUNS) for week in weeks] == [{}, {"R-17": {"soft": 4}}]


def test_of_one_date_the_newest_setting_holds_and_the_other_stays_on_record(unit):
    put(unit, soft=4)
    put(unit, soft=3)
    rota = make_rota(unit, MONDAY)
    assert problem_of(rota).rules == {"R-17": {"soft": 3}}
    assert [row.parameters for row in unit.rule_settings.all()] == [{"soft": 4}, {"soft": 3}]


def test_a_later_date_holds_whichever_was_set_first(unit):
    put(unit, since=MONDAY + WEEK, soft=3)
    put(unit, since=MONDAY, soft=4)
    held = [problem_of(make_rota(unit, MONDAY + n * WEEK, 1)).rules for n in (0, 1)]
    assert held == [{"R-17": {"soft": 4}}, {"R-17": {"soft": 3}}]


# ── what is refused ──


def test_a_setting_that_changes_nothing_is_refused(unit):
    assert refused(unit) == [
        "Nothing would change: on 2 November 2026 R-17 is set like this already."
    ]
    put(unit, soft=4)
    assert len(refused(unit, soft=4)) == 1
    assert put(unit, soft=4, since=MONDAY - DAY).parameters == {"soft": 4}


def test_one_that_spells_out_a_default_is_no_other(unit):
    RuleSetting.objects.create(
        unit=unit, rule="R-17", parameters={"soft": 5, "hard": 6}, in_force_from=MONDAY
    )
    assert len(refused(unit, hard=6)) == 1


def test_whoever_looked_before_somebody_else_set_it_is_told_who_and_when(unit):
    late = datetime(2026, 10, 1, 23, 30, tzinfo=UTC)  # the 2nd in London
    put(unit, by=make_user(unit, "administrator", name="Sam"), soft=4, now=late)
    with pytest.raises(StaleSetting) as refusal:
        put(unit, seen=0, soft=3)
    assert str(refusal.value) == (
        "Sam set this rule on 2 October 2026 at 00:30, after you opened it. Look at what it is set "
        "to now, below, and then try again."
    )


def test_a_must_is_switched_off_with_a_reason_only(unit):
    rule = CATALOGUE["R-04"]
    assert refused(unit, rule, enabled=False, reason="  ") == [
        "R-04 is a must. Say why it is switched off."
    ]
    assert put(unit, rule, enabled=False, reason="No assistants here").parameters == {
        "enabled": False
    }
    assert put(unit, RUNS, enabled=False).parameters == {"enabled": False}


@pytest.mark.parametrize(
    ("rule", "wanted", "sentence"),
    [
        ("R-17", {"soft": 0}, "rules.R-17.soft must be a whole number, 1 or more."),
        ("R-17", {"softer": 1}, 'rules.R-17.softer unknown parameter "softer" of R-17.'),
        ("R-01", {"sites": {"XX": {}}}, 'rules.R-01.sites.XX unknown site "XX".'),
    ],
)
def test_what_is_no_setting_is_refused_whoever_asks(unit, rule, wanted, sentence):
    assert refused(unit, CATALOGUE[rule], **wanted) == [sentence]


def test_another_units_setting_stays_as_it_is(unit):
    other = make_unit(code="OTHER")
    put(other, soft=3)
    put(unit, soft=4)
    assert problem_of(make_rota(other, MONDAY)).rules == {"R-17": {"soft": 3}}


# ── what it would do ──


@pytest.fixture
def six_days(unit):
    """A rota of one week in which Dev works six days on end; only R-17 judges."""
    judge_only(unit, "R-17")
    rota, dev = make_rota(unit, MONDAY, 1), make_person(unit, name="Dev P")
    for n in range(6):
        make_duty(rota, dev, MONDAY + n * DAY)
    return rota


def trial(unit, since=MONDAY, rotas=(), **wanted):
    wanted = RUNS.defaults | {"enabled": True} | wanted
    return try_setting(
        unit=unit, rule=RUNS, wanted=wanted, in_force_from=since, seen=0, rotas=rotas
    )


def levels(tried):
    return {level: (now, then) for level, now, then in tried.levels}


@pytest.mark.parametrize(
    ("wanted", "overridable", "should"),
    [
        ({"soft": 6}, (0, 0), (1, 0)),
        ({"soft": 5, "hard": 5}, (0, 1), (1, 0)),
        ({"enabled": False}, (0, 0), (1, 0)),
    ],
)
def test_a_trial_counts_breaches_as_they_are_and_as_the_setting_would_make_them(
    six_days, wanted, overridable, should
):
    (tried,) = trial(six_days.unit, rotas=[six_days], **wanted).rotas
    assert tried.reached
    assert levels(tried) == {"must": (0, 0), "overridable": overridable, "should": should}


def test_what_a_trial_says_is_what_the_setting_does_and_the_trial_changes_nothing(six_days):
    unit = six_days.unit
    (tried,) = trial(unit, rotas=[six_days], soft=5, hard=5).rotas
    before = check(problem_of(six_days))
    put(unit, soft=5, hard=5)
    after = check(problem_of(six_days))
    assert (sum(tried.now.values()), sum(tried.then.values())) == (len(before), len(after))
    assert [breach.level for breach in after] == ["overridable"]


@pytest.mark.parametrize(("since", "warnings"), [(5, 0), (6, 1)])
def test_a_trial_reaches_what_ends_on_its_date_or_later(six_days, since, warnings):
    """Six days on end, to Saturday: those of the fifth date on judge it, a Sunday's do not."""
    unit = six_days.unit
    (tried,) = trial(unit, MONDAY + since * DAY, [six_days], soft=6).rotas
    assert tried.reached
    put(unit, since=MONDAY + since * DAY, soft=6)
    after = check(problem_of(six_days))
    assert (sum(tried.now.values()), sum(tried.then.values())) == (1, warnings)
    assert len(after) == warnings


def test_a_rota_that_is_over_before_is_not_touched(six_days):
    found = trial(six_days.unit, MONDAY + WEEK, [six_days], soft=6)
    assert [(tried.reached, tried.now == tried.then) for tried in found.rotas] == [(False, True)]
    assert not found.reaches_any


def test_nor_is_one_that_a_later_setting_takes_over(six_days):
    put(six_days.unit, since=MONDAY, soft=4)
    seen = RuleSetting.objects.filter(rule="R-17").get().pk
    found = try_setting(
        unit=six_days.unit,
        rule=RUNS,
        wanted=RUNS.defaults | {"enabled": True, "soft": 3},
        in_force_from=MONDAY - WEEK,
        seen=seen,
        rotas=[six_days],
    )
    assert found.until == MONDAY
    assert [tried.reached for tried in found.rotas] == [False]


def test_published_weeks_that_would_be_judged_anew_are_named(unit):
    make_rota(unit, MONDAY - WEEK, 1, state="published")
    make_rota(unit, MONDAY, 2, state="published")
    make_rota(unit, MONDAY + 2 * WEEK, 1, state="closed")
    make_rota(unit, MONDAY + 3 * WEEK, 1)
    make_rota(make_unit(code="OTHER"), MONDAY, 1, state="published")
    assert trial(unit, soft=4).published == (MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK)
    put(unit, since=MONDAY + 2 * WEEK, soft=3)
    seen = RuleSetting.objects.get().pk
    shorter = try_setting(
        unit=unit,
        rule=RUNS,
        wanted=RUNS.defaults | {"enabled": True, "soft": 4},
        in_force_from=MONDAY,
        seen=seen,
        rotas=[],
    )
    assert shorter.published == (MONDAY, MONDAY + WEEK)


def test_what_cannot_be_set_cannot_be_tried(unit):
    with pytest.raises(SettingRefused, match="Nothing would change"):
        trial(unit)


def test_open_rotas_are_those_not_over_the_first_to_begin_first(unit):
    for n in (2, 0, 1):
        make_rota(unit, MONDAY + n * WEEK, 1)
    starts = [r.starts for r in open_rotas(Rota.objects.all(), MONDAY + WEEK + 6 * DAY)]
    assert starts == [MONDAY + WEEK, MONDAY + 2 * WEEK]


def test_where_a_rule_is_broken_is_counted_and_who_is_exempt_there_named(six_days):
    (found,) = breaches_now(rule=RUNS, rotas=[six_days])
    assert (found.times, found.exempt) == (1, ())
    make_exemption(six_days.unit.people.get(), "R-17", MONDAY)
    make_exemption(make_person(six_days.unit, name="Ann"), "R-02", MONDAY)
    (found,) = breaches_now(rule=RUNS, rotas=[six_days])
    assert (found.times, found.exempt) == (0, ("Dev P",))
