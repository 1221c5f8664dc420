"""Faults that a schema cannot see: no such date, references to nothing, spans upside down."""

import itertools
from datetime import date, time, timedelta

from roster.problem import HISTORY_WEEKS
from roster.rotafile import dates, settings
from roster.rotafile.dates import clock, day, moment, zone_of
from roster.rotafile.faults import quoted
from roster.walltime import is_missing, is_repeated


def faults(document):
    """(place, sentence) of everything that is wrong with a document of the schema's form."""
    found = list(dates.faults(document))
    if found:
        yield from found
        return
    for section in (_head, _codes, _rules, _people, _shift_types, _places, _absences, _plan):
        yield from section(document)
    yield from _duties(document)


# ── codes and references ──


def _rows(document, key):
    return document.get(key, [])


def _known(document):
    sites = {site["code"]: {area["code"] for area in site["areas"]} for site in document["sites"]}
    return {
        "sites": sites,
        "people": {person["id"] for person in document["people"]},
        "shifts": {shift["code"]: shift for shift in document["shift_types"]},
        "competencies": {c["code"] for c in _rows(document, "competencies")},
    }


def _head(document):
    if day(document["starts"]).weekday() != 0:
        yield "starts", f"{quoted(document['starts'])} is no Monday"


def _codes(document):
    lists = [("sites", "code"), ("shift_types", "code"), ("competencies", "code"), ("people", "id")]
    for name, key in lists:
        yield from _twice(name, [row[key] for row in _rows(document, name)], key)
    for number, site in enumerate(document["sites"]):
        codes = [area["code"] for area in site["areas"]]
        yield from _twice(f"sites[{number}].areas", codes, "code")


def _twice(place, codes, key):
    taken = set()
    for number, code in enumerate(codes):
        if code in taken:
            yield f"{place}[{number}].{key}", f"{quoted(code)} is taken already"
        taken.add(code)


def _rules(document):
    return settings.faults(document.get("rules", {}), _known(document)["sites"])


def _site_fault(place, known, code):
    if code not in known["sites"]:
        yield f"{place}.site", f"unknown site {quoted(code)}"


def _place_faults(place, known, row):
    """A site, and an area of that site where one is named."""
    yield from _site_fault(place, known, row["site"])
    area = row.get("area")
    if area is not None and area not in known["sites"].get(row["site"], {area}):
        yield f"{place}.area", f"unknown area {quoted(area)} of site {quoted(row['site'])}"


def _reference(place, code, among, what):
    if code not in among:
        yield place, f"unknown {what} {quoted(code)}"


def _places(document):
    known = _known(document)
    for n, site in enumerate(document["sites"]):
        for m, area in enumerate(site["areas"]):
            for k, need in enumerate(area.get("needs", [])):
                place = f"sites[{n}].areas[{m}].needs[{k}].competency"
                yield from _reference(
                    place, need["competency"], known["competencies"], "competency"
                )
    for n, travel in enumerate(_rows(document, "travel_minutes")):
        for end in ("from", "to"):
            yield from _reference(f"travel_minutes[{n}].{end}", travel[end], known["sites"], "site")


# ── people ──


def _span_fault(place, row, first="from", last="until"):
    starts, ends = row.get(first), row.get(last)
    if starts and ends and day(ends) < day(starts):
        yield f"{place}.{last}", f"{quoted(ends)} is before {first} {quoted(starts)}"


def _people(document):
    known = _known(document)
    for number, person in enumerate(document["people"]):
        place = f"people[{number}]"
        for n, code in enumerate(person["sites"]):
            yield from _reference(f"{place}.sites[{n}]", code, known["sites"], "site")
        yield from _employments(place, person["employments"])
        yield from _signed(place, person, known)
        yield from _dated(place, person)


def _employments(place, rows):
    spans = []
    for number, row in enumerate(rows):
        yield from _span_fault(f"{place}.employments[{number}]", row)
        until = day(row["until"]) if row.get("until") else date.max
        spans.append((day(row["from"]), until, number))
    for (_, until, first), (starts, _, second) in itertools.pairwise(sorted(spans)):
        if starts <= until:
            here = f"{place}.employments[{max(first, second)}].from"
            yield here, f"overlaps with employments[{min(first, second)}]: one at a time"


def _signed(place, person, known):
    for n, entry in enumerate(person.get("scope", [])):
        here = f"{place}.scope[{n}]"
        yield from _place_faults(here, known, entry)
        yield from _review_fault(here, entry)
    for n, held in enumerate(person.get("competencies", [])):
        here = f"{place}.competencies[{n}]"
        yield from _reference(f"{here}.code", held["code"], known["competencies"], "competency")
        yield from _span_fault(here, held)
    for n, justified in enumerate(person.get("justifies") or []):
        yield from _place_faults(f"{place}.justifies[{n}]", known, justified)
    for n, pattern in enumerate(person.get("agreed_patterns", [])):
        yield from _review_fault(f"{place}.agreed_patterns[{n}]", pattern)
        for m, away in enumerate(pattern.get("not_areas", [])):
            yield from _place_faults(f"{place}.agreed_patterns[{n}].not_areas[{m}]", known, away)


def _review_fault(place, row):
    due = row.get("review_due")
    if due and day(due) <= day(row["from"]):
        yield f"{place}.review_due", f"{quoted(due)} is not after from {quoted(row['from'])}"


def _dated(place, person):
    for name in ("credentials", "opt_outs", "agreed_patterns"):
        for n, row in enumerate(person.get(name, [])):
            yield from _span_fault(f"{place}.{name}[{n}]", row)
    for n, term in enumerate((person.get("study") or {}).get("terms", [])):
        yield from _span_fault(f"{place}.study.terms[{n}]", term)


