"""What a loaded rota says of its department: places, people, and the dated facts about them.

On the rota's own dates the file is the truth; on other dates a load only adds. What the file does
not name (a site, a person) stays as it is.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from roster.keeping import (
    Unstorable,
    create,
    keep_dated,
    keep_keyed,
    keep_lists,
    refuse_unstorable,
)
from roster.loading_demand import load_demand
from roster.models import AreaNeed, CompensatoryRest, Request, RuleSetting, ShiftType
from roster.problem import Problem
from sites.models import Area, BankHoliday, Site, Travel, Unit
from staff.ending_logins import end_logins
from staff.models import (
    AgreedPattern,
    Competency,
    Credential,
    Employment,
    HeldCompetency,
    JustifiedPlace,
    OtherWork,
    Person,
    ScopeEntry,
    SiteInduction,
    StudyPlan,
    StudyTerm,
    Unavailability,
    WorkingTimeOptOut,
)

DAY = timedelta(days=1)
SHIFT_TYPE = ["starts", "ends", "break_minutes", "work_class", "breaks"]
PERSON = ["name", "preceptee_until", "born", "supervises", "other_work_declared", "carried_minutes"]
ABSENCE = ["kind", "starts_on", "until", "starts", "ends", "paid_minutes"]
REST = ["rule", "for_date", "starts", "ends", "reason"]


@dataclass(frozen=True)
class Keys:
    """The database's keys for what a file names by code."""

    sites: dict
    areas: dict
    competencies: dict
    people: dict

    def place(self, place):
        """(site, area) keys; area null: the whole site."""
        return self.sites[place.site], self.areas.get((place.site, place.area))


def load_facts(problem: Problem, unit: Unit, by, today) -> None:
    """Make the unit's facts those of the problem, all but its rotas and duties."""
    sites, areas = _places(problem, unit)
    competencies = _coded(
        Competency.objects.filter(unit=unit),
        {c.code: {"name": c.name} for c in problem.competencies},
        unit=unit,
    )
    keep_keyed(
        ShiftType.objects.filter(unit=unit),
        ["code"],
        {(shift.code,): _shift_type(shift) for shift in problem.shift_types},
        unit=unit,
    )
    people = _people(problem, unit)
    keys = Keys(sites, areas, competencies, people)
    _needs(problem, keys)
    _travel(problem, unit, keys)
    _person_lists(problem, unit, keys)
    end_logins(list(people.values()), today=today)
    _bank_holidays(problem, unit)
    _dated(problem, unit, keys)
    load_demand(problem, unit, keys.areas, keys.competencies)
    _rules(problem, unit, by)


def _fields(fact, names):
    return tuple(getattr(fact, name) for name in names)


def _coded(rows, wanted, **fixed):
    kept = keep_keyed(rows, ["code"], {(code,): values for code, values in wanted.items()}, **fixed)
    return {code: pk for (code,), pk in kept.items()}


# ── places ──


def _places(problem, unit):
    sites = _coded(
        Site.objects.filter(unit=unit),
        {site.code: {"name": site.name} for site in problem.sites},
        unit=unit,
    )
    areas = keep_keyed(
        Area.objects.filter(site__unit=unit),
        ["site_id", "code"],
        {
            (sites[site.code], area.code): {"name": area.name, "demanding": area.demanding}
            for site in problem.sites
            for area in site.areas
        },
        within=1,
    )
    codes = {pk: code for code, pk in sites.items()}
    return sites, {(codes[site], area): pk for (site, area), pk in areas.items()}


def _needs(problem, keys):
    wanted = {
        keys.areas[site.code, area.code]: [
            (keys.competencies[need.competency], need.least) for need in area.needs
        ]
        for site in problem.sites
        for area in site.areas
    }
    rows = AreaNeed.objects.filter(area__site__in=list(keys.sites.values()))
    keep_lists(rows, "area_id", ["competency_id", "least"], wanted)


def _travel(problem, unit, keys):
    wanted = {}
    for travel in problem.travel:
        ends = keys.sites[travel.from_site], keys.sites[travel.to_site]
        if wanted.setdefault(ends, {"minutes": travel.minutes}) != {"minutes": travel.minutes}:
            raise Unstorable(
                f"The way from {travel.from_site} to {travel.to_site} has two lengths in "
                f"travel_minutes: keep one of them."
            )
    rows = Travel.objects.filter(from_site__unit=unit)
    keep_keyed(rows, ["from_site_id", "to_site_id"], wanted)


def _shift_type(shift):
    values = dict(zip(SHIFT_TYPE, _fields(shift, SHIFT_TYPE), strict=True))
    if shift.breaks is not None:
        values["breaks"] = [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in shift.breaks]
    return values


# ── people ──


def _people(problem, unit):
    wanted = {
        (person.id,): dict(zip(PERSON, _fields(person, PERSON), strict=True))
        | {"justifies_everywhere": person.justifies is None}
        for person in problem.people
    }
    kept = keep_keyed(Person.objects.filter(unit=unit), ["reference"], wanted, unit=unit)
    return {reference: pk for (reference,), pk in kept.items()}


