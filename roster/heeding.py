"""R-44, where something is written in one's own words: refused or advised against.

heed(unit, texts, today)   -> sentences of advice; raises WordsRefused
"""

from roster.locking import Refused
from roster.own_words import health_words, nhs_numbers
from roster.rule_settings import given_on
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import is_on, values_of
from roster.rules.phrases import listed

RULE = CATALOGUE["R-44"]


class WordsRefused(Refused):
    """A patient's number was written."""


def heed(unit, texts, today) -> tuple[str, ...]:
    """The unit's setting is read only where there is something to say."""
    numbers = [number for text in texts for number in nhs_numbers(text)]
    words = [word for text in texts for word in health_words(text)]
    if not numbers and not words:
        return ()
    refuses, advises = _set_to(unit, today)
    if numbers and refuses:
        raise WordsRefused(
            f"{numbers[0]} can be a patient's NHS number, so nothing was kept (R-44). Write it "
            f"without the number."
        )
    if not words or not advises:
        return ()
    named = listed([f"“{word}”" for word in dict.fromkeys(words)])
    return (f"You wrote {named}. Others may read it: say nothing about anybody's health (R-44).",)


def _set_to(unit, today):
    """Whether numbers are refused, and words advised against."""
    given = given_on(unit, RULE, today)
    values = values_of(RULE, given, CATALOGUE)
    on = is_on(RULE, given)
    return on and values["reject_nhs_numbers"], on and values["warn_health_words"]
