"""What a cell's text does not say of a duty: as whom, under whom, extra, fixed, called. Pure.

A workbook that was taken out has it on a sheet of its own, a line for each duty that has any:

    rows_of(problem)      -> the lines to write, headings first
    details_in(tables)    -> {(person, date, shift): {...}}     of the sheet with these headings
"""

import json
from datetime import UTC, date, datetime

from roster.cells import plain
from roster.entry import USUAL_ROLE
from roster.problem import DUTY_ROLES, Duty

HEADS = ("Person", "Name", "Date", "Shift", "Role", "Supervised by", "Extra", "Fixed", "Other")
YES = "yes"


def rows_of(problem):
    people = {person.id: person for person in problem.people}
    yield HEADS
    for duty in problem.duties:
        person = people[duty.person]
        employment = person.employment_on(duty.date)
        learns = employment is not None and employment.role in USUAL_ROLE
        if learns or plain(duty) != plain(_bare(duty)):
            yield _row(duty, person.name)


def _bare(duty):
    return Duty(duty.person, duty.date, duty.shift, duty.site, duty.area)


def _row(duty, name):
    held = plain(duty)
    other = {key: held[key] for key in ("called", "fold") if held[key] not in ([], None)}
    return (
        *(duty.person, name, duty.date, duty.shift, duty.role, ", ".join(duty.supervised_by)),
        *(YES if flag else "" for flag in (duty.additional, duty.fixed)),
        json.dumps(other) if other else "",
    )


def details_in(tables) -> dict:
    """Raises ValueError with a sentence for a line that is none of these."""
    found = {}
    for table in tables:
        if table.rows and table.rows[0][: len(HEADS)] == HEADS:
            for number, row in enumerate(table.rows[1:], start=2):
                who, on, shift, fields = _read(row, f"{table.name}, line {number}")
                found[who, on, shift] = fields
    return found


def _read(row, where):
    who, _, on, shift, role, under, extra, fixed, other = (*row, *[None] * len(HEADS))[: len(HEADS)]
    if not who or not isinstance(on, date) or not shift or role not in DUTY_ROLES:
        raise ValueError(f"{where}: there must be a person, a date, a shift and a role.")
    return str(who), on, str(shift), {
        "role": role,
        "supervised_by": [name.strip() for name in str(under or "").split(",") if name.strip()],
        "additional": extra == YES,
        "fixed": fixed == YES,
        **_other(other, where),
    }  # fmt: skip


def _other(text, where):
    """Called and fold, in the form of the log."""
    try:
        said = json.loads(text) if text else {}
        called = [_call(*pair) for pair in said.get("called", [])]
        fold = said.get("fold")
    except (ValueError, TypeError, AttributeError) as fault:
        raise ValueError(f"{where}: the column Other was changed by hand.") from fault
    if fold not in (None, 0, 1) or isinstance(fold, bool):
        raise ValueError(f"{where}: the column Other was changed by hand.")
    return {"called": called, "fold": fold}


def _call(*moments):
    """[start, end] as the log keeps them. Raises ValueError."""
    starts, ends = map(datetime.fromisoformat, moments)
    if starts.tzinfo is None or ends.tzinfo is None or ends <= starts:
        raise ValueError(f"{moments} is no span of time")
    return [moment.astimezone(UTC).isoformat() for moment in (starts, ends)]
