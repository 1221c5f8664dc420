"""A random plan for a department: duties that sometimes fit together, absence, work elsewhere."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from roster import problem as plain

DAY = timedelta(days=1)
USUAL = ["E", "E", "E", "L", "L", "LD", "LD", "LK", "LB", "EB", "MB", "SH", "SX", "AM", "PM"]
UNUSUAL = ["X", "SD", "HD", "AD", "OC", "OC", "N", "EV", "F", "G"]
NIGHTS = ["F", "G", "N", "OC"]
LEARNERS = ("trainee", "student")


class Planner:
    """Plans with the habits of one department: its places, its usual shifts, how busy it is."""

    def __init__(self, random, problem, until):
        self.random, self.problem, self.until = random, problem, until
        self.zone = ZoneInfo(problem.timezone)
        self.shifts = {shift.code: shift for shift in problem.shift_types}
        self.share = {p.id: random.choice([0.3, 0.6, 0.6, 0.75, 0.95]) for p in problem.people}
        self.odd = random.choice([0.02, 0.1, 0.4])
        self.leave = random.choice([[0, 0, 1], [0, 1, 1, 2], [1, 2, 3]])
        self.usual = random.sample(USUAL, random.randint(2, 8))
        self.places = [("TH", "XR")] * random.choice([2, 6, 20])
        self.places += [("TH", "ED"), ("TH", "FL"), ("GH", "XR"), ("GH", "ED")]

    def chance(self, share):
        return self.random.random() < share

    def duties(self, first, last):
        """Learners come last, to stand beside somebody where they can."""
        people = sorted(self.problem.people, key=lambda p: p.employments[-1].role in LEARNERS)
        for day in (first + n * DAY for n in range((last - first).days + 1)):
            planned = []
            for person in people:
                if self.chance(self.share[person.id]):
                    planned.append(self.duty(person, day, planned))
                    if self.chance(0.08):
                        planned.append(self.second(planned[-1], day))
            yield from planned

    def second(self, first, day):
        """One more duty of a person that day; often it begins when the first one ends."""
        ends = self.shifts[first.shift].ends
        after = [code for code, shift in self.shifts.items() if shift.starts == ends]
        after = [code for code in after if self.can_start(day, code)]
        code = self.random.choice(after) if after and self.chance(0.6) else self.shift(day)
        person = next(p for p in self.problem.people if p.id == first.person)
        return self.written(person, day, code, self.random.choice(self.places), "operator", ())

    def duty(self, person, day, planned):
        held = person.employment_on(day) or person.employments[-1]
        leaders = [duty for duty in planned if duty.role in ("operator", "assist") and duty.area]
        study = person.study is not None and person.study.weekday == day.weekday()
        place = self.random.choice(self.places)
        if held.role == "trainee" and study and self.chance(0.7):
            code = self.random.choice(["SD", "SD", "HD", "AD"])
            return self.written(person, day, code, place, "operator", ())
        if held.role in (*LEARNERS, "assistant_practitioner") and leaders and self.chance(0.75):
            return self.beside(self.random.choice(leaders), leaders, person, held.role, day)
        roles = ["operator"] * 8 + ["assist", "training", "supernumerary"]
        named = tuple(self.random.sample([p.id for p in self.problem.people], self.chance(0.15)))
        named = tuple(name for name in named if name != person.id)
        return self.written(person, day, self.shift(day), place, self.random.choice(roles), named)

    def beside(self, leader, leaders, person, role, day):
        """A duty with somebody else, as a rule at the same hours."""
        named = self.named(leader, leaders, role)
        played = self.random.choice(["operator", "operator", "assist", "training"])
        if role == "student" or self.chance(0.1):
            played = "supernumerary"
        shift = leader.shift if self.chance(0.8) else self.shift(day)
        return self.written(person, day, shift, (leader.site, leader.area), played, named)

    def named(self, leader, leaders, role):
        if role == "assistant_practitioner" and self.chance(0.5):
            return ()
        others = [duty.person for duty in leaders if duty.person != leader.person]
        second = tuple(others[:1]) if self.chance(0.2) else ()
        return (leader.person, *second) if self.chance(0.9) else second

    def shift(self, day):
        changing = self.twice_or_never(day + DAY) or self.twice_or_never(day)
        while True:
            code = self.random.choice(UNUSUAL if self.chance(self.odd) else self.usual)
            if changing and self.chance(0.2):
                code = self.random.choice(NIGHTS)
            if self.can_start(day, code):
                return code

    def can_start(self, day, code):
        return all(self.exists(*end) for end in self.ends(day, code))

    def twice_or_never(self, day):
        """Whether the clocks change on the date."""
        return self.twice(day, time(1, 30)) or not self.exists(day, time(1, 30))

    def ends(self, day, code):
        shift = self.shifts[code]
        last = day if shift.ends > shift.starts else day + DAY
        return (day, shift.starts), (last, shift.ends)

    def exists(self, day, at):
        there = datetime.combine(day, at, self.zone)
        return there.astimezone(UTC).astimezone(self.zone).time() == at

    def twice(self, day, at):
        there = datetime.combine(day, at, self.zone)
        return there.utcoffset() != there.replace(fold=1).utcoffset()

    def written(self, person, day, code, place, role, named):
        shift = self.shifts[code]
        clinical = shift.work_class == "clinical"
        twice = any(self.twice(*end) for end in self.ends(day, code))
        return plain.Duty(
            person=person.id,
            date=day,
            shift=code,
            site=place[0],
            area=place[1] if clinical else None,
            role=role,
            supervised_by=named,
            additional=self.chance(0.1),
            called=self.called(day, shift) if shift.work_class == "on_call" else (),
            fold=self.random.choice([0, 1]) if twice else None,
        )

    def called(self, day, shift):
        """Not at all, once, or twice, an hour or more after the duty began."""
        begins = datetime.combine(day, shift.starts, self.zone).astimezone(UTC)
        first = begins + timedelta(minutes=self.random.randint(60, 120))
        once = (first, first + timedelta(minutes=self.random.randint(10, 90)))
        again = once[1] + timedelta(minutes=self.random.randint(20, 70))
        twice = (again, again + timedelta(minutes=self.random.randint(10, 60)))
        return self.random.choice([(), (once,), (once, twice)])

    def absences(self):
        for person in self.problem.people:
            for _ in range(self.random.choice(self.leave)):
                yield self.absence(person.id)
            if person.study is not None and self.chance(0.6):
                yield self.study_leave(person)

    def absence(self, person):
        random = self.random
        days = (self.until - self.problem.starts).days
        first = self.problem.starts + random.randint(-8, days) * DAY
        if self.chance(0.5):
            first += (self.random.choice([0, 1, 4]) - first.weekday()) % 7 * DAY
        starts, ends = random.choice(
            [(None, None)] * 4 + [(time(9), time(13)), (time(16), time(19))]
        )
        return plain.Unavailability(
            person,
            random.choice(["AL", "AL", "AL", *plain.UNAVAILABILITY_KINDS, "SD"]),
            first,
            first + random.choice([0, 0, 1, 2, 4, 9]) * DAY,
            starts,
            ends,
            random.choice([None, None, None, 0, 450, 120]),
        )

    def study_leave(self, person):
        """Away at the university on the study day of one week, or for a morning."""
        monday = self.problem.starts + 7 * self.random.randrange(self.problem.weeks) * DAY
        day = monday + person.study.weekday * DAY
        hours = self.random.choice([(None, None), (None, None), (time(9), time(13))])
        return plain.Unavailability(person.id, "SD", day, day, *hours)

    def other_work(self):
        days = (self.until - self.problem.starts).days
        for person in self.problem.people:
            for _ in range(self.random.choice([0, 0, 0, 1, 2, 4])):
                day = self.problem.starts + self.random.randint(-8, days + 5) * DAY
                begins = datetime(
                    day.year, day.month, day.day, self.random.randint(0, 23), tzinfo=UTC
                )
                lasts = timedelta(minutes=self.random.choice([60, 90, 180, 300, 600]))
                yield plain.OtherWork(person.id, "bank", begins, begins + lasts)

    def compensatory_rest(self, duties):
        """Rest on record for some of the days that follow a day of work."""
        worked = {(duty.person, duty.date) for duty in duties}
        for person, day in sorted(worked):
            if (person, day - DAY) in worked and self.chance(0.3):
                yield self.rest(person, day)
        for person in self.problem.people:
            if self.chance(0.3):
                monday = self.problem.starts + 7 * self.random.randrange(self.problem.weeks) * DAY
                yield plain.CompensatoryRest(person.id, "R-20", monday, reason="winter cover")

    def rest(self, person, day):
        if self.chance(0.1):
            return plain.CompensatoryRest(person, "R-19", day, reason="to be found")
        after = day + self.random.choice([0, 0, 1, 1, 2, 5, 15]) * DAY
        hour = self.random.choice([6, 12, 16, 20, 21])
        begins = datetime(after.year, after.month, after.day, hour, tzinfo=UTC)
        lasts = timedelta(minutes=self.random.choice([10, 60, 240, 480, 660]))
        return plain.CompensatoryRest(person, "R-19", day, begins, begins + lasts, "given later")
