"""What each aim of a fill is worth, in points; only their proportions matter.

A minute is one person missing for a minute. The must and overridable rules have no price: they are
kept.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """Settings of the unit, whole numbers from 0 up. All but `fair_weeks` are points."""

    missing: int = 20  # a minute below the least
    critical: int = 200  # the same of a line that is safety-critical
    ideal: int = 1  # a minute below the ideal
    warning: int = 400  # a warning the duty alone brings, or a day or weekend over a soft limit
    over_week: int = 2  # a minute over a week's contract or the average warned of
    off_contract: int = 2  # a minute outside the balance over the rota
    request: int = 300  # a request not granted, times its weight
    turn: int = 60  # a quick return or an earlier start on the next day
    weekend: int = 80  # each weekend above the share by contracted hours; dearer further above
    late: int = 15  # each late above it
    holiday: int = 60  # each bank holiday above it
    fair_weeks: int = 26  # weeks before the rota that count in for the three
    away: int = 30  # a duty away from the home site
    another_site: int = 0  # a duty at another site than on the day before
    duty: int = 10  # any duty, so that nobody comes in for nothing
    stay: int = 15  # for planning again what is there already
