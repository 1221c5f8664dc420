"""The text of a cell, as `entry` reads it again: E, or E TH/ED away from the row's own place. Pure.

usual_places(problem) -> {person: (site, area)}
cell_text(duties, place) -> "E + L GH/XR"
"""

from collections import Counter


def usual_places(problem):
    """Where each person works most in the rota; of equal ones the first by name. Who works nowhere
    has no place."""
    counted = {}
    for duty in problem.duties:
        if duty.area:
            counted.setdefault(duty.person, Counter())[duty.site, duty.area] += 1
    return {
        person: min(places, key=lambda place: (-places[place], place))
        for person, places in counted.items()
    }


def cell_text(duties, place=None) -> str:
    """`duties` in order of time; `place` is that of the row, which is not said again."""
    return " + ".join(_text(duty, place) for duty in duties)


def _text(duty, place):
    at = (duty.site, duty.area) if duty.area else (duty.site,)
    if place and at == place[: len(at)]:
        return duty.shift
    return f"{duty.shift} {'/'.join(at)}"


def place_text(place) -> str:
    return "/".join(place) if place else ""
