"""docs/rules.md, written from the catalogue in the words a manager would use."""

from roster.rules.catalogue import CATALOGUE, LEVEL_WORDS
from roster.rules.exempt import why_nobody

HEAD = """# The rules

Every rule a rota is judged by, in order of its number. This page is written from the catalogue in
`roster/rules` (`manage.py rules_page`).

A rule is a **must**: nothing is published while it is broken; a **must, unless somebody entitled
accepts it with a reason**: the reason and the name stay on record, and lapse when the facts change;
or a **should**: shown and counted, never in the way. Rests and lengths are elapsed time, also over
the nights on which the clocks change; dates, weekdays and opening hours are those on the wall.

What a unit sets a rule to is kept with the date from which it holds, and stays on record. What a
rule asks about is judged by the setting of its last date: a duty by that of its own date, a week by
that of its Sunday, an average by that of the end of its weeks. So a setting may begin in the middle
of a rota; it is published by those of each week's Monday. Before a setting is made, the page of the
rule shows what it does to the rotas still open, and which published weeks it judges anew. A rota
file names the settings of the rota's first day that differ, by rule and parameter;
`"enabled": false` switches a rule off.

A person can be exempt from some rules, from a date to the day the exemption is to be reviewed by, a
year at most; nobody from a must, nor from the law. Breaches of that rule and person are left out
where all their dates lie in the exemption, and a fill heeds the rule for nobody who is exempt on
all dates of the rota. Its reason is for those who plan. A rota file says nothing of exemptions, and
is judged without them.

"""


def page():
    """The page as Markdown: a section for each rule."""
    return HEAD + "\n".join(_section(rule) for rule in CATALOGUE.values())


def _section(rule):
    lines = [f"## {rule.id} {rule.title}", "", rule.sentence, ""]
    if rule.function or not rule.judged:
        lines += [f"- **Level:** {LEVEL_WORDS[rule.level]}", f"- **Source:** {rule.source}"]
    else:
        lines += [f"- **Where:** {rule.judged}", f"- **Source:** {rule.source}"]
    lines += [f"- **For a solver:** {_for_a_solver(rule)}"] * bool(rule.function)
    lines += ["- **Exemptions:** a person can be exempt"] * (not why_nobody(rule))
    lines += [f"- **Keeps it:** {rule.kept}"] * bool(rule.kept)
    lines += [f"- **Breaks it:** {rule.broken}"] * bool(rule.broken)
    return "\n".join([*lines, "", *_settings(rule)])


def _for_a_solver(rule):
    """Whether something that plans duties by itself could honour the rule."""
    if rule.left_to_check:
        return f"honoured in part; left to the check: {rule.left_to_check}"
    return "honoured in full"


def _settings(rule):
    if not rule.parameters:
        return []
    rows = [f"| `{p.name}` | {said(p.default)} | {p.meaning} |" for p in rule.parameters]
    return ["| Setting | Default | Meaning |", "|---|---|---|", *rows, ""]


def said(value):
    """A setting's value in words: `0`, `08:00`, `trainee, assistant_practitioner`, none."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return "none" if not value else "; ".join(f"{k}: {said(v)}" for k, v in value.items())
    return str(value)
