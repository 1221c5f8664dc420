"""R-44: what is written in one's own words holds no patient's number, and little about health."""

from datetime import date

import pytest

from roster.heeding import WordsRefused, heed
from roster.models import RuleSetting
from roster.own_words import health_words, nhs_numbers
from tests.factories import make_unit

TODAY = date(2026, 11, 2)
REAL = "9434765919"  # the standard's own example of a number that checks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (REAL, (REAL,)),
        ("Patient 943 476 5919 moved", ("943 476 5919",)),
        ("943-476-5919", ("943-476-5919",)),
        (f"see {REAL}, and 401 023 2137.", (REAL, "401 023 2137")),
        ("9434765918", ()),  # one off in the check digit
        ("4505577104", ("4505577104",)),
        *((f"000000006{n}", ()) for n in range(10)),  # its check would be ten: there is none
        ("0000000000", ("0000000000",)),  # the sum is nought, and nought is its check
        (f"1{REAL}", ()),
        (f"{REAL}1", ()),
        ("943 476 591", ()),
        ("9434 765919", ()),
        ("020 7946 0958", ()),
        ("", ()),
    ],
)
def test_ten_digits_that_check_are_found(text, found):
    assert nhs_numbers(text) == found


def test_of_all_ten_check_digits_one_passes():
    for first in ("943476591", "401023213", "999999999", "123456788"):
        assert len([n for n in range(10) if nhs_numbers(f"{first}{n}")]) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Called in sick", ("sick",)),
        ("She is ILL; anxiety, ill again", ("ILL", "anxiety", "ill")),
        ("See the illustrated fracture list in Theatre", ()),
        ("Sickness code of the department", ()),
        ("Pregnancy: no fluoroscopy", ("Pregnancy",)),
        ("Room refitted", ()),
        ("", ()),
    ],
)
def test_words_about_health_are_found_and_everyday_ones_are_not(text, found):
    assert health_words(text) == found


def set_to(unit, starts=TODAY, **parameters):
    RuleSetting.objects.create(unit=unit, rule="R-44", parameters=parameters, in_force_from=starts)


@pytest.fixture
def unit(db):
    return make_unit()


def test_a_number_is_refused_and_said(unit):
    with pytest.raises(WordsRefused) as refusal:
        heed(unit, ["ok", f"for {REAL}"], TODAY)
    assert str(refusal.value) == (
        f"{REAL} can be a patient's NHS number, so nothing was kept (R-44). "
        f"Write it without the number."
    )


def test_words_are_advised_against_once_each(unit):
    assert heed(unit, ["sick", "sick and ill"], TODAY) == (
        "You wrote “sick” and “ill”. Others may read it: say nothing about anybody's health "
        "(R-44).",
    )


def test_where_there_is_nothing_to_say_nothing_is_read(unit, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert heed(unit, ["Too few on that day", ""], TODAY) == ()


def test_it_is_as_the_unit_has_set_it_on_the_date(unit):
    set_to(unit, date(2026, 12, 1), reject_nhs_numbers=False, warn_health_words=False)
    with pytest.raises(WordsRefused):
        heed(unit, [REAL], date(2026, 11, 30))
    assert heed(unit, [REAL, "sick"], date(2026, 12, 1)) == ()


def test_each_of_the_two_is_set_alone(unit):
    set_to(unit, reject_nhs_numbers=False)
    assert len(heed(unit, [REAL, "sick"], TODAY)) == 1
    set_to(unit, warn_health_words=False)
    assert heed(unit, ["sick"], TODAY) == ()
    with pytest.raises(WordsRefused):
        heed(unit, [REAL], TODAY)


def test_switched_off_it_says_nothing(unit):
    set_to(unit, enabled=False)
    assert heed(unit, [REAL, "sick"], TODAY) == ()
