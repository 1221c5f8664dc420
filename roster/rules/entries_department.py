"""R-01 to R-13: what the job description itself promises."""

from roster.rules.hours import within_the_contract
from roster.rules.parameters import Parameter as P
from roster.rules.parameters import Rule
from roster.rules.standing import (
    credentials_are_current,
    employed_on_the_date,
    other_work_is_declared,
)
from roster.rules.supervision import (
    never_unsupervised,
    somebody_can_justify,
    supervised_to_the_last_image,
    within_scope,
)
from roster.rules.training import a_radiographer_of_their_own, study_days_are_kept
from roster.rules.travel import inducted_and_in_time
from roster.rules.weekend import weekday_off_for_weekend_work
from roster.rules.window import within_the_window

JOB = "Job description"
LEARNERS = ["trainee", "assistant_practitioner"]

ENTRIES = (
    Rule(
        "R-01",
        "Inside the working day",
        "overridable",
        f"{JOB}, main duties: available between 8am and 8pm, as determined by the service",
        "Every duty of a trainee or assistant practitioner lies between 08:00 and 20:00 of its "
        "date, by the clock on the wall. An end at exactly 20:00 is inside.",
        (
            P("window_start", "wall time", "08:00", "earliest start"),
            P("window_end", "wall time", "20:00", "latest end, itself inside"),
            P("roles", "roles", LEARNERS, "whose duties are judged"),
            P("sites", "windows", {}, "other windows, by site code"),
        ),
        within_the_window,
        short="outside working hours",
        kept="A long day 08:00–20:00 on the Sunday the clocks change.",
        broken="Tuesday 12:15–20:15: 15 minutes lie outside.",
    ),
    Rule(
        "R-02",
        "A weekday off for each weekend day worked",
        "overridable",
        f"{JOB}, main duties: compensatory time off in the week for weekend work",
        "Each weekend day worked gives back one contracted weekday, in the same week from Monday "
        "to Sunday unless set otherwise. Leave, study and bank holidays use a weekday; they do "
        "not give one back. Agreed extra duties are left out.",
        (
            P(
                "comp_window",
                ("same_week", "same_or_next_week", "n_days"),
                "same_week",
                "where the day off may lie",
            ),
            P("window_days", "positive", 14, "from the weekend day, for a window of days", "days"),
            P("comp_days", ("mon_fri",), "mon_fri", "what can be a day off for it"),
            P("ratio", "above zero", 1, "weekdays given back by one weekend day"),
            P("mode", ("days", "hours"), "days", "hours: R-03 judges instead"),
            P("roles", "roles", LEARNERS, "who is judged"),
        ),
        weekday_off_for_weekend_work,
        short="no weekday off for weekend work",
        kept="Monday, Wednesday, Friday, Saturday and Sunday worked; Tuesday and Thursday off.",
        broken="Monday to Friday and Saturday worked: 5 weekdays, at most 4.",
    ),
    Rule(
        "R-03",
        "Weekly hours stay within the contract",
        "should",
        f"{JOB}, main duties: compensatory time off; NHS terms section 10",
        "The hours worked in a week, weekend work included, and the hours of paid leave stay "
        "within the contract. Agreed extra duties are left out. It is a warning, unless weekend "
        "work is to be given back in hours.",
        (
            P("tolerance_minutes", "whole", 0, "above the contract", "minutes"),
            P("averaging_weeks", (1, 2, 4), 1, "blocks of so many weeks", "weeks"),
        ),
        within_the_contract,
        borrows=(("R-02", "mode"),),
        short="over the week's contract",
        kept="Two long days at the weekend and two days of 7 h 30 min: 37 h of 37 h 30 min.",
        broken="Two long days at the weekend and three such days: 44 h 30 min.",
    ),
    Rule(
        "R-04",
        "An assistant practitioner is never unsupervised",
        "must",
        f"{JOB}, main duties: techniques carried out with supervision from radiographers",
        "At every minute an assistant practitioner is on clinical duty, a registered radiographer "
        "of Band 5 or above, past preceptorship and entitled to justify there, is on clinical duty "
        "in the same area and not away; one supervises two at the most.",
        (
            P("ratio", "positive", 2, "assistant practitioners to one supervisor"),
            P("group", ("area", "site"), "area", "how near a supervisor must be"),
            P("breaks_count_as_present", "flag", True, "a supervisor on a break still counts"),
        ),
        never_unsupervised,
        scope="place",
        short="unsupervised",
        kept="Both work 08:00–16:00 in the same area of the same site.",
        broken="The assistant starts at 08:00, the only radiographer there at 09:00.",
    ),
    Rule(
        "R-05",
        "Supervised to the last image",
        "must",
        f"{JOB}, main duties: all images checked before the patient is discharged",
        "Somebody who supervises is still there at the last minute of an assistant practitioner's "
        "duty, and for the time set after it, so that every image is checked before the patient "
        "leaves. Where a time after the end is set, the rule is a warning.",
        (P("tail_minutes", "whole", 0, "after the assistant practitioner's end", "minutes"),),
        supervised_to_the_last_image,
        scope="place",
        borrows=(("R-04", "group"), ("R-04", "breaks_count_as_present")),
        short="nobody checks the last images",
        kept="The assistant and the radiographer both end at 20:00.",
        broken="The assistant ends at 20:00, the radiographer at 19:30.",
    ),
    Rule(
        "R-06",
        "Somebody on the site can justify",
        "must",
        f"{JOB}, main duties: requests justified by a radiographer or radiologist; IR(ME)R 2017",
        "While an assistant practitioner may make exposures, a registered radiographer or "
        "radiologist who may justify them in that area is on clinical duty on the site.",
        (P("remote_justification", "flag", False, "justified from elsewhere: silent"),),
        somebody_can_justify,
        scope="place",
        short="nobody can justify",
        kept="The senior radiographer is on clinical duty in another area of the site.",
        broken="The only radiographer of the site spends the day in the office.",
    ),
    Rule(
        "R-07",
        "Within the scope of practice",
        "must",
        f"{JOB}, main duties: a defined range of agreed techniques within your scope of practice",
        "An assistant practitioner works in an area only while a signed scope of practice covers "
        "them there; else they assist or train under supervisors who are named and there "
        "throughout, or watch as supernumerary. On the day its review is due an entry no longer "
        "counts.",
        (
            P("scope_default", ("deny", "allow"), "deny", "what no entry at all means"),
            P("grace_days", "whole", 0, "days an entry still counts after its review", "days"),
        ),
        within_scope,
        scope="place",
        short="outside scope of practice",
        kept="On duty on 2 April; the entry's review is due on 3 April.",
        broken="On duty on 2 April; the entry's review was due that day.",
    ),
    Rule(
        "R-08",
        "A trainee has a named radiographer",
        "must",
        f"{JOB}: Band 3 while training; IR(ME)R 2017, direct supervision of trainees",
        "At every minute of a trainee's clinical duty a radiographer it names is on duty in the "
        "same area and has no other trainee. Several may be named, one after the other.",
        (
            P("trainees_per_radiographer", "positive", 1, "at one minute", "trainees"),
            P("counts_toward_demand", "flag", False, "a trainee counts as cover"),
        ),
        a_radiographer_of_their_own,
        scope="day",
        short="no radiographer for the trainee",
        left_to_check="who is named, which is settled once the duties are",
        kept="08:00–16:00, with one radiographer to 12:00 and another from 12:00.",
        broken="08:00–16:00, with a radiographer to 12:00 only; or two trainees with one.",
    ),
    Rule(
        "R-09",
        "Inducted at the site, with time to get there",
        "must",
        f"{JOB}, job purpose: work at any of the Trust's hospitals",
        "People work only at sites they are inducted at. Between duties at two sites lies the time "
        "it takes to travel.",
        (
            P("default_travel_minutes", "whole", 60, "between sites with no time set", "minutes"),
            P("induction_required", "flag", True, "the site must be one of the person's"),
        ),
        inducted_and_in_time,
        short="wrong site, or no time to get there",
        kept="To 12:00 at one site and from 12:45 at another, 45 minutes away.",
        broken="To 12:00 at one site and from 12:15 at another, 45 minutes away.",
    ),
    Rule(
        "R-10",
        "Study days are kept",
        "overridable",
        f"{JOB}, main duties: a two-year foundation degree at university",
        "In term a trainee's study weekday holds no clinical duty and, where there is a duty at "
        "all, the hours of training due; study leave counts as training.",
        (P("study_minutes", "whole", 450, "training due on the study weekday", "minutes"),),
        study_days_are_kept,
        short="study day missed",
        kept="A study day 09:00–17:00 with half an hour's break: 7 h 30 min of training.",
        broken="An early shift in its place.",
    ),
    Rule(
        "R-11",
        "Credentials are current",
        "must",
        f"{JOB}, professional responsibilities: accreditation is maintained; HCPC registration",
        "Nobody is on clinical duty without valid HCPC registration and radiation protection "
        "induction. Anything else that runs out, such as SoR accreditation, is a warning from 30 "
        "days before its last day. Where nothing is on file nothing is judged.",
        (
            P("clinical_stop", "texts", ["HCPC", "RPI"], "kinds that stop clinical work"),
            P("warn_days", "whole", 30, "other kinds warn so long before the last day", "days"),
        ),
        credentials_are_current,
        short="credential out of date",
        kept="Registered until 31 March; on clinical duty on 31 March.",
        broken="Registered until 31 March; on clinical duty on 1 April.",
    ),
    Rule(
        "R-12",
        "Other work is declared",
        "should",
        f"{JOB}, outside employment: inform the line manager before taking up other work",
        "Second jobs, bank work and voluntary work are declared every year, and never lie at the "
        "time of a duty. Their hours count in the rules on working time and rest.",
        (
            P("declaration_required", "flag", True, "judge the age of the declaration"),
            P("declaration_months", "positive", 12, "how long a declaration holds", "months"),
            P("assume_end_of_day", "flag", False, "reserved: other work without times"),
        ),
        other_work_is_declared,
        short="other work undeclared, or at the same time",
        kept="Declared on 1 April last year; on duty on 1 April.",
        broken="Declared on 1 April last year; on duty on 2 April.",
    ),
    Rule(
        "R-13",
        "Employed on the date",
        "must",
        f"{JOB}: Band 4, Band 3 while training",
        "Every rule takes a person's band and role as they are on the duty's date, also where "
        "they change within a week. Nobody works on a date without employment.",
        function=employed_on_the_date,
        short="not employed that day",
        kept="Qualified from 1 June: a trainee on 31 May, an assistant practitioner on 1 June.",
        broken="On duty on 1 June; the employment ended on 31 May.",
    ),
)
