"""Breaches in sentences: who, what, when, how much, and what is allowed."""

from datetime import date

from roster.problem import Problem
from roster.rules.breach import Breach
from roster.rules.catalogue import CATALOGUE
from roster.walltime import local_of

ROLE_WORDS = {
    "trainee": ("trainee", "trainees"),
    "assistant_practitioner": ("assistant practitioner", "assistant practitioners"),
    "radiographer": ("radiographer", "radiographers"),
    "radiologist": ("radiologist", "radiologists"),
    "manager": ("manager", "managers"),
    "student": ("student", "students"),
}
SHORT = {
    "R-01": "outside working hours",
    "R-02": "no weekday off for weekend work",
    "R-04": "unsupervised",
    "R-07": "outside scope of practice",
    "R-14": "two duties at once",
    "R-15": "on duty while away",
    "R-16": "too long on end",
    "R-17": "too many days in a row",
    "R-19": "too little rest",
    "R-33": "too few people",
}


def day(value: date) -> str:
    """Saturday 7 November"""
    return f"{value:%A} {value.day} {value:%B}"


def span(first: date, last: date) -> str:
    """Saturday 7 November, or Monday 2 to Sunday 8 November"""
    if first == last:
        return day(first)
    start = f"{first:%A} {first.day}" if first.month == last.month else day(first)
    return f"{start} to {day(last)}"


def hours(minutes: int) -> str:
    """9 h 30 min, 11 h, 45 min"""
    whole, rest = divmod(abs(minutes), 60)
    parts = [f"{whole} h"] * bool(whole) + [f"{rest} min"] * bool(rest)
    return " ".join(parts) or "0 min"


def number(count: int, one: str, many: str = "") -> str:
    """1 day, 2 days"""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(texts) -> str:
    """a, b and c"""
    texts = list(texts)
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


class Words:
    """Makes the sentences of one rota's breaches; knows everybody's and every place's name."""

    def __init__(self, problem: Problem):
        self.zone = problem.timezone
        self.names = {person.id: person.name for person in problem.people}
        self.sites = {site.code: site.name for site in problem.sites}
        self.areas = {(s.code, a.code): a.name for s in problem.sites for a in s.areas}
        self.competencies = {c.code: c.name for c in problem.competencies}

    def sentence(self, breach: Breach) -> str:
        """One sentence, on one line."""
        said = getattr(self, "_" + breach.rule.replace("-", "_").lower())(breach, breach.detail)
        return " ".join(said.split())

    def short(self, breach: Breach) -> str:
        """A few words, for a badge or a screen reader."""
        return SHORT[breach.rule]

    def source(self, breach: Breach) -> str:
        return CATALOGUE[breach.rule].source

    def duty(self, item) -> str:
        """E on Monday 2 November"""
        return f"{item.duty.shift} on {day(item.date)}"

    def clock(self, minute: int) -> str:
        return f"{local_of(minute, self.zone):%H:%M}"

    def place(self, site, area) -> str:
        return f"{self.areas.get((site, area), area)}, {self.sites.get(site, site)}"

    def _who(self, breach):
        return self.names.get(breach.person, breach.person)

    def _r_01(self, breach, detail):
        item = detail["item"]
        return (
            f"{self._who(breach)} works {self.duty(item)} from {self.clock(item.start)} to "
            f"{self.clock(item.end)}: {hours(breach.measured)} outside "
            f"{detail['starts']:%H:%M} to {detail['ends']:%H:%M}."
        )

    def _r_02(self, breach, detail):
        off = detail["off"]
        weekend = listed(day(date) for date in detail["weekend"])
        where = {
            "same_week": "that week",
            "same_or_next_week": "that week or the next",
            "n_days": "near it",
        }[detail["window"]]
        used = "worked" if detail["all_worked"] else "worked or on paid leave"
        has = f"only {number(off, 'weekday')} off" if off else "no weekday off"
        return (
            f"{self._who(breach)} works {weekend} but has {has} {where}: "
            f"{number(breach.measured, 'weekday')} {used}, at most {breach.limit}."
        )

    def _r_04(self, breach, detail):
        return (
            f"{self._who(breach)} works {self.duty(detail['item'])} in "
            f"{self.place(breach.site, breach.area)}, with too few supervising radiographers for "
            f"{hours(breach.measured)}, from {breach.at:%H:%M}."
        )

    def _r_07(self, breach, detail):
        entry = detail["entry"]
        why = "no signed scope of practice covers it"
        if entry and entry.review_due <= breach.first:
            why = f"the scope of practice there was due for review on {day(entry.review_due)}"
        elif entry:
            why = f"the scope of practice there begins on {day(entry.starts)}"
        return (
            f"{self._who(breach)} works {self.duty(detail['item'])} in "
            f"{self.place(breach.site, breach.area)}, but {why}."
        )

    def _r_14(self, breach, detail):
        return (
            f"{self._who(breach)} has two duties at once: {self.duty(detail['first'])} and "
            f"{self.duty(detail['second'])} share {hours(breach.measured)}."
        )

    def _r_15(self, breach, detail):
        return (
            f"{self._who(breach)} works {self.duty(detail['item'])} while away: "
            f"{hours(breach.measured)} of it lie in an agreed absence."
        )

    def _r_16(self, breach, detail):
        spell = detail["spell"]
        return (
            f"{self._who(breach)} works {hours(breach.measured)} on end, "
            f"{span(breach.first, breach.last)} from {self.clock(spell.start)} to "
            f"{self.clock(spell.end)}; at most {hours(breach.limit)}."
        )

    def _r_17(self, breach, detail):
        allowed = "should be at most" if breach.level == "should" else "at most"
        return (
            f"{self._who(breach)} works {number(breach.measured, 'day')} in a row, "
            f"{span(breach.first, breach.last)}; {allowed} {breach.limit}."
        )

    def _r_19(self, breach, detail):
        before, after = detail["before"], detail["after"]
        return (
            f"{self._who(breach)} has {hours(breach.measured)} of rest between "
            f"{self._work(before.members[-1])}, which ends at {self.clock(before.end)}, and "
            f"{self._work(after.members[0])}, which begins at {self.clock(after.start)}; "
            f"{hours(breach.limit)} are needed."
        )

    def _work(self, member):
        if hasattr(member, "duty"):
            return self.duty(member)
        minute = int(member.starts.timestamp() // 60)
        return f"work for {member.employer} on {day(local_of(minute, self.zone).date())}"

    def _r_33(self, breach, detail):
        demand = detail["demand"]
        people = number(breach.limit, *ROLE_WORDS[demand.role])
        skill = f" with {self.competencies[demand.competency]}" if demand.competency else ""
        have = "none is" if breach.measured == 0 else f"only {breach.measured} "
        have += "" if breach.measured == 0 else "is" if breach.measured == 1 else "are"
        return (
            f"{self.place(breach.site, breach.area)}, {day(breach.first)} from "
            f"{breach.at:%H:%M} to {self.clock(detail['until'])}: {people}{skill} needed, "
            f"{have} there."
        )
