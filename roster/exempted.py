"""Exemptions as somebody may see them, and those that somebody must look at."""

from dataclasses import dataclass
from datetime import date, timedelta

from roster.models import Exemption
from roster.rules.phrases import full
from sites.access import may

SOON = timedelta(days=30)  # before a review that it is asked for


@dataclass(frozen=True)
class Shown:
    """An exemption, where it stands on a date, and its reason; blank: not the reader's to read.

    `standing` is "holds", "due" (soon), "lapsed" (nobody looked), "later", "over" (another one
    followed) or "ended".
    """

    exemption: Exemption
    standing: str
    reason: str

    @property
    def to_review(self):
        return self.standing in ("due", "lapsed")

    @property
    def stands(self):
        """Whether it can be ended: it holds, will hold, or waits for somebody to look."""
        return self.standing not in ("over", "ended")

    @property
    def said(self):
        """Until when it holds, in words."""
        held = self.exemption
        if self.standing == "ended":
            return f"ended from {full(held.ended_from)}"
        if self.standing in ("lapsed", "over"):
            return f"held until its review was due, {full(held.review_by)}"
        first = f"from {full(held.starts)}, " if self.standing == "later" else ""
        return f"{first}to be reviewed by {full(held.review_by)}"

    @property
    def renewed_from(self) -> date:
        """The day on which the next one would begin."""
        return self.exemption.review_by + timedelta(days=1)


def shown_to(user, exemptions, today) -> list[Shown]:
    """The exemptions, those whose review comes first at the top."""
    every = list(exemptions)
    return [
        Shown(
            held,
            _standing(held, every, today),
            held.reason if may(user, held.person.unit_id, "see_reasons") else "",
        )
        for held in every
    ]


def _standing(held, every, today):
    if held.ended_from:
        return "ended"
    renewed = any(_follows(other, held) for other in every)
    if held.review_by < today:
        return "over" if renewed else "lapsed"
    if held.starts > today:
        return "later"
    return "due" if held.review_by - today <= SOON and not renewed else "holds"


def _follows(other, held):
    same = (other.person_id, other.rule) == (held.person_id, held.rule)
    return same and other.starts > held.review_by and not other.ended_from
