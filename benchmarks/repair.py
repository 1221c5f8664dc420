"""How long it takes to find who could cover a sick call: `python -m benchmarks.repair`.

A generated department of 150 people and six weeks, judged before, every rule on. Somebody is sick
on a date, so their duty goes; looked for are the replacements, ranked, and the five best small
changes that mend the gap, moving others too. Medians over sick calls spread over the rota, each of
which leaves somebody missing; one core. A full check of the same rota is the reference.
"""

import os
import statistics
import time
from dataclasses import replace

from benchmarks.check import measured
from benchmarks.departments import department
from roster.repairing.candidates import candidates_for
from roster.repairing.gaps import gaps_at
from roster.repairing.plan import Plan
from roster.repairing.repairs import repairs_for
from roster.rules.checker import check
from roster.rules.rechecking import check_whole, recheck

PEOPLE, WEEKS, CALLS, LEAST = 150, 6, 15, 3
MOST_REPLACING, MOST_REPAIRING = 300, 3000  # milliseconds


def wanting(problem, least):
    """With so many people asked for everywhere that whoever is sick is missed."""
    demand = tuple(replace(line, least=least, ideal=least) for line in problem.demand)
    return replace(problem, demand=demand)


def sick_calls(checked, count):
    """(the rota without the duty, its first gap) of so many duties that are missed."""
    duties = [duty for duty in checked.problem.duties if duty.area]
    found = []
    for duty in duties[:: max(1, len(duties) // (4 * count))]:
        after = recheck(checked, {(duty.person, duty.date): ()})
        known = set(map(_facts, gaps_at(Plan(checked), duty.site, duty.area, duty.date)))
        gaps = gaps_at(Plan(after), duty.site, duty.area, duty.date)
        new = [gap for gap in gaps if gap.demand and _facts(gap) not in known]
        found += [(after, gap) for gap in new[:1]]
        if len(found) == count:
            break
    return found


def _facts(gap):
    return gap.demand, gap.starts, gap.ends, gap.said


def timed(work):
    began, processor = time.perf_counter(), time.process_time()
    found = work()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - processor), found


def replacing(after, gap):
    return [one for one in candidates_for(after, gap, reasons=True) if one.can]


def repairing(after, gap):
    short = after.found[("R-33", (gap.place, gap.date))]
    return repairs_for(after, next(b for b in short if b.detail["demand"] == gap.demand))


def row(name, calls, work, aim):
    rows = [timed(lambda: work(*call)) for call in calls]  # noqa: B023 (called at once)
    walls, processors, found = zip(*rows, strict=True)
    counts = sorted(map(len, found))
    print(
        f"{name:24}{statistics.median(walls):8.0f}{statistics.median(processors):8.0f}"
        f"{max(walls):9.0f}{aim:8}   {counts[0]} to {counts[-1]} found"
    )


def main():
    problem = wanting(department(PEOPLE, WEEKS), LEAST)
    wall, processor = measured(lambda: check(problem), 3)
    checked = check_whole(problem)
    calls = sick_calls(checked, CALLS)
    print(
        f"{len(calls)} sick calls, {PEOPLE} people × {WEEKS} weeks, load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'':24}{'wall ms':>8}{'cpu ms':>8}{'longest':>9}{'aim':>8}")
    print(f"{'a full check':24}{wall:8.0f}{processor:8.0f}")
    row("replacements", calls, replacing, MOST_REPLACING)
    row("five repairs", calls, repairing, MOST_REPAIRING)


if __name__ == "__main__":
    main()
