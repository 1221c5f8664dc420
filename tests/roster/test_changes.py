"""Added, removed, moved: what is different for whom between two releases."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from roster.changes import Change, Told, by_person, compare, overlap, paired

DAYS = [date(2026, 11, 2), date(2026, 11, 3)]


def told(person="asha", day=DAYS[0], shift="E", hours=(8, 16), **more):
    starts, ends = (datetime(day.year, day.month, day.day, h, tzinfo=UTC) for h in hours)
    given = {"site": "TH", "area": "XR", "role": "operator"} | more
    return Told(person, day, shift, starts, ends, **given)


def kinds(before, after):
    return [(change.kind, change.person, change.date.day) for change in compare(before, after)]


def test_nothing_is_different_between_the_same_duties():
    assert compare([told(), told("dev")], [told("dev"), told()]) == ()


def test_a_duty_on_a_new_date_is_added_and_one_that_lost_its_date_removed():
    assert kinds([told()], [told(day=DAYS[1])]) == [("removed", "asha", 2), ("added", "asha", 3)]


def test_another_time_place_or_role_on_the_same_date_is_a_move():
    for other in [
        told(shift="L", hours=(12, 20)),
        told(site="GH"),
        told(area="ED"),
        told(role="assist"),
        told(supervised_by=("dev",)),
        told(break_minutes=60),
        told(additional=True),
    ]:
        assert compare([told()], [other]) == (Change(told(), other),)
        assert compare([told()], [other])[0].kind == "moved"


def test_a_renamed_site_changes_nothing():
    assert compare([told(site_name="Old")], [told(site_name="New", area_name="Rooms")]) == ()


def test_a_duty_handed_on_is_removed_for_one_and_added_for_the_other():
    assert kinds([told("asha")], [told("dev")]) == [("removed", "asha", 2), ("added", "dev", 2)]


def test_of_two_duties_on_a_date_the_one_that_stays_is_not_named():
    short, late = told(shift="SH", hours=(8, 12)), told(shift="L", hours=(12, 20))
    evening = told(shift="T", hours=(13, 20))
    assert compare([short, late], [short, evening]) == (Change(late, evening),)
    assert compare([short, late], [late]) == (Change(short, None),)


def test_being_named_as_a_supervisor_is_a_change_for_the_supervisor():
    before = paired([told("asha"), told("dev")])
    after = paired([told("asha", supervised_by=("dev",)), told("dev")])
    assert set(by_person(compare(before, after))) == {"asha", "dev"}
    assert after[1].supervises == ("asha",)


def test_a_supervisor_is_named_only_on_duties_that_meet_the_other():
    early, late = told("dev", hours=(8, 12)), told("dev", hours=(12, 20))
    asha = told("asha", hours=(12, 20), supervised_by=("dev",))
    assert [duty.supervises for duty in paired([early, late, asha]) if duty.person == "dev"] == [
        (),
        ("asha",),
    ]


def test_those_in_the_same_area_at_the_same_time_are_named_once():
    asha = told("asha", hours=(8, 16))
    beside = [told("dev", hours=(8, 12)), told("dev", hours=(13, 20)), told("eve", hours=(15, 23))]
    apart = [told("fay", hours=(16, 20)), told("gus", area="ED"), told("hal", day=DAYS[1])]
    found = {t.person: t.with_whom for t in paired([asha, *beside, *apart]) if t.person != "dev"}
    assert found["asha"] == ("dev", "eve")
    assert found["eve"] == ("asha", "dev", "fay")
    assert (found["gus"], found["hal"]) == ((), ())


def test_where_there_is_no_area_nobody_is_beside_anybody():
    assert [t.with_whom for t in paired([told("asha", area=""), told("dev", area="")])] == [(), ()]


duties = st.builds(
    told,
    person=st.sampled_from(["asha", "dev"]),
    day=st.sampled_from(DAYS),
    hours=st.sampled_from([(8, 12), (8, 16), (12, 20)]),
    site=st.sampled_from(["TH", "GH"]),
)


@given(st.lists(duties, max_size=8))
def test_beside_a_duty_are_those_of_its_place_that_overlap_it(held):
    for duty in paired(held):
        there = {
            d.person
            for d in held
            if (d.site, d.area) == (duty.site, duty.area) and overlap(d, duty)
        }
        assert duty.with_whom == tuple(sorted(there - {duty.person}))


@given(st.lists(duties, max_size=8), st.lists(duties, max_size=8))
def test_the_changes_lead_from_the_one_to_the_other(before, after):
    held = list(before)
    for change in compare(before, after):
        assert change.before != change.after
        if change.before:
            held.remove(change.before)
        if change.after:
            held.append(change.after)
    assert sorted(held, key=lambda duty: duty.order) == sorted(after, key=lambda duty: duty.order)


@given(st.lists(duties, max_size=8), st.lists(duties, max_size=8))
def test_going_back_undoes_every_change(before, after):
    there, back = compare(before, after), compare(after, before)
    assert {(c.before, c.after) for c in there} == {(c.after, c.before) for c in back}
