"""Breaches in sentences: who, what, when, how much, and what is allowed."""

from roster.problem import Problem
from roster.rules import sentences_department, sentences_law, sentences_service
from roster.rules.breach import Breach
from roster.rules.catalogue import CATALOGUE
from roster.rules.phrases import ROLE_WORDS, day, number
from roster.walltime import local_of

SENTENCES = {
    **sentences_department.SENTENCES,
    **sentences_law.SENTENCES,
    **sentences_service.SENTENCES,
}


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
        said = SENTENCES[breach.rule](self, breach, breach.detail)
        return " ".join(said.split())

    def short(self, breach: Breach) -> str:
        """A few words, for a badge or a screen reader."""
        return CATALOGUE[breach.rule].short

    def source(self, breach: Breach) -> str:
        return CATALOGUE[breach.rule].source

    def duty(self, item) -> str:
        """E on Monday 2 November"""
        return f"{item.duty.shift} on {day(item.date)}"

    def clock(self, minute: int) -> str:
        return f"{local_of(minute, self.zone):%H:%M}"

    def place(self, site, area) -> str:
        return f"{self.areas.get((site, area), area)}, {self.sites.get(site, site)}"

    def people(self, demand, count) -> str:
        """2 radiographers with Fluoroscopy"""
        who = number(count, *ROLE_WORDS[demand.role])
        return f"{who} with {self.competencies[demand.competency]}" if demand.competency else who

    def who(self, breach):
        return self.names.get(breach.person)

    def work(self, member):
        if hasattr(member, "duty"):
            return self.duty(member)
        minute = int(member.starts.timestamp() // 60)
        return f"work for {member.employer} on {day(local_of(minute, self.zone).date())}"
