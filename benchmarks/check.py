"""How long the rules take: `python -m benchmarks.check`. One core; every rule on.

Medians of a few runs, as wall time and as time on the processor, which a busy machine disturbs
less. Beside them a plain loop that only adds up the minutes of the same duties, measured in the
same run: the ratio to it compares machines.
"""

import gc
import statistics
import time
from datetime import timedelta

from benchmarks.departments import department
from roster.rules.checker import check
from roster.rules.rechecking import check_whole, recheck
from roster.walltime import span

SIZES = ((60, 4), (150, 6))
GROWTH = (30, 60, 120, 240)
HEAD = f"{'':28}{'wall ms':>9}{'cpu ms':>9}{'× loop':>9}"


def measured(work, times):
    """Medians (wall, processor) in milliseconds."""
    walls, processors = [], []
    for _ in range(times):
        gc.collect()
        wall, processor = time.perf_counter(), time.process_time()
        work()
        processors.append(1000 * (time.process_time() - processor))
        walls.append(1000 * (time.perf_counter() - wall))
    return statistics.median(walls), statistics.median(processors)


def loop(problem):
    """Only adds up the paid minutes of every duty by person: the least a check could do."""
    shifts = {shift.code: shift for shift in problem.shift_types}
    minutes = {}
    for duty in (*problem.history, *problem.duties):
        shift = shifts[duty.shift]
        start, end = span(duty.date, shift.starts, shift.ends, problem.timezone, duty.fold)
        paid = end - start - shift.break_minutes
        minutes[duty.person] = minutes.get(duty.person, 0) + paid
    return minutes


def edits(problem, count):
    """So many edits of one cell each: a person's duty of one date taken away."""
    days = [problem.starts + timedelta(days=n) for n in range(7 * problem.weeks)]
    step = max(1, len(problem.duties) // count)
    return [
        {(duty.person, duty.date): ()}
        for duty in problem.duties[step // 2 :: step][:count]
        if duty.date in days
    ]


def edited(checked, changes):
    return recheck(checked, changes).breaches


def line(title, times, least):
    wall, processor = times
    print(f"{title:28}{wall:9.1f}{processor:9.1f}{processor / least:9.1f}")


def size(people, weeks):
    problem = department(people, weeks)
    duties = len(problem.duties) + len(problem.history)
    print(f"\n{people} people × {weeks} weeks, {duties} duties, {len(check(problem))} breaches")
    print(HEAD)
    least = measured(lambda: loop(problem), 21)
    line("loop over the duties", least, least[1])
    line("full check", measured(lambda: check(problem), 9), least[1])
    checked = check_whole(problem)
    rows = [measured(lambda e=e: edited(checked, e), 5) for e in edits(problem, 9)]
    line(
        "one edit rechecked",
        [statistics.median(column) for column in zip(*rows, strict=True)],
        least[1],
    )


def growth():
    print("\nGrowth, 4 weeks")
    print(f"{'people':>10}{'wall ms':>9}{'cpu ms':>9}{'cpu ms a person':>18}")
    for people in GROWTH:
        problem = department(people, 4)
        wall, processor = measured(lambda p=problem: check(p), 5)
        print(f"{people:10}{wall:9.1f}{processor:9.1f}{processor / people:18.2f}")


if __name__ == "__main__":
    for people, weeks in SIZES:
        size(people, weeks)
    growth()
