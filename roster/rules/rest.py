"""How long people work on end, and how long they rest between."""

from itertools import pairwise

from roster.rules.shapes import Case, Clash, Limit
from roster.rules.timeline import DAY
from roster.walltime import minutes_of


class Spell:
    """Work with no gap of more than a setting: its span and what it is made of."""

    __slots__ = ("end", "members", "start")

    def __init__(self, start, end, member):
        self.start, self.end, self.members = start, end, [member]

    def take(self, end, member):
        self.end = max(self.end, end)
        self.members.append(member)


def spells(spans, gap):
    """Join spans (start, end, member) that lie at most `gap` minutes apart."""
    joined = []
    for start, end, member in sorted(spans, key=lambda span: span[:2]):
        if joined and start - joined[-1].end <= gap:
            joined[-1].take(end, member)
        else:
            joined.append(Spell(start, end, member))
    return joined


def duty_spans(timeline, person):
    return [(*span, item) for item in timeline.by_person[person] for span in item.worked]


def all_spans(timeline, person):
    """Duties and work for others; the latter's member is the other work itself."""
    others = [(start, end, work) for _, start, end, work in timeline.other_work.get(person, ())]
    return duty_spans(timeline, person) + others


def _of_the_rota(members):
    return any(getattr(member, "now", False) for member in members)


def not_too_long_on_end(timeline, person, values):
    """A continuous spell of duty lasts at most twelve hours, overtime included."""
    for spell in spells(duty_spans(timeline, person), values["merge_gap_minutes"]):
        most = _longest(timeline, spell, values)
        if spell.end - spell.start > most and _of_the_rota(spell.members):
            dates = [item.date for item in spell.members]
            case = Case("overridable", person, min(dates), max(dates), most, "minutes")
            case.detail = {"spell": spell}
            yield Limit(case, tuple(spell.members), most, (spell.end - spell.start,))


def _longest(timeline, spell, values):
    most, demanding = values["max_minutes"], values["demanding_max_minutes"]
    if demanding is not None and any(_is_demanding(timeline, item) for item in spell.members):
        return min(most, demanding)
    return most


def _is_demanding(timeline, item):
    return any(
        area.demanding
        for site in timeline.problem.sites
        for area in site.areas
        if (site.code, area.code) == (item.duty.site, item.duty.area)
    )


def not_too_many_days_in_a_row(timeline, person, values):
    """Runs of dates with any duty are short; after the longest one somebody must answer for it."""
    soft, hard = values["soft"], values["hard"]
    for run, of_the_rota in runs(timeline.by_person[person]):
        if len(run) <= min(soft, hard) or not of_the_rota:
            continue
        level, most = ("overridable", hard) if len(run) > hard else ("should", soft)
        case = Case(level, person, run[0], run[-1], most, "days")
        yield Limit(case, tuple(run), most)


def runs(items):
    """Unbroken runs of worked dates: (dates, whether a duty of the rota is among them)."""
    dates = {}
    for item in items:
        if item.is_work:
            dates[item.date] = dates.get(item.date, False) or item.now
    run = []
    for day in sorted(dates):
        if run and day - run[-1] != DAY:
            yield run, any(dates[date] for date in run)
            run = []
        run.append(day)
    if run:
        yield run, any(dates[date] for date in run)


def enough_rest_between_days(timeline, person, values):
    """Eleven elapsed hours between one spell of work and the next, whoever it is for."""
    need = values["rest_minutes"]
    joined = spells(all_spans(timeline, person), values["merge_gap_minutes"])
    for before, after in pairwise(joined):
        rest = after.start - before.end
        if rest >= need or not _of_the_rota(before.members + after.members):
            continue
        if timeline.local(before.start).date() == timeline.local(after.start).date():
            continue  # a split day (WTR reg 22): the rest around it is what counts
        yield from _short_rest(timeline, person, before, after, need, joined, values)


def _short_rest(timeline, person, before, after, need, joined, values):
    rest = after.start - before.end
    again = timeline.local(after.start).date()
    shortfall = need - rest
    if _made_up(timeline, person, after, again, shortfall, joined, values):
        return
    case = Case("overridable", person, timeline.local(before.end).date(), again, need, "minutes")
    case.detail = {"before": before, "after": after}
    yield Clash(case, before, after, rest)


def _made_up(timeline, person, after, again, shortfall, joined, values):
    """Whether compensatory rest (WTR reg 24) is on record, or, where none need be, was there."""
    latest = timeline.midnight(again + (values["comp_days"] + 1) * DAY)
    if not values["record_required"]:
        later = [spell for spell in joined if spell.start >= after.start]
        ends = [spell.end for spell in later]
        starts = [spell.start for spell in later[1:]] + [None]
        return any(
            end < latest and (start is None or start - end >= shortfall)
            for end, start in zip(ends, starts, strict=True)
        )
    return any(
        _enough(record, after, again, shortfall, latest, joined)
        for record in timeline.problem.compensatory_rest
        if record.person == person and record.rule == "R-19" and record.starts and record.ends
    )


def _enough(record, after, again, shortfall, latest, joined):
    starts, ends = minutes_of(record.starts), minutes_of(record.ends)
    free = all(ends <= spell.start or spell.end <= starts for spell in joined)
    in_time = after.start <= starts < latest
    return record.for_date == again and ends - starts >= shortfall and in_time and free
