"""From lines to duties: who is away, and where everybody's day shifts are worked."""

from dataclasses import dataclass
from datetime import timedelta

from demo.department import (
    AP,
    DAY,
    GH_FLUOROSCOPY_DAYS,
    LINDEN_DAYS,
    MEMBERS,
    RADIOGRAPHER,
    STARTS,
)
from demo.lines import LINES
from roster.problem import WEEKDAYS, Duty, Unavailability

NOT_CLINICAL = ("AD", "SD", "TD")
ROTATING = ("emergency-1", "emergency-2", "general", "x-ray")
ASSISTING = ("assist-x-ray", "assist-general")
EVERYONE_ELSE_AWAY = (
    # (person, kind, week from the rota's first, first and last weekday)
    ("duncan-baird", "AL", -2, 0, 4),
    ("duncan-baird", "AL", 3, 0, 4),
    ("marisol-vega", "AL", -6, 0, 4),
    ("anneke-de-wit", "AL", -10, 0, 4),
    ("eleanor-fitch", "AL", -4, 0, 4),
    ("eleanor-fitch", "SL", 0, 3, 4),
    ("cora-lind", "AL", -7, 2, 4),
    ("jaspal-gill", "AL", -2, 0, 2),
    ("ruby-ashdown", "AL", 1, 2, 4),
    ("patience-moyo", "AL", -7, 2, 2),
    ("adrian-lowe", "AL", 1, 0, 4),
    ("meera-pillai", "AL", -5, 0, 4),
    ("stuart-kemp", "TOIL", 0, 4, 4),
)


@dataclass(frozen=True)
class Post:
    place: str
    role: str
    codes: tuple[str, ...] = ("D", "LD")
    skill: str = ""


def monday(week):
    return STARTS + timedelta(weeks=week)


def role_of(member):
    if member.line == "placement":
        return "student"
    if member.line in ("none", "office"):
        return "manager"
    return {3: "trainee", 4: AP}.get(member.band, RADIOGRAPHER)


def absences(first, last):
    """Everybody's absences from one week to another: leave lies in weeks of day shifts."""
    rows = [
        Unavailability(person, kind, monday(w) + a * DAY, monday(w) + b * DAY)
        for person, kind, w, a, b in EVERYONE_ELSE_AWAY
        if first <= w <= last
    ]
    for week in range(first, last + 1):
        resting = {ROTATING[week % 2], ROTATING[2 + week % 2], ASSISTING[week % 2]}
        for member in MEMBERS:
            if member.line in resting and _week(member, week)[:5] == ["D"] * 5:
                rows.append(Unavailability(member.id, "AL", monday(week), monday(week) + 4 * DAY))
    return tuple(sorted(rows, key=lambda row: (row.starts_on, row.person)))


def duties(first, last):
    """The duties of the weeks from one to another, away people left out."""
    away = {
        (row.person, row.starts_on + n * DAY)
        for row in absences(first, last)
        for n in range((row.until - row.starts_on).days + 1)
    }
    planned = []
    for week in range(first, last + 1):
        yesterday = {}
        for number in range(7):
            day = monday(week) + number * DAY
            codes = {
                member: _week(member, week)[number]
                for member in MEMBERS
                if (member.id, day) not in away
            }
            places = _places({m: c for m, c in codes.items() if c != "."}, number, yesterday)
            planned += _duties(day, codes, places)
            yesterday |= places
    return tuple(planned)


def _week(member, week):
    if member.joined is not None and week < member.joined:
        return ["."] * 7
    return LINES[member.line].week(week + member.turn)


# ── where ──


def _places(codes, number, yesterday):
    """{member: place} of one day; the place of what is not clinical is the home site's."""
    free = {m: c for m, c in codes.items() if _is_placed(m, c, number)}
    places = {
        m: m.sites.split()[0] if c in NOT_CLINICAL else LINES[m.line].home
        for m, c in codes.items()
        if m not in free
    }
    taken = {}
    for position, post in enumerate(_posts(WEEKDAYS[number]) if free else ()):
        _fill((position, post), free, taken, yesterday, set())
    places |= {member: post.place for member, (_, post) in taken.items()}
    left = [member for member in free if member not in taken]
    for spare, member in enumerate(left):
        places[member] = _spare_place(member, spare)
    return places


