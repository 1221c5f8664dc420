"""The demonstration: a made-up department around today, its logins, and its first week published.

    load_demo(data=, today=)    -> the Rota, or null when it is there already

`data` is a rota file (demo/ixf.json). Everything is done as people would do it: the manager plans,
two people approve, and the week is published seven weeks ahead; so its messages are written, and
later sent, like any others. Raises DemonstrationRefused where a demonstration has no place.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from govuk_bank_holidays.bank_holidays import BankHolidays

from roster.approving import approve_week, submit_week
from roster.loading import load_rota
from roster.locking import Refused
from roster.problem import HISTORY_WEEKS
from roster.publishing import preview_release, publish_week
from roster.rotafile.moving import closed, moved
from sites.models import Membership, Unit, User
from staff.models import HeldCompetency, Person, ScopeEntry

PASSWORD = "fairweek-demo"  # known to everybody, so never where others can come
DOMAIN = "fairweek.example"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LONDON = ZoneInfo("Europe/London")
SPAN = timedelta(weeks=HISTORY_WEEKS)  # before the first week and after it
Role = Membership.Role


class DemonstrationRefused(Refused):
    """This is no place for a demonstration; nothing was changed."""


@dataclass(frozen=True)
class Login:
    """Who may sign in, as what; `person` is the reference of the person it belongs to, or blank."""

    email: str
    words: str
    role: str
    person: str = ""
    stage: str = ""


LOGINS = (
    Login(f"manager@{DOMAIN}", "Rota manager", Role.ROTA_MANAGER, "meera-pillai"),
    Login(
        f"ixf@{DOMAIN}",
        "IXF manager, approves first",
        Role.APPROVER,
        "adrian-lowe",
        "ixf_manager",
    ),
    Login(
        f"operations@{DOMAIN}",
        "Operations manager, approves second",
        Role.APPROVER,
        "helen-strand",
        "operations_manager",
    ),
    Login(f"assistant@{DOMAIN}", "Assistant practitioner", Role.STAFF, "asha-kulkarni"),
    Login(f"radiographer@{DOMAIN}", "Radiographer", Role.STAFF, "fatima-el-sayed"),
    Login(f"viewer@{DOMAIN}", "Viewer", Role.VIEWER),
    Login(f"administrator@{DOMAIN}", "Administrator", Role.ADMINISTRATOR),
)
UNIT_NAME = "Interventional, X-ray & Fluoroscopy"
SHIFT_NAMES = {
    "E": "Early",
    "D": "Day",
    "L": "Late",
    "LD": "Long day",
    "SH": "Short",
    "AD": "Office day",
    "SD": "Study day",
    "TD": "Training day",
}
CHIEF, ABOVE = "adrian-lowe", "helen-strand"  # the IXF manager, the operations manager
WITHOUT_ADDRESS = "colin-sedge"  # so that the Outbox has somebody to name


def load_demo(*, data: bytes, today: date):
    """Fill an empty database so that the present week is published and two drafts follow it."""
    _refuse_a_real_installation()
    with transaction.atomic():
        if User.objects.filter(email=LOGINS[0].email).exists():
            return None
        _refuse_a_database_in_use()
        problem, holidays = around(data, today)
        rota, logins = _load(problem)
        _name(rota.unit, holidays)
        _introduce(rota.unit, logins)
        _sign(rota.unit)
        _publish(rota, logins)
    rota.refresh_from_db()
    return rota


def _refuse_a_real_installation():
    if urlsplit(settings.BASE_URL).hostname not in LOOPBACK:
        raise DemonstrationRefused(
            f"The demonstration has passwords that everybody knows, so it is loaded only where "
            f"FAIRWEEK_BASE_URL is http://localhost. Here it is {settings.BASE_URL}."
        )


def _refuse_a_database_in_use():
    if Unit.objects.exists() or User.objects.exists():
        raise DemonstrationRefused(
            "This database holds units or logins already. The demonstration is loaded only into "
            "an empty one: set FAIRWEEK_DATA or DATABASE_URL to another."
        )


def around(data: bytes, today: date):
    """(rota of the file, {bank holiday: name}), its first week being the one that today is in."""
    monday = today - timedelta(days=today.weekday())
    holidays = bank_holidays(monday - SPAN, monday + SPAN)
    return closed(moved(data, monday), holidays), holidays


def bank_holidays(first: date, last: date) -> dict[date, str]:
    """{date: name} of England's bank holidays, as the installed list of GOV.UK has them."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
    return {h["date"]: h["title"] for h in listed if first <= h["date"] <= last}


def _load(problem):
    """(rota, {login: user}): planned by the manager."""
    unit = Unit.objects.create(code=problem.unit, name=UNIT_NAME, reply_to=f"ixf-rota@{DOMAIN}")
    password = make_password(PASSWORD)  # slow on purpose, so once for all
    logins = {login: _user(login, unit, password) for login in LOGINS}
    planned = _days_ahead(56, problem.starts)
    return load_rota(problem, by=logins[LOGINS[0]], now=planned), logins


def _user(login, unit, password):
    user = User.objects.create(email=login.email, name=login.words, password=password)
    Membership.objects.create(user=user, unit=unit, role=login.role, stage=login.stage)
    return user


def _days_ahead(days, monday):
    """Half past nine in the morning so many days before a week begins."""
    return datetime.combine(monday - timedelta(days=days), time(9, 30), LONDON)


def _name(unit, holidays):
    """What a rota file has no place for."""
    for code, name in SHIFT_NAMES.items():
        unit.shift_types.filter(code=code).update(name=name)
    for day, name in holidays.items():
        unit.bank_holidays.filter(date=day).update(name=name)


def _introduce(unit, logins):
    """Contacts of the people, and the login's own person. Ofcom keeps these numbers for fiction."""
    people = list(Person.objects.filter(unit=unit))
    users = {login.person: user for login, user in logins.items() if login.person}
    for person in people:
        person.user = users.get(person.reference)
        if person.user:
            person.user.name, person.email = person.name, person.user.email
        elif person.reference != WITHOUT_ADDRESS:
            person.email = f"{person.reference}@{DOMAIN}"
        person.telephone = f"020 7946 0{person.position:03}"
    _place_in_line({person.reference: person for person in people})
    written = ["user", "email", "telephone", "reports_to", "responsible_to"]
    Person.objects.bulk_update(people, written)
    User.objects.bulk_update(users.values(), ["name"])


def _place_in_line(people):
    """Everybody reports to the IXF manager and is responsible to the operations manager."""
    chief, above = people[CHIEF], people[ABOVE]
    for person in people.values():
        if person != above:
            person.reports_to = above if person == chief else chief
            person.responsible_to = above


def _sign(unit):
    """Who signed the scopes and competencies off: a rota file does not say."""
    chief = unit.people.get(reference=CHIEF)
    for signed in (ScopeEntry, HeldCompetency):
        signed.objects.filter(person__unit=unit).update(signed_off_by=chief.name)


def _publish(rota, logins):
    manager, first, second = (logins[login] for login in LOGINS[:3])
    week, monday = rota.rota_weeks.get(monday=rota.starts), rota.starts
    submit_week(week=week, by=manager, now=_days_ahead(49, monday))
    approve_week(week=week, by=first, now=_days_ahead(48, monday))
    week = approve_week(week=week, by=second, now=_days_ahead(47, monday))
    now = _days_ahead(46, monday)
    seen = preview_release(week, now.date()).sequence
    publish_week(week=week, by=manager, now=now, seen_sequence=seen)
