"""From a Problem to the bytes of a rota file: always the same bytes for the same rota.

Keys stand in the order of docs/rotafile.md; what is at its default is left out. Lists keep their
order, duties stand by date, person and start.
"""

import json
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from roster.problem import WEEKDAYS, Problem
from roster.rotafile import settings
from roster.walltime import is_repeated

ALWAYS = ["format", "unit", "starts", "weeks", "sites", "shift_types", "people"]


@dataclass(frozen=True)
class Writer:
    """Writes instants as the wall times of a zone."""

    zone: str

    def moment(self, value):
        """The local wall time, with its offset where, and only where, it comes twice."""
        if value is None:
            return None
        local = value.astimezone(ZoneInfo(self.zone))
        twice = is_repeated(local.date(), local.time().replace(tzinfo=None, fold=0), self.zone)
        return local.isoformat(timespec="minutes")[: 22 if twice else 16]

    def duty(self, duty):
        named = duty.supervised_by
        return _row(
            person=duty.person,
            date=_date(duty.date),
            shift=duty.shift,
            site=duty.site,
            area=duty.area,
            role=None if duty.role == "operator" else duty.role,
            supervised_by=_Kept(named[0] if len(named) == 1 else list(named) or None),
            additional=duty.additional,
            fixed=duty.fixed,
            called=[
                {"starts": self.moment(starts), "ends": self.moment(ends)}
                for starts, ends in duty.called
            ],
            fold=_kept(duty.fold),
        )


class _Kept:
    """A value that is written although it looks like a default: a zero that says something."""

    def __init__(self, value):
        self.value = value


def _kept(value):
    return None if value is None else _Kept(value)


def _row(**values):
    """The keys whose values are not at their default: null, false, zero, empty."""
    row = {key.rstrip("_"): value for key, value in values.items() if value}
    return {key: v.value if isinstance(v, _Kept) else v for key, v in row.items()}


def _date(value):
    return value.isoformat() if value else None


def _time(value):
    return f"{value:%H:%M}" if value else None


def write(problem: Problem) -> bytes:
    writer = Writer(problem.timezone)
    document = {
        key: value for key, value in _document(problem, writer).items() if _said(key, value)
    }
    return (_json(document) + "\n").encode("utf-8")


def _said(key, value):
    return key in ALWAYS or value not in (None, [], {}, "Europe/London")


