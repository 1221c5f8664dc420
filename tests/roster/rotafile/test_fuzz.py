"""Whatever the bytes: exit code 0, 1 or 2, soon, and never an exception."""

import copy
import json
import re
import string
import time
from random import Random

import pytest

from roster.rotafile.faults import SHOWN
from roster.rotafile.report import check_file
from roster.rotafile.writing import write
from roster.rules.catalogue import CATALOGUE
from tests.roster.rotafile.documents import example
from tests.roster.rotafile.random_rotas import rich_department
from tests.roster.rotafile.test_faults import with_everything

SECONDS = 2
DATE = re.compile(r"\d{4}-\d\d-\d\d")
VALUES = [
    None, True, False, 0, 1, -1, 1.0, 0.5, -0.0, 1e15, 1e300, 10**9, 10**30, 2**63, 5e-324,
    "", "E", "asha", "p0", "TH", "XR", "off", "mon", "8a", "24:00", "00:00", "23:59", "01:30",
    "2026-11-02", "1900-01-01", "2200-12-31", "9999-12-31", "0001-01-01", "2026-02-30",
    "2026-10-25T01:30", "2026-10-25T01:30+00:00", "2026-03-29T01:30", "2026-11-07T12:00",
    "Pacific/Apia", "America/New_York", "Ω\u2028\x1b[0m", "\ud800", "\0", "x" * 5000,
    [], {}, [[]], [None], {"": None}, [{}] * 3, {"from": "2026-01-01"}, ["TH", "TH"], [0, 1, True],
]  # fmt: skip
TOKENS = [b"null", b"NaN", b"-Infinity", b"1e999", b"{", b"}", b"[", b"]", b",", b'"', b"\xff"]
TOKENS += [b"\x00", b"\xef\xbb\xbf", b"\\ud800", b"[" * 2000, b'{"a":' * 2000, b"9" * 5000]


def places(value):
    """(container, key) of everything inside."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def strange_document(random, document):
    """Values of one key put in each other's place: most such files can still be read."""
    found = list(places(document))
    for _ in range(random.choice([1, 2, 5])):
        container, key = random.choice(found)
        same = [c[k] for c, k in found if k == key and type(c[k]) is type(container[key])]
        container[key] = copy.deepcopy(random.choice([*same, *_extremes(key, container[key])]))
    return document


def _extremes(key, value):
    if type(value) is int:
        return [0, 1, 3, 61, 10**8]
    if isinstance(value, str) and DATE.fullmatch(value):
        return ["1900-01-01", "2200-12-31"] + ["9999-12-31"] * (key == "until")
    return []


def damaged_document(random, document):
    for _ in range(random.choice([1, 1, 2, 5])):
        found = list(places(document))
        if not found:
            return document
        container, key = random.choice(found)
        choice = random.random()
        if choice < 0.1:
            del container[key]
        elif choice < 0.15 and isinstance(container, dict):
            container[random.choice([*container, "x", "from", "until", "called"])] = container[key]
        elif choice < 0.25 and isinstance(container, list):
            container.append(copy.deepcopy(container[key]))
        elif choice < 0.6:
            alike = [value for value in VALUES if type(value) is type(container[key])]
            container[key] = copy.deepcopy(random.choice(alike or VALUES))
        elif choice < 0.8:
            other, there = random.choice(found)
            container[key], other[there] = copy.deepcopy([other[there], container[key]])
        else:
            container[key] = copy.deepcopy(random.choice(VALUES))
    return document


def damaged_bytes(random, data):
    data = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 5, 50])):
        at = random.randrange(len(data) + 1)
        choice = random.random()
        if choice < 0.4 and at < len(data):
            data[at] = random.choice([data[at] ^ 1 << random.randrange(8), random.randrange(256)])
        elif choice < 0.6:
            data[at : at + random.randint(0, 30)] = b""
        elif choice < 0.8:
            data[at:at] = random.choice(TOKENS)
        elif choice < 0.9:
            data[at:at] = data[at : at + random.randint(0, 200)]
        else:
            del data[at:]
    return bytes(data)


def settings_at_random(random):
    """Rules with parameters that exist, and values that may be theirs."""
    rules = random.sample(list(CATALOGUE.values()), 12)
    return {rule.id: {p.name: _value(random, p) for p in rule.parameters} for rule in rules}


def _value(random, parameter):
    if isinstance(parameter.kind, tuple):
        return random.choice(parameter.kind)
    numbers = [1, 2, 7, 4999, 5000] if "minutes" not in parameter.name else [1, 60, 10**8]
    return {
        "flag": random.random() < 0.5,
        "whole": random.choice([0, *numbers]),
        "positive": random.choice(numbers),
        "whole or null": random.choice([None, 0, *numbers]),
        "positive or null": random.choice([None, *numbers]),
        "above zero": random.choice([5e-324, 0.3, 1, 5000]),
        "wall time": random.choice(["00:00", "12:00", "23:59"]),
        "weekday": random.choice(["mon", "sun"]),
        "roles": random.sample(["trainee", "student", "radiographer"], random.randint(0, 3)),
        "texts": random.sample(["HCPC", "", "x"], random.randint(0, 3)),
    }.get(parameter.kind, copy.deepcopy(parameter.default))


def some_bytes(random):
    """A random file, more often damaged than not."""
    choice = random.random()
    if choice < 0.02:
        return random.randbytes(random.randrange(400))
    if choice < 0.04:
        return "".join(random.choices(string.printable, k=random.randrange(400))).encode()
    document = random.choice([example, with_everything])()
    if random.random() < 0.6:
        document = json.loads(write(rich_department(random)))
    if random.random() < 0.3:
        document["rules"] = settings_at_random(random)
    if random.random() < 0.1:
        document |= {"duties": [], "demand": []}
    if choice < 0.1:
        return json.dumps(document).encode()
    if choice < 0.5:
        return json.dumps(strange_document(random, document)).encode()
    if choice < 0.8:
        return json.dumps(damaged_document(random, document)).encode()
    return damaged_bytes(random, json.dumps(document).encode())


def judge(path, seed):
    random = Random(seed)
    path.write_bytes(some_bytes(random))
    as_json = random.random() < 0.5
    started = time.process_time()
    out, err, code = check_file(str(path), as_json)
    assert time.process_time() - started < SECONDS, f"seed {seed} took too long"
    if code == 2:
        lines = err.removesuffix("\n").split("\n")
        assert (out, 1 <= len(lines) <= SHOWN) == ("", True)
        assert all(line.isprintable() and line for line in lines)
    else:
        assert (err, code in (0, 1)) == ("", True)
        out.encode("utf-8")
    if as_json and code != 2:
        json.loads(out, parse_constant=pytest.fail)
    return code


def codes(path, seeds):
    found = []
    for seed in seeds:
        try:
            found.append(judge(path, seed))
        except Exception as fault:
            raise AssertionError(f"seed {seed}: {type(fault).__name__}: {fault}") from fault
    return found


def test_three_hundred_random_and_damaged_files(tmp_path):
    assert set(codes(tmp_path / "rota.json", range(300))) == {0, 1, 2}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", range(1000, 6000, 1000))
def test_five_thousand_random_and_damaged_files(tmp_path, first):
    found = codes(tmp_path / "rota.json", range(first, first + 1000))
    assert min(found.count(code) for code in (0, 1, 2)) > 20
