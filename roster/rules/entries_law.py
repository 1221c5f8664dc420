"""R-14 to R-28: law and national terms."""

from roster.rules.average import at_most_48_hours_a_week_on_average
from roster.rules.balance import paid_as_contracted_over_the_rota
from roster.rules.breaks import a_break_in_a_long_duty
from roster.rules.clash import no_duty_while_away, one_duty_at_a_time
from roster.rules.parameters import Parameter as P
from roster.rules.parameters import Rule
from roster.rules.rest import enough_rest_between_days, not_too_long_on_end
from roster.rules.runs import not_too_many_days_in_a_row
from roster.rules.weekly_rest import a_long_rest_every_week
from roster.rules.young import young_people_work_less

WTR = "Working Time Regulations 1998"
HSE = "HSE good practice on shift work (HSG256)"
TERMS = "NHS terms and conditions handbook"
LEDGER = "Kept in the ledgers of leave and hours, not in the rota."
AFTERWARDS = "Reported for pay, not judged in the rota."

ENTRIES = (
    Rule(
        "R-14",
        "One duty at a time",
        "must",
        "Nobody can be in two places",
        "A person's duties do not overlap, on-call included. The end of one may be the start of "
        "the next.",
        (P("touch_allowed", "flag", True, "an end that is the next start is no overlap"),),
        one_duty_at_a_time,
        short="two duties at once",
        kept="08:00–16:00 and 16:00–20:00.",
        broken="08:00–16:00 and 15:59–20:00: one minute shared.",
    ),
    Rule(
        "R-15",
        "No duty while away",
        "must",
        f"{WTR}, regulation 13; {TERMS}, sections 13 and 33",
        "No duty touches leave, sickness, study or any other agreed absence.",
        (),
        no_duty_while_away,
        short="on duty while away",
        kept="Leave ends on Friday, duty on Saturday.",
        broken="Leave on Friday, duty on Friday.",
    ),
    Rule(
        "R-16",
        "Twelve hours on end at the most",
        "overridable",
        f"{HSE}: shifts of 12 hours at most, overtime included",
        "From the first start to the last end of work with no gap of more than an hour, at most "
        "12 hours pass.",
        (
            P("max_minutes", "positive", 720, "elapsed, of one spell", "minutes"),
            P("merge_gap_minutes", "whole", 60, "gaps up to this join duties", "minutes"),
            P("demanding_max_minutes", "positive or null", None, "in demanding areas", "minutes"),
        ),
        not_too_long_on_end,
        short="too long on end",
        kept="A long day 08:00–20:00: exactly 12 hours.",
        broken="08:00–20:01: 12 hours and a minute.",
    ),
    Rule(
        "R-17",
        "Not too many days in a row",
        "overridable",
        f"{HSE}: five to seven consecutive days at most",
        "After five dates with duty in a row a free one is due; more than seven need a reason.",
        (
            P("soft", "positive", 5, "longer is a warning", "days"),
            P("hard", "positive", 7, "longer needs a reason", "days"),
        ),
        not_too_many_days_in_a_row,
        short="too many days in a row",
        kept="Wednesday to Tuesday, seven dates, then a day off (a warning only).",
        broken="Wednesday to the Wednesday after: eight dates.",
    ),
    Rule(
        "R-18",
        "48 hours a week on average",
        "overridable",
        f"{WTR}, regulation 4",
        "In any 17 weeks, work for all employers averages at most 48 hours a week. Whole days of "
        "leave and sickness are made up by the days worked next. Somebody who has opted out on "
        "all the dates is not judged; a new starter is judged on the weeks since they began.",
        (
            P("weeks", "positive", 17, "length of the window", "weeks"),
            P("limit_minutes", "positive", 2880, "a week, on average", "minutes"),
            P("warn_minutes", "positive", 2640, "a week; above is a warning", "minutes"),
            P("exclude_all_annual_leave", "flag", True, "leave days leave the window"),
            P("projection", "flag", True, "later days may be planned ones"),
        ),
        at_most_48_hours_a_week_on_average,
        borrows=(("R-21", "notice_days"),),
        short="over 48 hours a week on average",
        left_to_check="how many worked days after the window make up for those away in it",
        kept="813 h 30 min in 17 weeks, leave made up: 47 h 51 min a week.",
        broken="824 h 30 min in 17 weeks, leave made up: 48 h 30 min a week.",
    ),
    Rule(
        "R-19",
        "Eleven hours of rest between days",
        "overridable",
        f"{WTR}, regulations 10 and 24",
        "Eleven hours pass, by elapsed time, between the end of work and its next start, for "
        "whichever employer; else the missing rest is given and recorded.",
        (
            P("rest_minutes", "positive", 660, "elapsed", "minutes"),
            P("comp_days", "whole", 14, "days in which recorded rest must begin", "days"),
            P("record_required", "flag", True, "else a free gap is enough"),
        ),
        enough_rest_between_days,
        borrows=(("R-16", "merge_gap_minutes"),),
        short="too little rest",
        kept="20:00 to 08:00 over the night of 28 March 2026: exactly 11 hours.",
        broken="20:30 to 08:00 that night: 10 h 30 min, though the clock shows 11 h 30 min.",
    ),
    Rule(
        "R-20",
        "A long rest every week",
        "overridable",
        f"{WTR}, regulation 11",
        "Each week from Monday to Sunday holds one rest of 35 elapsed hours, 24 of them inside "
        "the week; or each fortnight one of 59 hours or two of 35. A reason on record lowers the "
        "week's rest to 24 hours.",
        (
            P("mode", ("7d", "14d"), "7d", "judged by the week or by the fortnight"),
            P("need_minutes", "positive", 2100, "elapsed length of the rest", "minutes"),
            P("inside_minutes", "whole", 1440, "of which in the week", "minutes"),
            P("need_14d_minutes", "positive", 3540, "one rest of this length", "minutes"),
            P("inside_14d_minutes", "whole", 2880, "of which in the fortnight", "minutes"),
        ),
        a_long_rest_every_week,
        short="no long rest in the week",
        kept="Saturday 28 March 2026 20:00 to Monday 08:00: 35 hours, though Sunday has only 23.",
        broken="Saturday 28 March 2026 20:15 to Monday 08:00: 34 h 45 min.",
    ),
    Rule(
        "R-21",
        "Opting out of the 48 hours",
        "overridable",
        f"{WTR}, regulation 5",
        "Who works more than 48 hours a week on average has signed an opt-out for all the dates. "
        "Withdrawn, it holds until its notice is over. It lifts no rest.",
        (P("notice_days", "whole", 7, "where the opt-out names none", "days"),),
        judged="Judged within R-18: an opt-out for the whole window silences it.",
        within="R-18",
        kept="An opt-out without an end, never withdrawn.",
        broken="Withdrawn on 1 March with 7 days of notice: from 9 March R-18 judges again.",
    ),
    Rule(
        "R-22",
        "A break in the duty",
        "overridable",
        f"{WTR}, regulation 12",
        "A duty of more than six hours holds an uninterrupted break of 20 minutes, an hour or more "
        "from either end. A long day should hold two of 30 minutes.",
        (
            P("break_minutes", "positive", 20, "uninterrupted", "minutes"),
            P("threshold_minutes", "whole", 360, "longer duties need one", "minutes"),
            P("margin_minutes", "whole", 60, "from either end", "minutes"),
            P("long_minutes", "positive", 600, "duties this long should have more", "minutes"),
            P("long_breaks", "positive", 2, "so many breaks on a long duty", "breaks"),
            P("long_break_minutes", "positive", 30, "each at least this", "minutes"),
        ),
        a_break_in_a_long_duty,
        short="no proper break",
        kept="08:00–14:00, exactly six hours, without a break.",
        broken="08:00–16:00 with the only break at 15:40–16:00.",
    ),
    Rule(
        "R-23",
        "Under eighteen",
        "must",
        f"{WTR}, regulations 5A, 10, 11 and 12",
        "Somebody under 18 works at most 8 hours a date and 40 a week, all jobs together, rests 12 "
        "hours between days and 48 in the week, and has a break of 30 minutes in a duty of more "
        "than four and a half hours.",
        (
            P("age", "positive", 18, "younger on the date is judged", "years"),
            P("day_minutes", "positive", 480, "working time a date", "minutes"),
            P("week_minutes", "positive", 2400, "working time a week, all jobs", "minutes"),
            P("rest_minutes", "positive", 720, "daily rest", "minutes"),
            P("weekly_rest_minutes", "positive", 2880, "one rest in the week", "minutes"),
            P("break_minutes", "positive", 30, "break", "minutes"),
            P("break_threshold_minutes", "whole", 270, "longer duties need it", "minutes"),
        ),
        young_people_work_less,
        borrows=(("R-16", "merge_gap_minutes"), ("R-20", "inside_minutes")),
        short="too much for somebody under 18",
        kept="Aged 17, an early with a break of 30 minutes: 7 h 30 min.",
        broken="Aged 17, a long day: 11 hours.",
    ),
    Rule(
        "R-24",
        "Hours balance over the rota",
        "should",
        f"{TERMS}, sections 3 and 10",
        "Paid hours over the rota, leave included and agreed extra duties left out, are within "
        "7 h 30 min of the contract; with what was carried into the rota, within 15 hours.",
        (
            P("limit_minutes", "whole", 450, "either way, over the rota", "minutes"),
            P("carry_limit_minutes", "whole", 900, "either way, with what is carried", "minutes"),
        ),
        paid_as_contracted_over_the_rota,
        short="hours balance too far from the contract",
        kept="Four weeks, 13 long days of 11 h and an early of 7 h 30 min: 150 h 30 min for 150 h.",
        broken="Four weeks, 13 long days of 11 h 30 min and two earlies: 164 h 30 min for 150 h.",
    ),
    Rule(
        "R-25",
        "Time owed is taken or paid",
        "should",
        f"{TERMS}, section 3",
        "Time off in lieu is taken within three months, or paid.",
        (
            P("expiry_months", "positive", 3, "after which it is paid", "months"),
            P("warn_weeks", "positive", 10, "warned of after so many", "weeks"),
            P("cap_minutes", "whole or null", None, "most that may be owed", "minutes"),
        ),
        judged=LEDGER,
    ),
    Rule(
        "R-26",
        "The public-holiday bank",
        "should",
        f"{TERMS}, section 13",
        "Public holidays are a bank of hours in proportion to the contract.",
        (
            P("bank_minutes", "positive", 3600, "a year, full-time", "minutes"),
            P("holidays_per_year", "positive", 8, "in a leave year"),
        ),
        judged=LEDGER,
    ),
    Rule(
        "R-27",
        "Leave is counted in hours",
        "overridable",
        f"{TERMS}, section 13",
        "Annual leave is an entitlement in hours by service and contract.",
        (
            P("service_years", "wholes", [0, 5, 10], "steps of service", "years"),
            P("entitlement_minutes", "wholes", [12150, 13050, 14850], "of each step", "minutes"),
            P("round_up_minutes", "positive", 30, "rounded up to this", "minutes"),
        ),
        judged=LEDGER,
    ),
    Rule(
        "R-28",
        "Unsocial hours",
        "should",
        f"{TERMS}, section 2",
        "Each minute worked has a pay class.",
        (
            P(
                "rates",
                "rates",
                {"3": {"saturday": 35, "sunday": 69}, "4": {"saturday": 30, "sunday": 60}},
                "per cent, from that band up",
            ),
        ),
        judged=AFTERWARDS,
    ),
)
