"""Band, role and hours from a date on: a new post, the step from Band 3 to Band 4, leaving.

    take_post(person=, starts=, ...)    another band, role or hours from a date on
    keep_post(post), remove_post(post)  one written otherwise; one that was entered by mistake
    step_up(person=, starts=, evidence=)  a trainee has qualified: Band 4, same hours
    planned_step(posts, today)          the post of a step up that is yet to come, or null
    move_step(step, starts=, evidence=) the same, from another date on
    take_back_step(step)                they stay a trainee after all
    leave(person=, last_day=)           nothing after that date

What held until then ends the day before. A login ends with the last post. Raises FactRefused.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from staff.dated import holds
from staff.ending_logins import end_logins
from staff.entitlement import employment_on
from staff.models import Employment, Person
from staff.recording import FactRefused, keep_fact, remove_fact
from staff.wording import on

DAY = timedelta(days=1)


@transaction.atomic
def take_post(*, person, starts, by, now, **post) -> Employment:
    """A new employment; the one that holds on that date ends before it, and its last day passes
    over where the new one has none.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    held = employment_on(person.employments.all(), starts)
    if held is not None:
        if held.starts == starts:
            raise FactRefused(f"Another employment starts on {on(starts)}: change that one.")
        post["until"] = post.get("until") or held.until
        held.until = starts - DAY
        keep_fact(held, by=by, now=now)
    return keep_post(Employment(person=person, starts=starts, **post), by=by, now=now)


@transaction.atomic
def keep_post(post, *, by, now) -> Employment:
    keep_fact(post, by=by, now=now)
    _end_login(post.person, now)
    return post


@transaction.atomic
def remove_post(post, *, by, now) -> None:
    remove_fact(post, by=by, now=now)
    _end_login(post.person, now)


def _end_login(person, now):
    end_logins([person.pk], today=timezone.localdate(now))


def step_up(*, person, starts, evidence, by, now) -> Employment:
    """From trainee to assistant practitioner in Band 4, with the evidence it rests on."""
    held = employment_on(person.employments.all(), starts)
    if held is None or held.role != "trainee":
        raise FactRefused(f"{person} is no trainee on {on(starts)}.")
    if not evidence.strip():
        raise FactRefused("Say what the step rests on, such as the diploma and who saw it.")
    return take_post(
        person=person,
        starts=starts,
        band="4",
        role="assistant_practitioner",
        weekly_minutes=held.weekly_minutes,
        days_per_week=held.days_per_week,
        evidence=evidence.strip(),
        by=by,
        now=now,
    )


def planned_step(posts, today):
    trained = {post.until for post in posts if post.role == "trainee" and holds(post, today)}
    steps = (post for post in posts if post.role == "assistant_practitioner")
    return next((post for post in steps if post.starts - DAY in trained), None)


@transaction.atomic
def move_step(step, *, starts, evidence, by, now) -> None:
    before = _before(step)
    if starts <= before.starts:
        raise FactRefused(f"{step.person} is a trainee from {on(before.starts)} on: step up later.")
    rows = (before, step) if starts < step.starts else (step, before)
    before.until, step.starts, step.evidence = starts - DAY, starts, evidence.strip()
    for row in rows:  # whichever gives way first, so that the two never overlap
        keep_post(row, by=by, now=now)


@transaction.atomic
def take_back_step(step, *, by, now) -> None:
    before = _before(step)
    before.until = step.until
    remove_fact(step, by=by, now=now)
    keep_post(before, by=by, now=now)


def _before(step):
    """The trainee's post that the step ends; nobody else writes their posts meanwhile."""
    Person.objects.select_for_update().get(pk=step.person_id)
    return employment_on(step.person.employments.all(), step.starts - DAY)


@transaction.atomic
def leave(*, person, last_day, by, now) -> None:
    """End every employment by that date; those that begin later never come to be."""
    rows = list(person.employments.select_for_update())
    kept = [row for row in rows if row.starts <= last_day]
    if not kept:
        raise FactRefused(f"{person} is not employed on {on(last_day)} or before.")
    for row in rows:
        if row.starts > last_day:
            raise FactRefused(
                f"{person} has another post from {on(row.starts)} on: remove that first."
            )
        if row.until is None or row.until > last_day:
            row.until = last_day
            keep_fact(row, by=by, now=now)
    _end_login(person, now)
