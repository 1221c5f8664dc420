"""What is written in one's own words and should not be: a patient's number, somebody's health.

nhs_numbers(text)    -> those in it, as they are written
health_words(text)   -> words in it that may be about somebody's health
"""

import re

NUMBER = re.compile(r"(?<!\d)(?:\d{10}|\d{3}[\s-]\d{3}[\s-]\d{4})(?!\d)", re.ASCII)
WEIGHTS = range(10, 1, -1)

# Beginnings of words. "Operation", "fracture" or "surgery" are a department's everyday words.
HEALTH = re.compile(
    "(sick$|ill$|illness|unwell|anxi|depress|mental|psychiatr|counsell|therapist|chemotherap|cancer"
    "|tumour|pregnan|miscarr|menopaus|diagnos|medicat|prescri|hospitalis|disab|disease|migraine"
    "|asthma|diabet|epilep|covid|injur|addict|alcoholi|hiv)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+")


def nhs_numbers(text) -> tuple[str, ...]:
    return tuple(found for found in NUMBER.findall(text) if _checks(found))


def _checks(written):
    """The last digit is eleven less the remainder of the weighted others; eleven is nought."""
    digits = [int(letter) for letter in written if letter.isdigit()]
    sum_of = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=False))
    return (11 - sum_of % 11) % 11 == digits[-1]


def health_words(text) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(HEALTH.match, WORD.findall(text))))
