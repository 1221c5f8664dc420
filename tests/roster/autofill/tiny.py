"""Tiny departments whose plans can all be listed."""

import itertools
import random
from datetime import date, time, timedelta

from roster import problem as plain

MONDAY = date(2026, 11, 2)
LONG_AGO, FAR = date(2020, 1, 6), date(2035, 12, 31)
CLOCKS = (date(2026, 3, 23), date(2026, 10, 19), MONDAY)
SHIFTS = {
    "E": (time(8), time(16)),
    "L": (time(12), time(20)),
    "LD": (time(8), time(20)),
    "N": (time(20), time(8)),
}
ROLES = (
    ("radiographer", 6),
    ("radiographer", 6),
    ("radiographer", 5),
    ("assistant_practitioner", 4),
)


def department(seed):
    """Two or three people, three or two days that need somebody; every rule is on."""
    dice = random.Random(seed)
    monday, count = dice.choice(CLOCKS), dice.choice((2, 3))
    first = dice.choice((0, 2, 4)) if count == 3 else dice.randrange(5)
    days = [monday + timedelta(days=first + n) for n in range(5 - count)]
    people = tuple(_person(dice, number) for number in range(count))
    shifts = dice.sample(list(SHIFTS), dice.choice((1, 2)))
    return plain.Problem(
        unit="IXF",
        starts=monday,
        weeks=1,
        rules=_rules(dice),
        sites=(plain.Site("TH", "TH", (plain.Area("XR", "XR", _needs(dice)),)), _other()),
        competencies=(plain.Competency("FL", "FL"),),
        shift_types=tuple(plain.ShiftType(code, *SHIFTS[code], 30) for code in shifts),
        people=people,
        unavailable=tuple(_leave(dice, person, days) for person in people if dice.random() < 0.3),
        demand=tuple(_demand(dice, days) for _ in range(dice.choice((1, 2)))),
        requests=tuple(_request(dice, person, days) for person in people if dice.random() < 0.5),
        history=tuple(
            _history(dice, person, monday, shifts) for person in people if dice.random() < 0.6
        ),
    )


def _other():
    return plain.Site("GH", "GH", (plain.Area("XR", "XR"),))


def _needs(dice):
    return (plain.Need("FL", 1),) if dice.random() < 0.2 else ()


def _rules(dice):
    return {
        "R-17": {"soft": 1, "hard": dice.choice((1, 2, 7))},
        "R-19": {"rest_minutes": dice.choice((660, 960))},
        "R-38": {"max_weekends": dice.choice((0, 2))},
        "R-39": {"soft": 1, "hard": dice.choice((1, 3))},
        "R-35": {"enabled": dice.random() < 0.5, "least": dice.choice((1, 2))},
        "R-01": {"enabled": dice.random() < 0.5},
        "R-04": {"ratio": dice.choice((1, 2))},
    }


def _person(dice, number):
    role, band = dice.choice(ROLES)
    days = dice.choice((5, 3, 1))
    return plain.Person(
        id=f"p{number}",
        name=f"Person {number}",
        sites=("TH",),
        employments=(plain.Employment(LONG_AGO, None, band, role, 450 * days, days),),
        scope=(plain.ScopeEntry("TH", "XR", LONG_AGO, dice.choice((FAR, MONDAY))),),
        competencies=(plain.HeldCompetency("FL", LONG_AGO),) if dice.random() < 0.5 else (),
        preceptee_until=dice.choice((None, None, FAR)),
    )


def _leave(dice, person, days):
    day = dice.choice(days)
    whole = dice.random() < 0.5
    hours = (None, None) if whole else (time(8), time(13))
    return plain.Unavailability(person.id, dice.choice(("AL", "SL", "OTHER")), day, day, *hours)


def _demand(dice, days):
    names = tuple(plain.WEEKDAYS[day.weekday()] for day in days)
    role = dice.choice(("radiographer", "assistant_practitioner"))
    least = dice.choice((1, 1, 2))
    starts, ends = dice.choice((("08:00", "16:00"), ("08:00", "20:00"), ("20:00", "08:00")))
    return plain.Demand(
        "TH",
        "XR",
        names,
        time.fromisoformat(starts),
        time.fromisoformat(ends),
        role,
        least,
        least + dice.choice((0, 1)),
        dice.choice((None, None, "FL")),
        critical=dice.random() < 0.2,
    )


def _request(dice, person, days):
    return plain.Request(person.id, dice.choice(days), dice.choice(("off", "on")), 1)


def _history(dice, person, monday, shifts):
    day = monday - timedelta(days=dice.choice((1, 2)))
    return plain.Duty(person.id, day, dice.choice(shifts), "TH", "XR")


def plans(possible):
    """The values of every plan there is."""
    cells = [[None, *booleans] for booleans in possible.options.values()]
    for chosen in itertools.product(*cells):
        values = possible.rows.start()
        for boolean in chosen:
            if boolean is not None:
                values[boolean] = 1
        yield possible.rows.complete(values)