def _json(document):
    """One line a row of the top lists, so that two files can be compared line by line."""
    parts = []
    for key, value in document.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            text = f"[\n  {rows}\n ]"
        else:
            text = json.dumps(value, ensure_ascii=False)
        parts.append(f" {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}"


def _document(problem, writer):
    return {
        "format": "fairweek-rota/1",
        "unit": problem.unit,
        "starts": _date(problem.starts),
        "weeks": problem.weeks,
        "timezone": problem.timezone,
        "bank_holidays": [_date(day) for day in sorted(problem.bank_holidays)],
        "rules": settings.ordered(problem.rules),
        "sites": [_site(site) for site in problem.sites],
        "travel_minutes": [
            {"from": t.from_site, "to": t.to_site, "minutes": t.minutes} for t in problem.travel
        ],
        "competencies": [{"code": c.code, "name": c.name} for c in problem.competencies],
        "shift_types": [_shift_type(shift) for shift in problem.shift_types],
        "people": [_person(person) for person in problem.people],
        "unavailable": [_unavailability(absence) for absence in problem.unavailable],
        "other_work": [
            {
                "person": work.person,
                "employer": work.employer,
                "starts": writer.moment(work.starts),
                "ends": writer.moment(work.ends),
            }
            for work in problem.other_work
        ],
        "compensatory_rest": [_rest(rest, writer) for rest in problem.compensatory_rest],
        "demand": [_demand(line) for line in problem.demand],
        "requests": [_request(request) for request in problem.requests],
        "duties": _sorted_duties(problem, problem.duties, writer),
        "history": _sorted_duties(problem, problem.history, writer),
    }


def _sorted_duties(problem, duties, writer):
    starts = {shift.code: shift.starts for shift in problem.shift_types}

    def order(duty):
        at = duty.date, duty.person, starts[duty.shift], duty.fold or 0
        return *at, duty.shift, duty.site, duty.area or ""

    return [writer.duty(duty) for duty in sorted(duties, key=order)]


def _site(site):
    areas = [
        {"code": area.code, "name": area.name}
        | _row(
            needs=[{"competency": n.competency, "least": n.least} for n in area.needs],
            demanding=area.demanding,
        )
        for area in site.areas
    ]
    return {"code": site.code, "name": site.name, "areas": areas}


def _shift_type(shift):
    breaks = shift.breaks
    return _row(
        code=shift.code,
        starts=_time(shift.starts),
        ends=_time(shift.ends),
        break_minutes=shift.break_minutes,
        class_=None if shift.work_class == "clinical" else shift.work_class,
        breaks=None
        if breaks is None
        else _Kept([{"starts": _time(a), "ends": _time(b)} for a, b in breaks]),
    )


def _place(place):
    return _row(site=place.site, area=place.area)


def _person(person):
    justifies = person.justifies
    return {
        "id": person.id,
        "name": person.name,
        "sites": list(person.sites),
        "employments": [_employment(held) for held in person.employments],
    } | _row(
        scope=[
            {
                "site": entry.site,
                "area": entry.area,
                "from": _date(entry.starts),
                "review_due": _date(entry.review_due),
            }
            for entry in person.scope
        ],
        competencies=[
            _row(code=held.code, from_=_date(held.starts), until=_date(held.until))
            for held in person.competencies
        ],
        credentials=[
            _row(kind=held.kind, from_=_date(held.starts), until=_date(held.until))
            for held in person.credentials
        ],
        opt_outs=[_opt_out(opt_out) for opt_out in person.opt_outs],
        study=_study(person.study) if person.study else None,
        preceptee_until=_date(person.preceptee_until),
        born=_date(person.born),
        supervises=_kept(person.supervises),
        justifies=None if justifies is None else _Kept([_place(place) for place in justifies]),
        other_work_declared=_date(person.other_work_declared),
        carried_minutes=person.carried_minutes,
        agreed_patterns=[_pattern(pattern) for pattern in person.agreed_patterns],
    )


def _employment(held):
    return _row(
        from_=_date(held.starts),
        until=_date(held.until),
        band=held.band,
        role=held.role,
        weekly_minutes=_Kept(held.weekly_minutes),
        days_per_week=held.days_per_week,
    )


def _opt_out(opt_out):
    return _row(
        from_=_date(opt_out.starts),
        until=_date(opt_out.until),
        withdrawn=_date(opt_out.withdrawn),
        notice_days=_kept(opt_out.notice_days),
    )


def _study(study):
    terms = [{"from": _date(starts), "until": _date(until)} for starts, until in study.terms]
    return _row(weekday=WEEKDAYS[study.weekday], terms=_Kept(terms), minutes=_kept(study.minutes))


def _pattern(pattern):
    days = [WEEKDAYS[day] for day in pattern.days]
    return _row(
        from_=_date(pattern.starts),
        until=_date(pattern.until),
        review_due=_date(pattern.review_due),
        days=None if tuple(days) == WEEKDAYS else _Kept(days),
        off=pattern.off,
        earliest=_time(pattern.earliest),
        latest=_time(pattern.latest),
        not_areas=[_place(place) for place in pattern.not_areas],
    )


def _unavailability(absence):
    return _row(
        person=absence.person,
        kind=absence.kind,
        from_=_date(absence.starts_on),
        until=_date(absence.until),
        starts=_time(absence.starts),
        ends=_time(absence.ends),
        paid_minutes=_kept(absence.paid_minutes),
    )


def _rest(rest, writer):
    return _row(
        person=rest.person,
        rule=rest.rule,
        for_=_date(rest.for_date),
        starts=writer.moment(rest.starts),
        ends=writer.moment(rest.ends),
        reason=rest.reason,
    )


def _demand(line):
    return _row(
        site=line.site,
        area=line.area,
        days=_Kept(list(line.days)),
        starts=_time(line.starts),
        ends=_time(line.ends),
        role=line.role,
        competency=line.competency,
        least=_Kept(line.least),
        ideal=_kept(line.ideal),
        critical=line.critical,
    )


def _request(request):
    return _row(
        person=request.person,
        date=_date(request.date),
        wants=request.wants,
        weight=None if request.weight == 1 else request.weight,
    )
