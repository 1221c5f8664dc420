"""What a person sees and may change about themselves.

about_page(person, now)   -> AboutPage
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from roster.choosing_mail import chosen
from roster.declaring import holds_until
from roster.models import MailChoice
from roster.walltime import local_date
from staff.wording import in_words, on


@dataclass(frozen=True)
class Job:
    """What is declared for one employer: (key, words, whether it has begun) of each, by time."""

    employer: str
    works: tuple[tuple[int, str, bool], ...]

    @property
    def to_come(self):
        return tuple(work for work in self.works if not work[2])

    @property
    def begun(self):
        return tuple(work for work in self.works if work[2])


@dataclass(frozen=True)
class OptOut:
    """`ends` is its last day; where it has not been withdrawn, its last if it were today."""

    pk: int
    words: str
    is_withdrawn: bool
    is_over: bool
    ends: date


@dataclass(frozen=True)
class AboutPage:
    declared: date | None
    jobs: tuple[Job, ...]
    opt_outs: tuple[OptOut, ...]
    mail: str


def about_page(person, now) -> AboutPage:
    today = local_date(person.unit, now)
    return AboutPage(
        declared=person.other_work_declared,
        jobs=tuple(_jobs(person, now)),
        opt_outs=tuple(_opt_out(held, today) for held in person.opt_outs.order_by("starts")),
        mail=MailChoice.Day(chosen(person)).label,
    )


def _jobs(person, now):
    works = person.other_work.order_by("employer", "starts", "id")
    for employer, own in groupby(works, key=lambda work: work.employer):
        yield Job(employer, tuple((w.pk, _words(w, person), w.starts <= now) for w in own))


def _words(work, person):
    zone = ZoneInfo(person.unit.timezone)
    starts, ends = (at.astimezone(zone) for at in (work.starts, work.ends))
    return f"{on(starts.date())}, {starts:%H:%M} to {ends:%H:%M}"


def _opt_out(held, today):
    ends = holds_until(held, today)
    is_over = bool((held.withdrawn or held.until) and ends < today)
    return OptOut(held.pk, in_words(held), held.withdrawn is not None, is_over, ends)
