"""The rows of what is published, as plain data.

    newest_two(unit=, first=, last=)     -> {monday: newest Release}, {monday: one before}
    duties_of(releases)                  -> {release id: (Told, ...)}               one query
    own_of(person, first, shown, last)   -> what the person is told, who is near    one query

Only the newest release of a week counts; the one before it says what changed.
"""

from collections import defaultdict
from datetime import date
from functools import cache

from django.db.models import Exists, OuterRef, Q, Value

from roster.changes import Told
from roster.facts import moment, nested
from roster.json_rows import Slot, grouped, rows_of, union
from roster.models import Release, ReleasedDuty, RuleSetting
from roster.rules.supervision import SENIOR
from roster.supervised import UNDER
from staff.models import Employment

UNIT, PERSON = Slot("unit"), Slot("person")
FIRST, SHOWN, LAST = map(Slot, ("first", "shown", "last"))
TOLD = [
    "person__reference",
    "date",
    "shift",
    "starts_at",
    "ends_at",
    "site",
    "area",
    "role",
    "break_minutes",
    "additional",
    "supervised_by",
    "supervises",
    "with_whom",
    "work_class",
    "site_name",
    "area_name",
]
NEAR = "person_id person=person__reference date shift starts_at ends_at site area role"


def newest_two(*, unit, first, last) -> tuple[dict, dict]:
    """{monday: newest release} of the weeks from first to last, and {monday: the one before}."""
    found = Release.objects.filter(rota__unit=unit, monday__range=(first, last))
    return _newest_two(found.order_by("id"))


def _newest_two(releases):
    newest, previous = {}, {}
    for release in releases:
        older = newest.get(release.monday)
        if older and older.rota_id == release.rota_id:
            previous[release.monday] = older
        newest[release.monday] = release
    return newest, previous


def own_of(person, first, shown, last):
    """The newest two releases, as newest_two gives them, {release id: the person's duties}, and
    (key of whose, Told) of those who may supervise one who works under others, from the Monday
    `shown` on.
    """
    values = {UNIT: person.unit_id, PERSON: person.pk, FIRST: first, SHOWN: shown, LAST: last}
    found = grouped(rows_of(_own_query(), values))
    releases = [_release(data) for data in found["release"][""]]
    told = {
        release.pk: [_read(person.reference, data) for data in found["told"][str(release.pk)]]
        for release in releases
    }
    near = [(data["person_id"], _near(data)) for data in found["near"][""]]
    return *_newest_two(releases), {key: _in_order(own) for key, own in told.items()}, near


@cache
def _own_query():
    """The releases of a unit's weeks, one person's duties in them, and others' near those."""
    within = {"monday__gte": Value(FIRST), "monday__lte": Value(LAST)}
    releases = Release.objects.filter(rota__unit=Value(UNIT), **within)
    mine = ReleasedDuty.objects.filter(person=Value(PERSON), release__in=releases)
    return union(
        [
            ("release", releases, "", "rota_id monday number at"),
            ("told", mine, "release_id", " ".join(TOLD[1:])),
            ("near", _near_own(releases), "", NEAR),
        ]
    )


def _near_own(releases):
    """Duties of radiographers and radiologists beside those in which a person works under them and
    has nobody named: in the area, or wherever on the site R-04 says that one may supervise from.
    """
    within = {"release__monday__gte": Value(SHOWN), "work_class": "clinical"}
    senior = Employment.objects.filter(person=OuterRef("person"), role__in=SENIOR)
    depends = Employment.objects.filter(person=Value(PERSON), role__in=UNDER)
    wide = RuleSetting.objects.filter(unit=Value(UNIT), rule="R-04", parameters__group="site")
    newer = releases.filter(monday=OuterRef("release__monday"), pk__gt=OuterRef("release"))
    same = {"release": OuterRef("release"), "site": OuterRef("site"), "supervised_by": []}
    time = {"starts_at__lt": OuterRef("ends_at"), "ends_at__gt": OuterRef("starts_at")}
    beside = ReleasedDuty.objects.filter(
        Q(area=OuterRef("area")) | Exists(wide),
        Exists(depends) | Q(role="supernumerary"),
        person=Value(PERSON),
        **same,
        **time,
    )
    clinical = ReleasedDuty.objects.filter(release__in=releases, **within)
    return clinical.filter(~Exists(newer), Exists(beside), Exists(senior))


def _release(data):
    day, at = date.fromisoformat(data["monday"]), moment(data["at"])
    return Release(id=data["id"], rota_id=data["rota_id"], monday=day, number=data["number"], at=at)


def _read(person, data):
    """A duty as told, of its row as JSON."""
    read = data | {name: nested(data[name]) for name in ("supervised_by", "supervises")}
    read |= {"with_whom": nested(data["with_whom"]), "additional": bool(data["additional"])}
    read |= {name: moment(data[name]) for name in ("starts_at", "ends_at")}
    read["date"] = date.fromisoformat(data["date"])
    return told_of(person, *(read[name] for name in TOLD[1:]))


def _near(data):
    """As much of another's duty as says whether they supervise in it."""
    times = moment(data["starts_at"]), moment(data["ends_at"])
    place = data["site"], data["area"], data["role"]
    return Told(data["person"], date.fromisoformat(data["date"]), data["shift"], *times, *place)


def duties_of(releases) -> dict:
    """{release id: its duties, as people were told them, in order of time}."""
    keys = [release.pk for release in releases]
    rows = ReleasedDuty.objects.filter(release__in=keys).values_list("release_id", *TOLD)
    found = defaultdict(list)
    for key, *fields in rows.order_by():
        found[key].append(told_of(*fields))
    return {key: _in_order(found[key]) for key in keys}


def _in_order(duties):
    return tuple(sorted(duties, key=lambda told: told.order))


def told_of(*fields) -> Told:  # in the order of TOLD
    *given, by, supervises, with_whom, work_class, site, area = fields
    return Told(*given, tuple(by), tuple(supervises), tuple(with_whom), work_class, site, area)
