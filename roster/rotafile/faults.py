"""What is wrong with a rota file, where: one line a fault, whatever the file holds."""

SHOWN = 20
LONGEST = 80


class Unreadable(Exception):
    """The file cannot be read as a rota. `lines` say why, at most SHOWN of them."""

    def __init__(self, faults):
        self.lines = [line(place, sentence) for place, sentence in list(faults)[:SHOWN]]
        super().__init__("\n".join(self.lines))


def line(place, sentence):
    """`duties[3].shift: unknown shift type "Q"`, on one line and printable everywhere."""
    text = f"{place}: {sentence}" if place else sentence
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char):
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def quoted(value):
    """A value as it stands in a fault: in quotes, cut when long."""
    text = value if isinstance(value, str) else repr(value)
    return f'"{text[:LONGEST]}…"' if len(text) > LONGEST else f'"{text}"'


def place_of(path):
    """`duties[3].shift` from ["duties", 3, "shift"]."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")[: 2 * LONGEST]
