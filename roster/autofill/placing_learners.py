"""Trainees and students beside somebody who supervises them, once everybody else is planned.

    learners(problem)                      -> ids of those who learn on all dates and count nowhere
    with_learners(problem, within, until)  -> (Problem, the weeks of whom no time was left for)

Week by week they get duties up to the hours of their contract, each in the room and the hours of a
supervisor it names: on weekdays, and at weekends and on bank holidays where they asked to work.
Nothing is placed that breaks a rule by the checker, and what it warns of comes last. No aim of a
fill has a price for them, so they change neither what a plan costs nor what the best would.
"""

from collections import Counter, defaultdict
from functools import cached_property
from itertools import product
from time import monotonic
from typing import NamedTuple

from roster.autofill.adding import Adding
from roster.entry import USUAL_ROLE, usual_place
from roster.problem import Duty
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE, values_in
from roster.rules.hours import standard_days
from roster.rules.supervision import covered, is_supervisor
from roster.rules.timeline import DAY
from roster.rules.training import TRAINEE
from roster.walltime import is_unclear

TRIES = 12  # looks of the checker at one date


def learners(problem):
    counts = values_in(problem, "R-33", problem.starts)["counts_toward_demand"]
    learning = set(USUAL_ROLE) - ({"trainee"} if counts else set())
    return {person.id for person in problem.people if _is_only(problem, person, learning)}


def _is_only(problem, person, roles):
    posts = [person.employment_on(day) for day in cover.dates(problem)]
    held = {post.role for post in posts if post}
    return bool(held) and held <= roles


def with_learners(problem, within, until):
    """Nothing more is placed from `until` of the monotonic clock on: whoever might have been in a
    week is told, [(person, its Monday)].
    """
    people, late = learners(problem), []
    if not people:
        return problem, late
    placing = Placing(Adding(problem, within))
    for monday in placing.timeline.weeks:
        for person in placing.in_order(people):
            if monotonic() < until:
                placing.place(person, monday)
            elif placing.might_place(person, monday):
                late.append((person.id, monday))
    return placing.adding.filled, late


class Offer(NamedTuple):
    """A shift that lies within a supervisor's hours; `day` is the date both begin on."""

    day: object
    site: str
    area: str
    shift: str
    start: int
    minutes: int
    supervisor: str


