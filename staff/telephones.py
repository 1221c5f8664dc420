"""A telephone number as people write it, with an extension or a bleep. Pure.

TELEPHONE                   the pattern of one
telephone_of(number)        -> text, of a cell that a spreadsheet keeps as a number
dialled(text)               -> what a telephone dials: up to the extension; blank for a bleep
"""

import re

TELEPHONE = r"(?i)(?=(?:\D*\d){3})(?:[\d\s+()./,-]|ext\.?|extension|bleep|x)+\Z"
SAY_ONE = "A telephone number has three digits at least, and no words but ext or bleep."
LOST = 10  # digits of a British number without its first 0


def telephone_of(number: float) -> str:
    """A sheet drops the first 0 of what it takes for a number: a British one gets it back."""
    digits = f"{number:.0f}"
    return f"0{digits}" if len(digits) == LOST else digits


def dialled(text: str) -> str:
    number = re.match(r"[^a-z,/]*", text.casefold())[0].replace("(0)", "")
    return "".join(re.findall(r"[+\d]", number))