def _is_placed(member, code, number):
    """Whether the place is found by what the day needs, not by the line."""
    role = role_of(member)
    if role not in (AP, RADIOGRAPHER) or member.line == "preceptee":
        return False
    return code == "D" or (code == "LD" and number < 5 and role == RADIOGRAPHER)


def _posts(weekday):
    """What a weekday needs beyond the homes of the lines, most needed first."""
    yield Post("RH/XR", RADIOGRAPHER, ("D",))
    yield Post("RH/XR", AP)
    if weekday in LINDEN_DAYS:
        yield Post("LH/XR", RADIOGRAPHER, ("D",))
        yield Post("LH/XR", AP)
    yield Post("TH/IR", RADIOGRAPHER, skill="IR")
    yield Post("TH/TR", RADIOGRAPHER, skill="TR")
    yield Post("GH/TR", RADIOGRAPHER, skill="TR")
    yield Post("TH/FL", RADIOGRAPHER, skill="FL")
    if weekday in GH_FLUOROSCOPY_DAYS:
        yield Post("GH/FL", RADIOGRAPHER, skill="FL")
    yield Post("TH/FL", AP)
    yield Post("GH/XR", RADIOGRAPHER, ("D",))
    yield Post("GH/XR", AP)
    yield Post("TH/IR", RADIOGRAPHER, skill="IR")
    yield Post("GH/XR", "either", ("D",))
    yield Post("TH/FL", "either", ("D",))
    yield Post("TH/IR", AP)


def _fill(post, free, taken, yesterday, tried):
    """Give the post somebody, moving others if need be (augmenting paths)."""
    able = [m for m, c in free.items() if _fits(m, c, post[1])]
    for member in sorted(able, key=lambda m: _liking(m, post[1], yesterday)):
        if member in tried:
            continue
        tried.add(member)
        if member not in taken or _fill(taken[member], free, taken, yesterday, tried):
            taken[member] = post
            return True
    return False


def _fits(member, code, post):
    site = post.place.split("/")[0]
    role = role_of(member)
    if code not in post.codes or site not in member.sites.split():
        return False
    if post.place == member.away_from:
        return False
    if post.role not in (role, "either"):
        return False
    if role == AP:
        return post.place in member.scope.split() or post.place == "TH/IR"
    return not post.skill or post.skill in member.skills.split()


def _liking(member, post, yesterday):
    """Who goes first: whose line it is, who was there yesterday, who is near, the least skilled."""
    own = LINES[member.line].home == post.place
    near = member.sites.split()[0] == post.place.split("/")[0]
    again = yesterday.get(member) == post.place
    return not own, not again, not near, len(member.skills), member.id


def _spare_place(member, spare):
    if role_of(member) == AP:
        return "TH/ED" if "TH/ED" in member.scope.split() else "GH/XR"
    return ("TH/ED", "TH/XR")[spare % 2]


# ── who is with whom ──


def _duties(day, codes, places):
    at_work = [(m, codes[m], places[m]) for m in places]
    for member, code, place in at_work:
        site, _, area = place.partition("/")
        if code in NOT_CLINICAL:
            yield Duty(member.id, day, code, site)
            continue
        role, named = "operator", ()
        if role_of(member) == "trainee":
            role, named = "training", _named(place, at_work, 1)
        elif role_of(member) == "student":
            role, named = "supernumerary", _named(place, at_work, 1)
        elif place == "TH/IR" and role_of(member) == AP:
            role, named = "assist", _named(place, at_work, 1)
        yield Duty(member.id, day, code, site, area, role, named)


def _named(place, at_work, most):
    """Radiographers there the whole early or day shift, past preceptorship."""
    there = [
        m.id
        for m, code, where in at_work
        if where == place
        and role_of(m) == RADIOGRAPHER
        and m.line != "preceptee"
        and code in ("E", "LD", "D")
    ]
    return tuple(there[:most])
