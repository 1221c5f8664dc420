"""A value other than the default for every parameter, and what a browser posts of a form."""

from html.parser import HTMLParser

from roster.rules.catalogue import CATALOGUE

OTHER = {
    "wall time": "09:30",
    "weekday": "tue",
    "roles": ["radiographer", "student"],
    "texts": ["A b", "<c>"],
    "wholes": [0, 7, 12],
    "windows": {
        "TH": {"window_end": "19:00"},
        "GH": {"window_start": "08:30", "window_end": "18:00"},
    },
    "rates": {"3": {"saturday": 12.5}, "8a": {"saturday": 30, "sunday": 0}},
    "above zero": 1.25,
    "positive or null": 630,
    "whole or null": 0,
}


def other_value(parameter):
    if parameter.kind == "flag":
        return not parameter.default
    if isinstance(parameter.kind, tuple):
        return next((v for v in parameter.kind if v != parameter.default), parameter.default)
    return OTHER[parameter.kind] if parameter.kind in OTHER else parameter.default + 1


def other_setting(rule):
    """A whole setting in which nothing that can be another is at its default."""
    return {p.name: other_value(p) for p in CATALOGUE[rule].parameters}


class Form(HTMLParser):
    """What a browser would post of the form with an id: {name: [values]}."""

    def __init__(self, html, form):
        super().__init__()
        self.id, self.inside, self.posted = form, False, {}
        self.select = self.area = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == self.id
        elif not self.inside:
            return
        elif tag == "input" and (attrs.get("type") != "checkbox" or "checked" in attrs):
            usual = "on" if attrs.get("type") == "checkbox" else ""
            self._put(attrs["name"], attrs.get("value", usual))
        elif tag == "select":
            self.select = attrs["name"]
        elif tag == "option" and "selected" in attrs:
            self._put(self.select, attrs["value"])
        elif tag == "textarea":
            self.area = attrs["name"]
            self._put(self.area, "")

    def handle_data(self, data):
        if self.area:
            self.posted[self.area][-1] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "form":
            self.inside = False

    def _put(self, name, value):
        self.posted.setdefault(name, []).append(value)


def typed_in(response, form="set-rule"):
    return Form(response.content.decode(), form).posted
