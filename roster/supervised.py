"""Who supervises a published duty for which nobody is named. Pure.

An assistant practitioner works under whoever supervises near them by R-04; so does a trainee whom
nobody was named for, but in their own area only, whatever R-04 says is near (R-08).
"""

from dataclasses import replace
from functools import cached_property
from operator import itemgetter

from roster.problem import Duty, ShiftType
from roster.rules.catalogue import CATALOGUE
from roster.rules.item import Item
from roster.rules.parameters import values_of
from roster.rules.supervision import AP, supervising
from roster.rules.timeline import Timeline
from roster.rules.training import TRAINEE
from roster.walltime import minutes_of

RULE = CATALOGUE["R-04"]


class Supervised:
    """Duties as told, and the facts about their people: `problem`, whose own duties are unread.

    `supervisors(told)` are references, in the order in which they come on; none where somebody is
    named, or where the duty's person works under nobody.
    """

    def __init__(self, duties, problem):
        self.duties, self.problem = duties, problem
        self.people = {person.id: person for person in problem.people}

    @cached_property
    def timeline(self):
        facts = replace(self.problem, duties=(), history=(), following=())
        return Timeline(facts).part(map(self._item, self.duties))

    def supervisors(self, told) -> tuple[str, ...]:
        if told.supervised_by or not self._depends(told):
            return ()
        item = self._item(told)
        values = values_of(RULE, self.problem.rules_on(told.date), CATALOGUE)
        if item.role == TRAINEE:
            values |= {"group": "area"}
        there = supervising(self.timeline, [item], values)
        there.sort(key=itemgetter(1, 2, 0))
        found = [who for who, starts, ends in there if starts < item.end and item.start < ends]
        return tuple(dict.fromkeys(found))

    def _depends(self, told):
        employment = self.people[told.person].employment_on(told.date)
        is_clinical = told.work_class == "clinical"
        return is_clinical and employment is not None and employment.role in (AP, TRAINEE)

    def _item(self, told):
        where = {"area": told.area or None, "role": told.role}
        duty = Duty(told.person, told.date, told.shift, told.site, **where)
        shift = ShiftType(told.shift, told.starts.time(), told.ends.time(), 0, told.work_class)
        span = minutes_of(told.starts), minutes_of(told.ends)
        return Item(duty, self.people[told.person], shift, span, True)
