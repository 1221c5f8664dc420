"""How long people work on end, and how long they rest between."""

from itertools import pairwise

from roster.rules.shapes import Case, Clash, Limit
from roster.walltime import minutes_of


class Spell:
    """Work with no gap of more than a setting: its span and what it is made of."""

    __slots__ = ("end", "members", "start")

    def __init__(self, start, end, member):
        self.start, self.end, self.members = start, end, [member]

    def take(self, end, member):
        self.end = max(self.end, end)
        self.members.append(member)

    @property
    def is_of_the_rota(self):
        return any(is_of_the_rota(member) for member in self.members)


def is_of_the_rota(member):
    """Whether a piece of work is a duty of the rota: no other work, no history."""
    return getattr(member, "now", False)


def spells(spans, gap):
    """Join sorted spans (start, end, member) that lie at most `gap` minutes apart.

    Those that the rota takes part in, and one before: what lies further back joins nothing.
    """
    joined = []
    for start, end, member in _recent(spans, gap):
        if joined and start - joined[-1].end <= gap:
            joined[-1].take(end, member)
        else:
            joined.append(Spell(start, end, member))
    return joined


def _recent(spans, gap):
    """The spans from the spell before the first one of the rota on; none if it has none."""
    before, cut, reached = 0, 0, None
    for index, (start, end, member) in enumerate(spans):
        if reached is not None and start - reached > gap:
            before, cut = cut, index
        if is_of_the_rota(member):
            return spans[before:]
        reached = end if reached is None else max(reached, end)
    return []


def not_too_long_on_end(timeline, person, values):
    """A continuous spell of duty lasts at most twelve hours, overtime included."""
    spans = [span for span in timeline.work[person] if hasattr(span[2], "duty")]
    for spell in spells(spans, values["merge_gap_minutes"]):
        most = _longest(timeline, spell, values)
        if spell.end - spell.start > most and spell.is_of_the_rota:
            dates = [item.date for item in spell.members]
            case = Case("overridable", person, min(dates), max(dates), most, "minutes")
            case.detail = {"spell": spell}
            yield Limit(case, tuple(spell.members), most, (spell.end - spell.start,))


def _longest(timeline, spell, values):
    demanding = values["demanding_max_minutes"]
    if demanding is not None and any(_is_demanding(timeline, item) for item in spell.members):
        return demanding
    return values["max_minutes"]


def _is_demanding(timeline, item):
    area = timeline.areas.get((item.duty.site, item.duty.area))
    return area is not None and area.demanding


def short_rests(timeline, person, need, gap):
    """Pairs of spells with less rest between than needed.

    Not the gap inside a split day (WTR reg 22): the rests around it are what counts.
    """
    for before, after in pairwise(spells(timeline.work[person], gap)):
        if after.start - before.end < need and (before.is_of_the_rota or after.is_of_the_rota):
            dates = timeline.local(before.start).date(), timeline.local(after.start).date()
            if dates[0] != dates[1]:
                yield before, after


def rest_case(timeline, level, person, before, after, need):
    """What a short rest is about: from the date work ends to the date it begins again."""
    dates = timeline.local(before.end).date(), timeline.local(after.start).date()
    case = Case(level, person, *dates, need, "minutes")
    case.detail = {"before": before, "after": after}
    return case


def enough_rest_between_days(timeline, person, values):
    """Eleven elapsed hours between one spell of work and the next, whoever it is for."""
    need = values["rest_minutes"]
    for before, after in short_rests(timeline, person, need, values["merge_gap_minutes"]):
        rest = after.start - before.end
        if not _made_up(timeline, person, after, need - rest, values):
            case = rest_case(timeline, "overridable", person, before, after, need)
            yield Clash(case, before, after, rest)


def _made_up(timeline, person, after, shortfall, values):
    """Whether compensatory rest (WTR reg 24) is on record, or, where none need be, was there."""
    again = timeline.local(after.start).date()
    given = _recorded if values["record_required"] else _gaps
    return any(
        ends - starts >= shortfall
        and after.start <= starts
        and (timeline.local(starts).date() - again).days <= values["comp_days"]
        for starts, ends in given(timeline, person, again)
    )


def _recorded(timeline, person, day):
    """The spans of rest on record for the short one before the duty of that date."""
    for record in timeline.problem.compensatory_rest:
        given = record.starts and record.ends
        if given and (record.person, record.rule, record.for_date) == (person, "R-19", day):
            starts, ends = minutes_of(record.starts), minutes_of(record.ends)
            if all(end <= starts or ends <= start for start, end, _ in timeline.work[person]):
                yield starts, ends


def _gaps(timeline, person, day):
    return rests(timeline.work[person])


def rests(spans):
    """The spans free of these sorted ones, (start, end); what lies before or after is free."""
    free, reached = [], float("-inf")
    for start, end, _ in spans:
        if start > reached:
            free.append((reached, start))
        reached = max(reached, end)
    return [*free, (reached, float("inf"))]
