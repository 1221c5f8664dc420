"""Solve a public shift-scheduling instance: `python -m benchmarks.shift_scheduling INSTANCE`.

The instance is put into the same shapes, compiled by the same compiler and searched by the same
search as a rota of the department.
"""

import argparse
import json
import sys

from benchmarks.shift_instances import NoInstance, faults, penalty, read_instance
from roster.autofill.compiling import MUST, compile_shapes
from roster.autofill.limits import Limits
from roster.autofill.rows import Rows
from roster.autofill.searching import run
from roster.rotafile.files import refuse_place
from roster.rules.shapes import Cover, Limit


class Compiled:
    """The rows of an instance: `options` are {(person, day, shift): boolean}."""

    def __init__(self, instance):
        self.instance, self.rows, self.options = instance, Rows(), {}
        for number, (who, person) in enumerate(instance.staff.items()):
            for day in range(instance.days):
                for shift in instance.shifts:
                    if person.most_of.get(shift, 0) and (who, day) not in instance.days_off:
                        self.options[who, day, shift] = self.rows.option(number, day, kind=shift)
        self._wishes()
        for who, person in instance.staff.items():
            compile_shapes(self.rows, self._person(who, person))
        compile_shapes(self.rows, self._cover())

    def _wishes(self):
        for key, weight in self.instance.on.items():
            self.rows.constant += weight
            if key in self.options:
                self.rows.cost[self.options[key]] -= weight
        for key, weight in self.instance.off.items():
            if key in self.options:
                self.rows.cost[self.options[key]] += weight

    def _of(self, who, day, shifts=None):
        keys = ((who, day, shift) for shift in shifts or self.instance.shifts)
        return [self.options[key] for key in keys if key in self.options]

    def _person(self, who, person):
        """Everything a person's line must be, as (shape, price null)."""
        days = range(self.instance.days)
        works = [self.rows.any_of(self._of(who, day), exclusive=True) for day in days]
        shapes = [self._order(who), self._totals(who, person), self._rows_of_days(person, works)]
        for some in shapes:
            yield from ((shape, None) for shape in some)
        weekends = [self.rows.any_of(works[d : d + 2]) for d in days if d % 7 == 5]
        yield Limit(MUST, tuple(weekends), person.most_weekends), None

    def _order(self, who):
        """No shift on the day after one it cannot follow; said once for those alike."""
        shifts = self.instance.shifts
        for before in {shift.not_before for shift in shifts.values() if shift.not_before}:
            first = [code for code, shift in shifts.items() if shift.not_before >= before]
            for day in range(self.instance.days - 1):
                terms = self._of(who, day, first) + self._of(who, day + 1, sorted(before))
                yield Limit(MUST, tuple(terms), 1)

    def _totals(self, who, person):
        minutes, terms = [], []
        for code, shift in self.instance.shifts.items():
            own = [b for d in range(self.instance.days) for b in self._of(who, d, [code])]
            if own and person.most_of[code] < self.instance.days:
                yield Limit(MUST, tuple(own), person.most_of[code])
            terms += own
            minutes += [shift.minutes] * len(own)
        yield Limit(MUST, tuple(terms), person.most_minutes, tuple(minutes))
        yield Limit(MUST, tuple(terms), -person.least_minutes, tuple(-m for m in minutes))

    def _rows_of_days(self, person, works):
        """Days in a row: not too many, and no run inside the horizon too short."""
        days, most = len(works), person.most_in_a_row
        for day in range(days - most):
            yield Limit(MUST, tuple(works[day : day + most + 1]), most)
        for length in range(1, person.least_in_a_row):
            for day in range(1, days - length):
                yield _not_only(works[day - 1 : day + length + 1], 1)
        for length in range(1, person.least_days_off):
            for day in range(1, days - length):
                yield _not_only(works[day - 1 : day + length + 1], -1)

    def _cover(self):
        for (day, shift), (needed, under, over) in self.instance.cover.items():
            there = [b for who in self.instance.staff for b in self._of(who, day, [shift])]
            yield Cover(MUST, tuple(there), needed, 0, 0), under
            yield Limit(MUST, tuple(there), needed), over

    def plan(self, values):
        """{person: [shift or null a day]}"""
        plan = {who: [None] * self.instance.days for who in self.instance.staff}
        for (who, day, shift), boolean in self.options.items():
            if values[boolean]:
                plan[who][day] = shift
        return plan


def _not_only(days, sign):
    """The inner days are not all worked (sign 1), or all free (−1), with both ends the other."""
    inner = len(days) - 2
    most = inner - 1 if sign > 0 else 1
    return Limit(MUST, tuple(days), most, (-sign, *(sign,) * inner, -sign))


def solve(path, limits):
    """(instance, plan or null, progress) of a search within limits."""
    instance = read_instance(path)
    compiled = Compiled(instance)
    search = run(compiled.rows, limits)
    plan = None if search.broken else compiled.plan(search.values)
    return instance, plan, search.progress


def main(arguments=None):
    options = _options(arguments)
    limits = Limits(options.seconds, options.workers, options.seed, on_progress=_tell)
    try:
        refuse_place(options.output)
        instance, plan, progress = solve(options.instance, limits)
        if plan is not None:
            _write(options.output, plan)
    except NoInstance as fault:
        return _refuse(fault)
    except OSError as fault:
        return _refuse(f"{options.output} cannot be written: {fault.strerror}")
    broken = [] if plan is None else list(faults(instance, plan))
    cost = None if plan is None or broken else penalty(instance, plan)
    print(_summary(progress, cost, options.json))
    return 0 if cost is not None else 3


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shift_scheduling")
    parser.add_argument("instance", metavar="INSTANCE")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", metavar="SOLUTION", required=True)
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args(arguments)
    if not (0 < options.seconds < float("inf")):
        parser.error("--seconds must be more than 0")
    if not 1 <= options.workers <= 64:
        parser.error("--workers must be from 1 to 64")
    if not 0 <= options.seed < 2**31:
        parser.error("--seed must be from 0 to 2147483647")
    return options


def _refuse(fault):
    print(fault, file=sys.stderr)
    return 2


def _tell(progress):
    bound = "–" if progress.bound is None else f"{progress.bound:.1f}"
    cost = "–" if progress.cost is None else progress.cost
    print(f"{progress.seconds:7.1f} s  objective {cost}  bound {bound}", file=sys.stderr)


def _write(path, plan):
    lines = (f"{who}\t{' '.join(shift or '-' for shift in line)}\n" for who, line in plan.items())
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)


def _summary(progress, cost, as_json):
    """The objective is the penalty by the judge of this folder, not what the search says."""
    gap = progress.gap if cost is not None else None
    row = {"objective": cost, "bound": progress.bound, "gap": gap}
    row |= {"proved": progress.proved, "seconds": round(progress.seconds, 1)}
    if as_json:
        return json.dumps(row)
    return "  ".join(f"{name} {value}" for name, value in row.items())


if __name__ == "__main__":
    sys.exit(main())
