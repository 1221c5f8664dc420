"""A card and a balance in words: what stands beside the sheet and in its small dialogs."""

from roster.grid.accounts import (
    contract_lines,
    hours_lines,
    lates,
    share,
    weekend_days,
    weekends,
)
from roster.grid.saying import KIND_WORDS
from roster.grid.saying import hours as decimal
from roster.problem import Duty
from roster.rules.phrases import ROLE_WORDS, day, full, hours, listed


def card_facts(card, say):
    """(label, sentence) of all that the card holds besides the cell's own sentence."""
    yield "Employed", _employed(card.employment)
    for worked in card.duties:
        extra = ", extra: not counted against the contract" if worked.duty.additional else ""
        yield "Paid", f"{hours(worked.paid)}{extra}"
    yield from _scope(card, say)
    yield from _rests(card, say)
    for work in card.other_work:
        yield "Other work", f"{work.starts:%H:%M} to {work.ends:%H:%M}"
    yield from _given_back(card)


def _employed(employment):
    if employment is None:
        return "not on this date"
    band = f"Band {employment.band} " if employment.band else ""
    weekly = decimal(employment.weekly_minutes)
    return f"{band}{ROLE_WORDS[employment.role][0]}, {weekly} h a week"


def _scope(card, say):
    """Of an assistant practitioner: in the areas of the date's duties, else everywhere."""
    for worked in card.duties:
        if worked.needs_scope:
            where = say.words.place(worked.duty.site, worked.duty.area)
            yield "Scope", f"{where}: {_until(worked.scope)}"
    if card.scope and not any(worked.needs_scope for worked in card.duties):
        places = (f"{entry.site}/{entry.area} {_until(entry)}" for entry in card.scope)
        yield "Scope", "; ".join(places)


def _until(entry):
    return f"review due {full(entry.review_due)}" if entry else "none signed on this date"


def _rests(card, say):
    before, after = card.before, card.after
    if card.works:
        yield "Rest before", _rest(before, "after", say)
        yield "Rest after", _rest(after, "before", say)
    elif before and after:
        ends = f"from {say.words.work(before.other)} to {say.words.work(after.other)}"
        yield "Free", f"{hours(before.minutes)}, {ends}"


def _rest(rest, side, say):
    if rest is None:
        return "no work known"
    return f"{hours(rest.minutes)}, {side} {say.words.work(rest.other)}"


def _given_back(card):
    if card.given_by:
        yield "CO", f"given back by {listed(map(day, card.given_by))}"
    elif card.is_owed:
        yield "CO", "not given back by a weekday off"


def account(timeline, given, person, say):
    """All that a balance's dialog shows of a person."""
    found = hours_lines(timeline, person)
    contract = contract_lines(timeline, person)
    weekend_dates = weekend_days(timeline, person, given)
    return {
        "name": say.words.names[person],
        "lines": [_line(line, say) for line in found],
        "paid": hours(found[-1].total if found else 0),
        "contract": hours(sum(minutes or 0 for _, minutes in contract)),
        "weeks": [(day(monday), hours(minutes or 0)) for monday, minutes in contract],
        "weekends": [(day(one.date), _back(one)) for one in weekend_dates],
        "weekend_days": sum(one.in_rota for one in weekend_dates),
        "given": sum(len(one.given_by) for one in weekend_dates),
        "shares": _shares(timeline, person),
    }


def _line(line, say):
    minus = "−" if line.minutes < 0 else ""
    return {
        "date": day(line.date),
        "what": _what(line.what, say),
        "paid": minus + hours(line.minutes),
        "total": hours(line.total),
    }


def _what(what, say):
    if what is None:
        return "absence beyond the week's contract"
    if isinstance(what, Duty):
        return f"{what.shift}{', extra: not counted' if what.additional else ''}"
    return KIND_WORDS[what.kind] if say.reasons else "not available"


def _back(one):
    text = f"given back by {listed(map(day, one.given_by))}" if one.given_by else "not given back"
    return text if one.in_rota else f"worked before this rota; {text}"


def _shares(timeline, person):
    counted = [("Weekends", weekends), ("Lates", lates)]
    return [(what, share(timeline, person, count)) for what, count in counted]
