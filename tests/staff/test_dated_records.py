"""Dated records never lie over each other, and where none holds it is said."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from staff.employing import leave, step_up, take_post
from staff.models import Employment, HeldCompetency, ScopeEntry, StudyPlan, StudyTerm
from staff.people_page import person_page
from staff.recording import FactRefused, changed_from, keep_fact, remove_fact
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
        assert bool(bare) == bool(person_page(person, FIRST, True)["holes"])


class AnySequenceOfEntries(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 1), days, st.integers(0, 40)), max_size=8))
    def test_leaves_one_entry_of_an_area_and_one_of_a_technique_a_day(self, asked):
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
