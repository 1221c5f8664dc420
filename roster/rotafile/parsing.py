"""From bytes to a JSON document of the schema's form, or to the faults that stand against it."""

import codecs
import json
import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

import jsonschema_rs

from roster.rotafile.faults import Unreadable, place_of, quoted, refuse

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
    refuse(_structure_faults(document))
    return document


def _text(data):
    if len(data) > LARGEST:
        raise Unreadable([("", "the file is larger than 20 MB; split it into shorter rotas")])
    if data.startswith(codecs.BOM_UTF8):
        raise Unreadable([("", "the file begins with a byte order mark; save it without one")])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Unreadable([("", f"the file is not UTF-8 text: byte {fault.start}")]) from fault
    if not text.strip():
        raise Unreadable([("", "the file is empty")])
    return text


class _Reader:
    """Python's reader takes what JSON does not: keys given twice, NaN, Infinity. We do not."""

    def __init__(self):
        self.faults = []
        self.twice = []  # (object, key): its place is found when the whole document is read

    def pairs(self, items):
        found = dict(items)
        if len(found) < len(items):
            times = Counter(key for key, _ in items)
            self.twice.append((found, next(key for key in times if times[key] > 1)))
        return found

    def constant(self, name):
        self.faults.append(("", f"{name} is not a number in JSON"))

    def number(self, text):
        """4.0 is the whole number 4, as it is in JSON Schema."""
        value = float(text)
        if math.isinf(value):
            self.faults.append(("", f"the number {quoted(text)} is too large"))
            return 0
        return int(value) if value.is_integer() else value


def _loaded(text):
    reader = _Reader()
    document = _read(text, reader)
    if _too_deep(document, DEEPEST):
        raise Unreadable([("", "the file is nested too deeply")])
    refuse(reader.faults)
    if reader.twice:
        refuse(_twice(document, reader.twice))
    if SURROGATE.search(text):
        refuse(_surrogates(document))
    return document


def _read(text, reader):
    try:
        return json.loads(
            text,
            object_pairs_hook=reader.pairs,
            parse_constant=reader.constant,
            parse_float=reader.number,
        )
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise Unreadable([("", f"the file is not JSON: {fault.msg} at {where}")]) from fault
    except RecursionError as fault:
        raise Unreadable([("", "the file is nested too deeply")]) from fault
    except ValueError as fault:  # Python refuses to read integers of thousands of digits
        raise Unreadable([("", "the file holds a number that is too long")]) from fault


def _twice(document, twice):
    places = {id(value): path for path, value in _everywhere(document)}
    for found, key in twice:  # an object inside a value that was itself given twice has no place
        path = (*places.get(id(found), ()), key)
        yield place_of(path), f"the key {quoted(key)} is given twice in one object"


def _surrogates(document):
    """Half a character, written as an escape: it cannot be stored or shown."""
    for path, value in _everywhere(document):
        texts = value if isinstance(value, dict) else [value]
        if not all(_encodable(text) for text in texts if isinstance(text, str)):
            yield place_of(path), "holds half a character (a lone surrogate)"


def _everywhere(value, path=()):
    """(path, value) of a value and of everything inside it."""
    yield path, value
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in inner:
            yield from _everywhere(item, (*path, key))


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
    named = sorted(types, key=lambda name: name == "null")
    return " or ".join(words.get(name, name) for name in named)


def _form(pattern):
    if "T(" in pattern:
        return FORMS["datetime"]
    if pattern.startswith("^8"):
        return "1 to 9 or 8a to 8d"
    return FORMS["date"] if "{4}" in pattern else FORMS["time"]
