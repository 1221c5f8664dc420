"""What is drawn from what a process kept is what another, which kept nothing, draws afresh."""

from collections import OrderedDict
from datetime import date, timedelta
from random import Random

import pytest

from roster import duty_rows, judging, snapshot
from roster.editing import Cell, EditRefused, edit_rota
from roster.grid import answering, standing
from roster.grid.standing import Reader, drawing_of
from roster.models import Demand, Duty, Rota, RuleSetting, ShiftType
from roster.noting import Notes
from staff.models import Employment, Person, Unavailability
from tests.factories import NOW, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.smoke]
MONDAY = date(2026, 11, 2)
MANAGER = Reader(MONDAY, reasons=True)
VIEWER = Reader(MONDAY, reasons=False)
ROLES = ["radiographer", "assistant_practitioner", "radiographer", "trainee"]


@pytest.fixture
def rota():
    unit = make_unit()
    for number in range(8):
        make_person(unit, reference=f"p{number}", name=f"Person {number}", role=ROLES[number % 4])
    for area in unit.sites.get(code="TH").areas.all():
        Demand.objects.create(
            unit=unit,
            area=area,
            days=["mon", "tue", "sat"],
            starts="08:00",
            ends="20:00",
            role="radiographer",
            least=2,
        )
    rota = make_rota(unit, MONDAY, weeks=2)
    random = Random(7)
    for person in unit.people.all():
        for day in random.sample(range(14), 8):
            make_duty(rota, person, MONDAY + timedelta(days=day), random.choice(["E", "L"]))
    return rota


def nothing_kept():
    return OrderedDict(), OrderedDict()


@pytest.fixture
def processes(monkeypatch):
    """Two web processes that keep each its own, and a third that keeps nothing."""
    in_process(monkeypatch, nothing_kept())
    return [nothing_kept(), nothing_kept()]


def seen(drawing):
    """{id: HTML} of all that a page shows of it and an answer can replace."""
    parts = drawing.listing.parts | {"breaches": drawing.listing.whole()}
    return drawing.table | parts | {"shape": drawing.shape, "tally": drawing.tally}


def told(shown, answer, expected):
    """What a page shows after an answer, each element of which has the place it is drawn in."""
    elements = answer["elements"]
    if "breaches" not in elements:
        return shown | elements | {"breaches": expected["breaches"]}
    lists = {name: html for name, html in expected.items() if name.startswith("b-")}
    kept = {name: html for name, html in shown.items() if not name.startswith("b-")}
    return kept | lists | elements


def drawn(rota, reader=MANAGER):
    rota = Rota.objects.select_related("unit").get(pk=rota.pk)
    return drawing_of(rota, snapshot.take(rota), reader)


def in_process(monkeypatch, kept):
    """What is kept of drawings and of judgements."""
    for module, held in zip((standing, judging), kept, strict=True):
        monkeypatch.setattr(module, "kept", held)


def afresh(monkeypatch, rota, reader=MANAGER):
    snapshot._without_duties.cache_clear()
    duty_rows._read.cache_clear()
    in_process(monkeypatch, nothing_kept())
    return seen(drawn(rota, reader))


def assert_as_afresh(monkeypatch, rota, processes):
    for reader in (MANAGER, VIEWER):
        expected = afresh(monkeypatch, rota, reader)
        for kept in processes:
            in_process(monkeypatch, kept)
            assert seen(drawn(rota, reader)) == expected


def some_edit(random, rota, by):
    """A batch of cells, refused now and then: then nothing has changed."""
    codes = random.choices([(), ("E",), ("L",), ("LD",), ("SH", "L"), ("SD",)], k=4)
    wanted = [
        Cell(
            f"p{random.randrange(8)}",
            MONDAY + timedelta(days=random.randrange(14)),
            tuple(
                {"shift": code, "site": "TH", "area": random.choice(["XR", "ED"])} | {"role": role}
                for code in shifts
                for role in [random.choice(["operator", "operator", "assist"])]
            ),
        )
        for shifts in codes[: random.randint(1, 4)]
    ]
    return edit_rota(rota=rota, by=by, wanted=list(wanted), now=NOW)


def leave(rota):
    Unavailability.objects.create(
        person=Person.objects.get(reference="p1"), kind="SL", starts_on=MONDAY, until=MONDAY
    )


