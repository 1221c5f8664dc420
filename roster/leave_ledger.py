"""Leave, time off in lieu and public holidays as ledgers: every number is the sum of its entries.

    ledger(person, year, today)             -> Ledger
    ledgers(unit, people, year, today)      -> {person's key: Ledger}, as many queries as for one
    terms_of(unit)                          -> LeaveTerms

Units are minutes. Of the three kinds each has its own account (R-25, R-26, R-27): none is ever
taken from another.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from roster.leave_balance import terms_of
from roster.leave_books import DAY, Books
from staff.entitlement import FULL_TIME, Year, employment_on, entitlement, pieces, taken
from staff.owed import overdue, running_out, untaken
from staff.wording import minutes as hours
from staff.wording import on

__all__ = ["Account", "Entry", "Ledger", "carry_over_said", "ledger", "ledgers", "terms_of"]


@dataclass(frozen=True)
class Entry:
    """What was given, with a minus taken, on a date, and where it comes from."""

    on: date
    what: str
    minutes: int

    @property
    def words(self):
        return signed(self.minutes)


@dataclass(frozen=True)
class Account:
    """A heading and entries, in order of date, that add up to `total`."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def total(self):
        return sum(entry.minutes for entry in self.entries)

    @property
    def words(self):
        return signed(self.total)


@dataclass(frozen=True)
class Extra:
    """An extra duty that was worked, and how much of it is owed as time: the rest is paid."""

    key: int
    on: date
    shift: str
    minutes: int
    owed: int

    @property
    def words(self):
        return signed(self.minutes)


@dataclass(frozen=True)
class Ledger:
    """`accounts` add up to `left` of annual leave. `toil` and `holidays` are accounts of their own.

    `late` is what of time off in lieu is to be paid by now and `soon` what will have to be, as
    (date worked, words, last day); `above` says that more is owed than the unit lets be.
    """

    year: Year
    accounts: tuple[Account, ...]
    toil: Account
    holidays: Account
    extra: tuple[Extra, ...]
    late: tuple
    soon: tuple
    above: bool
    most: int

    @property
    def left(self):
        return sum(account.total for account in self.accounts)

    @property
    def words(self):
        return signed(self.left)


def signed(amount):
    return f"−{hours(-amount)}" if amount < 0 else hours(amount)


def ledger(person, year: Year, today) -> Ledger:
    return ledgers(person.unit, [person], year, today)[person.pk]


def ledgers(unit, people, year: Year, today) -> dict:
    books = Books(unit, people, year)
    return {person.pk: _ledger(books, person.pk, today) for person in people}


def carry_over_said(unit):
    """[(the row, its hours in words)] of how much was set to be carried over, and from when."""
    return [(row, signed(row.minutes)) for row in unit.carry_over_terms.select_related("by")]


def _ledger(books, who, today):
    toil = Account("Time off in lieu", _in_order(_toil(books, who)))
    return Ledger(
        year=books.year,
        accounts=(
            Account("Entitlement", tuple(_entitled(books, who))),
            Account("Adjustments", tuple(_adjusted(books, who))),
            Account("Leave taken", _taken(books, who, "AL", books.year)),
        ),
        toil=toil,
        holidays=Account("Public holidays", _in_order(_holidays(books, who))),
        extra=tuple(_extra(books, who, today)),
        **_standing(books, who, toil, today),
        most=books.most,
    )


def _in_order(entries):
    return tuple(sorted(entries, key=lambda entry: entry.on))


# ── annual leave ──


def _entitled(books, who):
    """Each piece in whole minutes, and what rounding adds once at the end."""
    values, year, since = books.values["R-27"], books.year, books.service_from[who]
    steps = tuple(zip(values["service_years"], values["entitlement_minutes"], strict=True))
    held = books.employments[who]
    whole = entitlement(year, held, steps, values["round_up_minutes"], since)
    exact = said = 0
    for piece in pieces(year, held, steps, since):
        exact += Fraction(piece.given)
        amount, said = int(exact) - said, int(exact)
        words = (
            f"Until {on(piece.last)}: {hours(piece.weekly_minutes)} a week, "
            f"{hours(piece.full_time)} a year full time{_served(since)}"
        )
        yield Entry(piece.first, words, amount)
    if whole != said:
        yield Entry(year.last, "Rounded up", whole - said)