def _person_lists(problem, unit, keys):
    def keep(model, names, listed):
        wanted = {keys.people[person.id]: list(listed(person)) for person in problem.people}
        keep_lists(model.objects.filter(person__unit=unit), "person_id", names, wanted)

    def each(facts, names):
        return [_fields(fact, names) for fact in facts]

    keep(SiteInduction, ["site_id"], lambda p: [(keys.sites[s],) for s in dict.fromkeys(p.sites)])
    keep(Employment, EMPLOYMENT, lambda p: map(_employment, p.employments))
    keep(
        ScopeEntry,
        ["area_id", "starts", "review_due"],
        lambda p: [(keys.areas[s.site, s.area], s.starts, s.review_due) for s in p.scope],
    )
    keep(
        HeldCompetency,
        ["competency_id", "starts", "until"],
        lambda p: [(keys.competencies[h.code], h.starts, h.until) for h in p.competencies],
    )
    keep(Credential, CREDENTIAL, lambda p: each(p.credentials, CREDENTIAL))
    keep(WorkingTimeOptOut, OPT_OUT, lambda p: each(p.opt_outs, OPT_OUT))
    keep(JustifiedPlace, ["site_id", "area_id"], lambda p: map(keys.place, p.justifies or ()))
    keep(AgreedPattern, PATTERN, lambda p: [_pattern(a, keys) for a in p.agreed_patterns])
    keep(StudyPlan, ["weekday", "minutes"], lambda p: each([p.study] * bool(p.study), STUDY))
    _terms(problem, unit, keys)


CREDENTIAL = ["kind", "starts", "until"]
OPT_OUT = ["starts", "until", "withdrawn", "notice_days"]
EMPLOYMENT = ["starts", "until", "band", "role", "weekly_minutes", "days_per_week"]
PATTERN = ["starts", "until", "review_due", "days", "off", "earliest", "latest", "not_areas"]
STUDY = ["weekday", "minutes"]


def _employment(held):
    """SQLite hands back 15 digits of a number: no more are kept, so that none are lost later."""
    days = None if held.days_per_week is None else float(f"{held.days_per_week:.12g}")
    band = "" if held.band is None else str(held.band)
    return held.starts, held.until, band, held.role, held.weekly_minutes, days


def _pattern(pattern, keys):
    away = [keys.areas[place.site, place.area] for place in pattern.not_areas]
    dates = pattern.starts, pattern.until, pattern.review_due
    return *dates, list(pattern.days), pattern.off, pattern.earliest, pattern.latest, away


def _terms(problem, unit, keys):
    plans = dict(StudyPlan.objects.filter(person__unit=unit).values_list("person_id", "pk"))
    wanted = {
        plans[keys.people[person.id]]: list(person.study.terms)
        for person in problem.people
        if person.study
    }
    rows = StudyTerm.objects.filter(plan__person__unit=unit)
    keep_lists(rows, "plan_id", ["starts", "until"], wanted)


# ── facts with dates ──


def _bank_holidays(problem, unit):
    held = set(BankHoliday.objects.filter(unit=unit).values_list("date", flat=True))
    create(
        BankHoliday,
        [{"unit": unit, "date": day} for day in sorted(problem.bank_holidays - held)],
    )
    gone = [d for d in held - problem.bank_holidays if problem.starts <= d <= problem.until]
    if gone:
        BankHoliday.objects.filter(unit=unit, date__in=gone).delete()


def _dated(problem, unit, keys):
    midnights = _midnight(problem, problem.starts), _midnight(problem, problem.until + DAY)

    def keep(model, names, facts, inside, **only):
        people = list(keys.people.values())
        rows = model.objects.filter(person__unit=unit, person__in=people, **only)
        wanted = [(keys.people[fact.person], *_fields(fact, names)) for fact in facts]
        keep_dated(rows, ["person_id", *names], wanted, inside)

    def on_its_dates(name):
        return lambda row: problem.starts <= row[name] <= problem.until

    keep(
        Unavailability,
        ABSENCE,
        problem.unavailable,
        lambda row: row["starts_on"] <= problem.until and row["until"] >= problem.starts,
    )
    keep(
        OtherWork,
        ["employer", "starts", "ends"],
        problem.other_work,
        lambda row: row["starts"] < midnights[1] and row["ends"] > midnights[0],
    )
    keep(CompensatoryRest, REST, problem.compensatory_rest, on_its_dates("for_date"))
    asked = {"state__in": Request.COUNTS}  # what was refused or withdrawn is in no file
    keep(Request, ["date", "wants", "weight"], problem.requests, on_its_dates("date"), **asked)


def _midnight(problem, day):
    return datetime.combine(day, time(0), ZoneInfo(problem.timezone))


# ── what the unit sets, in force from the rota's first day ──


def _rules(problem, unit, by):
    rows = list(RuleSetting.objects.filter(unit=unit).order_by("in_force_from", "id"))
    held = {row.rule: row for row in rows if row.in_force_from <= problem.starts}
    for rule in sorted(set(held) | set(problem.rules)):
        wanted = problem.rules.get(rule, {})
        if (held[rule].parameters if rule in held else {}) != wanted:
            refuse_unstorable(RuleSetting._meta.get_field("parameters"), wanted)
            RuleSetting.objects.create(
                unit=unit,
                rule=rule,
                in_force_from=problem.starts,
                parameters=wanted,
                changed_by=by,
                reason="Loaded from a file",
            )
