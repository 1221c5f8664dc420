"""The catalogue says of every rule what a manager needs to know."""

import pytest

from roster.rules.catalogue import CATALOGUE, JUDGED
from roster.rules.checker import checked
from roster.rules.words import SENTENCES
from tests.roster.rules.build import rota

ELSEWHERE = {"R-25", "R-26", "R-27", "R-28", "R-29", "R-30", "R-32", "R-41", "R-42", "R-43"}
ELSEWHERE |= {"R-44", "R-45"}
EVERY = [f"R-{number:02}" for number in range(1, 46)]


def test_there_are_45_rules_in_order():
    assert list(CATALOGUE) == EVERY


def test_all_but_what_no_rota_file_can_show_are_checked():
    assert list(checked(rota())) == [rule for rule in EVERY if rule not in ELSEWHERE]


@pytest.mark.parametrize("rule", sorted(ELSEWHERE))
def test_what_is_judged_elsewhere_says_where(rule):
    assert CATALOGUE[rule].function is None
    assert CATALOGUE[rule].judged.endswith(".")


@pytest.mark.parametrize("rule", [rule for rule in JUDGED if rule.function], ids=lambda r: r.id)
def test_what_is_judged_has_words_and_examples(rule):
    assert rule.id in SENTENCES
    texts = (rule.sentence, rule.kept, rule.broken)
    assert all(text.endswith(".") for text in texts)
    assert rule.short
    assert rule.source
    assert not rule.short.endswith(".")


def test_every_rule_that_borrows_names_a_parameter_of_the_lender():
    lent = {pair for rule in CATALOGUE.values() for pair in rule.borrows}
    assert {name in CATALOGUE[lender].defaults for lender, name in lent} == {True}


def test_what_a_solver_must_leave_to_the_check_is_said():
    """Naming is a second assignment, an average looks beyond the rota, a spread is an aim."""
    left = {rule.id for rule in CATALOGUE.values() if rule.left_to_check}
    assert left == {"R-08", "R-18", "R-36", "R-38"}