def _served(since):
    return f", NHS service counted from {on(since)}" if since else ""


def _adjusted(books, who):
    for row in books.adjusted[who]:
        if row.carried_from == books.year.name:
            into = f"Carried over into {row.year}{_by(row)}"
            yield Entry(books.year.last, into, -row.minutes)
        else:
            yield Entry(row.at.date(), f"{row.reason}{_by(row)}", row.minutes)


def _by(row):
    return f" ({row.by})" if row.by else ""


def _taken(books, who, kind, span):
    """Each absence with what it adds to the sum: a week takes no more than its contract."""
    own, entries, before = [], [], 0
    for absence in books.absences[who]:
        own.append(absence)
        if absence.kind != kind or absence.until < span.first or absence.starts_on > span.last:
            continue
        after = taken(span, own, books.employments[who], (kind,))
        first, last = max(absence.starts_on, span.first), min(absence.until, span.last)
        until = "" if first == last else f", until {on(last)}"
        if absence.starts:
            until = f", {absence.starts:%H:%M} to {absence.ends:%H:%M}"
        entries.append(Entry(first, f"Taken{until}", before - after))
        before = after
    return tuple(entries)


# ── time off in lieu ──


def _toil(books, who):
    year = books.year
    earlier = [e for e in books.entries[who] if e.kind == "toil" and e.date < year.first]
    before = sum(entry.minutes for entry in earlier) + _taken_before(books, who)
    if before:
        yield Entry(year.first, "Brought forward", before)
    yield from _entered(books, who, "toil")
    yield from _taken(books, who, "TOIL", year)


def _taken_before(books, who):
    first = min((a.starts_on for a in books.absences[who]), default=books.year.first)
    if first >= books.year.first:
        return 0
    before = Year(first, books.year.first - DAY)
    return sum(entry.minutes for entry in _taken(books, who, "TOIL", before))


def _entered(books, who, kind):
    for row in books.entries[who]:
        if row.kind == kind and row.date >= books.year.first:
            yield Entry(row.date, f"{row.reason}{_by(row)}", row.minutes)


def _extra(books, who, today):
    owed = {}
    for row in books.entries[who]:
        if row.shift:
            owed[row.date, row.shift] = owed.get((row.date, row.shift), 0) + row.minutes
    for duty in books.extra[who]:
        minutes = duty.paid_minutes
        if duty.date < today and minutes:
            found = owed.get((duty.date, duty.shift), 0)
            yield Extra(duty.pk, duty.date, duty.shift, minutes, found)


def _standing(books, who, toil, today):
    """What is owed for how long; of the year that `today` lies in alone."""
    values, year = books.values["R-25"], books.year
    if not year.first <= today <= year.last:
        return {"late": (), "soon": (), "above": False}
    rows = [row for row in books.entries[who] if row.kind == "toil"]
    given = [(row.date, row.minutes) for row in rows if row.minutes > 0]
    lots = untaken(given, sum(minutes for _, minutes in given) - toil.total)
    months, cap = values["expiry_months"], values["cap_minutes"]

    def said(lots):
        return tuple((lot.worked, signed(lot.minutes), lot.last_day(months)) for lot in lots)

    return {
        "late": said(overdue(lots, today, months)),
        "soon": said(running_out(lots, today, months, values["warn_weeks"])),
        "above": cap is not None and toil.total > cap,
    }


# ── public holidays ──


def _holidays(books, who):
    """A holiday gives its part of the bank in proportion to the contract of its date. Worked, it
    takes nothing: that is the time in lieu. Off, it takes what was planned."""
    values, exact, said = books.values["R-26"], Fraction(0), 0
    each = Fraction(values["bank_minutes"], values["holidays_per_year"])
    for day, name in sorted(books.holidays.items()):
        held = employment_on(books.employments[who], day)
        if held is not None:
            exact += each * held.weekly_minutes / FULL_TIME
            amount, said = int(exact) - said, int(exact)
            yield Entry(day, f"{name}: {hours(held.weekly_minutes)} a week", amount)
    for duty in books.worked[who]:
        yield Entry(duty.date, f"{duty.shift} worked: nothing is taken", 0)
    yield from _entered(books, who, "holiday")
    yield from _taken(books, who, "BH", books.year)
