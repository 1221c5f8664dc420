"""A rota to which duties are added one by one, as long as the checker has nothing against them."""

from roster.problem import Duty
from roster.rules.hours import absence_minutes, contract_minutes
from roster.rules.rechecking import check_whole, recheck
from roster.walltime import monday_of

BALANCE = "R-24"


class Adding:
    """`added` are the duties so far. `within(duty)`: whether it may be planned; null: any may."""

    def __init__(self, problem, within=None):
        self.problem, self.within = problem, within or (lambda duty: True)
        self.checked, self.added = check_whole(problem), []
        self.timeline = self.checked.whole

    @property
    def filled(self):
        """The rota with what was added; the same object where nothing was."""
        return self.checked.problem if self.added else self.problem

    def own(self, person):
        """Somebody's duties as they stand now."""
        return self.checked.by_person.get(person, ())

    def is_free(self, person, day):
        """Whether somebody is employed on a date, not away for any of it, and has no duty."""
        here = self.timeline.people[person].employment_on(day) is not None
        away = day in self.timeline.absent_dates.get(person, ())
        return here and not away and all(item.date != day for item in self.own(person))

    def minutes_left(self, person, monday):
        """Of a week's contract: what neither duties nor absence take."""
        contract = contract_minutes(self.timeline, person, monday) or 0
        own = [item for item in self.own(person) if monday_of(item.date) == monday]
        paid = sum(item.minutes for item in own if not item.duty.additional)
        return contract - paid - absence_minutes(self.timeline, person, monday)

    def against(self, duty: Duty, warned=False):
        """The breaches for which a duty is not added; none: now it is. `warned`: warnings do not
        count.

        Whoever is short of hours was before: that is told anew with each duty, and no breach here.
        """
        found = recheck(self.checked, {(duty.person, duty.date): (duty,)})
        was, now = found.again.stood, found.found
        new = [
            b for key in found.again.asked for b in set(now.get(key, ())) - set(was.get(key, ()))
        ]
        against = [b for b in new if not _is_minor(b, warned)]
        if not against:
            self.checked = found
            self.added.append(duty)
        return against


def _is_minor(breach, warned):
    is_short = breach.rule == BALANCE and breach.measured < 0
    return is_short or (warned and breach.level == "should")
