"""Dated demand, exemptions and rota lines: one answer for each date, and gaps that are said."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from roster.demanding import days_said, keep_demand
from roster.exempting import ExemptionRefused, end_exemption, exempt
from roster.laying import _typed as laid
from roster.models import Demand, DemandException, Exemption
from roster.patterning import assign_line, end_line, write_line
from roster.problem import WEEKDAYS
from roster.rules.catalogue import CATALOGUE
from roster.seasons import gaps
from roster.templating import lay_template, save_template
from sites.refusing import PlaceRefused
from tests.factories import NOW, make_person, make_unit

DAY = timedelta(days=1)
FIRST = date(2026, 11, 2)  # a Monday
SAY = {"by": None, "now": NOW}
days = st.integers(0, 40)
LINE = {"starts": time(8), "ends": time(16), "role": "radiographer", "least": 1}


def season(unit, first, last, listed):
    """A line of demand; its ends are null where they are beyond the dates looked at."""
    return Demand(
        unit=unit,
        area=unit.sites.first().areas.first(),
        days=listed,
        in_force_from=FIRST + first * DAY if first else None,
        in_force_until=FIRST + last * DAY if last < 40 else None,
        **LINE,
    )


NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SHOWN = [FIRST + n * DAY for n in range(-7, 98)]


def held_by_date(unit):
    """{date: the lines of the week that hold}, found without a query of the app's."""
    lines = list(unit.demand.all())
    return {
        on: [
            line
            for line in lines
            if NAMES[on.weekday()] in line.days
            and (line.in_force_from or date.min) <= on <= (line.in_force_until or date.max)
        ]
        for on in SHOWN
    }


@pytest.mark.slow
class AnySeasons(TestCase):
    listed = st.sampled_from([["mon"], ["mon", "tue"], ["tue", "sun"]])

    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.tuples(days, st.integers(0, 40), listed), max_size=6))
    def test_ask_once_for_the_same_people_and_every_gap_between_them_is_said(self, asked):
        unit = make_unit()
        for first, length, listed in asked:
            line, held = season(unit, first, first + length, listed), list(unit.demand.all())
            try:
                keep_demand(line, **SAY)
            except PlaceRefused:
                assert list(unit.demand.all()) == held
                assert any(set(one.days) & set(listed) for one in held)
        held = held_by_date(unit)
        assert all(len(lines) <= 1 for lines in held.values())
        assert bool(gaps(unit.demand.all(), set(), SHOWN[0])) == any(
            self.has_gap(held, name) for name in NAMES
        )

    def has_gap(self, held, name):
        """Whether of one day of the week a date without a line lies between two with one."""
        asked = "".join("x" if held[on] else " " for on in held if NAMES[on.weekday()] == name)
        return " " in asked.strip()


@pytest.mark.slow
class AnyExceptions(TestCase):
    kinds = st.sampled_from(DemandException.Kind.values)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(kinds, days, st.integers(0, 9), st.booleans()), max_size=7))
    def test_never_close_a_place_that_is_asked_for_nor_ask_twice(self, asked):
        unit = make_unit()
        area = unit.sites.first().areas.first()
        for kind, first, length, early in asked:
            line = {} if kind == "closed" else LINE | {"ends": time(12) if early else time(16)}
            dates = {"starts_on": FIRST + first * DAY, "until": FIRST + (first + length) * DAY}
            row = DemandException(unit=unit, area=area, kind=kind, reason="x", **dates, **line)
            before = list(unit.demand_exceptions.values())
            try:
                keep_demand(row, **SAY)
            except PlaceRefused:
                assert list(unit.demand_exceptions.values()) == before
                assert any(
                    held["starts_on"] <= row.until and row.starts_on <= held["until"]
                    for held in before
                )
        for on in (FIRST + n * DAY for n in range(50)):
            held = [r for r in unit.demand_exceptions.all() if r.starts_on <= on <= r.until]
            lines = [row.ends for row in held]
            assert len(lines) == len(set(lines))
            assert len(held) <= 1 or "closed" not in [row.kind for row in held]


@pytest.mark.slow
class AnyTemplatesLaid(TestCase):
    weeks = st.tuples(st.integers(0, 6), st.none() | st.integers(0, 3), st.integers(0, 2))

    @settings(max_examples=40, deadline=None)
    @given(st.lists(weeks, max_size=6))
    def test_leave_one_of_them_in_force_on_every_date(self, asked):
        unit = make_unit()
        templates = [self.template(unit, least) for least in (1, 2, 3)]
        wanted = dict.fromkeys(range(84), None)
        for week, more, number in asked:
            starts = FIRST + 7 * week * DAY
            until = None if more is None else starts + (7 * more + 6) * DAY
            lay_template(template=templates[number], starts=starts, until=until, **SAY)
            last = 84 if more is None else 7 * (week + more + 1)
            wanted |= dict.fromkeys(range(7 * week, min(last, 84)), number + 1)
        held = held_by_date(unit)
        found = {n: [line.least for line in held[FIRST + n * DAY]] for n in wanted}
        assert found == {n: [least] if least else [] for n, least in wanted.items()}

    def template(self, unit, least):
        unit.demand.all().delete()
        line = season(unit, 0, 40, NAMES)
        line.least = least
        keep_demand(line, **SAY)
        kept = save_template(unit=unit, name=f"{least}", on=FIRST, **SAY)
        unit.demand.all().delete()
        return kept


