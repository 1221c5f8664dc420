"""What a person types about themselves: their contact, and work for somebody else."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MinValueValidator

from roster.asking_forms import HOW, date_field
from roster.rules.phrases import day
from sites.setup_forms import Sections, time_field
from staff.people_forms import telephone_field

NEAR = [MinValueValidator(date(2000, 1, 1))]
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


class ContactForm(Sections, forms.Form):
    email = forms.EmailField(
        label="Your rota is sent to",
        max_length=254,
        error_messages={"required": "Without an address nothing can be sent to you. Type one."},
    )
    telephone = telephone_field(
        help_text="Where you are rung about a shift. Your rota managers and approvers read it, "
        "no colleague does."
    )


class OtherWorkForm(Sections, forms.Form):
    """One piece of work, or one each week until a date."""

    employer = forms.CharField(
        max_length=120, label="For whom", help_text="Bank, agency, another employer or voluntary."
    )
    on = date_field("Date", help_text=HOW, validators=NEAR)
    at = time_field("Starts")
    to = time_field("Ends", help_text="Not after the start: on the next day.")
    until = date_field(
        "Each week until", required=False, help_text="Leave blank for once.", validators=NEAR
    )

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)

    def clean(self):
        said = super().clean()
        if {"on", "at", "to"} <= set(said):
            until = said.get("until") or said["on"]
            if not 0 <= (until - said["on"]).days <= 366:
                self.add_error("until", "It lies before the first date, or more than a year after.")
            else:
                said["spans"] = self._spans(said["on"], until, said["at"], said["to"])
        return said

    def _spans(self, on, until, at, to):
        later = DAY * (to <= at)
        dates = [on + n * WEEK for n in range((until - on).days // 7 + 1)]
        starts = [self._moment(date, at, "at") for date in dates]
        ends = [self._moment(date + later, to, "to") for date in dates]
        return list(zip(starts, ends, strict=True))

    def _moment(self, on, wall, name):
        """R-44: no time that the clocks skip."""
        at = datetime.combine(on, wall, self.zone)
        if at.astimezone(UTC).astimezone(self.zone).time() != wall:
            said = f"On {day(on)} the clocks go forward: there is no {wall:%H:%M}."
            self.add_error(name, said)
        return at
