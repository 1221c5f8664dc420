"""What colour a cell of a workbook has: as the department's own workbook has it, else ours. Pure.

own(sheets, meanings)               -> {"duty e th/ed": "FFCC00", "absent al": ...}
Colours(shift_types, kept)          -> .of_duties(text, duties), .of_absence(text), .of_shift(code)
ink_on(colour)                      -> "FFFFFF" on a dark colour, else "000000"

A code's own colour is that of all its cells; a code that had several, or one on some cells alone,
has ours. So has what two codes of different colours mean.
"""

from collections import defaultdict

from roster.spreadsheet.codes import key_of

FILLS = ("CFE8FC", "FCE2B8", "D7F2D0", "E6D9F7", "F9D4DA", "CDEFEA", "F3EFC0", "DADFE5")
AWAY = "E3E3E3"
DARK = 0.4  # of 1; darker than this, black text is hard to read


def own(sheets, meanings) -> dict[str, str]:
    """`sheets` are (table, matrices); `meanings` {key of a code: meaning}."""
    seen = defaultdict(set)
    for table, matrices in sheets:
        for line in (line for matrix in matrices for line in matrix.lines):
            for column, text in line.cells:
                seen[key_of(text)].add(table.fills.get((line.row, column)))
    meant = defaultdict(set)
    for key, colours in seen.items():
        if meanings.get(key) and colours != {None}:
            meant[meanings[key].casefold()] |= colours if len(colours) == 1 else {None}
    return {
        meaning: colours.pop()
        for meaning, colours in meant.items()
        if len(colours) == 1 and None not in colours
    }


class Colours:
    def __init__(self, shift_types, kept):
        self.kept = kept
        self.ours = {s.code: FILLS[n % len(FILLS)] for n, s in enumerate(shift_types)}

    def of_duties(self, text, duties):
        """By the whole text of a cell, else by the shift of its first duty."""
        return self._own("duty", text) or self.of_shift(duties[0].shift)

    def of_shift(self, code):
        return self._own("duty", code) or self.ours[code]

    def of_absence(self, text):
        return self._own("absent", text) or AWAY

    def _own(self, kind, text):
        return self.kept.get(f"{kind} {key_of(text)}")


def ink_on(colour) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return "FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < DARK else "000000"
