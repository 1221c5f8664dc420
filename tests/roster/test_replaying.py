"""Any edits, undos and redos of two editors leave exactly the duties that the log tells of."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from roster.cells import fingerprint
from roster.editing import Cell, EditRefused, edit_rota
from roster.models import DutyChange
from roster.undoing import put_back, redo, undo
from tests.factories import NOW, make_person, make_rota, make_unit, make_user
from tests.replaying import replayed, standing

pytestmark = [pytest.mark.django_db, pytest.mark.smoke, pytest.mark.slow]
MONDAY = date(2026, 11, 2)
PEOPLE = ["asha", "dev"]
# Two that touch, in both orders of typing; ones that overlap; one that reaches the next morning.
TEXTS = [(), ("E",), ("L",), ("SH", "L"), ("L", "SH"), ("OC",), ("EE",), ("E", "L"), ("QQ",)]
# Each step is several transactions: a failure is told as it was found, within the test's time.
PHASES = [Phase.explicit, Phase.generate]
SEEN = ["truth", "anything", "an empty cell"]

editors = st.sampled_from(["mo", "sam"])
days = st.integers(0, 2).map(lambda n: MONDAY + timedelta(days=n))
contents = st.dictionaries(
    st.tuples(st.sampled_from(PEOPLE), days), st.sampled_from(TEXTS), min_size=1, max_size=4
)
steps = st.one_of(
    st.tuples(st.just("edit"), editors, contents, st.sampled_from(SEEN)),
    st.tuples(st.sampled_from(["undo", "redo"]), editors),
    st.tuples(st.just("put back"), editors, st.integers(0, 30)),
)


def duty(shift):
    area = None if shift == "OC" else "XR"
    return {"shift": shift, "site": "TH", "area": area, "role": "operator", "supervised_by": []}


def edit(rota, by, wanted, sight):
    held = standing(rota)
    seen = {
        "truth": lambda key: fingerprint(held.get(key, [])),
        "anything": lambda key: None,
        "an empty cell": lambda key: fingerprint([]),
    }[sight]
    batch = [Cell(*key, tuple(map(duty, codes)), seen(key)) for key, codes in wanted.items()]
    edit_rota(rota=rota, by=by, wanted=batch, now=NOW)


def back(rota, by, number):
    lines = list(rota.changes.select_related("person"))
    if lines:
        put_back(rota=rota, by=by, change=lines[number % len(lines)], now=NOW)


def undone(rota, by):
    undo(rota=rota, by=by, now=NOW)


def redone(rota, by):
    redo(rota=rota, by=by, now=NOW)


DO = {"edit": edit, "undo": undone, "redo": redone, "put back": back}


def department():
    unit = make_unit()
    for reference in PEOPLE:
        make_person(unit, reference=reference)
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    return rota, {name: make_user(unit, "rota_manager", name=name) for name in ("mo", "sam")}


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES
)
@given(walk=st.lists(steps, min_size=1, max_size=12))
def test_the_duties_are_the_log_replayed_after_every_step(walk):
    with transaction.atomic():
        rota, users = department()
        for name, by, *rest in walk:
            before = standing(rota), DutyChange.objects.count()
            try:
                DO[name](rota, users[by], *rest)
            except EditRefused:
                assert (standing(rota), DutyChange.objects.count()) == before
            assert standing(rota) == replayed(rota)
        transaction.set_rollback(True)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES
)
@given(batches=st.lists(contents, min_size=1, max_size=5))
def test_undoing_all_leads_back_to_nothing_and_redoing_all_to_where_one_was(batches):
    with transaction.atomic():
        rota, users = department()
        for wanted in batches:
            attempt(edit, rota, users["mo"], wanted, "truth")
        there, stacked = standing(rota), rota.changes.values("batch").distinct().count()
        for _ in range(stacked):
            undone(rota, users["mo"])
        assert standing(rota) == {}
        for _ in range(stacked):
            redone(rota, users["mo"])
        assert standing(rota) == there
        assert standing(rota) == replayed(rota)
        transaction.set_rollback(True)


def attempt(act, *given):
    """What is refused is no step: there is nothing of it to undo."""
    try:
        act(*given)
    except EditRefused:
        return