FACTS = {
    "leave": leave,
    "setting": lambda r: RuleSetting.objects.create(
        unit=r.unit, rule="R-33", parameters={"enabled": False}, in_force_from=MONDAY
    ),
    "renamed": lambda r: Person.objects.filter(reference="p2").update(name="Somebody <Else>"),
    "hours": lambda r: Employment.objects.filter(person__reference="p3").update(
        weekly_minutes=900, days_per_week=2
    ),
    "gone": lambda r: Employment.objects.filter(person__reference="p4").update(until=MONDAY),
    "joined": lambda r: make_person(r.unit, reference="new", name="New Person"),
    "shift": lambda r: ShiftType.objects.filter(code="E").update(name="Earliest"),
    "demand": lambda r: Demand.objects.filter(area__code="ED").update(least=5),
    "history": lambda r: make_duty(
        r, Person.objects.get(reference="p5"), MONDAY - timedelta(days=1), "L"
    ),
    "duty by hand": lambda r: Duty.objects.filter(rota=r).first().delete(),
}


@pytest.mark.parametrize("what", FACTS)
def test_a_fact_that_changed_is_on_the_next_page_of_every_process(
    monkeypatch, rota, processes, what
):
    assert_as_afresh(monkeypatch, rota, processes)
    before = afresh(monkeypatch, rota)
    FACTS[what](rota)
    assert afresh(monkeypatch, rota) != before
    assert_as_afresh(monkeypatch, rota, processes)


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 8))]
)
def test_after_any_edits_every_process_draws_what_a_fresh_one_does(
    monkeypatch, rota, processes, seed
):
    random, by = Random(seed), make_user(rota.unit, "rota_manager")
    shown = afresh(monkeypatch, rota)
    for _ in range(8):
        in_process(monkeypatch, random.choice(processes))
        after = Rota.objects.get(pk=rota.pk).sequence
        try:
            edit = some_edit(random, rota, by)
        except EditRefused:
            continue
        answer = answering.answer_to(edit, rota, MANAGER, after)
        expected = afresh(monkeypatch, rota)
        shown = told(shown, answer, expected) if answer else shown
        assert shown == expected
        assert_as_afresh(monkeypatch, rota, processes)
    assert Rota.objects.get(pk=rota.pk).sequence > 4


def test_a_page_that_heard_of_nothing_is_told_all_by_a_process_that_kept_another_moment(
    monkeypatch, rota, processes
):
    random, by = Random(1), make_user(rota.unit, "rota_manager")
    shown, heard = afresh(monkeypatch, rota), rota.sequence
    for number in range(6):
        in_process(monkeypatch, processes[number % 2])
        try:
            some_edit(random, rota, by)
        except EditRefused:
            continue
        drawn(rota)
    in_process(monkeypatch, processes[0])
    answer = answering.answer_since(rota, heard, MANAGER)
    expected = afresh(monkeypatch, rota)
    assert told(shown, answer, expected) == expected


def test_who_may_not_see_reasons_is_not_shown_what_was_kept_for_one_who_may(rota, processes):
    leave(rota)
    sick = [name for name, html in drawn(rota, MANAGER).table.items() if "; sick" in html]
    assert len(sick) == 1
    assert "sick" not in "".join(drawn(rota, VIEWER).table.values())


def test_tomorrow_is_marked_tomorrow(rota, processes):
    drawn(rota)
    later = seen(drawn(rota, Reader(MONDAY + timedelta(days=1), reasons=True)))
    assert "today" not in later["c0-0"]
    assert "today" in later["c0-1"]


def test_what_nothing_happened_to_is_not_drawn_again(rota, processes):
    before = drawn(rota)
    cells = [Cell("p0", MONDAY, ())]
    edit_rota(rota=rota, by=None, wanted=cells, now=NOW)
    after = drawn(rota)
    assert after is not before
    assert after.people[before.rows["p7"]] is before.people[before.rows["p7"]]
    assert drawn(rota) is after


def test_a_note_and_another_day_are_drawn_and_nothing_is_judged_again(monkeypatch, rota, processes):
    drawn(rota)
    edit_rota(rota=rota, by=None, wanted=[Cell("p0", MONDAY, ())], now=NOW)
    drawn(rota)
    noted = Notes(((("p1", MONDAY), "Late <train>"),), 1)
    later = Reader(MONDAY + timedelta(days=1), reasons=True, notes=noted)
    expected = afresh(monkeypatch, rota, later)
    in_process(monkeypatch, processes[0])
    drawn(rota, Reader(MONDAY, reasons=True, notes=Notes((), 0)))
    monkeypatch.setattr(judging, "check_whole", None)
    assert seen(drawn(rota, later)) == expected
    assert "Note: Late &lt;train&gt;" in "".join(expected.values())


def test_only_so_many_rotas_are_kept(rota, processes):
    for pk in range(standing.MOST + 3):
        drawing_of(Rota(pk=pk), snapshot.take(rota), MANAGER)
    assert len(standing.kept) == standing.MOST
