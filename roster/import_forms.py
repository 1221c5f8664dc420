"""The forms of an import: the file, and the answers that its page asks for."""

import hashlib
from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from roster.models import Upload
from roster.spreadsheet.codes import choices as code_choices
from roster.spreadsheet.codes import key_of, likely, words
from roster.spreadsheet.names import Names
from roster.spreadsheet.planning import SKIP
from roster.spreadsheet.ranges import area_of
from roster.spreadsheet.table import FILE_BYTES
from sites.typed_dates import TypedDateField

OPEN = [("", "Choose…")]
GUESSED = "A guess: does it mean that here?"


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is in it",
        choices=Upload.Kind.choices,
        initial=Upload.Kind.ROTA,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label="File",
        help_text="XLSX, CSV or, for a rota file, JSON; at most 5 MB. Macros are not read.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.json"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("go", "Upload and look"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB.")
        return file


def slot(kind, text):
    """The name of the field that asks about a text; short, and the same each time."""
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


class RotaChoices(forms.Form):
    """Sheets, the rota, names and codes of a RotaPage, and what was answered so far."""

    def __init__(self, data, page):
        super().__init__(data)
        self.page = page
        for sheet in page.sheets:
            self._ask_sheet(sheet)
        if len(page.rotas) > 1:
            self._choice("rota", "Into", OPEN + page.rotas, page.upload.choices.get("rota"))
        if page.rota:
            self._ask_words(page)
            self.fields["empty"] = forms.BooleanField(
                required=False,
                initial=page.upload.choices.get("empty"),
                label="Blank cells empty what is planned there",
            )

    def _ask_sheet(self, sheet):
        n = sheet.number
        self.fields[f"use-{n}"] = forms.BooleanField(
            required=False, initial=sheet.used, label=f"Use {sheet.table.name}"
        )
        self.fields[f"range-{n}"] = forms.CharField(
            required=False,
            initial=sheet.area,
            max_length=20,
            label="Range",
            validators=[_is_range],
            widget=forms.TextInput(
                attrs={"placeholder": sheet.found[0].where if sheet.found else "A4:AF40"}
            ),
        )
        if sheet.found and not sheet.found[0].is_dated:
            self.fields[f"starts-{n}"] = TypedDateField(
                required=False,
                initial=sheet.starts or sheet.found[0].starts,
                label="Date of the first column",
            )

    def _ask_words(self, page):
        problem = page.taken.problem
        people = [(person.id, person.name) for person in problem.people]
        names = Names(people)
        self.names, self.codes, self.own = [], [], []
        for name, who in page.chosen_names().items():
            options = _people(name, names, people)
            self.names.append(self._choice(slot("name", name), name, options, who))
        for asked in page.plan.codes.values():
            self._ask_code(asked, problem)

    def _ask_code(self, asked, problem):
        """One that is the unit's own may mean something else in this workbook: L, late or leave."""
        said = f"{asked.text} ({asked.count}×)"
        first = f"{words(asked.own)}, as in this unit" if asked.own else "Choose…"
        chosen = asked.meaning if asked.meaning != asked.own else ""
        guess = likely(asked.text, problem) if asked.meaning is None else []
        perhaps = [("Perhaps", [(one, words(one)) for one in guess])] * (len(guess) > 1)
        only = guess[0] if len(guess) == 1 else ""
        meanings = [("", first), *perhaps, *code_choices(problem)]
        field = self._choice(slot("code", asked.text), said, meanings, chosen or only)
        self.fields[field].help_text = GUESSED if only else ""
        (self.own if asked.own else self.codes).append(field)

    def _choice(self, name, label, choices, initial):
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=initial or "", required=False
        )
        return name

    def with_rota(self):
        """(sheet, its fields) of those that are used or could be."""
        return [self._sheet(sheet) for sheet in self.page.sheets if sheet.found or sheet.used]

    def without_rota(self):
        return [self._sheet(s) for s in self.page.sheets if not (s.found or s.used)]

    def _sheet(self, sheet):
        names = [f"{kind}-{sheet.number}" for kind in ("use", "range", "starts")]
        return sheet, [self[name] for name in names if name in self.fields]

    def name_fields(self):
        return [self[name] for name in getattr(self, "names", ())]

    def code_fields(self):
        return [self[name] for name in getattr(self, "codes", ())]

    def own_fields(self):
        return [self[name] for name in getattr(self, "own", ())]

    def answers(self):
        """What was answered, of a valid form, with what was answered before."""
        said, page = self.cleaned_data, self.page
        before = page.upload.choices
        names = {n: said[slot("name", n)] for n in page.plan.names if slot("name", n) in said}
        asked = {a.text: slot("code", a.text) for a in page.plan.codes.values()}
        codes = {key_of(text): said[name] for text, name in asked.items() if name in said}
        return {
            "tables": {str(s.number): self._of_sheet(s.number) for s in page.sheets},
            "rota": said.get("rota") or before.get("rota", ""),
            "names": before.get("names", {}) | names,
            "codes": before.get("codes", {}) | codes,
            "empty": said.get("empty", False),
        }

    def _of_sheet(self, number):
        said = self.cleaned_data
        starts = said.get(f"starts-{number}")
        return {
            "use": said[f"use-{number}"],
            "range": said[f"range-{number}"],
            "starts": starts.isoformat() if starts else "",
        }


