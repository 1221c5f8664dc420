"""The pages of rota lines, and laying them down from the grid."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roster.models import DutyChange, HeldLine
from roster.patterning import assign_line, end_line, keep_date, write_line
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY, DAY = date(2026, 11, 2), timedelta(days=1)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    return make_person(unit, reference="asha", name="Asha N")


@pytest.fixture
def manager(client, unit):
    user = make_user(unit, "rota_manager")
    client.force_login(user)
    return user


def typed(weeks=1, **codes):
    data = {f"c{week}-{day}": "" for week in range(weeks) for day in range(7)}
    data |= {key.replace("_", "-"): code for key, code in codes.items()}
    return {"name": "Long", "weeks": weeks} | data


def test_a_line_is_written_and_written_again(client, unit, manager):
    address = reverse("new-line", args=[unit.pk])
    assert client.post(address, typed(c0_0="e th/ed")).url == reverse("lines", args=[unit.pk])
    line = unit.rota_lines.get()
    assert line.pattern == [["E TH/ED", "", "", "", "", "", ""]]
    address = reverse("line", args=[unit.pk, line.pk])
    assert b'value="E TH/ED"' in client.get(address).content
    client.post(address, typed(weeks=2, c1_6="L") | {"name": "Longer"})
    line.refresh_from_db()
    assert (line.name, line.pattern[1][6]) == ("Longer", "L")


def test_more_weeks_are_shown_with_what_was_typed_and_nothing_is_kept(client, unit, manager):
    data = typed(c0_0="QQ") | {"weeks": 3, "show": "1"}
    answer = client.post(reverse("new-line", args=[unit.pk]), data)
    page = answer.content.decode()
    assert (answer.status_code, page.count("line-grid__code")) == (200, 21)
    assert 'value="QQ"' in page
    assert 'role="alert"' not in page
    assert not unit.rota_lines.exists()


def test_what_is_not_understood_is_said_and_what_was_typed_stays(client, unit, manager):
    answer = client.post(reverse("new-line", args=[unit.pk]), typed(c0_1="QQ"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Week 1, Tuesday: There is no shift type QQ." in page
    assert 'value="QQ"' in page


def test_people_are_assigned_and_a_refusal_is_told(client, unit, asha, manager):
    line = write_line(unit=unit, name="A", pattern=[["E"] * 7, [""] * 7])
    other = make_person(unit, name="Dev P")
    address = reverse("assign-line", args=[unit.pk])
    data = {"assign-line": line.pk, "assign-people": [asha.pk, other.pk], "assign-step": "on"}
    data |= {"assign-starts": "2026-11-02", "assign-first_week": 2}
    answer = client.post(address, data, follow=True)
    assert "2 people work A from 2 November 2026 on." in answer.content.decode()
    assert list(HeldLine.objects.values_list("first_week", flat=True)) == [2, 1]
    answer = client.post(address, data | {"assign-starts": "Tue 3 Nov 2026"})
    page = answer.content.decode()
    assert (answer.status_code, "A line starts on a Monday." in page) == (422, True)
    assert 'value="Tue 3 Nov 2026"' in page  # nothing that was typed is lost
    assert page.count("checked") == 3
    answer = client.post(address, data | {"assign-people": []})
    assert (answer.status_code, HeldLine.objects.count()) == (422, 2)


def test_a_line_is_ended_and_a_date_kept_and_dropped(client, unit, asha, manager):
    line = write_line(unit=unit, name="A", pattern=[["E"] * 7])
    assign_line(line=line, people=[asha], starts=MONDAY, first_week=1)
    held = asha.held_lines.get()
    end = reverse("end-line", args=[unit.pk, held.pk])
    assert "say which" in client.post(end, {"until": "soon"}, follow=True).content.decode()
    client.post(end, {"until": "2026-11-08"})
    assert asha.held_lines.get().until == date(2026, 11, 8)
    keep = reverse("keep-line-date", args=[unit.pk])
    data = {"keep-person": asha.pk, "keep-on": "2030-11-04", "keep-reason": "Exam"}
    assert "Asha N</b>, Monday 4 November 2030: Exam" in str(
        client.post(keep, data, follow=True).content
    )
    client.post(reverse("drop-line-date", args=[unit.pk, asha.kept_dates.get().pk]))
    assert not asha.kept_dates.exists()


def test_a_line_says_when_the_next_of_its_person_puts_an_end_to_it(client, unit, asha, manager):
    line, week = write_line(unit=unit, name="A", pattern=[["E"] * 7]), 7 * DAY
    other = make_person(unit, name="Dev P")
    for person, n in ((asha, 0), (asha, 2), (asha, 5), (other, 6)):
        assign_line(line=line, people=[person], starts=MONDAY + n * week, first_week=1)
    end_line(held=asha.held_lines.get(starts=MONDAY + 2 * week), until=MONDAY + 3 * week - DAY)
    held = client.get(reverse("lines", args=[unit.pk])).context["held"]
    assert [cut for _, cut in held] == [MONDAY + 2 * week, None, None, None]


def test_another_units_line_person_and_date_are_not_found(client, unit, manager):
    other = make_unit(code="OTHER")
    stranger = make_person(other)
    line = write_line(unit=other, name="A", pattern=[["E"] * 7])
    assign_line(line=line, people=[stranger], starts=MONDAY, first_week=1)
    kept, held = keep_date(person=stranger, on=MONDAY), stranger.held_lines.get()
    routes = [("line", line), ("delete-line", line), ("end-line", held), ("drop-line-date", kept)]
    answers = {
        name: client.post(reverse(name, args=[unit.pk, found.pk])).status_code
        for name, found in routes
    }
    assert set(answers.values()) == {404}
    data = {"assign-line": line.pk, "assign-people": [stranger.pk]}
    assert client.post(reverse("assign-line", args=[unit.pk]), data).status_code == 422


def test_lines_are_laid_and_weeks_cleared_from_the_grid(client, unit, asha, manager):
    rota = make_rota(unit, MONDAY, weeks=2)
    line = write_line(unit=unit, name="A", pattern=[["E", *[""] * 6]])
    assign_line(line=line, people=[asha], starts=MONDAY, first_week=1)
    asked = {"people": ["asha"], "first": "2026-11-02", "weeks": 2}
    answer = client.post(reverse("lay-rota", args=[rota.pk]), asked)
    assert (answer.status_code, answer.json()["said"]) == (200, "Laid 2 cells.")
    assert answer.json()["cells"] == ["c0-0", "c0-7"]
    answer = client.post(reverse("lay-rota", args=[rota.pk]), asked)
    assert answer.json()["said"] == "There was nothing to change."
    answer = client.post(reverse("clear-rota", args=[rota.pk]), asked | {"weeks": 1})
    assert answer.json()["said"] == "Cleared 1 cell."
    assert DutyChange.objects.values("batch").distinct().count() == 2


def test_what_is_asked_wrongly_is_refused_in_a_sentence(client, unit, asha, manager):
    rota = make_rota(unit, MONDAY, weeks=2)
    make_duty(rota, asha, MONDAY)
    for asked in ({}, {"people": ["asha"], "first": "soon", "weeks": 1}):
        answer = client.post(reverse("clear-rota", args=[rota.pk]), asked)
        assert answer.json() == {"refused": ["Choose the people and the weeks."]}
    asked = {"people": ["asha"], "first": "2026-11-03", "weeks": 1}
    answer = client.post(reverse("clear-rota", args=[rota.pk]), asked)
    assert answer.json() == {"refused": ["Choose whole weeks of this rota, from a Monday on."]}


def test_the_page_of_lines_asks_as_much_for_many_as_for_one(client, unit, manager):
    def asked():

        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("lines", args=[unit.pk])).status_code == 200
        return len(queries)

    def another(name):
        line = write_line(unit=unit, name=name, pattern=[["E"] * 7])
        person = make_person(unit)
        assign_line(line=line, people=[person], starts=MONDAY, first_week=1)
        keep_date(person=person, on=date(2040, 1, 2))

    another("A")
    one = asked()
    for name in "BCD":
        another(name)
    assert asked() == one
