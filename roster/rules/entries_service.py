"""R-29 to R-45: publication, fairness, cover."""

from roster.rules.cover import demand_is_met
from roster.rules.entries_department import LATER
from roster.rules.entries_law import HSE, TERMS
from roster.rules.parameters import Parameter as P
from roster.rules.parameters import Rule

EROSTERING = "NHS England e-rostering guidance"
PUBLISHING = "Judged when a week is published, on its release page."

ENTRIES = (
    Rule(
        "R-29",
        "Published six weeks ahead",
        "overridable",
        f"{EROSTERING}: rotas published at least six weeks ahead",
        "A week is published at least 42 dates before it begins; later needs a reason.",
        (
            P("lead_days", "whole", 42, "dates before the week begins", "days"),
            P("stretch_days", "whole", 56, "what to aim at", "days"),
        ),
        judged=PUBLISHING,
    ),
    Rule(
        "R-30",
        "Approved by two people",
        "must",
        "Job description, organisational chart: IXF manager, then operations manager",
        "Two different people approve a week, one at each stage, neither its only author.",
        (
            P("stages", "texts", ["ixf_manager", "operations_manager"], "in this order"),
            P("reset_percent", "whole", 5, "a larger change takes approval back", "per cent"),
        ),
        judged=PUBLISHING + " Any change takes an approval back.",
    ),
    Rule(
        "R-31",
        "A weekend beside leave is free",
        "should",
        "Custom of the department",
        "Leave on a Friday or Monday protects the weekend beside it.",
        (
            P("protect", "flag", True, "off: silent"),
            P("both_weekends_days", "positive", 5, "leave weekdays that protect both", "days"),
        ),
        judged=LATER,
    ),
    Rule(
        "R-32",
        "A steady share on leave",
        "should",
        f"{EROSTERING}: annual leave within a band",
        "Each week a steady share of the team's hours is leave.",
        (
            P("low_percent", "whole", 11, "below is a warning", "per cent"),
            P("high_percent", "whole", 17, "above needs a reason", "per cent"),
        ),
        judged="Judged when leave is approved. " + LATER,
    ),
    Rule(
        "R-33",
        "What is needed is there",
        "should",
        f"{EROSTERING}: demand is met; lines marked critical are a must",
        "At every minute a line of demand has its people: of the role, with the competency, on "
        "clinical duty there and not away. A radiographer may stand in for an assistant "
        "practitioner. Nobody fills two places.",
        (
            P(
                "bank_holiday_as",
                ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
                "sun",
                "day type of a bank holiday where no line names it",
            ),
        ),
        demand_is_met,
        scope="place",
        borrows=(("R-08", "counts_toward_demand"), ("R-34", "substitution")),
        short="too few people",
        kept="Two needed 08:00–20:00: two earlies and two lates.",
        broken="Two needed 08:00–20:00: one early, one late; alone 08:00–12:00 and 16:00–20:00.",
    ),
    Rule(
        "R-34",
        "The right skill in the room",
        "must",
        "Society of Radiographers: scope of practice of assistant practitioners",
        "Where an area needs a competency, somebody who holds it is there.",
        (P("substitution", ("down_only", "none"), "down_only", "radiographer for assistant"),),
        judged=LATER + " Its setting already decides who may stand in for whom in R-33.",
    ),
    Rule(
        "R-35",
        "Nobody alone on a site",
        "overridable",
        "Job description, main duties: seek support from a radiographer",
        "Whoever works on a site has company, and a radiographer past preceptorship.",
        (
            P("least", "positive", 2, "people on a site", "people"),
            P("preceptee_months", "whole", 6, "for entry pages", "months"),
        ),
        judged=LATER,
    ),
    Rule(
        "R-36",
        "Learners have a named supervisor",
        "must",
        "Job description, main duties: participate in the training of students and others",
        "Students, trainees and observers name who supervises them, two each at the most.",
        (
            P("limit", "positive", 2, "learners of one supervisor", "people"),
            P("direct_limit", "positive", 1, "reserved", "people"),
        ),
        judged=LATER,
    ),
    Rule(
        "R-37",
        "Agreed patterns are kept",
        "overridable",
        f"{TERMS}, section 33; Equality Act 2010",
        "What was agreed with a person about when and where they work is kept.",
        judged=LATER,
    ),
    Rule(
        "R-38",
        "Weekends are shared fairly",
        "should",
        f"{HSE}: regular free weekends",
        "At most two weekends in four, a whole one off in three, spread evenly.",
        (
            P("max_weekends", "whole", 2, "in any window", "weekends"),
            P("window_weeks", "positive", 4, "length of the window", "weeks"),
            P("spread", "above zero", 1.0, "most a person may be above another"),
            P("spread_weeks", "positive", 12, "over so many", "weeks"),
            P("free_weekend_weeks", "positive", 3, "one wholly free in any so many", "weeks"),
        ),
        judged=LATER,
    ),
    Rule(
        "R-39",
        "Not too many long days in a row",
        "overridable",
        f"{HSE}: two to three long shifts in a row at most",
        "Long days do not follow each other for long.",
        (
            P("long_minutes", "positive", 600, "a duty this long is long", "minutes"),
            P("soft", "positive", 2, "more is a warning", "days"),
            P("hard", "positive", 3, "more needs a reason", "days"),
        ),
        judged=LATER,
    ),
    Rule(
        "R-40",
        "Few quick returns",
        "should",
        f"{HSE}: rotate forward",
        "Late followed by early, and turns backward, are rare.",
        (
            P("below_minutes", "positive", 840, "shorter rests are quick returns", "minutes"),
            P("most", "whole", 2, "in any window", "turns"),
            P("window_weeks", "positive", 4, "length of the window", "weeks"),
            P("backward_minutes", "positive", 120, "so much earlier is a turn", "minutes"),
        ),
        judged=LATER,
    ),
    Rule(
        "R-41",
        "Late changes have a reason",
        "overridable",
        f"{EROSTERING}: changes after publication are counted",
        "A change inside notice has a reason, and the person has seen it.",
        (
            P("notice_days", "whole", 28, "notice of a change", "days"),
            P("short_days", "whole", 7, "short notice", "days"),
            P("urgent_hours", "whole", 24, "urgent", "hours"),
        ),
        judged=PUBLISHING,
    ),
    Rule(
        "R-42",
        "Requests are answered fairly",
        "should",
        f"Equality Act 2010; {TERMS}, section 33",
        "A refusal has a reason; the share granted is even.",
        (P("min_sample", "positive", 5, "requests before it is reported"),),
        judged="Reported with requests.",
    ),
    Rule(
        "R-43",
        "The weekly email is true and private",
        "must",
        "UK GDPR",
        "Written from what is published, one's own duties only, no reasons, once a release.",
        (
            P("weekday", "weekday", "fri", "when it goes"),
            P("time", "wall time", "12:00", "when it goes"),
        ),
        judged="Kept by how emails are written.",
    ),
    Rule(
        "R-44",
        "No patient data, no impossible times",
        "must",
        "NHS data security and protection",
        "Notes hold no NHS numbers; times that do not exist are refused.",
        (
            P("reject_nhs_numbers", "flag", True, "ten digits that pass the check"),
            P("warn_health_words", "flag", True, "words about health"),
        ),
        judged="Judged where things are typed.",
    ),
    Rule(
        "R-45",
        "Fatigue score",
        "should",
        "HSE research report RR446",
        "A score to compare drafts with; it blocks nothing.",
        (P("warn", "above zero", 1.0, "shown from here on"),),
        judged=LATER,
    ),
)
