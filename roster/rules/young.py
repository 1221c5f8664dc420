"""Shorter hours and longer rests for the young (WTR regs 5A, 10(2), 11(3) and 12(4))."""

from collections import defaultdict
from functools import partial

from roster.rules.breaks import longest_break
from roster.rules.rest import is_of_the_rota, rest_case, rests, short_rests
from roster.rules.shapes import Ban, Case, Clash, Limit
from roster.rules.timeline import DAY
from roster.rules.weekly_rest import unless_rested


def young_people_work_less(timeline, person, values):
    """Under eighteen: no long day or week, long rests, a break. Nobody can accept less."""
    born = timeline.people[person].born
    is_young = partial(_is_under, values["age"], born)
    if born is None or not is_young(timeline.problem.starts):
        return
    for look in (_days, _weeks, _rests, _weekly_rests, _breaks):
        for shape in look(timeline, person, is_young, values):
            shape.case.detail["age"] = values["age"]
            yield shape


def _is_under(age, born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < age


def _work(timeline, person, is_young):
    """{date: (minutes, what)} worked under age, of all jobs, on dates of the rota."""
    dates = defaultdict(list)
    for item in timeline.held[person]:
        if item.is_work:
            dates[item.date].append((item.minutes, item))
    for _, start, end, work in timeline.other_work.get(person, ()):
        dates[timeline.local(start).date()].append((end - start, work))
    return {day: work for day, work in dates.items() if is_young(day)}


def _limited(kind, person, first, last, most, work):
    """Working time of some dates is at most this."""
    case = Case("must", person, first, last, most, "minutes", detail={"kind": kind})
    minutes, members = zip(*work, strict=True)
    return Limit(case, members, most, minutes)


def _days(timeline, person, is_young, values):
    for day, work in _work(timeline, person, is_young).items():
        if _has_a_duty(work):
            yield _limited("day", person, day, day, values["day_minutes"], work)


def _weeks(timeline, person, is_young, values):
    dates = _work(timeline, person, is_young)
    for monday in timeline.weeks:
        days = [monday + n * DAY for n in range(7)]
        work = [part for day in days for part in dates.get(day, ())]
        if _has_a_duty(work):
            yield _limited("week", person, days[0], days[-1], values["week_minutes"], work)


def _has_a_duty(work):
    return any(is_of_the_rota(member) for _, member in work)


def _rests(timeline, person, is_young, values):
    need = values["rest_minutes"]
    for before, after in short_rests(timeline, person, need, values["merge_gap_minutes"]):
        if is_young(timeline.local(after.start).date()):
            case = rest_case(timeline, "must", person, before, after, need)
            case.detail["kind"] = "rest"
            yield Clash(case, before, after, after.start - before.end)


def _weekly_rests(timeline, person, is_young, values):
    free = rests(timeline.work[person])
    need, inside = values["weekly_rest_minutes"], values["inside_minutes"]
    young = {i.date for i in timeline.held[person] if i.is_work and is_young(i.date)}
    for monday in timeline.weeks:
        case = Case("must", person, monday, monday + 6 * DAY, need, "minutes")
        case.detail = {"kind": "weekly rest"}
        if any(case.first <= day <= case.last for day in young):
            yield from unless_rested(timeline, case, free, inside)


def _breaks(timeline, person, is_young, values):
    need = values["break_minutes"]
    for item in timeline.held[person]:
        long = item.length > values["break_threshold_minutes"]
        best = longest_break(timeline, item, 0) if long and is_young(item.date) else need
        if best < need:
            case = Case("must", person, item.date, item.date, need, "minutes")
            case.detail = {"kind": "break", "item": item}
            yield Ban(case, item, best)
