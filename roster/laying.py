"""Laying rota lines over some weeks, and clearing weeks: each one edit, so one undo.

What people were told of, what is fixed, and what was agreed otherwise stays; nobody who is away or
not employed is planned. The answer counts what was left as it is, and why. Pressing twice does
nothing twice: cells that stand as the line says are no change.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster import cells, entry, snapshot
from roster.editing import Cell, Edit, ImpossibleEdit, edit_rota
from roster.impossible import faults
from roster.models import HeldLine, KeptDate, RotaWeek
from roster.rules.phrases import listed, number

TOLD = (RotaWeek.State.PUBLISHED, RotaWeek.State.CLOSED)
DAY = timedelta(days=1)
WHY = {
    "gone": "of people not employed then",
    "away": "of people who are away",
    "kept": "on dates agreed otherwise",
    "told": "in weeks that are published or closed",
    "fixed": "fixed",
    "called": "on call and called",
    "taken": "planned otherwise already",
}


@dataclass(frozen=True)
class Laid:
    """`edit` is what was done. `left` counts cells left as they are, by the keys of WHY; the
    `impossible` are said in sentences; `lineless` people work no line on any of the dates."""

    edit: Edit
    left: Counter
    impossible: tuple[str, ...] = ()
    lineless: int = 0


def lay_lines(*, rota, by, people, first, weeks, now, over=False) -> Laid:
    """Lay the lines of these people (references) down from the Monday `first` for some weeks.

    Only empty cells are filled; `over`: what is planned otherwise already gives way, also to a
    day off. Raises ImpossibleEdit where the weeks are none of the rota's or nobody is chosen.
    """
    problem = snapshot.problem_of(rota)
    days = _days(problem, people, first, weeks)
    typed = _typed(rota.unit, people, days)
    standing = _standing(rota, problem, KeptDate.objects.filter(person__unit=rota.unit))
    found = _Found(problem, standing)
    for who, day in _learners_last(problem, typed):
        found.lay(who, day, typed[who, day], over)
    said = "Rota lines laid down"
    edit = edit_rota(rota=rota, by=by, wanted=found.wanted, now=now, reason=said)
    lineless = len(set(people) - {who for who, _ in typed})
    return Laid(edit, found.left, tuple(found.impossible), lineless)


def clear_weeks(*, rota, by, people, first, weeks, now) -> Laid:
    """Empty the cells of these people from the Monday `first` for some weeks. Raises as above."""
    problem = snapshot.problem_of(rota)
    days = _days(problem, people, first, weeks)
    standing = _standing(rota, problem, KeptDate.objects.none())
    found = _Found(problem, standing)
    for who, day in standing.held:
        if who in people and day in days:
            found.clear(who, day)
    edit = edit_rota(rota=rota, by=by, wanted=found.wanted, now=now, reason="Weeks cleared")
    return Laid(edit, found.left)


def laid_words(laid: Laid, done="Laid") -> str:
    """What was done and what was left as it is, and why, in sentences."""
    count = len(laid.edit.changes)
    said = [f"{done} {number(count, 'cell')}." if count else "There was nothing to change."]
    left = [f"{laid.left[key]} {words}" for key, words in WHY.items() if laid.left[key]]
    if left:
        said.append(f"Left as they are: {listed(left)}.")
    said += laid.impossible[:2]
    if len(laid.impossible) > 2:
        said.append(f"And {len(laid.impossible) - 2} more that cannot be.")
    if laid.lineless:
        said.append(f"{number(laid.lineless, 'person works', 'people work')} no line then.")
    return " ".join(said)


@dataclass(frozen=True)
class _Standing:
    """What speaks against changing a cell: {(person, date): ...} but for `told`, Mondays."""

    held: dict
    away: set
    kept: set
    told: set


def _standing(rota, problem, kept):
    held = {}
    for duty in problem.duties:
        held.setdefault((duty.person, duty.date), []).append(duty)
    told = rota.rota_weeks.filter(state__in=TOLD).values_list("monday", flat=True)
    agreed = kept.filter(date__range=(problem.starts, problem.until))
    return _Standing(
        held, _away(problem), set(agreed.values_list("person__reference", "date")), set(told)
    )


def _away(problem):
    return {(absence.person, on) for absence in problem.unavailable for on in absence.dates}


class _Found:
    """Cells to change, and those left as they are, gathered one after the other."""

    def __init__(self, problem, standing):
        self.problem, self.standing = problem, standing
        self.people = {person.id: person for person in problem.people}
        self.wanted, self.left, self.impossible = [], Counter(), []

    def lay(self, who, day, text, over):
        held = [cells.plain(duty) for duty in self.standing.held.get((who, day), ())]
        if not (text or (over and held)):
            return
        duties = self._duties(who, day, text, held)
        if duties is None or list(duties) == held:
            return
        why = self._why_not(who, day, over)
        if why:
            self.left[why] += 1
        else:
            self._want(who, day, duties, held)

    def clear(self, who, day):
        held = [cells.plain(duty) for duty in self.standing.held[who, day]]
        why = self._settled(who, day)
        if why:
            self.left[why] += 1
        else:
            self._want(who, day, (), held)

    def _want(self, who, day, duties, held):
        said = list(faults(self.problem, who, day, duties))
        self.impossible += said
        if not said:
            self.wanted.append(Cell(who, day, tuple(duties), cells.fingerprint(held)))

    def _duties(self, who, day, text, held):
        """What the text means; null where it means nothing, which is said."""
        try:
            learns = _learns(self.people[who], day)
            problem = self._near(who, day) if learns else self.problem
            return entry.duties(text, problem, who, day, held)
        except entry.NotUnderstood as fault:
            name = self.people[who].name
            self.impossible.append(f"{name}, {day:%A} {day.day} {day:%B}: {fault}")
            return None

    def _near(self, who, day):
        """As much of the rota, with what is laid so far, as a learner's duty needs: their own
        duties for the usual place, and who could supervise on the day.
        """
        laid = {(cell.person, cell.date): cell for cell in self.wanted}
        some = [
            duty
            for duty in self.problem.duties
            if duty.person == who or (abs(duty.date - day) <= DAY and not _is_in(duty, laid))
        ]
        some += [
            cells.duty(cell.person, cell.date, duty)
            for cell in laid.values()
            if abs(cell.date - day) <= DAY
            for duty in cell.duties
        ]
        own = tuple(duty for duty in self.problem.history if duty.person == who)
        return replace(self.problem, duties=tuple(some), history=own, following=())

    def _why_not(self, who, day, over):
        """The key of WHY, or null."""
        if self.people[who].employment_on(day) is None:
            return "gone"
        if (who, day) in self.standing.away:
            return "away"
        if (who, day) in self.standing.kept:
            return "kept"
        taken = (who, day) in self.standing.held and not over
        return self._settled(who, day) or ("taken" if taken else None)

    def _settled(self, who, day):
        if day - timedelta(days=day.weekday()) in self.standing.told:
            return "told"
        held = self.standing.held.get((who, day), ())
        if any(duty.called for duty in held):
            return "called"
        return "fixed" if any(duty.fixed for duty in held) else None


def _is_in(duty, laid):
    return (duty.person, duty.date) in laid


def _days(problem, people, first, weeks) -> set[date]:
    """The dates asked for. Raises ImpossibleEdit."""
    known = {person.id for person in problem.people}
    if not people or not set(people) <= known:
        raise ImpossibleEdit(f"Choose people of {problem.unit}: nobody else can be planned here.")
    last = first + timedelta(days=7 * weeks - 1)
    if first.weekday() or weeks < 1 or first < problem.starts or last > problem.until:
        raise ImpossibleEdit("Choose whole weeks of this rota, from a Monday on.")
    return {first + n * DAY for n in range(7 * weeks)}


def _typed(unit, people, days):
    """{(person, date): text} of those dates on which a person works a line."""
    held = HeldLine.objects.filter(
        person__unit=unit, person__reference__in=people, starts__lte=max(days)
    )
    found = {}
    for one in held.select_related("line", "person").order_by("starts"):
        later = {day for day in days if day >= one.starts}
        for day in later:  # the one that starts last holds, also where it has ended
            found.pop((one.person.reference, day), None)
        for day in sorted(later):
            if one.until is None or day <= one.until:
                found[one.person.reference, day] = text_on(one, day)
    return found


def text_on(held: HeldLine, day: date) -> str:
    """What the line that somebody works says of a date on or after its start."""
    weeks = held.first_week - 1 + (day - held.starts).days // 7
    return held.line.pattern[weeks % held.line.weeks][day.weekday()]


def _learners_last(problem, typed):
    """The cells to lay: who is supervised after those who could supervise."""
    people = {person.id: person for person in problem.people}
    return sorted(typed, key=lambda cell: (_learns(people[cell[0]], cell[1]), *cell))


def _learns(person, day):
    employment = person.employment_on(day)
    return employment is not None and employment.role in entry.USUAL_ROLE
