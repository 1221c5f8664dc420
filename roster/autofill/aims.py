"""What a fill aims at, in the words of a rota manager: one for each weight. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """`name` is the weight's, `most` the highest it may be set to. `per` says what one point is
    for, `more` what a higher weight does. `unit`: what it is counted in, and `least` the lowest.
    """

    name: str
    group: str
    title: str
    per: str
    more: str
    most: int = 1000
    least: int = 0
    unit: str = "points"

    @property
    def said(self):
        """What it is set in, and what more of it does."""
        unit = self.unit.capitalize()
        return f"{unit} {self.per}. More {self.unit}: {self.more}"


COVER, PEOPLE, FAIRNESS, PLAN = "Cover", "People", "Fairness", "The plan"
AIMS = (
    Aim(
        "missing",
        COVER,
        "Somebody missing",
        "for each minute in which one person fewer is there than the least",
        "Gaps are filled even where it costs wishes, home sites or fair weekends.",
    ),
    Aim(
        "critical",
        COVER,
        "Somebody missing where it is safety-critical",
        "for each such minute on a line of demand that is marked safety-critical",
        "These gaps are filled before all others.",
        10_000,
    ),
    Aim(
        "ideal",
        COVER,
        "Fewer than ideal",
        "for each minute in which one person fewer is there than the ideal",
        "Spare hours go to where more people than the least were asked for.",
    ),
    Aim(
        "over_week",
        PEOPLE,
        "Over a week’s contract",
        "for each minute that somebody works in a week beyond the contract (R-03), or in so many "
        "weeks beyond the average that is warned of (R-18)",
        "Weeks become more even; nobody works much in one to work little in the next.",
        100,
    ),
    Aim(
        "off_contract",
        PEOPLE,
        "Off the contract over the rota",
        "for each minute outside what may be carried over (R-24)",
        "Everybody’s hours over the rota come nearer to their contract.",
        100,
    ),
    Aim(
        "request",
        PEOPLE,
        "A request not granted",
        "for each request, times how much it matters to the person, and three times for each day "
        "of leave that waits for an answer",
        "More requests are granted, at the cost of cover and of what others wish. Among equals "
        "whoever was refused the last wish comes first.",
        10_000,
    ),
    Aim(
        "turn",
        PEOPLE,
        "A quick return or an earlier start",
        "for each time somebody is back soon, or starts earlier than the day before (R-40)",
        "Duties follow each other forward: earlies, then lates.",
        10_000,
    ),
    Aim(
        "weekend",
        FAIRNESS,
        "More weekends than one’s share",
        "for each weekend above the share by contracted hours, twice from the second on",
        "Weekends are shared more evenly, those of the weeks before counted in.",
        10_000,
    ),
    Aim(
        "late",
        FAIRNESS,
        "More lates than one’s share",
        "for each late above the share by contracted hours, twice from the third on",
        "Lates are shared more evenly, those of the weeks before counted in.",
        10_000,
    ),
    Aim(
        "holiday",
        FAIRNESS,
        "More bank holidays than one’s share",
        "for each bank holiday above the share by contracted hours",
        "Bank holidays are shared more evenly, those of the weeks before counted in.",
        10_000,
    ),
    Aim(
        "fair_weeks",
        FAIRNESS,
        "How far fairness looks back",
        "before the rota whose weekends, lates and bank holidays count in, where known",
        "Who had many long ago is spared longer. Proposals and My hours and share count so too.",
        104,
        1,
        "weeks",
    ),
    Aim(
        "away",
        PEOPLE,
        "Away from home",
        "for each duty at another site than the person’s first",
        "People stay at their home site.",
    ),
    Aim(
        "another_site",
        PEOPLE,
        "Another site than the day before",
        "for each time somebody works at another site than on the day before",
        "People stay at one site on days that follow each other. Where many work at several sites "
        "a fill takes longer so.",
    ),
    Aim(
        "warning",
        PLAN,
        "A warning",
        "for each warning that a duty brings, and each day or weekend over a soft limit",
        "Rules that should be kept are kept more strictly. Those that must be are kept always.",
        10_000,
    ),
    Aim(
        "duty",
        PLAN,
        "A duty more",
        "for each duty planned",
        "Nobody comes in where it gains little.",
    ),
    Aim(
        "stay",
        PLAN,
        "A duty moved",
        "for each duty that is there already and is not kept",
        "What you planned yourself is changed less, where you let it be planned anew.",
    ),
)
