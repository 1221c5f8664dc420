"""What a person declares to their rota managers: who are told, and the rules that see it at once.

    declare(person=, employer=, spans=, seen=, by=, now=, today=)   -> Own
    withdraw(works=, seen=, by=, now=, today=)                      -> Own
    end_opt_out(opt_out=, seen=, by=, now=, today=)                 -> Own
    confirm(person=, by=, now=, today=)                             -> None     nothing is new
    holds_until(opt_out, today)                                     -> its last day

Each says first what it newly breaks in the person's published shifts (see foreseeing_own). A mail
does not say for whom somebody works; the person's page does, to those who decide.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from roster.foreseeing_own import Own, keep_if_known
from roster.rule_settings import given_on
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of
from roster.telling import Notice, tell_managers
from staff import declaring

OPT_OUT = CATALOGUE["R-21"]


def declare(*, person, employer, spans, seen, by, now, today) -> Own:
    when = {"by": by, "now": now, "today": today}

    def change():
        works = declaring.declare_work(person=person, employer=employer, spans=spans, **when)
        _tell(person, f"work-{works[0].pk}", "has declared other work", by, now)

    return keep_if_known(person=person, change=change, seen=seen, today=today)


def withdraw(*, works, seen, by, now, today) -> Own:
    person = works[0].person

    def change():
        declaring.withdraw_work(works=works, by=by, now=now, today=today)
        _tell(person, f"work-{works[0].pk}-off", "has withdrawn other work", by, now)

    return keep_if_known(person=person, change=change, seen=seen, today=today)


def end_opt_out(*, opt_out, seen, by, now, today) -> Own:
    person = opt_out.person

    def change():
        declaring.withdraw_opt_out(opt_out=opt_out, by=by, now=now, today=today)
        said = "has withdrawn the opt-out of the 48-hour week"
        _tell(person, f"opt-out-{opt_out.pk}-off", said, by, now)

    return keep_if_known(person=person, change=change, seen=seen, today=today)


@transaction.atomic
def confirm(*, person, by, now, today):
    declaring.declare_nothing_new(person=person, by=by, now=now, today=today)


def holds_until(opt_out, today):
    """The last day of an opt-out: its own, or when the notice is over that was given, or would be
    if it were given today.
    """
    withdrawn = opt_out.withdrawn or today
    days = opt_out.notice_days
    notice = withdrawn + timedelta(days=_usual_notice(opt_out, today) if days is None else days)
    return min(filter(None, (opt_out.until, notice)))


def _usual_notice(opt_out, today):
    given = given_on(opt_out.person.unit_id, OPT_OUT, today)
    return values_of(OPT_OUT, given, CATALOGUE)["notice_days"]


def _tell(person, about, said, by, now):
    heading = f"{person.name} {said}"
    lines = ("It counts in the rules on hours and rest at once. Look at what is planned for them.",)
    path = reverse("person", args=[person.pk])
    tell_managers(person.unit, f"declared-{about}", Notice(heading, lines, path), now, by=by)
