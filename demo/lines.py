"""The lines people work: weeks of codes, Monday to Sunday, one after the other and round again.

A dot is a day off. Early, late and weekend shifts are worked at the line's home; where day shifts
are worked is found day by day (see planning). Every line gives weekend work back in its own week,
and keeps runs to five days and late-to-early turns rare.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    home: str
    weeks: tuple[str, ...]

    def week(self, number):
        return self.weeks[number % len(self.weeks)].split()


def _radiographers(home, weekend):
    return Line(
        home,
        (weekend, ". D LD D LD . .", "L L L L L . .", "E E E E E . .", "D D D D D . ."),
    )


LINES = {
    "none": Line("TH/XR", (". . . . . . .",)),
    "office": Line("TH/XR", ("AD AD AD AD AD . .",)),
    "emergency-1": _radiographers("TH/ED", "D D . . . LD LD"),
    "emergency-2": _radiographers("TH/ED", "D D . . . LD LD"),
    "general": _radiographers("GH/ED", "D . D . . LD LD"),
    "x-ray": _radiographers("TH/XR", "D . D . . LD LD"),
    "interventional": Line("TH/IR", ("D D AD D D . .",)),
    "three-days": Line("TH/IR", (". D D D . . .",)),
    "four-days": Line("TH/TR", ("D D . D D . .",)),
    "preceptee": Line("TH/XR", ("D D D D D . .", "D D TD D D . .")),
    "assist-x-ray": Line(
        "TH/XR",
        (
            "D . D . D E E",
            "D D . D D L .",
            "L L L L L . .",
            "E E E E E . .",
            "D D D D D . .",
        ),
    ),
    "assist-general": Line(
        "GH/ED",
        (
            "D D . . . LD LD",
            ". D LD D LD . .",
            "L L L L L . .",
            "E E E E E . .",
            "D D D D D . .",
        ),
    ),
    "assist-part-time": Line(
        "TH/ED",
        ("D . D . . E .", "D . D . D . .", "D . D . D . .", "D . D . D . ."),
    ),
    "trainee-tuesday": Line("TH/XR", ("E SD E E E . .",)),
    "trainee-thursday": Line(
        "TH/ED", ("E E . SD E E .", "E E E SD E . .", "E E E SD E . .", "E E E SD E . .")
    ),
    "trainee-general": Line("GH/ED", ("E SD E E E . .",)),
    "placement": Line("TH/XR", ("E E E E . . .",)),
}
