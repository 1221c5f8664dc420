"""Two people say yes to one open shift at the same moment: on PostgreSQL, in two connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from roster import cells
from roster.locking import Refused
from roster.models import Duty, Swap
from roster.problem import Duty as PlainDuty
from roster.swapping import answer, offer_open
from tests.factories import judge_only, make_person, make_rota, make_unit, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway")
def test_one_gets_it_and_the_other_a_sentence():
    unit = make_unit()
    judge_only(unit, "R-14", "R-15")
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    people = [make_person(unit, who) for who in ("asha", "dev")]
    users = [make_user(unit, "staff", person=person) for person in people]
    duty = cells.plain(PlainDuty("", MONDAY, "E", "TH", "XR"))
    names = ["asha", "dev"]
    offered = {"rota": rota, "on": MONDAY, "duty": duty, "people": names, "by": users[0]}
    swap, together = offer_open(**offered, now=NOW), Barrier(2, timeout=20)

    def say_yes(person, user):
        try:
            mine = Swap.objects.select_related("rota").get(pk=swap.pk)
            together.wait()
            today = MONDAY - timedelta(days=14)
            answer(swap=mine, person=person, agreed=True, by=user, now=NOW, today=today)
            return "got it"
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(say_yes, people, users))
    assert said == ["Somebody else has taken this shift already.", "got it"]
    assert Duty.objects.filter(date=MONDAY).count() == 1
