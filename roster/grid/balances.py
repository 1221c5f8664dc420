"""The right edge: a person's hours against the contract, weekends worked, COs owed and given."""

from collections import Counter
from dataclasses import dataclass

from roster.rules.hours import absence_minutes, contract_minutes, paid_duties


@dataclass(frozen=True, slots=True)
class Balance:
    """Over the rota: `paid` and `contract` minutes; weekends and weekend days; COs given."""

    paid: int
    contract: int
    weekends: int
    weekend_days: int
    given: int

    @property
    def over(self):
        """Minutes above the contract; negative below."""
        return self.paid - self.contract


def balances(timeline, given, people):
    """{person's id: Balance} of some people."""
    counts = Counter(who for who, _ in given)
    return {person.id: _balance(timeline, person.id, counts[person.id]) for person in people}


def _balance(timeline, person, given):
    duties = paid_duties(timeline, person)
    paid = sum(item.minutes for items in duties.values() for item in items)
    paid += sum(absence_minutes(timeline, person, monday) for monday in timeline.weeks)
    items = [item for item in timeline.held[person] if item.is_work]
    days = {item.date for item in items if item.date.weekday() >= 5}
    return Balance(
        paid=round(paid),
        contract=sum(contract_minutes(timeline, person, m) or 0 for m in timeline.weeks),
        weekends=len({day.isocalendar()[:2] for day in days}),
        weekend_days=len(days),
        given=given,
    )
