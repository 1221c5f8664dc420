"""Free weekends beside annual leave."""

from roster.rules.shapes import Ban, Case
from roster.rules.timeline import DAY


def free_weekends_beside_leave(timeline, person, values):
    """Leave on a Friday protects the weekend after it, leave on a Monday the one before."""
    absences = timeline.absences_of.get(person, ())
    leave = [a for a in absences if a.kind == "AL" and a.starts is None]
    if not leave or not values["protect"]:
        return
    for item in timeline.held[person]:
        if item.is_work and item.date.weekday() >= 5:
            saturday = item.date - (item.date.weekday() - 5) * DAY
            beside = _leave_beside(leave, saturday, values["both_weekends_days"])
            if beside:
                case = Case("should", person, item.date, item.date)
                case.detail = {"item": item, "beside": beside}
                yield Ban(case, item)


def _leave_beside(leave, saturday, both):
    """The leave date that protects a weekend, or null: Friday, Monday, or of a week full of it."""
    before = [saturday - n * DAY for n in range(1, 6) if _on(leave, saturday - n * DAY)]
    after = [saturday + n * DAY for n in range(2, 7) if _on(leave, saturday + n * DAY)]
    if before and (before[0] == saturday - DAY or len(before) >= both):
        return before[0]
    if after and (after[0] == saturday + 2 * DAY or len(after) >= both):
        return after[0]
    return None


def _on(leave, day):
    return any(absence.starts_on <= day <= absence.until for absence in leave)
