"""Random people of every role, with what can be written about them."""

from datetime import date, time, timedelta

from roster import problem as plain

AP, TRAINEE = "assistant_practitioner", "trainee"
MIXES = (
    [AP] * 4 + ["radiographer"] * 5 + [TRAINEE] * 3 + ["radiologist", "manager", "student"],
    [AP] * 3 + ["radiographer"] * 6 + ["radiologist"] * 2,
    [AP] + ["radiographer"] * 4 + [TRAINEE] * 3 + ["student"] * 2,
)
BANDS = {AP: [4], TRAINEE: [3], "radiographer": [5, 5, 6, 6, 6, 7, "8a", "8a", 4, None]}
CONTRACTS = [(2250, None), (2250, 5), (1350, 3), (1200, None), (1800, 4), (1800, 5), (1125, 2.5)]
CONTRACTS = CONTRACTS * 2 + [(0, None), (2250, 6), (2250, 4)]
LONG_AGO = date(2025, 1, 1)


def people_of(random, number, starts, weeks):
    maker, roles = _Maker(random, starts, 7 * weeks), random.choice(MIXES)
    return tuple(maker.person(n, roles) for n in range(number))


class _Maker:
    """People for a rota that begins on a Monday and lasts so many days.

    In a tidy department most papers are in order, so that little decides; elsewhere few are.
    """

    def __init__(self, random, starts, days):
        self.random, self.starts, self.days = random, starts, days
        self.untidy = random.choice([0.1, 0.4, 1])

    def chance(self, share):
        return self.random.random() < share

    def near(self, before=7, after=0):
        """A date about the rota."""
        offset = self.random.randint(-before, self.days - 1 + after)
        return self.starts + timedelta(days=offset)

    def person(self, number, roles):
        random = self.random
        role = random.choice(roles)
        return plain.Person(
            id=f"p{number}",
            name=f"Person {number}",
            sites=random.choice([("TH", "GH"), ("TH", "GH"), ("TH",), ()]),
            employments=self.employments(role),
            scope=tuple(self.scope()),
            competencies=tuple(self.competencies()),
            credentials=tuple(self.credentials()),
            opt_outs=tuple(self.opt_out() for _ in range(random.choice([0, 0, 0, 1, 2]))),
            study=self.study() if role == TRAINEE and self.chance(0.7) else None,
            preceptee_until=self.near(60, 60) if self.chance(0.3 * self.untidy) else None,
            born=self.born() if self.chance(0.35) else None,
            supervises=random.choice([None, True, False])
            if self.chance(0.5 * self.untidy)
            else None,
            justifies=self.justifies(),
            other_work_declared=self.declared() if self.chance(0.5) else None,
            carried_minutes=random.choice([0, 0, 600, -600, 1500]),
            agreed_patterns=tuple(self.pattern() for _ in range(random.choice([0, 0, 0, 1, 2]))),
        )

    def employments(self, role):
        """One job all along; or a start, an end, a gap or another role within the rota."""
        minutes, days = self.random.choice(CONTRACTS)
        band = self.random.choice(BANDS.get(role, [None]))
        turn = self.near(10)
        before = turn - timedelta(days=1 + self.random.choice([0, 0, 2]))

        def job(starts, until, role=role, band=band):
            return plain.Employment(starts, until, band, role, minutes, days)

        shape = self.random.choice(["all"] * 10 + ["joins", "leaves", "qualifies", "qualifies"])
        if shape == "joins":
            return (job(self.near(28), None),)
        if shape == "leaves":
            return (job(LONG_AGO, before),)
        if shape == "qualifies":
            return job(LONG_AGO, before, TRAINEE, 3), job(turn, None, AP, 4)
        return (job(LONG_AGO, None),)

    def scope(self):
        for site, area in (("TH", "XR"), ("TH", "ED"), ("GH", "XR"), ("TH", "XR")):
            if self.chance(0.45):
                starts = self.random.choice([LONG_AGO, LONG_AGO, self.near()])
                due = self.random.choice([date(2029, 1, 1), self.near(3)])
                yield plain.ScopeEntry(site, area, starts, max(due, starts + timedelta(days=1)))

    def competencies(self):
        for code in ("FL", "IR"):
            if self.chance(0.5):
                until = self.random.choice([None, None, self.near()])
                yield plain.HeldCompetency(code, LONG_AGO, until)

    def credentials(self):
        for kind in ("HCPC", "HCPC", "SoR", "RPI", "Fire"):
            if self.chance(0.4 * self.untidy):
                until = self.random.choice(
                    [date(2029, 1, 1), date(2029, 1, 1), self.near(3), self.near(0, 40)]
                )
                starts = self.random.choice([None, None, LONG_AGO, self.near()])
                yield plain.Credential(kind, max(until, starts or until), starts)

    def opt_out(self):
        random = self.random
        starts = random.choice([LONG_AGO, LONG_AGO, self.near(40)])
        until = random.choice([None, None, self.near(0, 30)])
        withdrawn = random.choice([None, None, self.near(20), self.near(9)])
        if until is not None:
            until = max(until, starts)
        if withdrawn is not None:
            withdrawn = max(withdrawn, starts)
        return plain.OptOut(starts, until, withdrawn, random.choice([None, None, 0, 2, 30]))

    def study(self):
        first = self.near(30)
        term = (first, first + timedelta(days=self.random.randint(10, 70)))
        long = (LONG_AGO, date(2029, 1, 1))
        terms = self.random.choice([(long,), (long,), (term,), ()])
        weekday = self.random.randint(0, 6)
        return plain.StudyPlan(weekday, terms, self.random.choice([None, None, 240, 450]))

    def born(self):
        """Seventeen or so; some come of age within the rota."""
        birthday = self.near(0, self.random.choice([1, 30, 400]))
        if birthday.month == 2:  # no 29 February, which most years do not have
            birthday = birthday.replace(day=1)
        return birthday.replace(year=birthday.year - 18)

    def justifies(self):
        if not self.chance(0.4 * self.untidy):
            return None
        places = (plain.Place("TH", "XR"), plain.Place("TH"), plain.Place("GH"))
        return tuple(place for place in places if self.chance(0.5))

    def declared(self):
        months_ago = self.random.choice([365, 365, 100, 720, 30])
        return self.near() - timedelta(days=months_ago)

    def pattern(self):
        random = self.random
        starts = random.choice([LONG_AGO, self.near()])
        return plain.AgreedPattern(
            starts=starts,
            until=random.choice([None, None, starts + timedelta(days=random.randint(0, 500))]),
            review_due=random.choice([None, None, starts + timedelta(days=random.randint(1, 500))]),
            days=tuple(sorted(random.sample(range(7), random.randint(1, 7)))),
            off=self.chance(0.2),
            earliest=random.choice([None, None, time(8), time(9, 30)]),
            latest=random.choice([None, None, time(16), time(20)]),
            not_areas=(plain.Place("TH", "ED"),) * random.randint(0, 1),
        )
