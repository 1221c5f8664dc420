"""A week as HTML: it says what it is given, and nothing of it can become a tag."""

import re
from dataclasses import fields, replace
from datetime import date

from roster.drawing_weeks import draw_days, draw_weeks
from roster.my_page import Day, Said, Shift, Week

MONDAY = date(2026, 11, 2)
SHIFT = Shift(
    "E", "08:00", "16:00", "X-ray", "General", (("With", ("Dev", "Eve")),), ("In training",), ""
)
DAY = Day(MONDAY, "2026-11-02", "Mon", 2, "November", "", (), (SHIFT,), "Not working", False)
WEEK = Week(MONDAY, "2–8 November 2026", "Release 2", "8 h on duty.", days=(DAY,))
EVIL = "<i>\"&'"


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_day_says_its_shifts():
    assert words(draw_days([DAY])) == (
        "Mon 2 November 08:00–16:00 E In training X-ray, General With Dev, Eve"
    )


def test_a_shift_says_whose_supervision_it_lacks():
    lacking = replace(SHIFT, lacks="Nobody is named to supervise you.")
    said = words(draw_days([replace(DAY, shifts=(lacking,))]))
    assert "X-ray, General Nobody is named to supervise you. With" in said


def test_two_shifts_of_a_day_stand_one_after_the_other():
    late = replace(SHIFT, code="L", starts="17:00", ends="20:00", area="", company=(), about=())
    both = words(draw_days([replace(DAY, shifts=(SHIFT, late))]))
    assert both == f"{words(draw_days([DAY]))} 17:00–20:00 L General"


def test_a_day_off_says_what_it_is():
    off = replace(DAY, shifts=(), notes=("Bank holiday",), when="today")
    assert words(draw_days([off])) == "Mon 2 November today Not working Bank holiday"
    assert 'class="day-row day-row--today day-row--off"' in draw_days([off])
    given = replace(off, when="past", gives_back=True, off="Day off for Sunday", notes=())
    assert words(draw_days([given])) == "Mon 2 November CO Day off for Sunday"
    assert 'class="day-row day-row--past day-row--off day-row--co"' in draw_days([given])


def test_a_week_says_hours_changes_and_release():
    changed = replace(
        WEEK, changes=(Said("New", "Monday."),), changed_since=1, clock_change="Back."
    )
    assert words(draw_weeks([changed])) == (
        "2–8 November 2026 8 h on duty. Back. Changed since release 1 New Monday. "
        f"{words(draw_days([DAY]))} Release 2"
    )


def test_the_hours_of_a_week_open_to_the_dates_they_are_made_of():
    made = replace(WEEK, entries=("Monday 2 November: E, 7 h 30 min",))
    html = draw_weeks([made])
    assert "<summary>8 h on duty.</summary><ul><li>Monday 2 November: E, 7 h 30 min" in html
    assert "<details" not in draw_weeks([WEEK])


def test_a_week_that_is_not_published_says_so():
    drawn = draw_weeks([Week(MONDAY, "Week of 2 November 2026")])
    assert words(drawn) == "Week of 2 November 2026 This week is not published yet."


def test_several_weeks_begin_with_the_way_to_each():
    later = Week(date(2026, 11, 9), "Week of 9 November 2026", changes=(Said("New", "Monday."),))
    drawn = draw_weeks([WEEK, later])
    assert re.findall(r'href="#(.*?)">(.*?)</a>', drawn) == [
        ("week-2026-11-02", "2 Nov"),
        ("week-2026-11-09", '9 Nov <span class="jump__dot">changed</span>'),
    ]
    assert drawn.index("</nav>") < drawn.index("<section")
    assert "<nav" not in draw_weeks([WEEK])


def test_no_text_becomes_a_tag():
    """Every text of a week, of its days, shifts and changes, whatever a name holds."""
    shift = replace(evil(SHIFT), company=((EVIL, (EVIL, EVIL)),), about=(EVIL,))
    days = (evil(replace(DAY, shifts=(shift,), notes=(EVIL,))), evil(replace(DAY, shifts=())))
    week = replace(evil(WEEK), changes=(Said(EVIL, EVIL),), days=days)
    drawn = draw_weeks([week])
    assert "<i>" not in drawn
    assert drawn.count("&lt;i&gt;&quot;&amp;&#x27;") == 16  # each that is not empty, once


def evil(held):
    """It with another text in each field that somebody could have typed."""
    made_here = {"iso", "name", "month", "when", "starts", "ends"}
    texts = {f.name for f in fields(held) if isinstance(getattr(held, f.name), str)} - made_here
    return replace(held, **dict.fromkeys(texts, EVIL))
