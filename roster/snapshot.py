"""The only translation from the database to plain data: two queries, whatever the unit's size.

What they answer is read again only where it differs from what this process has read before.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import chain

from roster import problem as plain
from roster.demand_rows import demand_of
from roster.duty_rows import codes, duties_by_date
from roster.facts import asked_facts, day, fact_rows, grouped, nested, truth, wall_time
from roster.person_rows import people_of
from roster.problem import HISTORY_WEEKS, Problem

MARGIN = timedelta(weeks=HISTORY_WEEKS)


@dataclass(frozen=True)
class Snapshot:
    """A rota as plain data, and the database's keys for what stands in it.

    `people`, `shift_types`, `sites` map codes to primary keys, `areas` (site, area) to them;
    `rows` are the duties with their keys (see duties_by_date). `emails`, `shift_names` hold what
    the rules do not need and the screens do. Nothing in it is ever changed: the next request that
    reads the same facts is given the same objects.
    """

    problem: Problem
    people: dict[str, int]
    shift_types: dict[str, int]
    sites: dict[str, int]
    areas: dict[tuple[str, str], int]
    emails: dict[str, str]
    shift_names: dict[str, str]
    rows: dict[date, tuple] = field(default_factory=dict, repr=False)

    @cached_property
    def duty_keys(self) -> dict[tuple[str, date], list[int]]:
        """The primary keys of the duties that stand at each (person, date) of the rota."""
        keys = defaultdict(list)
        for on, rows in self.rows.items():
            if self.problem.starts <= on <= self.problem.until:
                for key, duty in rows:
                    keys[duty.person, on].append(key)
        return dict(keys)


def problem_of(rota) -> Problem:
    return take(rota).problem


def unplanned(rota) -> Problem:
    """The rota as it would be if nobody were planned in it, before or after it: one query."""
    facts = tuple(fact_rows(rota.unit, rota.starts - MARGIN, rota.until + MARGIN))
    unit = rota.unit
    return _without_duties(unit.code, unit.timezone, rota.starts, rota.weeks, facts).problem


def take(rota) -> Snapshot:
    """The rota with 17 weeks before and after it, from the database as it is now."""
    first, last = rota.starts - MARGIN, rota.until + MARGIN
    facts = tuple(fact_rows(rota.unit, first, last))
    taken = _without_duties(rota.unit.code, rota.unit.timezone, rota.starts, rota.weeks, facts)
    rows = duties_by_date(rota.unit, first, last, codes_of(taken))
    return replace(taken, problem=replace(taken.problem, **_placed_in_time(rota, rows)), rows=rows)


def codes_of(taken):
    """Those of the rows that a snapshot's maps lead to."""
    areas = tuple((key, area) for (_, area), key in taken.areas.items())
    maps = taken.people, taken.shift_types, taken.sites
    return codes(*(tuple((key, code) for code, key in held.items()) for held in maps), areas)


@lru_cache(8)
def _without_duties(unit, timezone, starts, weeks, rows):
    """All but the duties, made from the rows that the database gave. Nearly always they are those
    of the page before, which has made it already; other rows are another rota, whatever changed.
    """
    facts = grouped(rows)
    return Snapshot(
        problem=_problem(unit, timezone, starts, weeks, facts),
        people={reference: rows[0]["id"] for reference, rows in facts["person"].items()},
        shift_types={row["code"]: row["id"] for row in facts["shift_type"][""]},
        sites={row["code"]: row["id"] for row in facts["site"][""]},
        areas={(s, row["code"]): row["id"] for s, rows in facts["area"].items() for row in rows},
        emails={reference: rows[0]["email"] for reference, rows in facts["person"].items()},
        shift_names={row["code"]: row["name"] for row in facts["shift_type"][""]},
    )