@pytest.mark.slow
class AnyLinesWorked(TestCase):
    asked = st.tuples(st.integers(0, 9), st.integers(1, 2), st.none() | st.integers(0, 9))

    @settings(max_examples=40, deadline=None)
    @given(st.lists(asked, max_size=6))
    def test_leave_one_of_them_on_a_date_that_which_began_last(self, asked):
        unit = make_unit()
        person, wanted = make_person(unit), {}
        lines = {n: write_line(unit=unit, name=f"{n}", pattern=[[code] * 7] * n)
                 for n, code in ((1, "E"), (2, "L"))}  # fmt: skip
        for week, number, ended in asked:
            starts = FIRST + 7 * week * DAY
            assign_line(line=lines[number], people=[person], starts=starts, first_week=number)
            wanted[week] = [number, 99]
            if ended is not None:
                held = person.held_lines.get(starts=starts)
                end_line(held=held, until=FIRST + (7 * ended + 6) * DAY)
                wanted[week][1] = ended
                if ended < week:
                    del wanted[week]
        span = [FIRST + n * DAY for n in range(84)]
        found = laid(unit, [person.reference], span)
        for n, on in enumerate(span):
            began = max((week for week in wanted if week <= n // 7), default=None)
            number, last = wanted.get(began, (None, -1))
            code = {1: "E", 2: "L"}[number] if n // 7 <= last else None
            assert found.get((person.reference, on)) == code


@pytest.mark.slow
class AnyExemptions(TestCase):
    ends = st.none() | st.integers(0, 60)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(days, st.integers(-2, 30), ends), max_size=7))
    def test_of_one_rule_never_hold_twice_on_a_date(self, asked):
        person, rule = make_person(make_unit()), CATALOGUE["R-17"]
        for first, length, ended in asked:
            starts = FIRST + first * DAY
            dates = {"starts": starts, "review_by": starts + length * DAY}
            before = self.dates(person)
            wanted = {starts + n * DAY for n in range(length + 1)}
            try:
                row = exempt(person=person, rule=rule, reason="x", today=FIRST, **dates, **SAY)
            except ExemptionRefused:
                assert not wanted or wanted & set(before)
                continue
            assert wanted
            if ended is not None:
                end_exemption(exemption=row, by=None, today=FIRST + ended * DAY)
            held = self.dates(person)
            assert len(held) == len(set(held))

    def dates(self, person):
        return [
            row.starts + n * DAY
            for row in Exemption.objects.filter(person=person)
            for n in range(((row.ended_from or row.review_by + DAY) - row.starts).days)
        ]


@pytest.mark.django_db
def test_a_gap_between_two_seasons_is_said_until_it_is_over():
    unit = make_unit()
    for first, last in ((0, 9), (20, 40)):
        keep_demand(season(unit, first, last, ["sat", "mon"]), **SAY)

    def said(today):
        return gaps(unit.demand.all(), set(), today)

    sentence = (
        "General X-ray, Teaching Hospital: no radiographer is asked for from 12 November 2026 to "
        "21 November 2026 (Mon, Sat)."
    )
    assert said(FIRST) == said(date(2026, 11, 21)) == [sentence]
    assert said(date(2026, 11, 22)) == []


@pytest.mark.django_db
def test_the_same_line_twice_is_refused_and_may_be_changed():
    unit = make_unit()
    line = keep_demand(season(unit, 0, 9, ["mon"]), **SAY)
    with pytest.raises(PlaceRefused, match="There is on record already: General X-ray, Teaching"):
        keep_demand(season(unit, 9, 40, ["mon", "tue"]), **SAY)
    line.least = 2
    keep_demand(line, **SAY)
    keep_demand(season(unit, 10, 40, ["mon", "tue"]), **SAY)
    assert sorted(unit.demand.values_list("least", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["mon", "tue", "wed", "thu", "fri"], "Mon to Fri"),
        (["mon", "tue", "thu", "fri", "sat"], "Mon, Tue, Thu to Sat"),
        (["sat", "sun", "bank_holiday"], "Sat, Sun, bank holidays"),
        ([*WEEKDAYS, "bank_holiday"], "every day, bank holidays"),
        (["bank_holiday"], "bank holidays"),
    ],
)
def test_the_days_of_a_line_are_said_short(days, said):
    assert days_said(days) == said
