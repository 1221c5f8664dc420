"""A telephone number is kept as people write it; what is none is not."""

import re

import pytest

from staff.telephones import TELEPHONE, dialled, telephone_of


@pytest.mark.parametrize(
    ("text", "dials"),
    [
        ("020 7946 0000", "02079460000"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("020 7946 0000 ext. 12", "02079460000"),
        ("020-7946-0000 x4312", "02079460000"),
        ("07700 900123 / 020 7946 0000", "07700900123"),
        ("4312", "4312"),
        ("bleep 123", ""),
        ("", ""),
    ],
)
def test_it_is_dialled_up_to_its_extension(text, dials):
    assert dialled(text) == dials
    assert not text or re.match(TELEPHONE, text)


@pytest.mark.parametrize("text", ["12", "ask Bea", "07700 900123 (home, after 6)", "=1+234", "ext"])
def test_what_is_no_number_is_none(text):
    assert re.match(TELEPHONE, text) is None


@pytest.mark.parametrize(
    ("number", "text"), [(7700900123, "07700900123"), (7700900123.0, "07700900123"), (4312, "4312")]
)
def test_the_first_0_that_a_sheet_drops_comes_back(number, text):
    assert telephone_of(number) == text
