"""What a text in the matrix means: a duty, an absence, nothing, or not known yet. Pure.

A meaning is a text that is kept for the unit: "duty E", "duty E TH/ED" (as typed into the grid),
"absent AL", "off" (nothing is planned), "skip" (the cell stays as it is in the rota). What the
unit's own shift types say needs no keeping.
"""

from roster import entry
from roster.problem import UNAVAILABILITY_KINDS
from roster.spreadsheet.table import said

AWAY = "UN"  # as exports say that somebody is away, without why
SKIP, OFF = "skip", "off"
KIND_WORDS = {
    "AL": "Annual leave",
    "SL": "Sick",
    "SD": "Study leave",
    "MT": "Mandatory training",
    "BH": "Bank holiday leave",
    "TOIL": "Time off in lieu",
    "PL": "Special leave",
    "OTHER": "Away for another reason",
}
# How departments also write them.
ALSO = {
    OFF: ("DO", "day off", "rest", "rest day", "RD"),
    "absent AL": ("leave", "annual", "holiday", "hol", "hols"),
    "absent SL": ("sickness", "sick leave"),
    "absent SD": ("study", "study day"),
    "absent MT": ("training", "mandatory"),
    "absent BH": ("bank holiday", "public holiday", "PH"),
    "absent TOIL": ("lieu", "in lieu"),
}


def key_of(text: str) -> str:
    """By what a code is kept: E, " e " and "E" are one."""
    return said(text).casefold()


def known_meaning(text: str, problem) -> str | None:
    """What the unit's own words say; null for what has to be asked."""
    try:
        if entry.check(text, problem) is None and text.strip():
            return f"duty {said(text)}"
    except entry.NotUnderstood:
        word = said(text).upper()
        if word in UNAVAILABILITY_KINDS:
            return f"absent {word}"
        if word == AWAY:
            return SKIP
        if word in entry.RESTS:
            return OFF
    return None


def likely(text: str, problem) -> list[str]:
    """What a text that is none of the unit's codes may stand for, written another way: A/L is AL.

    To be confirmed: L is late in one department and leave in another.
    """
    bare, ways = _bare(text), dict(ALSO)
    for kind, said_of in KIND_WORDS.items():
        ways[f"absent {kind}"] = (kind, said_of, *ways.get(f"absent {kind}", ()))
    ways |= {f"duty {shift.code}": (shift.code,) for shift in problem.shift_types}
    return [meaning for meaning, names in ways.items() if bare and bare in map(_bare, names)]


def _bare(text):
    """Its letters and digits alone."""
    return "".join(c for c in text.casefold() if c.isalnum())


def choices(problem):
    """(heading, ((meaning, words), ...)) of all that a code can mean, for a choice."""
    shifts = problem.shift_types
    places = [f"{site.code}/{a.code}" for site in problem.sites for a in site.areas]
    yield (
        "Not a duty",
        (
            (OFF, "Day off: nothing is planned"),
            (SKIP, "Leave these cells out: the rota stays as it is"),
        ),
    )
    yield "A duty at the usual place", tuple((f"duty {s.code}", _shift(s)) for s in shifts)
    yield "Away", tuple((f"absent {kind}", words) for kind, words in KIND_WORDS.items())
    for at in places:
        clinical = (s for s in shifts if s.work_class == "clinical")
        yield (
            f"A duty in {at}",
            tuple((f"duty {s.code} {at}", f"{s.code} {at}") for s in clinical),
        )


def _shift(shift):
    return f"{shift.code} {shift.starts:%H:%M}–{shift.ends:%H:%M}"


def words(meaning: str) -> str:
    """A meaning as the preview says it."""
    kind, _, rest = meaning.partition(" ")
    if kind == "absent":
        return KIND_WORDS[rest]
    return rest or {OFF: "nothing planned", SKIP: "left out"}[kind]
