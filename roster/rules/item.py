"""One duty in time: when it is, who works it as what, and how much of it is work."""

from roster.problem import Duty, Person, ShiftType
from roster.walltime import minutes_of


class Item:
    """A duty in time, with what the rules ask of it most worked out once.

    `now` is false for history; `date` is the local date the duty starts on; `role` is what the
    person is employed as on it, or null (R-13); `worked` are its spans of working time: on call is
    working time only while called. `length` are elapsed minutes, breaks included, on call only
    those called; `minutes` the working ones, which are paid: less the unpaid break. `is_work`:
    whether the duty makes its date a day worked. `there` is kept by Timeline.present.
    """

    __slots__ = (
        *("clinical", "date", "duty", "employment", "end", "is_work", "length", "minutes"),
        *("now", "person", "role", "shift", "start", "there", "worked"),
    )

    def __init__(self, duty: Duty, person: Person, shift: ShiftType, span: tuple, now: bool):
        self.duty, self.date, self.now = duty, duty.date, now
        self.person, self.shift = person, shift
        self.start, self.end = span
        self.employment = person.employment_on(duty.date)
        self.role = self.employment.role if self.employment else None
        self.clinical = shift.work_class == "clinical"
        self.there = None
        self.worked, self.length = (span,), self.end - self.start
        self.minutes, self.is_work = self.length - shift.break_minutes, True
        if shift.work_class == "on_call":
            self.worked = tuple((minutes_of(a), minutes_of(b)) for a, b in duty.called)
            self.length = self.minutes = sum(end - start for start, end in self.worked)
            self.is_work = bool(self.worked)
