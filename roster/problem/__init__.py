"""A department and its rota as plain data.

What the rules, the solver, the rota file and the screens share. Nothing here knows Django, a
database or the clock. Units: minutes are integers, dates are local, times are wall times of the
rota's time zone, instants are aware datetimes, `until` is the last day it holds (inclusive).
Identifiers are the codes a rota file writes: a person's id, a site's code, an area's code within
its site, a shift type's code.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from roster.problem.dated import (
    Closure,
    CompensatoryRest,
    Demand,
    Duty,
    Exemption,
    OtherWork,
    Request,
    Unavailability,
)
from roster.problem.people import (
    AgreedPattern,
    Credential,
    Employment,
    HeldCompetency,
    OptOut,
    Person,
    Place,
    ScopeEntry,
    StudyPlan,
)
from roster.problem.places import Area, Competency, Need, ShiftType, Site, Travel

__all__ = [
    "DAY_TYPES",
    "DUTY_ROLES",
    "HISTORY_WEEKS",
    "ROLES",
    "UNAVAILABILITY_KINDS",
    "WEEKDAYS",
    "WORK_CLASSES",
    "AgreedPattern",
    "Area",
    "Closure",
    "CompensatoryRest",
    "Competency",
    "Credential",
    "Demand",
    "Duty",
    "Employment",
    "Exemption",
    "HeldCompetency",
    "Need",
    "OptOut",
    "OtherWork",
    "Person",
    "Place",
    "Problem",
    "Request",
    "ScopeEntry",
    "ShiftType",
    "Site",
    "StudyPlan",
    "Travel",
    "Unavailability",
]

ROLES = (
    "trainee",
    "assistant_practitioner",
    "radiographer",
    "radiologist",
    "manager",
    "student",
)
WORK_CLASSES = ("clinical", "admin", "training", "on_call")
DUTY_ROLES = ("operator", "assist", "training", "supernumerary")
UNAVAILABILITY_KINDS = ("AL", "SL", "SD", "MT", "BH", "TOIL", "PL", "OTHER")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_TYPES = (*WEEKDAYS, "bank_holiday")
HISTORY_WEEKS = 17


@dataclass(frozen=True, slots=True)
class Problem:
    """A rota of some whole weeks with everything its rules need.

    `duties` lie on the rota's dates, `history` in the 17 weeks before, `following` in as many
    after: what is planned there already, which no rota file holds. `earlier` and
    `earlier_unavailable` lie before the history, as far as fairness looks back: no rule reads them,
    no rota file holds them, and few who ask for a rota need them. `rules` holds only what differs
    from the catalogue's defaults: rule id, then parameter, then value; `later_rules` all that
    differs from a date within the rota on, in order, where something is set anew. `leave_asked`
    waits for an answer: it binds nobody yet, and no rota file holds it either, nor `refused`: the
    people whose last wish before the rota was refused, where fairness is asked for. `later_rules`,
    `exemptions` and `closures` have no key in a rota file: a file is judged without them.
    """

    unit: str
    starts: date
    weeks: int
    timezone: str = "Europe/London"
    bank_holidays: frozenset[date] = frozenset()
    rules: dict[str, dict] = field(default_factory=dict)
    later_rules: tuple[tuple[date, dict], ...] = ()
    sites: tuple[Site, ...] = ()
    travel: tuple[Travel, ...] = ()
    competencies: tuple[Competency, ...] = ()
    shift_types: tuple[ShiftType, ...] = ()
    people: tuple[Person, ...] = ()
    unavailable: tuple[Unavailability, ...] = ()
    other_work: tuple[OtherWork, ...] = ()
    compensatory_rest: tuple[CompensatoryRest, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    demand: tuple[Demand, ...] = ()
    closures: tuple[Closure, ...] = ()
    requests: tuple[Request, ...] = ()
    duties: tuple[Duty, ...] = ()
    history: tuple[Duty, ...] = ()
    following: tuple[Duty, ...] = ()
    earlier: tuple[Duty, ...] = ()
    earlier_unavailable: tuple[Unavailability, ...] = ()
    leave_asked: tuple[Unavailability, ...] = ()
    refused: frozenset[str] = frozenset()

    @property
    def until(self) -> date:
        """The last date of the rota, a Sunday."""
        return self.starts + timedelta(days=7 * self.weeks - 1)

    def rules_on(self, day: date) -> dict[str, dict]:
        """What of the rules is in force on a date; before the rota, what is on its first."""
        held = self.rules
        for starts, rules in self.later_rules:
            held = rules if starts <= day else held
        return held
