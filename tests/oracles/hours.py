"""Second opinions on time: windows, overlaps, absence, spells, runs, rest."""

import itertools
from datetime import time, timedelta

from tests.oracles.world import DAY, Found, minute


def duty_window(world):
    """R-01: each duty of a trainee or assistant practitioner lies inside 08:00-20:00."""
    roles = world.parameter("R-01", "roles", ["trainee", "assistant_practitioner"])
    for work in world.works:
        duty = work.duty
        if not work.now or world.role(duty.person, duty.date) not in roles:
            continue
        allowed = set(range(world.instant(duty.date, time(8)), world.instant(duty.date, time(20))))
        outside = sum(m not in allowed for m in work.minutes)
        if outside:
            yield Found("R-01", "overridable", duty.person, duty.date, duty.date, outside, 0)


def one_duty_at_a_time(world):
    """R-14: no two duties of a person share a minute."""
    for person in world.people:
        works = world.of(person)
        for index, one in enumerate(works):
            for two in works[index + 1 :]:
                shared = len(set(one.minutes) & set(two.minutes))
                if shared and (one.now or two.now):
                    first, last = sorted([one.duty.date, two.duty.date])
                    yield Found("R-14", "must", person, first, last, shared, 0)


def no_duty_while_away(world):
    """R-15: no duty touches an absence."""
    for person in world.people:
        away = world.away_minutes(person)
        for work in world.of(person, now=True):
            shared = len(away & set(work.minutes))
            if shared:
                day = work.duty.date
                yield Found("R-15", "must", person, day, day, shared, 0)


def spells(spans, gap):
    """Spans of work, with those at most `gap` minutes apart joined: [(start, end, members)]."""
    joined = []
    for start, end, member in sorted(spans, key=lambda span: span[:2]):
        if joined and start - joined[-1][1] <= gap:
            last = joined[-1]
            joined[-1] = (last[0], max(last[1], end), last[2] + [member])
        else:
            joined.append((start, end, [member]))
    return joined


def longest_spell(world):
    """R-16: a continuous spell lasts at most twelve hours."""
    gap = world.parameter("R-16", "merge_gap_minutes", 60)
    most = world.parameter("R-16", "max_minutes", 720)
    for person in world.people:
        spans = [(a, b, work) for work in world.of(person) for a, b in work.worked]
        for start, end, members in spells(spans, gap):
            if end - start > most and any(work.now for work in members):
                days = [work.duty.date for work in members]
                yield Found("R-16", "overridable", person, min(days), max(days), end - start, most)


def worked_dates(world, person):
    """{date: whether a duty of the rota itself makes it a worked one}."""
    dates = {}
    for work in world.of(person):
        if work.shift.work_class != "on_call" or work.duty.called:
            dates[work.duty.date] = dates.get(work.duty.date, False) or work.now
    return dates


def runs(dates):
    """Unbroken runs of dates."""
    found = []
    for day in sorted(dates):
        if found and day - found[-1][-1] == DAY:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def days_in_a_row(world):
    """R-17: runs of worked dates longer than five warn, longer than seven need a reason."""
    soft, hard = world.parameter("R-17", "soft", 5), world.parameter("R-17", "hard", 7)
    for person in world.people:
        dates = worked_dates(world, person)
        for run in runs(dates):
            if len(run) <= soft or not any(dates[day] for day in run):
                continue
            level, limit = ("overridable", hard) if len(run) > hard else ("should", soft)
            yield Found("R-17", level, person, run[0], run[-1], len(run), limit)


def daily_rest(world):
    """R-19: eleven elapsed hours between one spell of work and the next, of any employer."""
    gap = world.parameter("R-16", "merge_gap_minutes", 60)
    need = world.parameter("R-19", "rest_minutes", 660)
    for person in world.people:
        spans = [(a, b, work.now) for work in world.of(person) for a, b in work.worked]
        for other in world.problem.other_work:
            if other.person == person:
                spans.append((minute(other.starts), minute(other.ends), False))
        yield from _short_rests(world, person, spells(spans, gap), need)


def _short_rests(world, person, joined, need):
    for (start, end, before), (again, _, after) in itertools.pairwise(joined):
        same_day = world.local(start).date() == world.local(again).date()
        rest = again - end
        if rest >= need or same_day or not (any(before) or any(after)):
            continue
        first, last = world.local(end).date(), world.local(again).date()
        if not _recorded(world, person, last, need - rest):
            yield Found("R-19", "overridable", person, first, last, rest, need)


def _recorded(world, person, day, shortfall):
    """Enough compensatory rest on record; random rotas carry records free of work only."""
    return any(
        record.person == person
        and record.rule == "R-19"
        and record.for_date == day
        and record.starts is not None
        and minute(record.ends) - minute(record.starts) >= shortfall
        for record in world.problem.compensatory_rest
    )


def weekly_rest(world):
    """R-20: each week has 35 free hours on end, of which 24 in the week."""
    need = world.parameter("R-20", "need_minutes", 2100)
    inside = world.parameter("R-20", "inside_minutes", 1440)
    for person in world.people:
        spans = [(a, b, None) for work in world.of(person) for a, b in work.worked]
        for other in world.problem.other_work:
            if other.person == person:
                spans.append((minute(other.starts), minute(other.ends), None))
        joined = spells(spans, 0)
        for monday in world.weeks():
            own = [
                w for w in world.of(person, now=True) if monday <= w.duty.date < monday + 7 * DAY
            ]
            if not any(w.shift.work_class != "on_call" or w.duty.called for w in own):
                continue
            best, good = _best_rest(world, joined, monday, need, inside)
            if not good:
                sunday = monday + timedelta(days=6)
                yield Found("R-20", "overridable", person, monday, sunday, best, need)


def _best_rest(world, joined, monday, need, inside):
    starts, ends = world.midnight(monday), world.midnight(monday + 7 * DAY)
    far = 10**6
    edges = [(starts - far, starts - far)] + [s[:2] for s in joined] + [(ends + far, ends + far)]
    best, good = 0, False
    for (_, free_from), (free_until, _) in itertools.pairwise(edges):
        within = min(free_until, ends) - max(free_from, starts)
        if within <= 0:
            continue
        beyond = need - inside
        length = within + min(max(starts - free_from, 0), beyond)
        length += min(max(free_until - ends, 0), beyond)
        best = max(best, length)
        good = good or (free_until - free_from >= need and within >= inside)
    return best, good
