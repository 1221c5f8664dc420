"""What a manager types into a cell, and the duties it means.

`E`, `LD TH`, `E TH/ED`, `SH XR + L GH/XR`: a shift code, then, where it is not the person's usual
place, a site, a site and an area, or an area of the usual site. `+` joins two duties of one day.
"""

from collections import Counter
from dataclasses import replace

from roster import cells
from roster.problem import UNAVAILABILITY_KINDS, Duty
from roster.rules.supervision import covered, is_supervisor
from roster.rules.timeline import Timeline

RESTS = ("DO", "CO", "OFF", "X")
USUAL_ROLE = {"trainee": "training", "student": "supernumerary"}


class NotUnderstood(Exception):
    """A sentence on what in the text is no shift, site or area."""


def duties(text, problem, person, day, held=()):
    """The plain duties (cells.plain) that a text means for a person on a date.

    `held` is what the cell holds now: what the text leaves unsaid stays as it is. Raises
    NotUnderstood.
    """
    parts = [part.split() for part in text.upper().split("+")]
    if parts == [[]]:
        return ()
    kept = [*held, *[None] * len(parts)]
    return tuple(_duty(p, problem, person, day, k) for p, k in zip(parts, kept, strict=False))


def check(text, problem):
    """Raises NotUnderstood for a text that would mean nothing in any cell. Of `problem`, only the
    shift types and sites are asked."""
    parts = [part.split() for part in text.upper().split("+")]
    for words in parts if parts != [[]] else ():
        _check_form(words)
        _shift(problem, words[0])
        if words[1:]:
            _check_place(problem, words[1])


def _check_form(words):
    if not words or len(words) > 2:
        raise NotUnderstood("Type a shift code and, if need be, a place: E, or E TH/ED.")


def _check_place(problem, text):
    """An area alone may be one of any site: it is not known yet who works there."""
    faults = []
    for site in problem.sites:
        try:
            return _place(problem, text, (site.code, None))
        except NotUnderstood as fault:
            faults.append(fault)
    raise faults[0]


def _duty(words, problem, person, day, held):
    _check_form(words)
    shift = _shift(problem, words[0])
    usual = (held["site"], held["area"]) if held else usual_place(problem, person, day)
    site, area = _place(problem, words[1], usual) if words[1:] else usual
    if shift.work_class != "clinical":
        area = None
    elif area is None:
        site, area = _with_area(problem, site, usual_place(problem, person, day))
    if held and held["shift"] == shift.code and (held["site"], held["area"]) == (site, area):
        return held
    duty = Duty(person, day, shift.code, site, area, **_kept(held))
    if held is None and shift.work_class == "clinical":
        duty = _in_usual_role(problem, duty)
    return cells.plain(duty)


def _kept(held):
    return {key: held[key] for key in ("role", "additional", "fixed")} if held else {}


def _shift(problem, code):
    by_code = {shift.code.upper(): shift for shift in problem.shift_types}
    if code in by_code:
        return by_code[code]
    if code in UNAVAILABILITY_KINDS:
        raise NotUnderstood(f"{code} is an absence, not a shift. Leave is entered with the person.")
    if code in RESTS:
        raise NotUnderstood(f"{code} is a day off: leave the cell empty. CO is worked out for you.")
    raise NotUnderstood(f"There is no shift type {code}. There are {', '.join(by_code)}.")


def _place(problem, text, usual):
    """(site, area) of `TH/ED`, `TH`, `/ED` or `ED`; an area alone is one of the usual site."""
    site, slash, area = text.partition("/")
    sites = {s.code.upper(): s for s in problem.sites}
    if not slash and site not in sites:
        site, area = "", site
    if site and site not in sites:
        raise NotUnderstood(f"There is no site {site}. There are {', '.join(sites)}.")
    home = sites[site] if site else sites[usual[0].upper()]
    if not area:
        return home.code, usual[1] if home.code == usual[0] else None
    areas = {a.code.upper(): a.code for a in home.areas}
    if area not in areas:
        raise NotUnderstood(f"{home.name} has no area {area}. It has {', '.join(areas)}.")
    return home.code, areas[area]


def _with_area(problem, site, usual):
    """The usual area if it is one of the site, else the site's first."""
    areas = [area.code for s in problem.sites if s.code == site for area in s.areas]
    if not areas:
        raise NotUnderstood(f"{site} has no area to work in.")
    return site, usual[1] if usual[1] in areas else areas[0]


def usual_place(problem, person, day):
    """Where the person works clinically most of the time, else where their role is needed first.

    Of their sites only; the first site is home.
    """
    places = Counter(
        (duty.site, duty.area)
        for duty in (*problem.history, *problem.duties)
        if duty.person == person and duty.area
    )
    if places:
        return max(places, key=lambda place: (places[place], place))
    someone = next(p for p in problem.people if p.id == person)
    home = someone.sites[0] if someone.sites else problem.sites[0].code
    return home, _needed_area(problem, someone, day, home)


def _needed_area(problem, person, day, site):
    employment = person.employment_on(day)
    in_scope = [entry.area for entry in person.scope if entry.site == site]
    needed = [
        line.area
        for line in problem.demand
        if line.site == site and employment and line.role == employment.role
    ]
    areas = [area.code for s in problem.sites if s.code == site for area in s.areas]
    return next(iter([*in_scope, *needed, *areas]), None)


def _in_usual_role(problem, duty):
    """A trainee is in training under somebody named; a student is supernumerary."""
    person = next(p for p in problem.people if p.id == duty.person)
    employment = person.employment_on(duty.date)
    role = USUAL_ROLE.get(employment.role if employment else None)
    if role is None:
        return duty
    duty = replace(duty, role=role)
    return replace(duty, supervised_by=supervisor_for(problem, duty))


def supervisor_for(problem, duty):
    """The reference of somebody there throughout who may supervise and is named least that day."""
    others = tuple(d for d in problem.duties if (d.person, d.date) != (duty.person, duty.date))
    timeline = Timeline(replace(problem, duties=(*others, duty)))
    item = next(i for i in timeline.by_person[duty.person] if i.duty is duty)
    near = timeline.near(timeline.by_place[duty.site, duty.area], duty.date)
    named = Counter(name for other in near for name in other.duty.supervised_by)
    able = [
        other.duty.person
        for other in near
        if is_supervisor(other, duty.site, duty.area) and covered(item, timeline.present(other))
    ]
    return tuple(sorted(able, key=lambda person: (named[person], person))[:1])
