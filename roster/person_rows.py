"""What is known of people, as plain data, from the rows of facts (see facts.facts_of)."""

from datetime import date, timedelta

from roster import problem as plain
from roster.facts import day, moment, nested, truth, wall_time


def people_of(facts) -> dict:
    """The fields of a Problem that tell of its people."""
    places = {
        row["id"]: plain.Place(site, row["code"])
        for site, rows in facts["area"].items()
        for row in rows
    }
    people = sorted(
        facts["person"].items(), key=lambda item: (item[1][0]["position"], item[1][0]["id"])
    )
    return {
        "people": tuple(_person(reference, rows[0], facts, places) for reference, rows in people),
        "unavailable": _each(facts["absent"], _absence),
        "other_work": _each(facts["other"], _other_work),
        "compensatory_rest": _each(facts["rest"], _compensatory_rest),
        "exemptions": _each(facts["exempt"], _exemption),
        "requests": _each(facts["request"], _request),
        "leave_asked": _each(facts["leave"], _leave_asked),
    }


def _each(owners, read):
    """The rows of all owners, in the order they were entered."""
    rows = [(row["id"], read(owner, row)) for owner, rows in owners.items() for row in rows]
    return tuple(value for _, value in sorted(rows, key=lambda pair: pair[0]))


def _person(reference, row, facts, places):
    def each(kind, read):
        return tuple(read(fact) for fact in facts[kind][reference])

    return plain.Person(
        id=reference,
        name=row["name"],
        sites=each("induction", lambda fact: fact["site"]),
        employments=each("employment", _employment),
        scope=each("scope", _scope),
        competencies=each("held", _held),
        credentials=each("credential", _credential),
        opt_outs=each("opt_out", _opt_out),
        study=_study(facts["study"][reference], facts["term"][reference]),
        preceptee_until=day(row["preceptee_until"]),
        born=day(row["born"]),
        supervises=truth(row["supervises"]),
        justifies=None if truth(row["justifies_everywhere"]) else each("justifies", _place),
        other_work_declared=day(row["other_work_declared"]),
        carried_minutes=row["carried_minutes"],
        agreed_patterns=each("pattern", lambda fact: _pattern(fact, places)),
    )


def _employment(fact):
    return plain.Employment(
        starts=day(fact["starts"]),
        until=day(fact["until"]),
        band=band_of(fact["band"]),
        role=fact["role"],
        weekly_minutes=fact["weekly_minutes"],
        days_per_week=_whole(fact["days_per_week"]),
    )


def band_of(text):
    """4 for "4", "8a" for "8a", null for a blank one: not on Agenda for Change."""
    return int(text) if text.isdecimal() else text or None


def _whole(number):
    return int(number) if number is not None and number == int(number) else number


def _scope(fact):
    return plain.ScopeEntry(
        fact["site"], fact["area"], day(fact["starts"]), day(fact["review_due"])
    )


def _held(fact):
    return plain.HeldCompetency(fact["code"], day(fact["starts"]), day(fact["until"]))


def _credential(fact):
    return plain.Credential(fact["kind"], day(fact["until"]), day(fact["starts"]))


def _opt_out(fact):
    return plain.OptOut(
        day(fact["starts"]), day(fact["until"]), day(fact["withdrawn"]), fact["notice_days"]
    )


def _place(fact):
    return plain.Place(fact["site"], fact["area"])


def _study(plans, terms):
    if not plans:
        return None
    spans = tuple((day(term["starts"]), day(term["until"])) for term in terms)
    return plain.StudyPlan(plans[0]["weekday"], spans, plans[0]["minutes"])


def _pattern(fact, places):
    return plain.AgreedPattern(
        starts=day(fact["starts"]),
        until=day(fact["until"]),
        review_due=day(fact["review_due"]),
        days=tuple(nested(fact["days"])),
        off=truth(fact["off"]),
        earliest=wall_time(fact["earliest"]),
        latest=wall_time(fact["latest"]),
        not_areas=tuple(places[key] for key in nested(fact["not_areas"])),
    )


def _absence(owner, row):
    return plain.Unavailability(
        person=owner,
        kind=row["kind"],
        starts_on=day(row["starts_on"]),
        until=day(row["until"]),
        starts=wall_time(row["starts"]),
        ends=wall_time(row["ends"]),
        paid_minutes=row["paid_minutes"],
    )


def _other_work(owner, row):
    return plain.OtherWork(owner, row["employer"], moment(row["starts"]), moment(row["ends"]))


def _compensatory_rest(owner, row):
    return plain.CompensatoryRest(
        owner,
        row["rule"],
        day(row["for_date"]),
        moment(row["starts"]),
        moment(row["ends"]),
        row["reason"],
    )


def _exemption(owner, row):
    """One that was ended before it began holds on no date."""
    ended = day(row["ended_from"])
    until = min(day(row["review_by"]), ended - timedelta(days=1) if ended else date.max)
    return plain.Exemption(owner, row["rule"], day(row["starts"]), until)


def _request(owner, row):
    return plain.Request(owner, day(row["date"]), row["wants"], row["weight"])


def _leave_asked(owner, row):
    return _absence(owner, {"kind": "AL", "paid_minutes": None} | row)