def _is_range(text):
    try:
        area_of(text)
    except ValueError as fault:
        raise forms.ValidationError(str(fault)) from fault


def _people(name, names, people):
    """Those alike first, with how much; then everybody."""
    alike = [(who, f"{names.names[who]} ({much}% alike)") for who, much in names.alike(name)]
    return [
        *OPEN,
        (SKIP, "Leave this line out"),
        *([("Alike", alike)] if alike else []),
        ("Everybody", people),
    ]


class PeopleChoices(forms.Form):
    """What a list of people does not say, and whether somebody is there already."""

    starts = TypedDateField(required=False, label="Employed from, where the file has no date")
    site = forms.ChoiceField(required=False, label="Site, where the file has none")
    sheet = forms.TypedChoiceField(coerce=int, required=False, label="Sheet")
    mobiles = forms.BooleanField(required=False)

    def __init__(self, data, page, sheets):
        choices = page.upload.choices
        kept = {key: choices.get(key) for key in ("starts", "site", "sheet", "mobiles")}
        kept["starts"] = date.fromisoformat(kept["starts"]) if kept["starts"] else None
        super().__init__(data, initial=kept)
        self.fields["site"].choices = [("", "None yet"), *((code, code) for code in page.sites)]
        self.fields["sheet"].choices = list(enumerate(sheets))
        if len(sheets) < 2:
            del self.fields["sheet"]
        self._ask_mobiles(page.mobiles)
        self.alike = [self._ask(page, entry) for entry in page.entries if entry.row in page.alike]

    def _ask_mobiles(self, column):
        """A private number is nothing to ring somebody on about work."""
        if not column:
            del self.fields["mobiles"]
            return
        self.fields["mobiles"].label = f"The numbers under “{column}” are for work"
        self.fields["mobiles"].help_text = (
            "Left out unless you tick this: they may be people's own, and who plans the rota reads "
            "a work telephone."
        )

    def _ask(self, page, entry):
        name, much = page.alike[entry.row]
        options = [
            *OPEN,
            ("same", f"{name}, who is there already ({much}% alike)"),
            ("new", "Somebody new"),
        ]
        self.fields[f"same-{entry.row}"] = forms.ChoiceField(
            label=f"{entry.name} is",
            choices=options,
            required=False,
            initial=page.answers.get(str(entry.row), ""),
        )
        return entry.row

    def answers(self):
        said = self.cleaned_data
        return {
            "starts": said["starts"].isoformat() if said["starts"] else "",
            "site": said["site"],
            "sheet": said.get("sheet") or 0,
            "mobiles": said.get("mobiles", False),
            "same": {str(row): said[f"same-{row}"] for row in self.alike},
        }
