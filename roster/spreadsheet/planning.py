"""From what a workbook holds, and what its reader chose, to the cells of a rota. Pure.

    plan(read, problem, choices) -> Plan

Nothing is guessed: a name or a code that is not exactly known is asked for, and while one of them
is open nothing can be imported. `choices` are what was answered: {"names": {written: reference or
"skip"}, "codes": {key: meaning}, "empty": whether blank cells empty the rota's}.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from roster import cells, entry
from roster.impossible import faults
from roster.spreadsheet.codes import SKIP, key_of, known_meaning
from roster.spreadsheet.names import Names
from roster.spreadsheet.table import place

BLANK = ""


@dataclass(frozen=True)
class Read:
    """A line of a sheet: whose, and the text of each date. `blank` are its dates without one."""

    sheet: str
    row: int
    name: str
    place: str
    texts: tuple[tuple[date, int, str], ...]
    blank: tuple[date, ...]


@dataclass(frozen=True)
class Trouble:
    """A cell that was not understood, and why."""

    at: str
    name: str
    date: date | None
    text: str
    why: str


@dataclass(frozen=True)
class Asked:
    """A code, how often it stands there, and its meaning: as chosen, else the unit's `own`. Both
    are null while nobody knows."""

    text: str
    count: int
    meaning: str | None
    own: str | None


@dataclass
class Plan:
    """`cells` maps (person, date) to the plain duties wanted; `absences` to the kind of an absence.
    `texts` is what the workbook says there; `names` maps what is written to a person, "skip" or
    null; `outside` counts cells on dates that are not the rota's."""

    names: dict[str, str | None] = field(default_factory=dict)
    codes: dict[str, Asked] = field(default_factory=dict)
    cells: dict[tuple[str, date], tuple] = field(default_factory=dict)
    absences: dict[tuple[str, date], str] = field(default_factory=dict)
    texts: dict[tuple[str, date], str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    outside: int = 0
    left_out: int = 0

    @property
    def open_names(self):
        return [name for name, who in self.names.items() if who is None]

    @property
    def open_codes(self):
        return [asked.text for asked in self.codes.values() if asked.meaning is None]

    @property
    def is_ready(self):
        return not (self.open_names or self.open_codes or self.troubles)


def plan(read, problem, choices, details=None) -> Plan:
    """`details` say of some duties what their text does not (details.details_in)."""
    names = Names([(person.id, person.name) for person in problem.people])
    found = Plan()
    said = _whose(read, names, choices.get("names", {}), found)
    wanted = _wanted(said, problem, choices, found)
    _become_duties(wanted, problem, found, details or {})
    if choices.get("empty"):
        _empty(said, problem, found)
    return found


def _whose(read, names, chosen, found):
    """[(person, line)] of the lines whose name is known or chosen."""
    lines = []
    for line in read:
        if not line.name:
            found.troubles += [
                Trouble(_at(line, column), "", on, text, "The line has no name.")
                for on, column, text in line.texts
            ]
            continue
        who = names.exact(line.name) or chosen.get(line.name)
        who = who if who == SKIP or who in names.names else None
        if who is None and not line.texts:
            continue  # a heading: it plans nothing
        found.names[line.name] = who
        if who == SKIP:
            found.left_out += len(line.texts)
        elif who:
            lines.append((who, line))
    return lines


def _wanted(said, problem, choices, found):
    """{(person, date): [(what is typed into the grid, the cell's place, text)]}; absences and days
    off go to `found` at once."""
    wanted = defaultdict(list)
    for who, line in said:
        for on, column, text in line.texts:
            if not problem.starts <= on <= problem.until:
                found.outside += 1
                continue
            meaning = _meaning(text, problem, choices.get("codes", {}), found)
            key, at = (who, on), _at(line, column)
            found.texts[key] = " + ".join(filter(None, (found.texts.get(key), text)))
            _place(meaning, key, (line, at, text), wanted, found)
    return wanted


def _meaning(text, problem, chosen, found):
    key = key_of(text)
    if key not in found.codes:
        own = known_meaning(text, problem)
        found.codes[key] = Asked(text, 0, chosen.get(key) or own, own)
    found.codes[key] = replace(found.codes[key], count=found.codes[key].count + 1)
    return found.codes[key].meaning


def _place(meaning, key, source, wanted, found):
    if meaning is None:
        return
    kind, _, rest = meaning.partition(" ")
    if kind == "duty":
        wanted[key].append((rest, source))
    elif kind == "absent":
        found.absences[key] = rest
        wanted.setdefault(key, [])  # who is away is planned for nothing
    elif kind == "off":
        wanted.setdefault(key, [])
    else:
        found.left_out += 1


def _become_duties(wanted, problem, found, details):
    """Who is supervised after those who could supervise."""
    people = {person.id: person for person in problem.people}
    near = _Near(problem)
    for key in sorted(wanted, key=lambda key: (_learns(people[key[0]], key[1]), key)):
        who, on = key
        parts = wanted[key]
        _, at, text = parts[0][1] if parts else (None, "", "")
        try:
            typed = " + ".join(_typed(part, source[0].place, problem) for part, source in parts)
            held = near.held.get(key, ())
            duties = entry.duties(typed, near.of(who, on), who, on, held) if parts else ()
            duties = tuple(d | details.get((*key, d["shift"]), {}) for d in duties)
            wrong = list(faults(problem, who, on, duties))
        except entry.NotUnderstood as fault:
            wrong, duties = [str(fault)], ()
        if wrong:
            name = people[who].name
            found.troubles += [Trouble(at, name, on, text, sentence) for sentence in wrong]
        else:
            found.cells[key] = duties
            near.hold(key, duties)


def _typed(text, row_place, problem):
    """A duty with the place of its row, where it says none itself and the row does."""
    parts = [part.split() for part in text.split("+")]
    sites = {site.code.upper() for site in problem.sites}
    if not row_place or row_place.split("/")[0].upper() not in sites:
        return text
    return " + ".join(" ".join(p if len(p) > 1 else [*p, row_place]) for p in parts)


def _learns(person, day):
    employment = person.employment_on(day)
    return employment is not None and employment.role in entry.USUAL_ROLE


class _Near:
    """As much of the rota as a cell needs: its person's own duties, and everybody's of the day."""

    def __init__(self, problem):
        self.problem = problem
        self.held, self.by_person, self.history = defaultdict(tuple), {}, defaultdict(list)
        self.by_day = defaultdict(dict)
        for duty in problem.history:
            self.history[duty.person].append(duty)
        held = defaultdict(list)
        for duty in problem.duties:
            held[duty.person, duty.date].append(cells.plain(duty))
        for key, duties in held.items():
            self.hold(key, tuple(duties))

    def hold(self, key, duties):
        who, on = key
        self.held[key] = duties
        made = [cells.duty(who, on, duty) for duty in duties]
        self.by_day[on][who] = made
        self.by_person.setdefault(who, {})[on] = made

    def of(self, who, on):
        own = [duty for made in self.by_person.get(who, {}).values() for duty in made]
        others = [d for p, made in self.by_day[on].items() if p != who for d in made]
        return replace(
            self.problem,
            duties=tuple(own + others),
            history=tuple(self.history[who]),
            following=(),
        )


def _empty(said, problem, found):
    """Blank cells of the lines imported empty what the rota holds there."""
    held = {(duty.person, duty.date) for duty in problem.duties}
    for who, line in said:
        for on in line.blank:
            if (who, on) in held and (who, on) not in found.texts:
                found.cells.setdefault((who, on), ())
                found.texts.setdefault((who, on), BLANK)


def _at(line, column):
    return f"{line.sheet}!{place(line.row, column)}"
