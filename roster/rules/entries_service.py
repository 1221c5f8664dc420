"""R-29 to R-45: publication, fairness, cover."""

from roster.rules.agreed import agreed_patterns_are_kept
from roster.rules.company import nobody_is_alone, the_right_skills_are_there
from roster.rules.cover import demand_is_met
from roster.rules.entries_law import HSE, TERMS
from roster.rules.learners import learners_have_a_supervisor
from roster.rules.leave_weekend import free_weekends_beside_leave
from roster.rules.parameters import Parameter as P
from roster.rules.parameters import Rule
from roster.rules.runs import not_too_many_long_days_in_a_row
from roster.rules.turns import few_turns
from roster.rules.weekends import weekends_are_shared

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
        judged=PUBLISHING
        + " An edit that changes more, or brings a breach that blocks publication, "
        "takes approval back.",
    ),
    Rule(
        "R-31",
        "A weekend beside leave is free",
        "should",
        "Custom of the department",
        "Annual leave on a Friday protects the weekend after it, on a Monday the one before; a "
        "week of leave protects both.",
        (
            P("protect", "flag", True, "off: silent"),
            P("both_weekends_days", "positive", 5, "leave weekdays that protect both", "days"),
        ),
        free_weekends_beside_leave,
        short="works the weekend beside leave",
        tells_reason=True,
        kept="Leave from Monday 30 March to Friday 3 April; both weekends off.",
        broken="Leave from Monday 30 March to Friday 3 April; duty on Saturday 28 March.",
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
        judged="Shown on each week's page for the whole team; a rota is not judged by it.",
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
        "While somebody is on clinical duty in an area that needs a competency, enough people who "
        "hold it are there and not away. Assistants never stand in for radiographers.",
        (P("substitution", ("down_only", "none"), "down_only", "radiographer for assistant"),),
        the_right_skills_are_there,
        scope="place",
        short="a needed skill is missing",
        kept="An intervention room with Fay, who holds the competency, and an assistant.",
        broken="An intervention room with an assistant and a radiographer without it.",
    ),
    Rule(
        "R-35",
        "Nobody alone on a site",
        "overridable",
        "Job description, main duties: seek support from a radiographer",
        "While somebody is on clinical duty on a site, at least two people are, and one of them is "
        "a radiographer past preceptorship. Students are no company.",
        (
            P("least", "positive", 2, "people on a site", "people"),
            P("preceptee_months", "whole", 6, "for entry pages", "months"),
        ),
        nobody_is_alone,
        scope="site",
        short="alone on the site",
        kept="A radiographer 08:00–20:00 beside an assistant and a preceptee.",
        broken="A radiographer in the second month and an assistant, with nobody else, on Sunday.",
    ),
    Rule(
        "R-36",
        "Learners have a named supervisor",
        "must",
        "Job description, main duties: participate in the training of students and others",
        "Students, trainees and whoever is supernumerary name a supervisor for each clinical duty; "
        "no supervisor has more than two of them at once.",
        (
            P("limit", "positive", 2, "learners of one supervisor", "people"),
            P("direct_limit", "positive", 1, "reserved", "people"),
        ),
        learners_have_a_supervisor,
        scope="day",
        short="learner without a supervisor, or too many for one",
        left_to_check="who is named, which is settled once the duties are",
        kept="Dev supervises a trainee, Fay two students.",
        broken="Dev supervises a trainee and two students at once.",
    ),
    Rule(
        "R-37",
        "Agreed patterns are kept",
        "overridable",
        f"{TERMS}, section 33; Equality Act 2010",
        "What was agreed with a person about days off, earliest start, latest end or places is "
        "kept. Past its review date an agreement still holds, with a warning.",
        (),
        agreed_patterns_are_kept,
        short="against an agreed pattern",
        kept="Agreed to end by 16:00 on Fridays: an early 08:00–16:00.",
        broken="Agreed to end by 16:00 on Fridays: a late until 20:00.",
    ),
    Rule(
        "R-38",
        "Weekends are shared fairly",
        "should",
        f"{HSE}: regular free weekends",
        "At most two weekends in any four are worked, and one in any three is wholly free. How "
        "evenly weekends are spread over the team is shown, not judged.",
        (
            P("max_weekends", "whole", 2, "in any window", "weekends"),
            P("window_weeks", "positive", 4, "length of the window", "weeks"),
            P("spread", "above zero", 1.0, "shown: most above another, full-time"),
            P("spread_weeks", "positive", 12, "over so many", "weeks"),
            P("free_weekend_weeks", "positive", 3, "one wholly free in any so many", "weeks"),
        ),
        weekends_are_shared,
        short="too many weekends",
        left_to_check="the spread between people, which no rota breaks; a fill aims at fair "
        "shares instead",
        kept="The first and the third weekend of four.",
        broken="Four weekends in a row.",
    ),
    Rule(
        "R-39",
        "Not too many long days in a row",
        "overridable",
        f"{HSE}: two to three long shifts in a row at most",
        "After two dates in a row with a duty of ten hours or more a free or shorter one is due; "
        "more than three need a reason.",
        (
            P("long_minutes", "positive", 600, "a duty this long is long", "minutes"),
            P("soft", "positive", 2, "more is a warning", "days"),
            P("hard", "positive", 3, "more needs a reason", "days"),
        ),
        not_too_many_long_days_in_a_row,
        short="too many long days in a row",
        kept="Long days on Thursday, Friday and Saturday (a warning only), Sunday off.",
        broken="Long days from Thursday to Sunday.",
    ),
    Rule(
        "R-40",
        "Few quick returns",
        "should",
        f"{HSE}: rotate forward",
        "In any four weeks at most two rests are shorter than 14 hours, or followed by a start two "
        "hours or more earlier by the clock than the day before.",
        (
            P("below_minutes", "positive", 840, "shorter rests are quick returns", "minutes"),
            P("most", "whole", 2, "in any window", "turns"),
            P("window_weeks", "positive", 4, "length of the window", "weeks"),
            P("backward_minutes", "positive", 120, "so much earlier is a turn", "minutes"),
        ),
        few_turns,
        borrows=(("R-19", "rest_minutes"),),
        short="too many quick returns",
        kept="Early, day, late, day off.",
        broken="Late then early three times in four weeks.",
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
        "Notes and reasons hold no NHS numbers; times that do not exist are refused.",
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
        judged="Shown beside a rota, never judged.",
    ),
)
