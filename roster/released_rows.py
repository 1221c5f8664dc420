"""The rows of what is published, as plain data.

    newest_two(unit=, first=, last=)     -> {monday: newest Release}, {monday: one before}
    duties_of(releases)                  -> {release id: (Told, ...)}               one query
    told_to_come(rotas, today)           -> frozenset of (person, date, shift, site, area)
    own_of(person, first, shown, last)   -> what the person is told, who is near    one query, or
                                            two where they work under others

Only the newest release of a week counts; the one before it says what changed.
"""

from collections import defaultdict
from datetime import date
from functools import cache

from django.db.models import Exists, Max, OuterRef, Q, Value

from roster.changes import Told
from roster.facts import moment, nested
from roster.json_rows import Slot, grouped, rows_of, union
from roster.models import Release, ReleasedDuty, RuleSetting
from roster.rules.supervision import SENIOR
from roster.supervised import UNDER, There
from staff.models import Employment

UNIT, PERSON = Slot("unit"), Slot("person")
FIRST, LAST = Slot("first"), Slot("last")
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
NEAR = "person_id person=person__reference date starts_at ends_at site area role"


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


def told_to_come(rotas, today) -> frozenset:
    """Of the duties after today, what the newest release of each week tells (see trading.key)."""
    newest = Release.objects.filter(rota__in=rotas).values("rota", "monday")
    newest = newest.annotate(last=Max("pk")).values("last")
    told = ReleasedDuty.objects.filter(release__in=newest, date__gt=today)
    return frozenset(told.values_list("person__reference", "date", "shift", "site", "area"))


def own_of(person, first, shown, last):
    """The newest two releases, as newest_two gives them, {release id: the person's duties}, and
    (key of whose, There) of those who may supervise one who works under others, from the Monday
    `shown` on.
    """
    values = {UNIT: person.unit_id, PERSON: person.pk, FIRST: first, LAST: last}
    found = grouped(rows_of(_own_query(), values))
    releases = [_release(data) for data in found["release"][""]]
    rows = {release.pk: found["told"][str(release.pk)] for release in releases}
    told = {key: _in_order(_read(person.reference, row) for row in rows[key]) for key in rows}
    newest, previous = _newest_two(releases)
    keys = [release.pk for monday, release in newest.items() if monday >= shown]
    depends = any(_depends(duty, found["under"]) for key in keys for duty in told[key])
    return newest, previous, told, _near_of(person, keys) if depends else []


@cache
def _own_query():
    """The releases of a unit's weeks, one person's duties in them, their posts under others."""
    within = {"monday__gte": Value(FIRST), "monday__lte": Value(LAST)}
    releases = Release.objects.filter(rota__unit=Value(UNIT), **within)
    mine = ReleasedDuty.objects.filter(person=Value(PERSON), release__in=releases)
    return union(
        [
            ("release", releases, "", "rota_id monday number at"),
            ("told", mine, "release_id", " ".join(TOLD[1:])),
            ("under", _posts_under_others(), "", "role"),
        ]
    )


def _posts_under_others():
    return Employment.objects.filter(person=Value(PERSON), role__in=UNDER)


def _depends(told, under):
    """Whether its person may work under somebody in a duty in which nobody is named."""
    is_open = told.work_class == "clinical" and not told.supervised_by
    return is_open and bool(under or told.role == "supernumerary")


def _near_of(person, keys):
    slots = [Slot(f"release {number}") for number in range(len(keys))]
    values = {UNIT: person.unit_id, PERSON: person.pk} | dict(zip(slots, keys, strict=True))
    found = grouped(rows_of(_near_query(len(keys)), values))
    return [(data["person_id"], _near(data)) for data in found["near"][""]]


@cache
def _near_query(count):
    """Duties of radiographers and radiologists in so many releases beside those in which a person
    works under them and has nobody named: in the area, or wherever on the site R-04 says that one
    may supervise from.
    """
    releases = [Value(Slot(f"release {number}")) for number in range(count)]
    senior = Employment.objects.filter(person=OuterRef("person"), role__in=SENIOR)
    wide = RuleSetting.objects.filter(unit=Value(UNIT), rule="R-04", parameters__group="site")
    same = {"release": OuterRef("release"), "site": OuterRef("site"), "supervised_by": []}
    time = {"starts_at__lt": OuterRef("ends_at"), "ends_at__gt": OuterRef("starts_at")}
    beside = ReleasedDuty.objects.filter(
        Q(area=OuterRef("area")) | Exists(wide),
        Exists(_posts_under_others()) | Q(role="supernumerary"),
        person=Value(PERSON),
        **same,
        **time,
    )
    clinical = ReleasedDuty.objects.filter(release__pk__in=releases, work_class="clinical")
    return union([("near", clinical.filter(Exists(beside), Exists(senior)), "", NEAR)])


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
    on, starts, ends = data["date"], data["starts_at"], data["ends_at"]
    times = date.fromisoformat(on), moment(starts), moment(ends)
    return There(data["person"], *times, data["site"], data["area"], data["role"])


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
