"""What a proposal comes to, for the grid's side and for a page of its own.

    proposal_panel(run, reader)      -> what the side says of it, with its ghosts
    proposal_page(run, reader, now)  -> the summary: cover, hours, fairness, requests, breaches
    gaps_left(run, reader, now)      -> of that the gaps, with why they are left

The verdict is the checker's, on the rota as it stands now with all that may still be kept.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from roster import snapshot
from roster.asking_fills import told_days
from roster.autofill.bounds import Scope, from_data
from roster.fairness import Looking
from roster.grid.ghosts import ghosts
from roster.grid.standing import planned_beside
from roster.looking_back import looking_back
from roster.proposal_figures import fairness, hours_rows
from roster.proposal_requests import request_rows
from roster.proposing import Proposed, sorted_out
from roster.repairing.gaps import gaps_at
from roster.repairing.plan import Plan
from roster.rules.phrases import LEVEL_WORDS
from roster.rules.phrases import day as day_words
from roster.setting_weights import weights_on
from roster.why_page import why_missing

DEMAND = "R-33"
ROUGH = 0.5  # of its points that a plan could be better by, from which on it is told


@dataclass(frozen=True)
class _Beside:
    """The rota as it stands and as it would be; `taken` is the snapshot of it as it stands.

    `scope` is what the fill was asked for, but for the dates `told`.
    """

    scope: Scope
    told: set
    taken: snapshot.Snapshot
    proposed: Proposed
    stood: object
    planned: object

    @property
    def words(self):
        return self.stood.drawing.say.words

    @property
    def new(self):
        """The breaches it would bring, but for the demand's, which the cover tells."""
        return _without(self.planned, self.stood)

    @property
    def gone(self):
        return _without(self.stood, self.planned)

    def short(self, sheet):
        """Areas short of somebody where it was asked, one for each date."""
        return sum(
            self._asks(need.site, column.date) and bool(need.short(column.date))
            for need in sheet.needs
            for column in sheet.columns
        )

    @cached_property
    def uncovered(self):
        """The demand left uncovered where it was asked, one a stretch."""
        found = [b for b in self.planned.drawing.sheet.breaches if b.rule == DEMAND]
        return [b for b in found if self._asks(b.site, b.first)]

    @property
    def gaps(self):
        """(place, what is missing, date) of it, in words."""
        plan = Plan(self.planned.checked, words=self.words)
        places = dict.fromkeys((b.site, b.area, b.first) for b in self.uncovered)
        found = (gap for place in places for gap in gaps_at(plan, *place) if gap.demand)
        return [(self.words.place(*gap.place), gap.said, gap.date) for gap in found]

    def _asks(self, site, on):
        return on not in self.told and self.scope.asks(site, on)

    def in_order(self, keys):
        """(person, date) by the order of the sheet, those unknown to it last."""
        rows = self.stood.drawing.rows
        return sorted(keys, key=lambda key: (rows.get(key[0], len(rows)), key))


def _without(standing, other):
    """Worst first."""
    known = set(other.drawing.sheet.breaches)
    return [b for b in standing.drawing.sheet.breaches if b not in known and b.rule != DEMAND]


def _beside(run, reader):
    taken, told = snapshot.take(run.rota), told_days(run.rota)
    proposed = sorted_out(run, taken.problem, told)
    both = planned_beside(run.rota, taken, reader, proposed.planned)
    return _Beside(from_data(run.scope), told, taken, proposed, *both)


def proposal_panel(run, reader):
    beside = _beside(run, reader)
    stood, planned = beside.stood.drawing, beside.planned.drawing
    return _counts(beside) | {
        "sequence": run.rota.sequence,
        "is_rough": is_rough(run),
        "ghosts": ghosts(stood, planned, beside.proposed.open),
    }


def proposal_page(run, reader, now):
    beside = _beside(run, reader)
    old, new = beside.stood, beside.planned
    weeks = weights_on(run.rota.unit_id, run.rota.starts).fair_weeks
    before = looking_back(run.rota, beside.taken, weeks)
    requests = request_rows(old.checked, new.checked, beside.scope)
    hours = hours_rows(old.drawing.sheet, new.drawing.sheet)
    return (
        _counts(beside)
        | _gaps(beside, run, now)
        | {
            "objective": points(run),
            "percent": None if run.gap is None else f"{100 * run.gap:.1f}",
            "is_rough": is_rough(run),
            "far": sorted((row for row in hours if row.is_far), key=lambda row: -row.off),
            "near": [row for row in hours if not row.is_far],
            "fairness": fairness(
                before, replace(before, duties=beside.proposed.planned.duties), weeks
            ),
            "weeks": len(Looking(before, weeks).mondays) - before.weeks,
            "requests": requests,
            "granted": sum(row.granted for row in requests),
            "granted_before": sum(row.granted_before for row in requests),
            "new": _said(beside, beside.new),
            "gone": _said(beside, beside.gone),
            "cells": [_cell(beside, key) for key in beside.in_order(beside.proposed.open)],
            "changed": [_changed(beside, key) for key in beside.in_order(beside.proposed.changed)],
        }
    )


def gaps_left(run, reader, now):
    return _gaps(_beside(run, reader), run, now)


def _gaps(beside, run, now):
    told = why_missing(run, beside.words, now, beside.gaps)
    return told | {"stretches": len(beside.uncovered)}


def is_rough(run):
    """Whether a plan may be too far from the best for its figures to be trusted."""
    return run.gap is None or run.gap > ROUGH


def points(run):
    """What the plan of a run costs, as it is shown."""
    return "–" if run.objective is None else f"{run.objective:,}".replace("-", "−")


def _counts(beside):
    """The figures that the side shows too."""
    before, after = beside.stood.drawing.sheet, beside.planned.drawing.sheet
    proposed, names = beside.proposed, beside.words.names
    return {
        "open": len(proposed.open),
        "kept": len(proposed.kept),
        "stale": len(proposed.changed),
        "short_before": beside.short(before),
        "short_after": beside.short(after),
        "new_hard": sum(b.level != "should" for b in beside.new),
        "new_count": len(beside.new),
        "gone_count": len(beside.gone),
        "gone_hard": sum(b.level != "should" for b in beside.gone),
        "people": [(who, names[who], n) for who, n in Counter(k[0] for k in proposed.open).items()],
        "dates": sorted(Counter(on for _, on in proposed.open).items()),
    }


def _said(beside, breaches):
    say, words = beside.words.sentence, LEVEL_WORDS
    return [
        {"level": b.level, "word": words[b.level], "rule": b.rule, "said": say(b)} for b in breaches
    ]


def _cell(beside, key):
    """A cell that may be kept: what stands there and what would."""
    say, (who, on) = beside.stood.drawing.say, key
    before, after = (
        standing.drawing.cell_at(who, on) for standing in (beside.stood, beside.planned)
    )
    return {
        "value": f"{who}|{on.isoformat()}",
        "name": beside.words.names[who],
        "date": on,
        "before": say.typed(before) or "nothing",
        "after": say.typed(after) or "nothing",
        "breaches": [beside.words.short(breach) for breach in after.breaches],
    }


def _changed(beside, key):
    who, on = key
    why = beside.proposed.changed[key]
    return f"{beside.words.names.get(who, who)}, {day_words(on)}, {why}."
