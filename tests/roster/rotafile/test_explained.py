"""What fill_rota says of a demand that cannot be met: to programs and to people."""

from datetime import time

from roster.autofill.filling import fill
from roster.problem import Demand, Unavailability
from roster.rotafile.explained import explanation_lines, how_small
from roster.rotafile.filled import summary
from roster.rules.words import Words
from tests.roster.rules.build import day, rota

SUNDAY = "2026-03-29"
TWO = Demand("TH", "FL", ("sun",), time(8), time(16), "radiographer", 2, 2, "FL")
ON_LEAVE = Unavailability("fay", "AL", day(SUNDAY), day(SUNDAY), None, None)


def explained(**facts):
    proposal = fill(rota(demand=(TWO,), **facts), seconds=5, seed=1, workers=1)
    return proposal, summary(proposal)["explanation"]


def test_leave_and_a_demand_for_both_who_are_trained_cannot_hold_together():
    _, (row,) = explained(unavailable=(ON_LEAVE,))
    assert row["missing"] == "0 of 2 radiographers with fluoroscopy, 08:00 to 16:00"
    assert {"person": "fay", "why": "on annual leave"} in row["stops"]
    assert row["conflict"] == {
        "minimal": True,
        "smallest": True,
        "elements": [
            {"kind": "demand", "line": 0, "date": SUNDAY, "full": True},
            {"kind": "absence", "person": "fay", "date": SUNDAY},
        ],
        "sentences": [
            "Fluoroscopy, Teaching Hospital asks for 2 radiographers with fluoroscopy on "
            "Sunday 29 March, 08:00 to 16:00",
            "Fay is on annual leave on Sunday 29 March",
            "Dev and Fay could work there at all, nobody else",
        ],
    }
    assert row["met_by"] is None
    assert [way["kind"] for way in row["relaxations"]] == ["people"]


def test_people_read_what_cannot_hold_and_what_it_would_take():
    proposal, (row,) = explained(unavailable=(ON_LEAVE,))
    lines = list(explanation_lines(row, Words(proposal.problem)))
    assert lines[0] == (
        "Fluoroscopy, Teaching Hospital, 2026-03-29: "
        "0 of 2 radiographers with fluoroscopy, 08:00 to 16:00"
    )
    at = lines.index("  The smallest set that cannot hold together:")
    assert lines[at + 2] == "    Fay is on annual leave on Sunday 29 March"
    assert lines[-2] == "  What it would take, one of these:"


def test_smallest_is_only_said_of_what_is_proved():
    assert how_small({"minimal": True, "smallest": True}).startswith("The smallest set")
    assert "fewer by leaving one out" in how_small({"minimal": True, "smallest": False})
    assert "perhaps fewer" in how_small({"minimal": False, "smallest": False})


def test_what_was_explained_before_sizes_were_proved_says_no_more_than_it_knew():
    assert how_small({"minimal": True}) == how_small({"minimal": True, "smallest": False})


def test_nothing_is_explained_where_the_demand_is_met():
    assert explained()[1] == []
