"""The checker's answer and the oracles', for one random rota."""

from random import Random

from roster.rules.checker import check, checked
from tests.oracles import (
    agreed,
    average,
    company,
    contract,
    cover,
    hours,
    papers,
    rest,
    runs,
    supervision,
    weekend,
    young,
)
from tests.oracles.departments import department
from tests.oracles.world import Found, World

ORACLES = {
    "R-01": hours.duty_window,
    "R-02": weekend.weekday_off_for_weekend_work,
    "R-03": contract.weekly_hours,
    "R-04": supervision.never_unsupervised,
    "R-05": supervision.supervised_to_the_last_image,
    "R-06": supervision.somebody_justifies,
    "R-07": supervision.within_scope,
    "R-08": supervision.trainee_under_a_named_radiographer,
    "R-09": papers.inducted_and_in_time,
    "R-10": papers.study_day_kept,
    "R-11": papers.credentials_current,
    "R-12": papers.other_work_told,
    "R-13": papers.employed_on_the_date,
    "R-14": hours.one_duty_at_a_time,
    "R-15": hours.no_duty_while_away,
    "R-16": hours.longest_spell,
    "R-17": runs.days_in_a_row,
    "R-18": average.average_week,
    "R-19": rest.daily_rest,
    "R-20": rest.weekly_rest,
    "R-22": hours.a_break_in_a_long_duty,
    "R-23": young.young_people,
    "R-24": contract.balance_of_the_rota,
    "R-31": agreed.weekend_beside_leave,
    "R-33": cover.demand_is_met,
    "R-34": company.needs_are_met,
    "R-35": company.nobody_alone,
    "R-36": supervision.learners_have_names,
    "R-37": agreed.agreed_patterns_kept,
    "R-38": runs.weekends,
    "R-39": runs.long_days_in_a_row,
    "R-40": runs.quick_turns,
}


def rota(seed):
    return department(Random(seed))


def answers(problem):
    """{rule: (what the checker finds, what the oracle finds)}, in one order."""
    told = {rule: [] for rule in ORACLES}
    for breach in check(problem):
        told.setdefault(breach.rule, []).append(found(breach))
    world, judged = World(problem), checked(problem)
    return {
        rule: (ordered(told[rule]), ordered(oracle(world) if rule in judged else ()))
        for rule, oracle in ORACLES.items()
    }


def ordered(rows):
    return sorted(rows, key=str)


def found(breach):
    return Found(
        breach.rule,
        breach.level,
        breach.person,
        breach.first,
        breach.last,
        breach.measured,
        breach.limit,
        breach.unit,
        breach.site,
        breach.area,
        breach.at.strftime("%Y-%m-%dT%H:%M") if breach.at else None,
    )
