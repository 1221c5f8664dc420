"""What is wrong with a rota file, where: one line a fault, whatever the file holds."""

import json
from itertools import islice

SHOWN = 20
LONGEST = 80
LONGEST_LINE = 500


class Unreadable(Exception):
    """The file cannot be read as a rota. `lines` say why, one for each (place, sentence)."""

    def __init__(self, faults):
        self.lines = [line(place, sentence) for place, sentence in faults]
        super().__init__("\n".join(self.lines))


def refuse(faults):
    """Raise Unreadable with the first SHOWN faults, if there are any."""
    first = list(islice(faults, SHOWN))
    if first:
        raise Unreadable(first)


def line(place, sentence):
    """`duties[3].shift: unknown shift type "Q"`, on one line and printable everywhere."""
    return printable(cut(f"{place}: {sentence}" if place else sentence, LONGEST_LINE))


def printable(text):
    """The text with line breaks and whatever else could upset a terminal escaped."""
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char):
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def quoted(value):
    """A value as it stands in a fault: in quotes, cut when long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'"{cut(text, LONGEST)}"'


def cut(text, longest):
    return f"{text[:longest]}…" if len(text) > longest else text


def place_of(path):
    """`duties[3].shift` from ["duties", 3, "shift"]."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return cut(text.removeprefix("."), 2 * LONGEST)
