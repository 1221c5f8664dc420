"""What the sheet says in words: a cell for a screen reader, a duty in two letters, a need."""

from dataclasses import replace

from roster.rules.phrases import day, listed
from roster.rules.words import Words
from roster.walltime import local_of

LONG = 600  # minutes: what R-39 calls long by default
NOTE = "✎"
ROLE_SIGNS = {"operator": "", "assist": "a", "training": "t", "supernumerary": "s"}
KIND_WORDS = {
    "AL": "annual leave",
    "SL": "sick",
    "SD": "study leave",
    "MT": "mandatory training",
    "BH": "bank holiday leave",
    "TOIL": "time off in lieu",
    "PL": "special leave",
    "OTHER": "away",
}


def hours(minutes):
    """37.5 h as 37.5, a thousand as 1,000; whole hours without a point."""
    return f"{minutes / 60:,.1f}".removesuffix(".0")


def clock_change_words(minutes):
    return "Clocks go back an hour" if minutes > 0 else "Clocks go forward an hour"


def letters(codes):
    """The shortest beginning of each code that no other code has."""
    return {
        code: next(
            code[:n]
            for n in range(1, len(code) + 1)
            if n == len(code) or not any(o.startswith(code[:n]) for o in codes if o != code)
        )
        for code in codes
    }


