"""Rota files to damage: the example of the documentation, and one key of it changed."""

import copy
import json
import re

from django.conf import settings

from roster.rotafile.faults import Unreadable
from roster.rotafile.reading import read

PAGE = settings.BASE_DIR / "docs" / "rotafile.md"
ABSENT = object()


def example() -> dict:
    """The first JSON block of docs/rotafile.md."""
    return json.loads(re.search(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1])


def changed(document, place, value):
    """The document with another value at a place such as `people[0].band`; ABSENT: without it."""
    new = copy.deepcopy(document)
    *way, last = [int(n) if n.isdecimal() else n for n in re.findall(r"[^.\[\]]+", place)]
    target = new
    for step in way:
        target = target[step]
    if value is ABSENT:
        del target[last]
    elif isinstance(target, list) and last == len(target):
        target.append(value)
    else:
        target[last] = value
    return new


def faults_of(document):
    """The lines that reading a document, or bytes, ends in; none when it is a rota."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    try:
        read(data)
    except Unreadable as fault:
        return fault.lines
    return []
