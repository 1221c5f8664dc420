"""What is paid over the rota against what is contracted."""

from roster.rules.hours import absence_minutes, contract_minutes
from roster.rules.shapes import Between, Case


def paid_as_contracted_over_the_rota(timeline, person, values):
    """Paid hours of the whole rota come close to the contract, and to it with what is carried."""
    if not timeline.held[person]:
        return
    paid = sum(item.minutes for item in timeline.held[person] if not item.duty.additional)
    away = sum(absence_minutes(timeline, person, week) for week in timeline.weeks)
    contract = sum(contract_minutes(timeline, person, week) or 0 for week in timeline.weeks)
    balance, carried = paid + away - contract, timeline.people[person].carried_minutes
    for amount, within, kind in (
        (balance, values["limit_minutes"], "period"),
        (balance + carried, values["carry_limit_minutes"], "carry"),
    ):
        limit = within if amount > 0 else -within
        first, last = timeline.problem.starts, timeline.problem.until
        case = Case("should", person, first, last, limit, "minutes")
        case.detail = {"kind": kind}
        yield Between(case, amount, -within, within)
