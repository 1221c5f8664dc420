"""The forms about when things are told: the times of a unit's jobs, a person's weekly email."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.urls import reverse

from roster.models import MailChoice
from roster.problem import WEEKDAYS
from roster.rules.phrases import number

Day = MailChoice.Day
NAMES = dict(Day.choices)
TIME = {"invalid": "Write a time like 08:00.", "required": "Write a time like 08:00."}
WALL_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def _time(label, **kwargs):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, error_messages=TIME, **kwargs)


class MailChoiceForm(forms.Form):
    """`weekly` is when the unit sends it, `day` what is chosen now."""

    day = forms.ChoiceField(
        label="When do you want it?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of these.",
            "invalid_choice": "Choose one of these.",
        },
    )

    def __init__(self, data=None, *, weekly, day):
        super().__init__(data, initial={"day": day})
        usual = f"On the unit's day, {NAMES[weekly.weekday]}"
        self.fields["day"].choices = [(Day.UNIT, usual), *Day.choices[1:]]
        self.helper = FormHelper()
        self.helper.add_input(Submit("go", "Keep this choice"))


class NoticeMailForm(forms.Form):
    """Which of some topics are mailed too; `unmailed` are those that are not now."""

    mailed = forms.MultipleChoiceField(
        label="By email too, at once", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, topics, unmailed):
        super().__init__(data, initial={"mailed": [t for t in topics if t not in unmailed]})
        self.fields["mailed"].choices = [(topic, topic.label) for topic in topics]
        self.helper = FormHelper()
        self.helper.add_input(Submit("go", "Keep this choice"))


class JobTimesForm(forms.Form):
    """When the jobs of a unit run. `times` are its JobTimes, `weekly` when R-43 says."""

    weekday = forms.ChoiceField(label="Day", choices=[(day, NAMES[day]) for day in WEEKDAYS])
    weekly_at = _time("Time")
    publish_at = _time("Time, each day")
    close_after = forms.IntegerField(
        label="Days after its Sunday until a week is closed", min_value=0, max_value=365
    )
    remind_at = forms.CharField(
        label="Times", required=False, help_text="Like 09:00, 16:00. Empty: nobody is reminded."
    )
    most_reminders = forms.IntegerField(label="Reminders at most", min_value=0, max_value=20)
    quiet_from = _time("Nobody is reminded from")
    quiet_until = _time("Reminders go again from")

    def __init__(self, data=None, *, times, weekly):
        names = ("publish_at", "close_after", "most_reminders", "quiet_from", "quiet_until")
        initial = {name: getattr(times, name) for name in names}
        initial |= {"weekday": weekly.weekday, "weekly_at": weekly.wall}
        super().__init__(data, initial=initial | {"remind_at": ", ".join(times.remind_at)})
        self.helper = FormHelper()
        self.helper.form_action = reverse("set-jobs", args=[times.unit_id])
        self.helper.layout = Layout(
            Fieldset("Weekly email (R-43)", "weekday", "weekly_at"),
            Fieldset("Publishing and closing", "publish_at", "close_after"),
            Fieldset("Reminders", "remind_at", "most_reminders", "quiet_from", "quiet_until"),
        )
        self.helper.add_input(Submit("go", "Keep these times"))

    def clean_remind_at(self):
        """The times in order, each once, as HH:MM."""
        words = re.split(r"[,;\s]+", self.cleaned_data["remind_at"].strip())
        wrong = [word for word in words if word and not WALL_TIME.fullmatch(word)]
        if wrong:
            raise forms.ValidationError(f"“{wrong[0]}” is no time. Write times like 09:00, 16:00.")
        walls = {f"{word:0>5}" for word in words if word}
        if len(walls) > 6:
            raise forms.ValidationError(
                f"{number(len(walls), 'time')} a day are too many: 6 at most."
            )
        return sorted(walls)

    def wanted(self):
        """What the verb takes."""
        typed = dict(self.cleaned_data)
        weekly = {"weekday": typed.pop("weekday"), "time": f"{typed.pop('weekly_at'):%H:%M}"}
        return {"wanted": typed, "weekly": weekly}