def _placed_in_time(rota, rows):
    """The duties of {date: rows} as they lie before, on and after the rota's dates."""
    before, on, after = [], [], []
    for date_of, some in rows.items():
        place = before if date_of < rota.starts else on if date_of <= rota.until else after
        place.append(duty for _, duty in some)
    parts = {"history": before, "duties": on, "following": after}
    return {name: tuple(chain.from_iterable(part)) for name, part in parts.items()}


def asked(rota) -> Problem:
    """Only what a rota's dates ask for, and by which rules: nobody is in it, and no place."""
    return problem_with(rota, asked_facts(rota.unit, rota.starts, rota.until), ())


def problem_with(rota, facts, duties) -> Problem:
    """These duties in a rota's unit and weeks, with the facts about it (see facts_of)."""
    problem = _problem(rota.unit.code, rota.unit.timezone, rota.starts, rota.weeks, facts)
    return replace(
        problem,
        duties=tuple(duty for duty in duties if rota.starts <= duty.date <= rota.until),
        history=tuple(duty for duty in duties if duty.date < rota.starts),
        following=tuple(duty for duty in duties if duty.date > rota.until),
    )


def _problem(unit, timezone, starts, weeks, facts):
    return Problem(
        unit=unit,
        starts=starts,
        weeks=weeks,
        timezone=timezone,
        bank_holidays=frozenset(day(row["date"]) for row in facts["bank_holiday"][""]),
        rules=rules_in_force(facts["rule"][""], starts),
        later_rules=later_rules(facts["rule"][""], starts, weeks),
        **_places(facts),
        **_work(facts, starts, weeks),
        **people_of(facts),
    )


def rules_in_force(rows, on):
    """The newest parameters of each rule in force on a date; rules at their defaults are absent."""
    held = {}
    for row in sorted(rows, key=lambda row: row["in_force_from"]):
        if day(row["in_force_from"]) <= on:
            held[row["rule"]] = nested(row["parameters"])
    return {rule: held[rule] for rule in sorted(held) if held[rule]}


def later_rules(rows, starts, weeks):
    """(date, what is in force from it on) of each date within a rota on which one is set anew."""
    dates = {day(row["in_force_from"]) for row in rows}
    inside = sorted(on for on in dates if starts < on < starts + timedelta(weeks=weeks))
    return tuple((on, rules_in_force(rows, on)) for on in inside)


def _placed(rows):
    return sorted(rows, key=lambda row: (row["position"], row["id"]))


def _places(facts):
    return {
        "sites": tuple(_site(row, facts) for row in _placed(facts["site"][""])),
        "travel": tuple(
            plain.Travel(row["from_site"], row["to_site"], row["minutes"])
            for row in _placed(facts["travel"][""])
        ),
        "competencies": tuple(
            plain.Competency(row["code"], row["name"]) for row in _placed(facts["competency"][""])
        ),
    }


def _site(row, facts):
    needs = defaultdict(list)
    for need in facts["need"][row["code"]]:
        needs[need["area"]].append(plain.Need(need["competency"], need["least"]))
    areas = tuple(
        plain.Area(
            a["code"], a["name"], tuple(needs[a["code"]]), truth(a["demanding"]), day(a["until"])
        )
        for a in _placed(facts["area"][row["code"]])
    )
    return plain.Site(row["code"], row["name"], areas, day(row["until"]))


def _work(facts, starts, weeks):
    lines, closures = demand_of(facts, starts, starts + timedelta(days=7 * weeks - 1))
    return {
        "shift_types": tuple(_shift_type(row) for row in _placed(facts["shift_type"][""])),
        "demand": lines,
        "closures": closures,
    }


def _shift_type(row):
    breaks = nested(row["breaks"])
    return plain.ShiftType(
        code=row["code"],
        starts=wall_time(row["starts"]),
        ends=wall_time(row["ends"]),
        break_minutes=row["break_minutes"],
        work_class=row["work_class"],
        until=day(row["until"]),
        breaks=None
        if breaks is None
        else tuple((wall_time(starts), wall_time(ends)) for starts, ends in breaks),
    )
