"""Forty-eight hours a week on average (WTR reg 4), and who has opted out of it (reg 5)."""

from collections import defaultdict

from roster.rules.shapes import Case, Limit
from roster.rules.timeline import DAY

EXCLUDED = ("AL", "SL", "PL")


class Ledger:
    """A person's working minutes, for whichever employer, by local start date and by week.

    Weeks are numbered from the file's first. `away` are the dates that leave a window.
    """

    def __init__(self, timeline, person, values):
        self.first = timeline.first_monday
        self.by_date = defaultdict(int)
        for item in timeline.by_person[person]:
            if item.is_work:
                self.by_date[item.date] += item.minutes
        for _, start, end, _ in timeline.other_work.get(person, ()):
            self.by_date[timeline.local(start).date()] += end - start
        self.by_week = defaultdict(int)
        for day, minutes in self.by_date.items():
            self.by_week[(day - self.first).days // 7] += minutes
        self.away = _away(timeline, person, values)

    def worked(self, monday, weeks):
        """A: the minutes of so many weeks from a Monday on."""
        number = (monday - self.first).days // 7
        return sum(self.by_week[week] for week in range(number, number + weeks))

    def next_dates(self, sunday, count):
        """The first so many worked dates after a Sunday."""
        return sorted(day for day in self.by_date if day > sunday)[:count]


def _away(timeline, person, values):
    """Whole dates of statutory leave and sickness (WTR reg 4(7))."""
    kinds = EXCLUDED if values["exclude_all_annual_leave"] else EXCLUDED[1:]
    return {
        day
        for absence in timeline.absences_of.get(person, ())
        if absence.kind in kinds and absence.starts is None
        for day in timeline.dates_of(absence)
    }


def at_most_48_hours_a_week_on_average(timeline, person, values):
    """(A + B) / C: the work of a window, and after it in place of days away, over its weeks."""
    held = {item.date for item in timeline.held[person] if item.is_work}
    if not held:
        return
    ledger = Ledger(timeline, person, values)
    for first, sunday, weeks in windows(timeline, person, values["weeks"]):
        later = _later(ledger, first, sunday, values)
        worked, after = ledger.worked(first, weeks), sum(map(ledger.by_date.get, later))
        level, a_week = _verdict(worked + after, weeks, values)
        concerned = level and any(first <= day <= sunday or day in later for day in held)
        if concerned and not opted_out(timeline.people[person], first, sunday, values):
            case = Case(level, person, first, sunday, a_week * weeks, "minutes")
            case.detail = {"weeks": weeks, "a_week": a_week, "after": after}
            yield Limit(case, (first, *later), a_week * weeks, (worked, after))


def windows(timeline, person, most):
    """(first date, last date, weeks) of each window that ends in the rota and is all on file.

    It is shorter for a new starter: from the week employment began.
    """
    began = min(employment.starts for employment in timeline.people[person].employments)
    for monday in timeline.weeks:
        sunday = monday + 6 * DAY
        weeks = min(most, (sunday - began).days // 7 + 1)
        on_file = (monday - timeline.first_monday).days // 7 + 1
        if 1 <= weeks <= on_file:
            yield sunday - (7 * weeks - 1) * DAY, sunday, weeks


def _later(ledger, first, sunday, values):
    """The dates worked after a window in place of those away in it."""
    away = sum(first <= day <= sunday for day in ledger.away)
    return ledger.next_dates(sunday, away) if away and values["projection"] else []


def _verdict(minutes, weeks, values):
    """(level, the minutes a week it is over), or nulls."""
    if minutes > values["limit_minutes"] * weeks:
        return "overridable", values["limit_minutes"]
    if minutes > values["warn_minutes"] * weeks:
        return "should", values["warn_minutes"]
    return None, None


def opted_out(person, first, last, values):
    """Whether one opt-out of the person covers these dates (R-21).

    It holds to its last day, and for its notice after it is withdrawn.
    """
    return any(
        opt_out.starts <= first and _ends(opt_out, values["notice_days"]) >= last.toordinal()
        for opt_out in person.opt_outs
    )


def _ends(opt_out, usual_notice):
    """The last day an opt-out holds, as an ordinal."""
    ends = [opt_out.until.toordinal()] if opt_out.until else []
    if opt_out.withdrawn:
        notice = usual_notice if opt_out.notice_days is None else opt_out.notice_days
        ends.append(opt_out.withdrawn.toordinal() + notice)
    return min(ends, default=float("inf"))
