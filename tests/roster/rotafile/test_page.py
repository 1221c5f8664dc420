"""docs/rotafile.md names all there is: keys, kinds, parameters; its example is a rota."""

import json

from django.conf import settings

from roster.rotafile.parsing import SCHEMA
from roster.rules.catalogue import CATALOGUE
from tests.roster.rotafile.documents import PAGE, example, faults_of
from tests.roster.rotafile.test_check_rota import BREACH

WORDS = PAGE.read_text(encoding="utf-8")
SAID_BY_NAME = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}  # "mon to sun"


def schema_words(part):
    """(keys, values of enums) that the schema knows."""
    keys, values = set(), set()
    for name, value in part.items():
        if name == "properties":
            keys |= set(value)
        if name == "enum":
            values |= set(value)
        for inner in value.values() if name in ("properties", "$defs") else [value]:
            if isinstance(inner, dict):
                more_keys, more_values = schema_words(inner)
                keys, values = keys | more_keys, values | more_values
    return keys, values


def unnamed(words, text=WORDS):
    return {word for word in words if f"`{word}`" not in text and f'"{word}"' not in text}


def test_every_key_and_every_value_of_the_schema_is_named():
    keys, values = schema_words(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert {"fold", "supervised_by", "until", "justifies"} <= keys
    assert unnamed(keys) == set()
    assert unnamed(values - SAID_BY_NAME) == set()


def test_every_key_of_a_breach_is_named():
    assert unnamed(BREACH.split()) == set()


def test_every_parameter_of_the_rules_is_named():
    rules = (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    names = {parameter.name for rule in CATALOGUE.values() for parameter in rule.parameters}
    assert unnamed(names, WORDS + rules) == set()
    assert {rule for rule in CATALOGUE if rule not in rules} == set()


def test_the_example_is_a_rota():
    assert faults_of(example()) == []