class Saying:
    def __init__(self, problem, shift_names, reasons):
        self.problem, self.names, self.reasons = problem, shift_names, reasons
        self.words = Words(problem)
        self.shifts = {shift.code: shift for shift in problem.shift_types}
        self.letters = letters([site.code for site in problem.sites])
        self.closures = _by_place(problem.closures)
        self.dated = _by_place(line for line in problem.demand if line.is_dated)

    def about(self, person):
        """Home site, hours if part-time, and that they are new."""
        home = person.sites[0] if person.sites else "no site"
        weekly = next((e.weekly_minutes for e in person.employments if self._now(e)), None)
        part_time = f" · {hours(weekly)} h" if weekly and weekly < 2250 else ""
        new = person.preceptee_until and person.preceptee_until >= self.problem.starts
        return f"{home}{part_time}{' · preceptee' if new else ''}"

    def _now(self, employment):
        return employment.starts <= self.problem.until and (
            employment.until is None or employment.until >= self.problem.starts
        )

    def look(self, cell):
        """The class name of the cell's colour."""
        if cell.duties:
            return f"cell--{self.kind(cell.duties[0].shift)}"
        if cell.absences:
            return "cell--away"
        return "cell--co" if cell.gives_back else ""

    def demand(self, demand):
        return self.words.people(demand, demand.least)

    def wanted(self, demand):
        """2 radiographers needed, 3 ideal; 1 assistant practitioner if possible"""
        ideal = demand.ideal or 0
        if not demand.least and ideal:
            return f"{self.demand(replace(demand, least=ideal))} if possible"
        more = f", {ideal} ideal" if ideal > demand.least else ""
        return f"{self.demand(demand)} needed{more}"

    def kind(self, code):
        """What a shift type is drawn as: early, office."""
        shift = self.shifts[code]
        if shift.work_class != "clinical":
            return {"admin": "office", "training": "training", "on_call": "on-call"}[
                shift.work_class
            ]
        length = (_minutes(shift.ends) - _minutes(shift.starts)) % 1440
        if length >= LONG:
            return "long"
        return "early" if shift.starts.hour < 9 else "late" if shift.starts.hour >= 11 else "day"

    def duties(self, cell):
        """(code, signs, whether fixed, place) of each duty, as short as it can be told apart."""
        for duty in cell.duties:
            signs = ROLE_SIGNS[duty.role] + "+" * duty.additional
            place = f"{self.letters[duty.site]}{'·' + duty.area if duty.area else ''}"
            yield duty.shift, signs, duty.fixed, place

    def typed(self, cell):
        """The text that would put these duties there: `E TH/ED + L TH/ED`."""
        return " + ".join(
            f"{duty.shift} {duty.site}{'/' + duty.area if duty.area else ''}"
            for duty in cell.duties
        )

    def marks(self, cell):
        """(class, sign) of what stands in the cell besides duties."""
        if cell.absences:
            whole = all(absence.starts is None for absence in cell.absences)
            text = cell.absences[0].kind if self.reasons else "away"
            yield "away", text if whole else f"½ {text}"
        if cell.gives_back and not cell.duties:
            yield "co", "CO"
        for wants in cell.wants:
            yield "wants", f"?{wants}"
        for leave in self._leave_asked(cell):
            yield "wants", "?AL" if leave.starts is None else "?½ AL"
        if cell.other_work:
            yield "other", "◆"
        if cell.note:
            yield "note", NOTE

    def cell(self, cell):
        """The whole cell in one sentence or two, for a screen reader and for the card."""
        parts = [self._duty(duty) for duty in cell.duties]
        parts += [self._absence(absence) for absence in cell.absences]
        if cell.gives_back and not cell.duties:
            parts.append(f"compensatory day off for {day(cell.gives_back)}")
        parts += [f"asks for {wants}" for wants in cell.wants]
        parts += [f"asks for {self._absence(leave)}" for leave in self._leave_asked(cell)]
        parts += ["works elsewhere that day"] * bool(cell.other_work)
        text = "; ".join(parts) or "nothing"
        text += f". Note: {cell.note}" if cell.note else ""
        if cell.breaches:
            short = listed(dict.fromkeys(self.words.short(breach) for breach in cell.breaches))
            text += f". Breach: {short}"
        return text

    def _duty(self, duty):
        shift = self.shifts[duty.shift]
        name = self.names.get(duty.shift) or duty.shift
        said = f"{name} {shift.starts:%H:%M} to {shift.ends:%H:%M}, {self._where(duty)}"
        if duty.role != "operator":
            said += f", {duty.role}"
        if duty.supervised_by:
            said += (
                f", supervised by {listed(self.words.names.get(p, p) for p in duty.supervised_by)}"
            )
        return said + ", extra" * duty.additional + ", fixed" * duty.fixed

    def _where(self, duty):
        if duty.area:
            return self.words.place(duty.site, duty.area)
        return self.words.sites[duty.site]

    def _absence(self, absence):
        what = KIND_WORDS[absence.kind] if self.reasons else "not available"
        if absence.starts is None:
            return what
        return f"{what} {absence.starts:%H:%M} to {absence.ends:%H:%M}"

    def _leave_asked(self, cell):
        """Only who decides on leave reads who asks for it."""
        return cell.leave_asked if self.reasons else ()

    def place(self, site, area):
        """(area's name, site's code) for the head of a row of places."""
        return self.words.areas.get((site, area), "No area"), site

    def need(self, need, on):
        """Every line of the date where it is worst: `08:00 to 12:00 1 of 2 radiographers`."""
        worst = {}
        for stretch in need.stretches.get(on, ()):
            held = worst.get(stretch.demand)
            if held is None or stretch.have < held.have:
                worst[stretch.demand] = stretch
        said = [self._stretch(demand, stretch) for demand, stretch in worst.items()]
        said += [self.words.short(breach) for breach in need.breaches.get(on, ())]
        where = ", ".join(self.place(need.site, need.area))
        told = f"{where}, {day(on)}: " + ("; ".join(said) or "nobody needed")
        return told + (f" ({apart})" if (apart := self.apart(need, on)) else "")

    def apart(self, need, on):
        """Why an area asks for other people on a date than its week says; blank: it does not."""
        place = need.site, need.area
        shut = [c for c in self.closures.get(place, ()) if c.holds_on(on)]
        extra = [line for line in self.dated.get(place, ()) if line.is_in_force(on)]
        if not shut and not extra:
            return ""
        what = "asked for on this date" if extra else "closed"
        return ": ".join([what, *{one.reason: None for one in (*extra, *shut) if one.reason}][:2])

    def _stretch(self, demand, stretch):
        if not stretch.short:
            return f"{self.demand(demand)}, covered"
        zone = self.problem.timezone
        starts, ends = (f"{local_of(m, zone):%H:%M}" for m in (stretch.starts, stretch.ends))
        return f"{stretch.have} of {self.demand(demand)} {starts} to {ends}"

    def breach(self, breach):
        return self.words.sentence(breach)


def _by_place(rows):
    found = {}
    for row in rows:
        found.setdefault((row.site, row.area), []).append(row)
    return found


def _minutes(at):
    return at.hour * 60 + at.minute
