"""Two people approve a week, at two stages, and neither of them alone has written it."""

from datetime import date, timedelta

import pytest

from roster.approving import (
    ApprovalRefused,
    approve_week,
    send_back,
    stages_of,
    submit_week,
    why_not_approve,
    why_not_submit,
)
from roster.cells import fingerprint
from roster.editing import Cell, edit_rota
from roster.models import Approval, RotaWeek, RuleSetting
from sites.models import Membership
from tests.factories import (
    NOW,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DUTY = {"shift": "E", "site": "TH", "area": "XR", "role": "operator", "supervised_by": []}
DUTY |= {"additional": False, "fixed": False, "called": [], "fold": None}


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def rota(unit):
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, make_person(unit, reference="asha"), MONDAY)
    return rota


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager", name="Mo Manager")


@pytest.fixture
def ixf(unit):
    return make_user(unit, "approver", name="Ina IXF", stage="ixf_manager")


@pytest.fixture
def operations(unit):
    return make_user(unit, "approver", name="Oli Ops", stage="operations_manager")


def week_of(rota):
    return RotaWeek.objects.select_related("rota__unit").get(rota=rota)


def submitted(rota, by):
    return submit_week(week=week_of(rota), by=by, now=NOW)


def edit(rota, by, day=MONDAY + timedelta(days=1)):
    wanted = [Cell("asha", day, (DUTY,), fingerprint([]))]
    return edit_rota(rota=rota, by=by, wanted=wanted, now=NOW)


def test_a_week_approved_at_both_stages_is_approved(rota, manager, ixf, operations):
    week = submitted(rota, manager)
    assert (week.state, week.submitted_by, week.submitted_at) == ("submitted", manager, NOW)
    assert approve_week(week=week, by=ixf, now=NOW).state == "submitted"
    assert approve_week(week=week, by=operations, now=NOW).state == "approved"
    assert [(a.stage, a.by) for a in Approval.objects.all()] == [
        ("ixf_manager", ixf),
        ("operations_manager", operations),
    ]


def test_the_stages_say_who_approved_and_who_is_next(rota, manager, ixf):
    week = submitted(rota, manager)
    approve_week(week=week, by=ixf, now=NOW)
    assert [(s.words, s.by, s.is_next) for s in stages_of(week=week_of(rota))] == [
        ("IXF manager", ixf, False),
        ("operations manager", None, True),
    ]


def refusal(verb, **arguments):
    before = list(RotaWeek.objects.values()), list(Approval.objects.values())
    with pytest.raises(ApprovalRefused) as refused:
        verb(now=NOW, **arguments)
    assert (list(RotaWeek.objects.values()), list(Approval.objects.values())) == before
    return str(refused.value)


def test_a_draft_cannot_be_approved(rota, ixf):
    said = refusal(approve_week, week=week_of(rota), by=ixf)
    assert said == "The week is a draft. A rota manager submits it for approval first."


def test_the_first_stage_comes_first(rota, manager, operations):
    said = refusal(approve_week, week=submitted(rota, manager), by=operations)
    assert said == (
        "The week waits for the IXF manager's approval. Your login approves as operations manager."
    )


def test_an_approver_without_a_stage_is_told_so(rota, unit, manager):
    nobody = make_user(unit, "approver")
    said = refusal(approve_week, week=submitted(rota, manager), by=nobody)
    assert said.endswith("Your login approves at no stage.")


def test_a_stage_of_another_unit_is_none_here(rota, manager):
    elsewhere = make_user(make_unit(code="OTHER"), "approver", stage="ixf_manager")
    said = refusal(approve_week, week=submitted(rota, manager), by=elsewhere)
    assert said.endswith("Your login approves at no stage.")


def test_one_person_never_approves_twice(rota, unit, manager, ixf):
    both = Membership.Role.APPROVER
    Membership.objects.create(user=ixf, unit=unit, role=both, stage="operations_manager")
    week = submitted(rota, manager)
    approve_week(week=week, by=ixf, now=NOW)
    said = refusal(approve_week, week=week, by=ixf)
    assert said == (
        "You approved this week as IXF manager. "
        "Somebody else must approve it as operations manager."
    )


def test_the_only_author_of_a_week_does_not_approve_it(rota, manager, ixf):
    edit(rota, ixf)
    said = refusal(approve_week, week=submitted(rota, manager), by=ixf)
    assert said == "You made every change of this week yourself. Somebody else must approve it."


def test_one_of_several_authors_may_approve(rota, manager, ixf):
    edit(rota, ixf)
    edit(rota, manager, MONDAY + timedelta(days=2))
    assert approve_week(week=submitted(rota, manager), by=ixf, now=NOW).approvals.count() == 1


