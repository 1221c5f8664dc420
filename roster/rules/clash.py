"""What a person cannot do at one time."""

from roster.rules.shapes import Ban, Case, Clash
from roster.rules.timeline import DAY


def one_duty_at_a_time(timeline, person, values):
    """A person's duties do not overlap; touching is no overlap unless the setting says so."""
    items = timeline.since(person, timeline.problem.starts - 2 * DAY)
    least = 0 if values["touch_allowed"] else -1
    for index, first in enumerate(items):
        for second in items[index + 1 :]:
            shared = min(first.end, second.end) - second.start
            if shared <= least and second.start >= first.end:
                break
            if shared > least and (first.now or second.now):
                dates = sorted((first.date, second.date))
                case = Case("must", person, *dates, 0, "minutes")
                case.detail = {"first": first, "second": second}
                yield Clash(case, first, second, shared)


def no_duty_while_away(timeline, person, values):
    """No duty touches leave, sickness, study or any other absence."""
    if person not in timeline.absences:
        return
    for item in timeline.held[person]:
        away = timeline.away_minutes(item)
        if away:
            case = Case("must", person, item.date, item.date, 0, "minutes", detail={"item": item})
            yield Ban(case, item, away)
