"""Words that no spreadsheet takes for a formula, and that every file can hold."""

import csv
import io
import re

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def printable(value: str) -> str:
    """Without control characters, which XML cannot hold."""
    return CONTROLS.sub("", value)


def looks_like_formula(value) -> bool:
    """Whether a spreadsheet that reads this as typed might work it out."""
    return isinstance(value, str) and value.lstrip(" \n").startswith(FORMULA)


def csv_bytes(rows) -> bytes:
    """Rows as CSV that Excel opens as it is: UTF-8 with a mark; text that looks like a formula
    gets an apostrophe in front, numbers stay numbers. All text is quoted, for a spreadsheet that
    parts cells at semicolons too."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    for row in rows:
        writer.writerow([_safe(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _safe(value):
    if not isinstance(value, str):
        return value
    value = printable(value)
    return f"'{value}" if looks_like_formula(value) else value