# ── shift types and what is planned ──


def _shift_types(document):
    for number, shift in enumerate(document["shift_types"]):
        place = f"shift_types[{number}]"
        starts, ends = clock(shift["starts"]), clock(shift["ends"])
        if starts == ends:
            yield f"{place}.ends", "the shift has no length"
            continue
        length = (ends - starts) % 1440
        if shift.get("break_minutes", 0) >= length:
            yield f"{place}.break_minutes", "the break is not shorter than the shift"
        for n, rest in enumerate(shift.get("breaks") or []):
            yield from _break(f"{place}.breaks[{n}]", rest, starts, length)


def _break(place, rest, starts, length):
    begins = (clock(rest["starts"]) - starts) % 1440
    ends = (clock(rest["ends"]) - starts) % 1440
    if not begins < ends <= length:
        yield place, "the break does not lie inside the shift"


def _absences(document):
    people = _known(document)["people"]
    for n, row in enumerate(_rows(document, "unavailable")):
        place = f"unavailable[{n}]"
        yield from _reference(f"{place}.person", row["person"], people, "person")
        yield from _span_fault(place, row)
        yield from _hours(place, row)
    for n, row in enumerate(_rows(document, "other_work")):
        yield from _reference(f"other_work[{n}].person", row["person"], people, "person")
        yield from _moments(f"other_work[{n}]", row, zone_of(document))
    for n, row in enumerate(_rows(document, "compensatory_rest")):
        place = f"compensatory_rest[{n}]"
        yield from _reference(f"{place}.person", row["person"], people, "person")
        yield from _pair(place, row)
        if row.get("starts") and row.get("ends"):
            yield from _moments(place, row, zone_of(document))


def _pair(place, row):
    starts, ends = row.get("starts"), row.get("ends")
    if (starts is None) != (ends is None):
        missing = "ends" if ends is None else "starts"
        yield f"{place}.{missing}", "starts and ends go together: give both or neither"


def _hours(place, row):
    yield from _pair(place, row)
    starts, ends = row.get("starts"), row.get("ends")
    if starts and ends and clock(ends) <= clock(starts):
        yield f"{place}.ends", f"{quoted(ends)} is not after starts {quoted(starts)}"


def _moments(place, row, zone):
    if moment(row["ends"], zone).timestamp() <= moment(row["starts"], zone).timestamp():
        yield f"{place}.ends", f"{quoted(row['ends'])} is not after starts {quoted(row['starts'])}"


def _plan(document):
    known = _known(document)
    for n, line in enumerate(_rows(document, "demand")):
        place = f"demand[{n}]"
        yield from _place_faults(place, known, line)
        if line.get("competency") is not None:
            here = f"{place}.competency"
            yield from _reference(here, line["competency"], known["competencies"], "competency")
        if line["starts"] == line["ends"]:
            yield f"{place}.ends", "the line of demand has no length"
        if line.get("ideal") is not None and line["ideal"] < line["least"]:
            yield f"{place}.ideal", f"{line['ideal']} is below least {line['least']}"
    for n, request in enumerate(_rows(document, "requests")):
        place, wants = f"requests[{n}]", request["wants"]
        yield from _reference(f"{place}.person", request["person"], known["people"], "person")
        if wants not in ("off", "on") and wants not in known["shifts"]:
            yield f"{place}.wants", f"{quoted(wants)} must be off, on or a shift type"


def _duties(document):
    known, zone = _known(document), zone_of(document)
    starts = day(document["starts"])
    ends = starts + timedelta(weeks=document["weeks"])
    first = starts - timedelta(weeks=HISTORY_WEEKS)
    spans = {
        "duties": (starts, ends, "outside the rota's dates"),
        "history": (first, starts, f"not within the {HISTORY_WEEKS} weeks before starts"),
    }
    for name, (begin, end, said) in spans.items():
        for number, duty in enumerate(_rows(document, name)):
            place = f"{name}[{number}]"
            if not begin <= day(duty["date"]) < end:
                yield f"{place}.date", f"{quoted(duty['date'])} is {said}"
            yield from _duty(place, duty, known, zone)


def _duty(place, duty, known, zone):
    yield from _reference(f"{place}.person", duty["person"], known["people"], "person")
    yield from _reference(f"{place}.shift", duty["shift"], known["shifts"], "shift type")
    yield from _place_faults(place, known, duty)
    yield from _supervisors(f"{place}.supervised_by", duty.get("supervised_by") or [], known)
    for number, call in enumerate(duty.get("called", [])):
        yield from _moments(f"{place}.called[{number}]", call, zone)
    if duty["shift"] in known["shifts"]:
        yield from _duty_times(place, duty, known["shifts"][duty["shift"]], zone)


def _supervisors(place, named, known):
    if isinstance(named, str):
        yield from _reference(place, named, known["people"], "person")
        return
    for number, code in enumerate(named):
        yield from _reference(f"{place}[{number}]", code, known["people"], "person")


def _duty_times(place, duty, shift, zone):
    if shift.get("class", "clinical") == "clinical" and duty.get("area") is None:
        yield f"{place}.area", "clinical work needs an area"
    starts, ends = time.fromisoformat(shift["starts"]), time.fromisoformat(shift["ends"])
    on = day(duty["date"])
    last = on + timedelta(days=1) if ends < starts else on
    for date_, at in ((on, starts), (last, ends)):
        if is_missing(date_, at, zone):
            yield f"{place}.date", f"{at:%H:%M} does not exist on {date_}: the clocks skip it"
        elif is_repeated(date_, at, zone) and duty.get("fold") is None:
            yield f"{place}.fold", f"{at:%H:%M} comes twice on {date_}: say 0 or 1"
