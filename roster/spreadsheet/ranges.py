"""B3:AH40 as numbers. Pure."""

import re

from roster.spreadsheet.table import column_of

RANGE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})", re.IGNORECASE)


def area_of(text: str) -> tuple[int, int, int, int]:
    """(first row, first column, last row, last column), from 0. Raises ValueError."""
    found = RANGE.fullmatch(text.replace("$", "").replace(" ", ""))
    if found is None:
        raise ValueError(f"{text} is no range. Write it like A4:AF40.")
    left, right = sorted((column_of(found[1]), column_of(found[3])))
    top, bottom = sorted((int(found[2]) - 1, int(found[4]) - 1))
    return top, left, bottom, right