class Placing:
    def __init__(self, adding):
        self.adding, self.timeline, self.problem = adding, adding.timeline, adding.problem
        self.wants = {(wish.person, wish.date): wish.wants for wish in self.problem.requests}
        leave = ((one.person, day) for one in self.problem.leave_asked for day in one.whole_dates)
        self.wants |= dict.fromkeys(leave, "off")
        self.named = Counter(
            (who, duty.date) for duty in self.problem.duties for who in duty.supervised_by
        )
        self.usual, self.shifts = {}, {}

    def in_order(self, people):
        """Trainees first: of those fewer go with one supervisor."""
        chosen = [person for person in self.problem.people if person.id in people]
        return sorted(chosen, key=lambda person: person.employments[-1].role != TRAINEE)

    def might_place(self, person, monday):
        """Whether a week of theirs has hours left, and a place for them."""
        left, (_, offers) = self.adding.minutes_left(person.id, monday), self._open(person, monday)
        fitting = (offer for offer in offers if offer.minutes <= left)
        return any(self.adding.within(self._duty(person, offer)) for offer in fitting)

    def _open(self, person, monday):
        """(the days of a week on which they may come, those asked for first; what is offered)"""
        days = [monday + n * DAY for n in range(7) if self._may_come(person.id, monday + n * DAY)]
        days.sort(key=lambda day: ((person.id, day) not in self.wants, day))
        return days, [o for day in days for o in self.offers[day] if o.site in self._sites(person)]

    def place(self, person, monday):
        """Fill a week of theirs."""
        days, offers = self._open(person, monday)
        served = Counter(who for who, _ in {(o.supervisor, o.day) for o in offers})
        for warned, day in product((False, True), days):
            left = self.adding.minutes_left(person.id, monday)
            if self.adding.is_free(person.id, day):
                fitting = [o for o in offers if o.day == day and o.minutes <= left]
                fitting.sort(key=self._preference(person, monday, left, served))
                self._try(person, fitting, warned)

    def _may_come(self, person, day):
        wants = self.wants.get((person, day))
        usual = day.weekday() < 5 and day not in self.problem.bank_holidays
        return wants != "off" and (usual or wants) and self.adding.is_free(person, day)

    def _sites(self, person):
        return person.sites or tuple(self.timeline.by_site)

    # ── whom beside ──

    @cached_property
    def offers(self):
        """{date: Offers}"""
        found = defaultdict(list)
        for item in self.timeline.items:
            duty = item.duty
            if item.now and duty.area and is_supervisor(item, duty.site, duty.area):
                found[item.date] += self._within(item)
        return found

    def _within(self, item):
        """The shifts that somebody can be supervised in all through."""
        duty = item.duty
        for shift in self._shifts_on(duty.date) if self._is_in_use(duty) else ():
            own = Duty(duty.person, duty.date, shift.code, duty.site, duty.area)
            other = self.timeline.item(own, True)
            if covered(other, self.timeline.present(item)):
                place = duty.date, duty.site, duty.area, shift.code
                yield Offer(*place, other.start, other.minutes, duty.person)

    def _is_in_use(self, duty):
        """Whether the site and the area take new duties on its date still."""
        area = self.timeline.areas.get((duty.site, duty.area))
        ends = [site.until for site in self.problem.sites if site.code == duty.site]
        ends += [area.until] if area else []
        return all(until is None or duty.date <= until for until in ends)

    def _shifts_on(self, day):
        if day not in self.shifts:
            self.shifts[day] = [
                shift
                for shift in self.problem.shift_types
                if shift.work_class == "clinical"
                and (shift.until is None or day <= shift.until)
                and not is_unclear(day, shift.starts, shift.ends, self.timeline.zone)
            ]
        return self.shifts[day]

    def _preference(self, person, monday, left, served):
        """What is asked for; at home; a standard day; whom they have that week already; their usual
        room; an early start; who has fewest beside them; who is there on most of their days.
        """
        known, usual = self._known(person, monday), self._usual_place(person, monday)
        post = person.employment_of_week(monday)
        length = min(left, post.weekly_minutes / (standard_days(post) or 1))

        def key(offer):
            return (
                self.wants.get((person.id, offer.day), "on") not in ("on", offer.shift),
                offer.site not in person.sites[:1],
                abs(offer.minutes - length),
                offer.supervisor not in known,
                (offer.site, offer.area) != usual,
                self.timeline.shifts[offer.shift].starts,
                self.named[offer.supervisor, offer.day],
                -served[offer.supervisor],
                offer,
            )

        return key

    def _known(self, person, monday):
        week = [i for i in self.adding.own(person.id) if 0 <= (i.date - monday).days < 7]
        return {who for item in week for who in item.duty.supervised_by}

    def _usual_place(self, person, day):
        if person.id not in self.usual:
            self.usual[person.id] = usual_place(self.problem, person.id, day)
        return self.usual[person.id]

    # ── trying ──

    def _try(self, person, offers, warned):
        """The first that the checker has nothing against. What breaks a rule on the person does so
        beside anybody, with the same shift at that site.
        """
        barred, tries = set(), 0
        for offer in offers:
            duty = self._duty(person, offer)
            if (offer.site, offer.shift) in barred or not self.adding.within(duty):
                continue
            against, tries = self.adding.against(duty, warned), tries + 1
            if not against:
                self.named[offer.supervisor, offer.day] += 1
            if not against or tries == TRIES:
                return
            if any(CATALOGUE[breach.rule].scope == "person" for breach in against):
                barred.add((offer.site, offer.shift))

    def _duty(self, person, offer):
        role = USUAL_ROLE[person.employment_on(offer.day).role]
        place = offer.shift, offer.site, offer.area
        return Duty(person.id, offer.day, *place, role, (offer.supervisor,))
