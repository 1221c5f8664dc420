"""A week of a rota that may be planned anew, what is fixed in it too; all else stays as it is."""

from dataclasses import replace
from functools import cached_property

from roster.autofill.possible import Possible
from roster.rules.timeline import DAY


class Week(Possible):
    """The possible duties of a week, those that are fixed too: what holds one is an element."""

    def __init__(self, problem, monday):
        self.window = [monday + n * DAY for n in range(7)]
        self.held = {key_of(d): d for d in problem.duties if d.date in self.window}
        loose = tuple(
            replace(d, fixed=False) if d.date in self.window else d for d in problem.duties
        )
        super().__init__(
            replace(problem, duties=loose), within=lambda duty: duty.date in self.window
        )

    @cached_property
    def dates(self):
        return self.window

    def candidates(self, person):
        """What demand asks for, and whatever is there already."""
        known = set()
        for item in super().candidates(person):
            known.add(key_of(item.duty))
            yield item
        for duty in self.open:
            if duty.person == person.id and key_of(duty) not in known:
                yield self.timeline.item(duty, True)

    def planned(self, values):
        """{(person, date): duties} of each cell that may be planned, as these values plan it."""
        cells = {}
        for cell, booleans in self.options.items():
            duties = [self.items[b].duty for b in booleans if values[b]]
            cells[cell] = tuple(self.held.get(key_of(duty), duty) for duty in duties)
        return cells

    @cached_property
    def as_it_is(self):
        """The values of the plan as it stands."""
        values = self.rows.start()
        for booleans in self.options.values():
            for boolean in booleans:
                values[boolean] = key_of(self.items[boolean].duty) in self.held
        return self.rows.complete(values)


def key_of(duty):
    return duty.person, duty.date, duty.shift, duty.site, duty.area
