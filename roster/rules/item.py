"""One duty in time: when it is, who works it as what, and how much of it is work."""

from roster.problem import Duty, Person, ShiftType
from roster.walltime import minutes_of


class Item:
    """A duty in time, with what the rules ask of it most worked out once.

    `now` is false for history; `date` is the local date the duty starts on; `role` is what the
    person is employed as on it, or null (R-13); `worked` are its spans of working time: on call is
    working time only while called. `there` is kept by Timeline.present.
    """

    __slots__ = (
        *("clinical", "date", "duty", "employment", "end", "now", "person", "role", "shift"),
        *("start", "there", "worked"),
    )

    def __init__(self, duty: Duty, person: Person, shift: ShiftType, span: tuple, now: bool):
        self.duty, self.date, self.now = duty, duty.date, now
        self.person, self.shift = person, shift
        self.start, self.end = span
        self.employment = person.employment_on(duty.date)
        self.role = self.employment.role if self.employment else None
        self.clinical = shift.work_class == "clinical"
        self.there = None
        self.worked = (span,)
        if shift.work_class == "on_call":
            self.worked = tuple((minutes_of(a), minutes_of(b)) for a, b in duty.called)

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
        """Whether the duty makes its date a day worked: on call only if called."""
        return bool(self.worked)
