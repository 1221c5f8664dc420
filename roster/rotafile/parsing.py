"""From bytes to a JSON document of the schema's form, or to the faults that stand against it."""

import json
import re
from functools import cache
from pathlib import Path

import jsonschema_rs

from roster.rotafile.faults import Unreadable, place_of, quoted

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "rotafile.schema.json"
LARGEST = 20 * 1024**2
DEEPEST = 40
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
FORMS = {
    "date": "a date as YYYY-MM-DD",
    "time": "a time as HH:MM, 00:00 to 23:59",
    "datetime": "a date and time as YYYY-MM-DDTHH:MM",
}


def parse(data: bytes) -> dict:
    """The document in the file. Raises Unreadable."""
    document = _loaded(_text(data))
    faults = list(_structure_faults(document))
    if faults:
        raise Unreadable(faults)
    return document


def _text(data):
    if len(data) > LARGEST:
        raise Unreadable([("", "the file is larger than 20 MB; split it into shorter rotas")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Unreadable([("", f"the file is not UTF-8 text: byte {fault.start}")]) from fault


def _loaded(text):
    """Python's reader takes what JSON does not: keys given twice, NaN, Infinity. We do not."""
    faults = []

    def pairs(items):
        found = dict(items)
        if len(found) < len(items):
            keys = [key for key, _ in items]
            twice = next(key for key in keys if keys.count(key) > 1)
            faults.append(("", f"the key {quoted(twice)} is given twice in one object"))
        return found

    def constant(name):
        faults.append(("", f"{name} is not a number in JSON"))

    try:
        document = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise Unreadable([("", f"the file is not JSON: {fault.msg} at {where}")]) from fault
    except RecursionError as fault:
        raise Unreadable([("", "the file is nested too deeply")]) from fault
    except ValueError as fault:  # Python refuses to read integers of thousands of digits
        raise Unreadable([("", "the file holds a number that is too long")]) from fault
    if SURROGATE.search(text):
        faults.extend(_surrogates(document))
    if faults:
        raise Unreadable(faults)
    return document


def _surrogates(value, path=()):
    """Half a character, written as an escape: it cannot be stored or shown."""
    if isinstance(value, str) and not _encodable(value):
        yield place_of(path), "holds half a character (a lone surrogate)"
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not _encodable(key):
                yield place_of(path), "has a key with half a character (a lone surrogate)"
            yield from _surrogates(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _surrogates(inner, (*path, number))


def _encodable(text):
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _validator():
    return jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _structure_faults(document):
    if _too_deep(document, DEEPEST):
        yield "", "the file is nested too deeply"
        return
    for error in _validator().iter_errors(document):
        yield from _said(error)


def _too_deep(value, left):
    """The schema's reader would end the process on nesting of thousands of levels."""
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_too_deep(item, left - 1) for item in inner)


def _said(error):
    path, kind = list(error.instance_path), error.kind
    place = place_of(path)
    if kind.name == "required":
        yield place_of([*path, kind.property]), "is missing"
    elif kind.name == "additionalProperties":
        for key in kind.unexpected:
            yield place_of([*path, key]), f"unknown key {quoted(key)}"
    else:
        yield place, _sentence(error, kind)


def _sentence(error, kind):
    value = quoted(error.instance)
    if kind.name == "type":
        return f"{value} must be {_listed(kind.types)}"
    if kind.name == "enum":
        return f"{value} must be one of {', '.join(map(str, kind.options))}"
    if kind.name == "const":
        return f"{value} must be {quoted(kind.expected_value)}"
    if kind.name == "pattern":
        return f"{value} must be {_form(kind.pattern)}"
    return {
        "minimum": lambda: f"{value} must be {kind.limit} or more",
        "maximum": lambda: f"{value} must be {kind.limit} or less",
        "exclusiveMinimum": lambda: f"{value} must be more than {kind.limit}",
        "minItems": lambda: "must not be empty",
        "minLength": lambda: "must not be empty",
    }[kind.name]()


def _listed(types):
    words = {"string": "text", "object": "an object", "array": "a list", "boolean": "true or false"}
    words |= {"integer": "a whole number", "number": "a number"}
    return " or ".join(words.get(name, name) for name in types)


def _form(pattern):
    if "T(" in pattern:
        return FORMS["datetime"]
    if pattern.startswith("^8"):
        return "1 to 9 or 8a to 8d"
    return FORMS["date"] if "{4}" in pattern else FORMS["time"]
