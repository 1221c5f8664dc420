"""Who supervises a published duty for which nobody is named. Pure.

An assistant practitioner works under whoever supervises near them by R-04. Whoever learns needs
somebody named (R-36); where nobody is, those who could are in their own area, whatever R-04 says
is near (R-08).
"""

from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from roster.problem import ShiftType
from roster.rules.catalogue import CATALOGUE
from roster.rules.item import Item
from roster.rules.learners import LEARNERS, learns
from roster.rules.parameters import is_on, values_of
from roster.rules.supervision import AP, supervising
from roster.rules.timeline import Timeline
from roster.walltime import minutes_of

NEAR, NAMED = CATALOGUE["R-04"], CATALOGUE["R-36"]
UNDER = (AP, *LEARNERS)
CLINICAL = ShiftType("", time(0), time(0))  # without breaks: nobody is told when they are


class There(NamedTuple):
    """As much of a clinical duty as told as says whether somebody supervises in it."""

    person: str
    date: date
    starts: datetime
    ends: datetime
    site: str
    area: str
    role: str
    shift: str = ""
    work_class: str = "clinical"


class Supervised:
    """Duties as told, or There, and the facts about their people: `problem`, whose own duties are
    unread.

    `over(told)` are the references of who supervises a duty, in the order in which they come on,
    and what lacks: "name" where somebody must be named and is not, "anybody" where somebody must
    supervise and nobody does, else blank.
    """

    def __init__(self, duties, problem):
        self.duties, self.problem = duties, problem
        self.people = {person.id: person for person in problem.people}

    @cached_property
    def timeline(self):
        facts = replace(self.problem, duties=(), history=(), following=())
        clinical = [told for told in self.duties if told.work_class == "clinical"]
        return Timeline(facts).part(map(self._item, clinical))

    def over(self, told) -> tuple[tuple[str, ...], str]:
        """Whoever is named, else those near who may; nobody where its person works under nobody."""
        if not self._depends(told):
            return told.supervised_by, ""
        item, rules = self._item(told), self.problem.rules_on(told.date)
        found = self._near(item, values_of(NEAR, rules, CATALOGUE))
        if learns(item):
            return found, "name" if is_on(NAMED, rules) else ""
        return found, "anybody" if is_on(NEAR, rules) and not found else ""

    def _near(self, item, values):
        if learns(item):
            values |= {"group": "area"}
        there = supervising(self.timeline, [item], values)
        there.sort(key=itemgetter(1, 2, 0))
        found = [who for who, starts, ends in there if starts < item.end and item.start < ends]
        return tuple(dict.fromkeys(found))

    def _depends(self, told):
        """Whether the duty's person works under somebody, and nobody is named."""
        if told.supervised_by or told.work_class != "clinical":
            return False
        post = self.people[told.person].employment_on(told.date)
        return told.role == "supernumerary" or (post is not None and post.role in UNDER)

    def _item(self, told):
        """A clinical duty in time; what the rules of supervision ask of a duty, it is told with."""
        span = minutes_of(told.starts), minutes_of(told.ends)
        return Item(told, self.people[told.person], CLINICAL, span, True)
