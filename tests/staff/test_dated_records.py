"""Dated records never lie over each other, and where none holds it is said."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from staff.employing import leave, step_up, take_post
from staff.models import (
    AgreedPattern,
    Credential,
    Employment,
    HeldCompetency,
    OtherWork,
    ScopeEntry,
    StudyPlan,
    StudyTerm,
    WorkingTimeOptOut,
)
from staff.people_page import person_page
from staff.recording import FactRefused, changed_from, keep_fact, last_day, remove_fact
from tests.factories import NOW, make_person, make_unit

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
POST = {"role": "radiographer", "band": "5", "weekly_minutes": 2250}
days = st.integers(0, 60).map(lambda n: FIRST + n * DAY)
verbs = st.tuples(st.sampled_from(["post", "leave", "remove", "move"]), days, st.none() | days)
SAY = {"by": None, "now": NOW}


def held_on(person, day):
    return [row for row in person.employments.all() if row.starts <= day <= (row.until or date.max)]


def do(person, verb, day, until):
    rows = list(person.employments.all())
    if verb == "post":
        take_post(person=person, starts=day, until=until, **POST, **SAY)
    elif verb == "leave":
        leave(person=person, last_day=day, **SAY)
    elif verb == "remove":
        remove_fact(rows[0], **SAY)
    else:
        rows[-1].starts, rows[-1].until = day, until
        keep_fact(rows[-1], **SAY)


class AnySequenceOfVerbs(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(verbs, max_size=8))
    def test_leaves_one_post_a_day_and_says_every_hole(self, asked):
        person = make_person(make_unit())
        person.employments.update(starts=FIRST)
        for verb, day, until in asked:
            before = list(person.employments.values())
            try:
                do(person, verb, day, until)
            except FactRefused:
                assert list(person.employments.values()) == before
        rows = list(person.employments.all())
        assert rows
        assert all(row.until is None or row.starts <= row.until for row in rows)
        first, last = min(row.starts for row in rows), max(row.until or date.max for row in rows)
        counts = {FIRST + n * DAY: len(held_on(person, FIRST + n * DAY)) for n in range(70)}
        assert max(counts.values()) <= 1
        bare = {day for day, count in counts.items() if not count and first <= day <= last}
        assert bool(bare) == bool(said_holes(person, "employment"))


def said_holes(person, slug):
    sections = person_page(person, FIRST, True)["sections"]
    return next(section["holes"] for section in sections if section["slug"] == slug)


class AnySequenceOfEntries(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 1), days, st.integers(0, 40)), max_size=8))
    def test_leaves_one_entry_of_an_area_and_one_of_a_competency_a_day(self, asked):
        unit = make_unit()
        person, areas = make_person(unit), list(unit.sites.first().areas.all()[:2])
        person.scope.all().delete()
        skills = [unit.competencies.create(code=f"C{n}", name=f"Skill {n}") for n in range(2)]
        for which, first, length in asked:
            last, own = first + length * DAY, {"person": person, "starts": first}
            try:
                keep_fact(ScopeEntry(area=areas[which], review_due=last + DAY, **own), **SAY)
                keep_fact(HeldCompetency(competency=skills[which], until=last, **own), **SAY)
            except FactRefused:
                near = person.scope.filter(area=areas[which], starts__lte=last)
                assert near.filter(review_due__gt=first).exists()  # refused only where it must be
        for which in range(2):
            entries = [
                (e.starts, e.review_due - DAY) for e in person.scope.filter(area=areas[which])
            ]
            held = person.held_competencies.filter(competency=skills[which])
            assert sorted(held.values_list("starts", "until")) == sorted(entries)
            for (_, ended), (begun, _) in pairwise(sorted(entries)):
                assert ended < begun
        bare = sum(
            begun > ended + DAY
            for area in areas
            for (_, ended), (begun, _) in pairwise(
                sorted((e.starts, e.review_due - DAY) for e in person.scope.filter(area=area))
            )
        )
        assert len(said_holes(person, "scope")) == len(said_holes(person, "competency")) == bare


LENGTHS = st.integers(-3, 40)


def opt_out(person, first, length, other):
    withdrawn = first + other * DAY if other is not None else None
    until = first + length * DAY if length < 30 else None
    notice = 14 if length % 2 else None
    return WorkingTimeOptOut(
        person=person, starts=first, until=until, withdrawn=withdrawn, notice_days=notice
    )


def term(person, first, length, other):
    plan = StudyPlan.objects.get_or_create(person=person, defaults={"weekday": 1})[0]
    return StudyTerm(plan=plan, starts=first, until=first + length * DAY)


def other_work(person, first, length, other):
    starts = datetime.combine(first, time(9), UTC)
    return OtherWork(
        person=person, employer="Bank", starts=starts, ends=starts + timedelta(hours=length)
    )


def pattern(person, first, length, other):
    return AgreedPattern(person=person, starts=first, until=first + length * DAY, off=True)


def credential(person, first, length, other):
    return Credential(person=person, kind="HCPC", starts=first, until=first + length * DAY)


def held(row):
    """The hours, as numbers, on which a fact holds: said again here, in another way."""
    if isinstance(row, OtherWork):
        first = int(row.starts.timestamp() // 3600)
        return range(first, int(row.ends.timestamp() // 3600))
    ends = [row.until] if row.until else []
    if getattr(row, "withdrawn", None):
        notice = 7 if row.notice_days is None else row.notice_days
        ends.append(row.withdrawn + notice * DAY)
    last = min(ends, default=FIRST + 200 * DAY)
    return range(24 * row.starts.toordinal(), 24 * (last.toordinal() + 1))


APART = (opt_out, term, other_work)
TOGETHER = (pattern, credential)
facts = st.tuples(days, LENGTHS, st.none() | st.integers(-10, 40))


class AnySequenceOfFacts(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.sampled_from(APART + TOGETHER), st.lists(facts, max_size=7), st.data())
    def test_has_its_dates_the_right_way_round_and_apart_where_they_must_be(
        self, make, asked, data
    ):
        person = make_person(make_unit())
        kept = []
        for said in asked:
            row = make(person, *said)
            if kept and data.draw(st.booleans()):
                row.pk = data.draw(st.sampled_from(kept)).pk  # the same one, with other dates
            others = [set(held(one)) for one in kept if one.pk != row.pk]
            can_be = bool(held(row)) and (
                make in TOGETHER or not any(set(held(row)) & other for other in others)
            )
            try:
                keep_fact(row, **SAY)
            except FactRefused:
                assert not can_be, row
            else:
                assert can_be, row
                kept = [one for one in kept if one.pk != row.pk] + [row]
        assert type(make(person, FIRST, 1, None)).objects.count() == len(kept)


@pytest.fixture
def asha(db):
    return make_person(make_unit(), "asha", name="Asha", role="trainee", band="3")


def test_a_step_up_is_one_action_with_its_date_and_evidence(asha):
    step_up(person=asha, starts=date(2026, 6, 1), evidence="Diploma, seen by MP", **SAY)
    before, after = asha.employments.order_by("starts")
    assert (before.band, before.until) == ("3", date(2026, 5, 31))
    assert (after.band, after.role, after.until) == ("4", "assistant_practitioner", None)
    assert after.evidence == "Diploma, seen by MP"
    assert [line.what for line in asha.record.all()] == ["Employment", "Employment"]


def test_a_step_up_without_evidence_or_of_nobody_training_is_refused(asha):
    with pytest.raises(FactRefused, match="rests on"):
        step_up(person=asha, starts=date(2026, 6, 1), evidence=" ", **SAY)
    ed = make_person(asha.unit, "ed", name="Ed")
    with pytest.raises(FactRefused, match="Ed is no trainee on 1 June 2026"):
        step_up(person=ed, starts=date(2026, 6, 1), evidence="Diploma", **SAY)
    assert asha.employments.count() == ed.employments.count() == 1


def test_two_scope_entries_of_one_area_may_touch_but_not_overlap(asha):
    area = asha.unit.sites.first().areas.first()
    said = {"person": asha, "area": area}
    keep_fact(ScopeEntry(**said, starts=date(2026, 1, 1), review_due=date(2026, 7, 1)), **SAY)
    keep_fact(ScopeEntry(**said, starts=date(2026, 7, 1), review_due=date(2027, 7, 1)), **SAY)
    with pytest.raises(FactRefused, match="already"):
        keep_fact(ScopeEntry(**said, starts=date(2026, 6, 30), review_due=date(2026, 7, 1)), **SAY)
    assert asha.scope.count() == 2


def test_terms_of_a_study_plan_do_not_overlap(asha):
    plan = StudyPlan.objects.create(person=asha, weekday=2)
    keep_fact(StudyTerm(plan=plan, starts=FIRST, until=FIRST + 9 * DAY), **SAY)
    with pytest.raises(FactRefused):
        keep_fact(StudyTerm(plan=plan, starts=FIRST + 9 * DAY, until=FIRST + 20 * DAY), **SAY)


def test_an_opt_out_holds_until_the_notice_of_its_withdrawal_is_over(asha):
    opted = WorkingTimeOptOut(person=asha, starts=FIRST, withdrawn=date(2026, 3, 1))
    assert last_day(opted) == date(2026, 3, 8)
    opted.notice_days = 30
    assert last_day(opted) == date(2026, 3, 31)
    opted.until = date(2026, 3, 2)
    assert last_day(opted) == date(2026, 3, 2)


def test_other_work_may_begin_as_other_work_ends_and_is_said_by_the_clock_on_the_wall(asha):
    nine = datetime(2026, 7, 1, 8, tzinfo=UTC)  # summer
    for n in range(2):
        starts = nine + timedelta(hours=4 * n)
        ends = starts + timedelta(hours=4)
        keep_fact(OtherWork(person=asha, employer="Bank", starts=starts, ends=ends), **SAY)
    said = [line.after for line in reversed(asha.record.all())]
    assert said == ["Bank, 1 July 2026 09:00 to 13:00", "Bank, 1 July 2026 13:00 to 17:00"]
    hour = {"starts": nine, "ends": nine + timedelta(hours=1)}
    meanwhile = OtherWork(person=asha, employer="Agency", **hour)
    with pytest.raises(FactRefused, match="already: Bank, 1 July 2026 09:00 to 13:00"):
        keep_fact(meanwhile, **SAY)


def test_a_change_counts_from_the_first_date_that_differs(asha):
    held = Employment(person=asha, starts=FIRST, until=None, **POST)
    longer = Employment(person=asha, starts=FIRST, until=FIRST + 9 * DAY, **POST)
    other = Employment(person=asha, starts=FIRST + DAY, until=None, **POST)
    assert changed_from(None, held) == FIRST
    assert changed_from(held, longer) == FIRST + 9 * DAY
    assert changed_from(other, held) == FIRST


def test_what_changed_says_who_when_from_and_to(asha):
    post = asha.employments.get()
    post.weekly_minutes = 1800
    keep_fact(post, **SAY)
    line = asha.record.get()
    assert line.before == "Band 3, trainee AP, 37 h 30 min a week, from 1 January 2024 on"
    assert line.after == "Band 3, trainee AP, 30 h a week, from 1 January 2024 on"
    keep_fact(post, **SAY)
    assert asha.record.count() == 1  # nothing changed: no line
