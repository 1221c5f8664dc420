"""From the bytes of a rota file to a Problem."""

from datetime import UTC, time

from roster import problem as plain
from roster.problem import WEEKDAYS, Problem
from roster.rotafile.dates import day, moment, zone_of
from roster.rotafile.faults import refuse
from roster.rotafile.meaning import faults
from roster.rotafile.parsing import parse


def read(data: bytes) -> Problem:
    """The rota in the file. Raises Unreadable with a line for each fault."""
    document = parse(data)
    refuse(faults(document))
    return _problem(document)


def _day(text):
    return day(text) if text else None


def _time(text):
    return time.fromisoformat(text) if text else None


def _each(rows, build):
    return tuple(build(row) for row in rows)


def _problem(document):
    def moments(text):
        return moment(text, zone_of(document)).astimezone(UTC) if text else None

    def duty(row):
        return _duty(row, moments)

    return Problem(
        unit=document["unit"],
        starts=_day(document["starts"]),
        weeks=document["weeks"],
        timezone=zone_of(document),
        bank_holidays=frozenset(map(_day, document.get("bank_holidays", []))),
        rules=document.get("rules", {}),
        sites=_each(document["sites"], _site),
        travel=_each(document.get("travel_minutes", []), _travel),
        competencies=_each(
            document.get("competencies", []), lambda row: plain.Competency(row["code"], row["name"])
        ),
        shift_types=_each(document["shift_types"], _shift_type),
        people=_each(document["people"], _person),
        unavailable=_each(document.get("unavailable", []), _unavailability),
        other_work=_each(
            document.get("other_work", []),
            lambda row: plain.OtherWork(
                row["person"], row["employer"], moments(row["starts"]), moments(row["ends"])
            ),
        ),
        compensatory_rest=_each(
            document.get("compensatory_rest", []),
            lambda row: plain.CompensatoryRest(
                row["person"],
                row["rule"],
                _day(row["for"]),
                moments(row.get("starts")),
                moments(row.get("ends")),
                row.get("reason") or "",
            ),
        ),
        demand=_each(document.get("demand", []), _demand),
        requests=_each(document.get("requests", []), _request),
        duties=_each(document.get("duties", []), duty),
        history=_each(document.get("history", []), duty),
    )


def _site(row):
    return plain.Site(row["code"], row["name"], _each(row["areas"], _area))


def _area(row):
    needs = _each(row.get("needs", []), lambda n: plain.Need(n["competency"], n["least"]))
    return plain.Area(row["code"], row["name"], needs, row.get("demanding", False))


def _travel(row):
    return plain.Travel(row["from"], row["to"], row["minutes"])


def _shift_type(row):
    breaks = row.get("breaks")
    return plain.ShiftType(
        row["code"],
        _time(row["starts"]),
        _time(row["ends"]),
        row.get("break_minutes", 0),
        row.get("class", "clinical"),
        None if breaks is None else _each(breaks, lambda b: (_time(b["starts"]), _time(b["ends"]))),
    )


def _person(row):
    study, justifies = row.get("study"), row.get("justifies")
    return plain.Person(
        id=row["id"],
        name=row["name"],
        sites=tuple(row["sites"]),
        employments=_each(row["employments"], _employment),
        scope=_each(row.get("scope", []), _scope),
        competencies=_each(row.get("competencies", []), _held),
        credentials=_each(row.get("credentials", []), _credential),
        opt_outs=_each(row.get("opt_outs", []), _opt_out),
        study=None if study is None else _study(study),
        preceptee_until=_day(row.get("preceptee_until")),
        born=_day(row.get("born")),
        supervises=row.get("supervises"),
        justifies=None if justifies is None else _each(justifies, _place),
        other_work_declared=_day(row.get("other_work_declared")),
        carried_minutes=row.get("carried_minutes", 0),
        agreed_patterns=_each(row.get("agreed_patterns", []), _pattern),
    )


def _employment(row):
    return plain.Employment(
        starts=_day(row["from"]),
        until=_day(row.get("until")),
        band=row.get("band"),
        role=row["role"],
        weekly_minutes=row["weekly_minutes"],
        days_per_week=row.get("days_per_week"),
    )


def _scope(row):
    return plain.ScopeEntry(row["site"], row["area"], _day(row["from"]), _day(row["review_due"]))


def _held(row):
    return plain.HeldCompetency(row["code"], _day(row["from"]), _day(row.get("until")))


def _credential(row):
    return plain.Credential(row["kind"], _day(row["until"]), _day(row.get("from")))


def _opt_out(row):
    return plain.OptOut(
        _day(row["from"]),
        _day(row.get("until")),
        _day(row.get("withdrawn")),
        row.get("notice_days"),
    )


def _study(row):
    return plain.StudyPlan(
        WEEKDAYS.index(row["weekday"]),
        _each(row.get("terms", []), lambda term: (_day(term["from"]), _day(term["until"]))),
        row.get("minutes"),
    )


def _place(row):
    return plain.Place(row["site"], row.get("area"))


def _pattern(row):
    return plain.AgreedPattern(
        starts=_day(row["from"]),
        until=_day(row.get("until")),
        review_due=_day(row.get("review_due")),
        days=_each(row.get("days", WEEKDAYS), WEEKDAYS.index),
        off=row.get("off", False),
        earliest=_time(row.get("earliest")),
        latest=_time(row.get("latest")),
        not_areas=_each(row.get("not_areas", []), _place),
    )


def _unavailability(row):
    return plain.Unavailability(
        person=row["person"],
        kind=row["kind"],
        starts_on=_day(row["from"]),
        until=_day(row["until"]),
        starts=_time(row.get("starts")),
        ends=_time(row.get("ends")),
        paid_minutes=row.get("paid_minutes"),
    )


def _demand(row):
    return plain.Demand(
        site=row["site"],
        area=row["area"],
        days=tuple(row["days"]),
        starts=_time(row["starts"]),
        ends=_time(row["ends"]),
        role=row["role"],
        least=row["least"],
        ideal=row.get("ideal"),
        competency=row.get("competency"),
        critical=row.get("critical", False),
    )


def _request(row):
    return plain.Request(row["person"], _day(row["date"]), row["wants"], row.get("weight", 1))


def _duty(row, moments):
    named = row.get("supervised_by") or ()
    return plain.Duty(
        person=row["person"],
        date=_day(row["date"]),
        shift=row["shift"],
        site=row["site"],
        area=row.get("area"),
        role=row.get("role", "operator"),
        supervised_by=(named,) if isinstance(named, str) else tuple(named),
        additional=row.get("additional", False),
        fixed=row.get("fixed", False),
        called=_each(
            row.get("called", []), lambda call: (moments(call["starts"]), moments(call["ends"]))
        ),
        fold=row.get("fold"),
    )
