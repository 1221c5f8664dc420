"""Loading over what is there: what is replaced, what is only added to, what is refused."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from roster import problem as plain
from roster.editing import EditRefused
from roster.loading import load_rota
from roster.models import Approval, Demand, Duty, DutyChange, Rota, RotaWeek, RuleSetting, ShiftType
from roster.snapshot import problem_of
from sites.models import BankHoliday, Site, Unit
from staff.models import Person, Unavailability
from tests.factories import NOW, make_duty, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
SITE = plain.Site("TH", "Teaching Hospital", (plain.Area("XR", "X-ray"), plain.Area("ED", "ED")))
EARLY = plain.ShiftType("E", time(8), time(16), 30)
LATE = plain.ShiftType("L", time(12), time(20), 30)
NIGHT = plain.ShiftType("N", time(22), time(8))


def person(reference, **more):
    job = plain.Employment(date(2025, 1, 1), None, 6, "radiographer", 2250)
    return plain.Person(reference, f"{reference.capitalize()} X", ("TH",), (job,), **more)


def duty(who="asha", day=MONDAY, shift="E", **more):
    return plain.Duty(who, day, shift, "TH", "XR", **more)


def line(least, **more):
    week = ("mon", "tue", "wed", "thu", "fri")
    return plain.Demand("TH", "XR", week, time(8), time(20), "radiographer", least, **more)


def small(*duties, **more):
    """Two people, two weeks, and what the test is about."""
    facts = {
        "unit": "IXF",
        "starts": MONDAY,
        "weeks": 2,
        "sites": (SITE,),
        "shift_types": (EARLY, LATE, NIGHT),
        "people": (person("asha"), person("dev")),
        "duties": duties,
    }
    return plain.Problem(**facts | more)


def load(problem, by=None):
    return load_rota(problem, by=by, now=NOW)


def everything():
    """Every row of the tables a load writes to."""
    models = [Unit, Site, ShiftType, Person, Unavailability, Demand, RuleSetting, BankHoliday]
    models += [Rota, RotaWeek, Duty, DutyChange, Approval]
    return [sorted(map(str, model.objects.values_list())) for model in models]


def refused(problem):
    """The sentences that refuse a load, which changed nothing."""
    before = everything()
    with pytest.raises(EditRefused) as refusal:
        load(problem)
    assert everything() == before
    return list(refusal.value.sentences)


# ── what is written ──


def test_a_new_unit_is_called_by_its_code_and_an_old_one_keeps_its_name():
    load(small())
    assert Unit.objects.get().name == "IXF"
    Unit.objects.update(name="Imaging")
    load(small(duty()))
    assert Unit.objects.get().name == "Imaging"


def test_a_person_is_matched_by_id_and_keeps_what_the_file_does_not_say():
    load(small())
    Person.objects.filter(reference="asha").update(email="asha@example.org")
    renamed = replace(person("asha"), name="Asha Y")
    load(small(people=(renamed,)))
    found = Person.objects.order_by("reference").values_list("reference", "name", "email")
    assert list(found) == [("asha", "Asha Y", "asha@example.org"), ("dev", "Dev X", "")]


def test_each_cell_has_a_line_in_the_log():
    user = make_user(make_unit("OTHER"), "rota_manager")
    rota = load(small(duty(), duty(day=MONDAY + DAY)), by=user)
    load(small(duty(shift="L"), duty("dev")), by=user)
    changes = DutyChange.objects.order_by("sequence")
    seen = [
        (c.person.reference, c.date, [d["shift"] for d in c.before], [d["shift"] for d in c.after])
        for c in changes
    ]
    assert seen[:2] == [("asha", MONDAY, [], ["E"]), ("asha", MONDAY + DAY, [], ["E"])]
    assert sorted(seen[2:]) == [
        ("asha", MONDAY, ["E"], ["L"]),
        ("asha", MONDAY + DAY, ["E"], []),
        ("dev", MONDAY, [], ["E"]),
    ]
    assert {(c.rota, c.who, c.reason) for c in changes} == {(rota, user, "Loaded from a file")}


def test_two_duties_of_a_date_stand_in_order_of_time_whatever_theirs_was():
    first = plain.ShiftType("A", time(8), time(12))
    problem = small(
        duty(shift="L", day=MONDAY), duty(shift="A", day=MONDAY), shift_types=(LATE, first)
    )
    rota = load(problem)
    assert [d.shift for d in problem_of(rota).duties] == ["A", "L"]
    load(problem)
    assert DutyChange.objects.count() == 1


def test_lists_come_back_in_the_order_of_the_newest_file():
    load(small())
    other = small(people=(person("dev"), person("new"), person("asha")), shift_types=(NIGHT, EARLY))
    found = problem_of(load(other))
    assert [p.id for p in found.people] == ["dev", "new", "asha"]
    assert [s.code for s in found.shift_types if s.code != "L"] == ["N", "E"]


def test_duties_follow_the_new_times_of_their_shift_type():
    rota = load(small(duty(), duty(day=MONDAY + DAY, shift="L")))
    earlier = replace(EARLY, starts=time(7), ends=time(12, 30))
    swapped = replace(LATE, starts=time(7, 30))
    load(small(duty(), duty(day=MONDAY + DAY, shift="L"), shift_types=(earlier, swapped, NIGHT)))
    starts = [row.starts_at for row in rota.duties.order_by("date")]
    zone = ZoneInfo("Europe/London")
    assert starts == [
        datetime(2026, 11, 2, 7, tzinfo=zone),
        datetime(2026, 11, 3, 7, 30, tzinfo=zone),
    ]
    assert DutyChange.objects.count() == 2


def test_new_times_may_take_the_place_of_duties_that_go():
    morning, noon = (
        plain.ShiftType("A", time(8), time(12)),
        plain.ShiftType("B", time(12), time(20)),
    )
    before = (duty(shift="A"), duty(shift="B"), duty(day=MONDAY + DAY, shift="A"))
    rota = load(small(*before, shift_types=(morning, noon)))
    later = replace(morning, starts=time(13), ends=time(17))
    sooner = replace(noon, starts=time(8), ends=time(13))
    after = (duty(shift="A"), before[2], duty(day=MONDAY + DAY, shift="B"))
    load(small(*after, shift_types=(later, sooner)))
    held = rota.duties.values_list("date", "shift_type__code", "starts_at__hour")
    assert list(held) == [
        (MONDAY, "A", 13),
        (MONDAY + DAY, "B", 8),
        (MONDAY + DAY, "A", 13),
    ]


def test_new_times_that_would_make_duties_of_another_rota_overlap_are_refused():
    morning, evening = (
        plain.ShiftType("A", time(8), time(12)),
        plain.ShiftType("B", time(12), time(20)),
    )
    load(small(duty(shift="A"), duty(shift="B"), shift_types=(morning, evening)))
    longer = replace(morning, ends=time(12, 1))
    later = small(starts=MONDAY + 2 * WEEK, shift_types=(longer, evening))
    assert refused(later) == [
        "With the file's times of its shift types somebody's duties of another rota would "
        "overlap. Give the new times a new code."
    ]
    load(replace(later, shift_types=(longer, replace(evening, starts=time(12, 1)))))


# ── dated facts ──


def test_on_the_rotas_dates_the_file_is_the_truth_and_elsewhere_it_only_adds():
    def away(day, kind="AL"):
        return plain.Unavailability("asha", kind, day, day)

    before, inside, after = MONDAY - DAY, MONDAY, MONDAY + 2 * WEEK
    load(small(unavailable=(away(before), away(inside), away(after))))
    load(small(unavailable=(away(inside, "SL"), away(after, "SD"))))
    found = Unavailability.objects.order_by("starts_on", "kind").values_list("starts_on", "kind")
    assert list(found) == [(before, "AL"), (inside, "SL"), (after, "AL"), (after, "SD")]


def test_bank_holidays_likewise():
    load(small(bank_holidays=frozenset({MONDAY - DAY, MONDAY, MONDAY + 2 * WEEK})))
    load(small(bank_holidays=frozenset({MONDAY + DAY})))
    held = set(BankHoliday.objects.values_list("date", flat=True))
    assert held == {MONDAY - DAY, MONDAY + DAY, MONDAY + 2 * WEEK}


def test_demand_and_rules_of_a_later_file_leave_an_earlier_rota_alone():
    first = small(demand=(line(1), line(2)), rules={"R-17": {"soft": 4}})
    second = small(starts=MONDAY + 2 * WEEK, demand=(line(3),), rules={"R-38": {"enabled": False}})
    rotas = [load(first), load(second)]
    found = [problem_of(rota) for rota in rotas]
    assert [p.demand for p in found] == [first.demand, second.demand]
    assert [p.rules for p in found] == [first.rules, second.rules]
    before = everything()
    load(first)
    load(second)
    assert everything() == before


def test_demand_of_an_earlier_file_loaded_later_ends_where_the_other_begins():
    second = small(starts=MONDAY + 2 * WEEK, demand=(line(3),))
    rotas = [load(second), load(small(demand=(line(1),)))]
    assert [problem_of(rota).demand for rota in rotas] == [(line(3),), (line(1),)]


def test_a_file_without_demand_ends_what_was_in_force():
    load(small(demand=(line(1),)))
    rota = load(small())
    assert problem_of(rota).demand == ()


# ── what a file has no key for ──


def signed(reference="asha"):
    entries = Person.objects.get(reference=reference).scope.order_by("pk")
    return [(e.area.code, e.review_due, e.signed_off_by, e.suspended) for e in entries]


def entry(area, due=date(2027, 1, 1)):
    return plain.ScopeEntry("TH", area, date(2025, 1, 1), due)


def test_who_signed_a_scope_entry_off_stays_while_the_file_says_the_same_entry():
    load(small(people=(person("asha", scope=(entry("XR"), entry("ED"))),)))
    asha = Person.objects.get(reference="asha")
    asha.scope.update(signed_off_by="Dr Ada", suspended="Away")
    longer = entry("ED", date(2028, 1, 1))
    load(small(people=(person("asha", scope=(longer, entry("XR"))),)))
    assert signed() == [
        ("ED", date(2028, 1, 1), "", ""),
        ("XR", date(2027, 1, 1), "Dr Ada", "Away"),
    ]


def test_of_two_entries_alike_each_keeps_its_own_signature():
    load(small(people=(person("asha", scope=(entry("XR"),) * 2),)))
    first, second = Person.objects.get(reference="asha").scope.order_by("pk")
    type(first).objects.filter(pk=first.pk).update(signed_off_by="Ada")
    type(first).objects.filter(pk=second.pk).update(signed_off_by="Bo")
    load(small(people=(person("asha", scope=(entry("XR"),) * 3),)))
    assert [who for _, _, who, _ in signed()] == ["Ada", "Bo", ""]


def test_what_a_post_rests_on_and_why_a_pattern_is_stay_too():
    pattern = plain.AgreedPattern(MONDAY, off=True, days=(4,))
    load(small(people=(person("asha", agreed_patterns=(pattern,)),)))
    asha = Person.objects.get(reference="asha")
    asha.employments.update(evidence="Certificate of 2 May")
    asha.agreed_patterns.update(reason="Asked for")
    earlier = plain.Employment(date(2020, 1, 1), date(2024, 12, 31), 5, "radiographer", 2250)
    jobs = (*person("asha").employments, earlier)
    more = {"employments": jobs, "agreed_patterns": (replace(pattern, days=(3,)), pattern)}
    load(small(people=(replace(person("asha"), **more),)))
    posts = asha.employments.order_by("pk").values_list("evidence", flat=True)
    assert list(posts) == ["Certificate of 2 May", ""]
    assert [p.reason for p in asha.agreed_patterns.order_by("pk")] == ["", "Asked for"]


# ── history ──


def test_history_comes_into_closed_weeks_of_its_own():
    old = [duty(day=MONDAY - WEEK), duty(day=MONDAY - 2 * WEEK), duty("dev", MONDAY - 5 * WEEK)]
    rota = load(small(duty(), history=tuple(old)))
    earlier = Rota.objects.exclude(pk=rota.pk).values_list("starts", "weeks")
    assert list(earlier) == [(MONDAY - 5 * WEEK, 1), (MONDAY - 2 * WEEK, 2)]
    states = RotaWeek.objects.exclude(rota=rota).values_list("state", flat=True)
    assert set(states) == {"closed"}
    assert set(problem_of(rota).history) == set(old)
    assert DutyChange.objects.count() == 4


def test_history_that_came_with_a_file_can_be_put_right_by_the_next():
    load(small(history=(duty(day=MONDAY - DAY),)))
    right = (duty(day=MONDAY - DAY, shift="L"), duty("dev", MONDAY - 2 * DAY))
    rota = load(small(history=right))
    assert set(problem_of(rota).history) == set(right)
    assert set(RotaWeek.objects.exclude(rota=rota).values_list("state", flat=True)) == {"closed"}


def test_history_is_what_an_earlier_rota_holds():
    load(small(duty(), duty("dev", shift="L")))
    second = small(starts=MONDAY + 2 * WEEK, history=(duty(),))
    assert len(problem_of(load(second)).history) == 2
    wrong = replace(second, history=(duty(shift="L"),))
    assert refused(wrong) == [
        "The history of Asha X on Monday 2 November is not what the database holds in the rota "
        "from 2026-11-02. Change it there, or leave it out of the file."
    ]


# ── what is refused ──


def test_overlapping_duties_are_refused_by_name():
    assert refused(small(duty(), duty(shift="L"))) == [
        "Asha X has E on Monday 2 November and L on Monday 2 November, which overlap. Nobody can "
        "work two duties at one time."
    ]
    night = duty(day=MONDAY - DAY, shift="N")
    early = plain.ShiftType("E", time(7), time(15))
    found = refused(small(duty(), history=(night,), shift_types=(early, NIGHT)))
    assert found[0].startswith("Asha X has N on Sunday 1 November and E on Monday 2 November,")


def test_duties_that_touch_do_not_overlap():
    rota = load(small(duty(shift="N"), duty(day=MONDAY + DAY, shift="E")))
    assert rota.duties.count() == 2


def test_a_duty_that_overlaps_with_the_next_rota_is_refused():
    unit = Unit.objects.get(pk=load(small()).unit_id)
    asha = Person.objects.get(reference="asha")
    later = make_rota(unit, MONDAY + 2 * WEEK, 1)
    make_duty(later, asha, MONDAY + 2 * WEEK)
    long = plain.ShiftType("N", time(22), time(9))
    sunday = duty(day=MONDAY + 2 * WEEK - DAY, shift="N")
    found = refused(small(sunday, shift_types=(EARLY, LATE, long)))
    assert found[0] == (
        "Asha X already works E on Monday 16 November, which overlaps with this. "
        "Nothing was changed."
    )


@pytest.mark.parametrize("state", ["published", "closed"])
def test_a_week_that_is_published_or_closed_is_not_changed(state):
    problem = small(duty(), duty(day=MONDAY + WEEK))
    rota = load(problem)
    if state == "published":
        make_release(rota, MONDAY)
    rota.rota_weeks.filter(monday=MONDAY).update(state=state)
    assert refused(small(duty(shift="L"))) == [
        f"The week of Monday 2 November is {state}, and this file would change it. Change it in "
        f"the rota itself, so that the people concerned are told."
    ]
    before = everything()
    load(problem)
    assert everything() == before
    load(small(duty(), duty(day=MONDAY + WEEK, shift="L")))
    assert rota.duties.filter(shift_type__code="L").count() == 1


def test_times_that_people_were_told_are_not_changed_and_those_of_a_draft_are():
    problem = small(duty())
    rota, (early, *others) = load(problem), problem.shift_types
    later = replace(early, starts=time(10), ends=time(18))
    moved = replace(problem, shift_types=(later, *others))
    make_release(rota, MONDAY)
    before = everything()
    (said,) = refused(moved)
    assert said == (
        f"{early.code} stands under published duties: people were told its times. Give the new "
        f"times a new code."
    )
    assert everything() == before
    rota.releases.all().delete()
    rota.rota_weeks.update(state="submitted")
    load(moved)
    states = rota.rota_weeks.order_by("monday").values_list("state", flat=True)
    assert list(states) == ["draft", "submitted"]
    assert f"{timezone.localtime(rota.duties.get().starts_at):%H:%M}" == "10:00"


def test_a_submitted_week_that_is_changed_goes_back_to_draft():
    rota = load(small(duty()))
    rota.rota_weeks.update(state="submitted")
    load(small(duty(shift="L")))
    states = rota.rota_weeks.order_by("monday").values_list("state", flat=True)
    assert list(states) == ["draft", "submitted"]


@pytest.mark.parametrize(
    ("starts", "weeks"), [(MONDAY, 3), (MONDAY, 1), (MONDAY + WEEK, 1), (MONDAY - WEEK, 2)]
)
def test_a_rota_that_shares_dates_with_another_is_refused(starts, weeks):
    load(small())
    (said,) = refused(small(starts=starts, weeks=weeks))
    assert said.startswith("IXF has a rota from 2026-11-02 to 2026-11-15, which shares dates with")


def test_rotas_may_stand_side_by_side():
    load(small())
    for starts in (MONDAY - 2 * WEEK, MONDAY + 2 * WEEK):
        load(small(starts=starts))
    assert Rota.objects.count() == 3


def test_another_time_zone_is_refused_once_there_are_duties():
    load(small())
    load(small(duty(), timezone="Europe/Paris"))
    assert refused(small(duty())) == [
        "IXF keeps its duties in the time zone Europe/Paris; this file is in Europe/London."
    ]


def test_a_way_with_two_lengths_is_refused_and_one_given_twice_is_not():
    ways = (plain.Travel("TH", "TH", 5), plain.Travel("TH", "TH", 5))
    load(small(travel=ways))
    (said,) = refused(small(travel=(*ways, plain.Travel("TH", "TH", 6))))
    assert said.startswith("The way from TH to TH has two lengths")


LONG = "x" * 121


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": LONG}, "is too long: the code of each unit has at most 20 characters."),
        (
            {"people": (replace(person("asha"), name=LONG),)},
            "the name of each person has at most 120",
        ),
        ({"sites": (replace(SITE, code=LONG),)}, "the code of each site has at most 20"),
        ({"people": (person(LONG),)}, "the reference of each person has at most 80"),
        ({"people": (replace(person("asha"), name="A\0"),)}, "holds a NUL character"),
        ({"rules": {"R-11": {"clinical_stop": ["\0"]}}}, "holds a NUL character"),
        (
            {"requests": (plain.Request("asha", MONDAY, LONG),)},
            "the wants of each request has at most 20",
        ),
    ],
)
def test_what_does_not_fit_into_its_column_is_refused(change, said):
    assert said in refused(small(**change))[0]


@pytest.mark.parametrize("what", ["a rota", "nothing"])
def test_a_load_that_fails_at_the_end_leaves_nothing_behind(what):
    if what == "a rota":
        load(small(duty()))
    changed = small(
        duty(shift="L"),
        people=(replace(person("asha"), name="New"),),
        unavailable=(plain.Unavailability("asha", "AL", MONDAY, MONDAY),),
        demand=(line(9),),
        history=(duty(day=MONDAY - 18 * WEEK),),
        rules={"R-17": {"soft": 1}},
        bank_holidays=frozenset({MONDAY}),
    )
    long = replace(changed, duties=(duty(shift="L", role="x" * 20),))
    assert refused(long)


# ── the history of people ──


def lines_of(reference):
    rows = Person.objects.get(reference=reference).record.order_by("id")
    return [(row.what, row.before, row.after, row.personal) for row in rows]


def test_what_a_file_changes_of_a_person_stands_in_their_history():
    load(small())
    assert lines_of("asha") == [("Joined, by a rota file", "", "Asha X", False)]
    job = plain.Employment(date(2025, 1, 1), None, 6, "radiographer", 1800)
    out = plain.OptOut(date(2026, 1, 1), None)
    asha = replace(person("asha"), name="Asha Y", employments=(job,), opt_outs=(out,))
    load(small(people=(asha, person("dev"))))
    found = lines_of("asha")[1:]
    assert ("Name, by a rota file", "Asha X", "Asha Y", False) in found
    (post,) = [line for line in found if line[0] == "Employment, by a rota file"]
    assert ("37 h 30 min" in post[1], "30 h a week" in post[2]) == (True, True)
    (opted,) = [line for line in found if line[3]]
    assert opted[:2] == ("Opt-out of the 48-hour week, by a rota file", "")
    assert len(found) == 3
    assert len(lines_of("dev")) == 1


def test_a_second_load_of_the_same_leaves_no_line():
    load(small())
    load(small())
    assert len(lines_of("asha")) == 1
