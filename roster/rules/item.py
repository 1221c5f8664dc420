"""One duty in time: when it is, who works it as what, and how much of it is work."""

from datetime import date

from roster.problem import Duty, Employment, Person, ShiftType
from roster.walltime import minutes_of


class Item:
    """A duty in time. `now` is false for history; `worked` are its spans of working time."""

    __slots__ = ("clinical", "duty", "employment", "end", "now", "person", "shift", "start")

    duty: Duty
    person: Person
    shift: ShiftType
    employment: Employment | None
    start: int
    end: int
    now: bool
    clinical: bool

    @property
    def date(self) -> date:
        return self.duty.date

    @property
    def role(self) -> str | None:
        """What the person is employed as on the duty's date (R-13)."""
        return self.employment.role if self.employment else None

    @property
    def worked(self):
        """On call is working time only while called."""
        if self.shift.work_class != "on_call":
            return ((self.start, self.end),)
        return tuple((minutes_of(a), minutes_of(b)) for a, b in self.duty.called)

    @property
    def length(self) -> int:
        """Elapsed minutes, breaks included; on call only those called."""
        return sum(end - start for start, end in self.worked)

    @property
    def minutes(self) -> int:
        """Working minutes, which are the paid ones: elapsed, less the unpaid break."""
        if self.shift.work_class != "on_call":
            return self.end - self.start - self.shift.break_minutes
        return self.length

    @property
    def is_work(self) -> bool:
        """Whether the duty makes its date a day worked."""
        return self.shift.work_class != "on_call" or bool(self.duty.called)