def test_changes_of_another_week_make_nobody_an_author(unit, manager, ixf):
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    make_duty(rota, make_person(unit, reference="asha"), MONDAY)
    edit(rota, ixf, MONDAY + timedelta(days=8))
    week = rota.rota_weeks.get(monday=MONDAY)
    submit_week(week=week, by=manager, now=NOW)
    assert approve_week(week=week, by=ixf, now=NOW).approvals.count() == 1


def test_the_stage_meant_must_be_the_one_that_is_due(rota, manager, ixf):
    week = submitted(rota, manager)
    said = refusal(approve_week, week=week, by=ixf, stage="operations_manager")
    assert said == (
        "The week waits for the IXF manager's approval, not for the operations manager's."
    )


def test_what_was_submitted_anew_after_it_was_seen_is_looked_at_again(rota, manager, ixf):
    submitted(rota, manager)
    edit(rota, manager)
    said = refusal(approve_week, week=submitted(rota, manager), by=ixf, seen_sequence=0)
    assert said == "The week was submitted anew after you saw it. Look at it again."
    assert approve_week(week=week_of(rota), by=ixf, now=NOW, seen_sequence=1)


def test_a_week_goes_back_with_a_reason_and_without_its_approvals(rota, manager, ixf):
    week = submitted(rota, manager)
    approve_week(week=week, by=ixf, now=NOW)
    week = send_back(week=week, by=ixf, reason=" Two earlies short on Tuesday. ", now=NOW)
    assert (week.state, week.approvals.count()) == ("draft", 0)
    assert (week.returned_by, week.returned_at) == (ixf, NOW)
    assert week.returned_reason == "Two earlies short on Tuesday."


def test_a_week_does_not_go_back_without_a_reason(rota, manager, ixf):
    said = refusal(send_back, week=submitted(rota, manager), by=ixf, reason="  ")
    assert said == "Say what should be changed before you send the week back."


def test_a_draft_cannot_go_back(rota, ixf):
    assert refusal(send_back, week=week_of(rota), by=ixf, reason="No.").startswith(
        "The week is a draft."
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("submitted", "The week is submitted already and waits for approval."),
        ("approved", "The week is approved already. Publish it, or send it back to change it."),
        ("closed", "The week is closed for pay and cannot be changed."),
    ],
)
def test_only_a_draft_is_submitted(rota, manager, state, said):
    RotaWeek.objects.update(state=state)
    assert refusal(submit_week, week=week_of(rota), by=manager) == said


def test_an_empty_week_is_not_submitted(unit, manager):
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    said = refusal(submit_week, week=week_of(rota), by=manager)
    assert said == "There is no duty in this week yet: there is nothing to approve."


def test_a_published_week_is_submitted_again_once_it_changed(rota, manager):
    make_release(rota, MONDAY)
    said = refusal(submit_week, week=week_of(rota), by=manager)
    assert said == "Nothing has changed since release 1: there is nothing to approve."
    edit(rota, manager)
    assert submitted(rota, manager).state == "submitted"


def test_a_week_submitted_again_after_its_publication_is_approved_anew(rota, manager, ixf):
    week = submitted(rota, manager)
    approve_week(week=week, by=ixf, now=NOW)
    make_release(rota, MONDAY)
    edit(rota, manager)
    assert submitted(rota, manager).approvals.count() == 0
    assert stages_of(week=week_of(rota))[0].is_next


def test_the_stages_are_what_the_rule_is_set_to(rota, unit, manager, ixf):
    set_rule(unit, {"stages": ["ixf_manager"]})
    assert approve_week(week=submitted(rota, manager), by=ixf, now=NOW).state == "approved"


@pytest.mark.parametrize("parameters", [{"stages": []}, {"enabled": False}])
def test_where_nobody_is_asked_a_submitted_week_is_approved(rota, unit, manager, parameters):
    set_rule(unit, parameters)
    assert submitted(rota, manager).state == "approved"


def test_a_setting_of_a_later_date_does_not_hold_yet(rota, unit, manager):
    set_rule(unit, {"stages": []}, MONDAY + timedelta(days=1))
    assert submitted(rota, manager).state == "submitted"


def set_rule(unit, parameters, since=MONDAY):
    RuleSetting.objects.create(unit=unit, rule="R-30", parameters=parameters, in_force_from=since)


def test_the_page_knows_beforehand_what_the_verbs_will_say(rota, manager, ixf, operations):
    assert why_not_submit(week=week_of(rota)) == ""
    draft = "The week is a draft. A rota manager submits it for approval first."
    assert why_not_approve(week=week_of(rota), by=ixf) == draft
    submitted(rota, manager)
    assert "submitted already" in why_not_submit(week=week_of(rota))
    assert why_not_approve(week=week_of(rota), by=ixf) == ""
    assert "waits for the IXF manager's" in why_not_approve(week=week_of(rota), by=operations)
