"""The university days of trainees, placed before the search so that it plans around them.

    with_study_days(problem, within) -> Problem

In each week of a term whoever trains gets a duty of class training on their weekday, as long as the
training due (R-10), if they are free, it fits into the contract and breaks no rule. On bank
holidays the university is closed.
"""

from collections import Counter
from itertools import product

from roster.autofill.adding import Adding
from roster.problem import Duty
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE, values_in
from roster.rules.parameters import is_on
from roster.rules.training import TRAINEE, in_term
from roster.walltime import monday_of

STUDY = "R-10"


def with_study_days(problem, within=None):
    dates = cover.dates(problem)
    people = [person for person in problem.people if person.study]
    due = [(person, day) for person in people for day in dates if _is_due(problem, person, day)]
    if not due:
        return problem
    adding, used = Adding(problem, within), _used(problem)
    for person, day in due:
        if adding.is_free(person.id, day):
            _place(adding, person, day, used)
    return adding.filled


def _is_due(problem, person, day):
    post = person.employment_on(day)
    return (
        day.weekday() == person.study.weekday
        and in_term(person.study, day)
        and post is not None
        and post.role == TRAINEE
        and day not in problem.bank_holidays
        and is_on(CATALOGUE[STUDY], problem.rules_on(day))
    )


def _place(adding, person, day, used):
    """The first that will do: what is used most for study before what is shorter."""
    due = person.study.minutes
    due = values_in(adding.problem, STUDY, day)["study_minutes"] if due is None else due
    left = adding.minutes_left(person.id, monday_of(day))
    items = [adding.timeline.item(duty, True) for duty in _duties(adding.problem, person, day)]
    fitting = [i for i in items if due <= i.minutes <= left and adding.within(i.duty)]
    fitting.sort(key=lambda item: (-used[item.duty.shift], item.minutes))
    for warned, item in product((False, True), fitting):
        if not adding.against(item.duty, warned):
            return


def _duties(problem, person, day):
    """At their first site of those in use; where none of theirs is, at any."""
    in_use = [site.code for site in problem.sites if _is_in_use(site, day)]
    site = next((code for code in (*person.sites, *in_use) if code in in_use), None)
    for shift in problem.shift_types if site else ():
        if shift.work_class == "training" and _is_in_use(shift, day):
            yield Duty(person.id, day, shift.code, site)


def _is_in_use(row, day):
    return row.until is None or day <= row.until


def _used(problem):
    """How often each shift type was had by those who study, on their weekday."""
    study = {person.id: person.study for person in problem.people if person.study}
    return Counter(
        duty.shift
        for duty in (*problem.history, *problem.duties)
        if duty.person in study and duty.date.weekday() == study[duty.person].weekday
    )
