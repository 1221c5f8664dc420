"""Whose line a line is: by name, however it is written. Pure.

Names(people).exact("Nair,  ASHA") -> "asha", or null
Names(people).alike("Asha Nare")   -> [("asha", 91), ...], best first: to be confirmed
"""

import re
import unicodedata
from collections import defaultdict

from rapidfuzz import fuzz, process

LEAST = 55  # of 100 alike, to be offered at all
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr"}


def words_in_order(name: str) -> list[str]:
    """The words of a name: without case, accents, titles and commas."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", " ", bare.replace("'", "").replace("’", "")).split()
    return [word for word in words if word not in TITLES]


def words_of(name: str) -> tuple[str, ...]:
    """The same in an order of their own: surname first or last is one."""
    return tuple(sorted(words_in_order(name)))


class Names:
    """`people` are (reference, name); also a reference itself names somebody."""

    def __init__(self, people):
        self.names = dict(people)
        self._by_words = defaultdict(set)
        for reference, name in self.names.items():
            self._by_words[words_of(name)].add(reference)
            self._by_words[words_of(reference)].add(reference)
        self._texts = {reference: " ".join(words_of(name)) for reference, name in people}

    def exact(self, name):
        """The one person of this name; null where there is none, or more than one."""
        found = self._by_words.get(words_of(name), ())
        return next(iter(found)) if len(found) == 1 else None

    def alike(self, name, most=3):
        text = " ".join(words_of(name))
        found = process.extract(
            text, self._texts, scorer=fuzz.WRatio, limit=most, score_cutoff=LEAST
        )
        return [(reference, round(score)) for _, score, reference in found]
