"""What check_rota prints: sentences for people, JSON for programs."""

import json

from roster.rotafile.faults import Unreadable, printable
from roster.rotafile.files import read_file
from roster.rules.breach import LEVELS
from roster.rules.checker import check, checked
from roster.rules.words import Words

HEADINGS = {
    "must": "Must be mended",
    "overridable": "Must be mended, or accepted with a reason",
    "should": "Should be better",
}


def check_file(path, as_json):
    """(standard output, standard error, exit code) of `check_rota` on the file at a path."""
    try:
        problem = read_file(path)
    except Unreadable as fault:
        return "", "\n".join([*fault.lines, ""]), 2
    text, code = report(problem, path, as_json)
    return text, "", code


def report(problem, file, as_json):
    """(text, exit code): 0 without a must or overridable breach, else 1."""
    words = Words(problem)
    breaches = sorted(check(problem), key=lambda b: (b.order, b.others, words.sentence(b)))
    text = _json(problem, breaches, words, file) if as_json else _text(breaches, words)
    return text, int(any(breach.level != "should" for breach in breaches))


def _text(breaches, words):
    lines = []
    for level in LEVELS:
        found = [breach for breach in breaches if breach.level == level]
        if found:
            lines += [
                f"{HEADINGS[level]}:",
                *(printable(f"  {b.rule}  {words.sentence(b)}") for b in found),
                "",
            ]
    counts = [sum(breach.level == level for breach in breaches) for level in LEVELS]
    tally = " · ".join(f"{count} {level}" for count, level in zip(counts, LEVELS, strict=True))
    return "\n".join([*lines, tally]) + "\n"


def _json(problem, breaches, words, file):
    rows = [plain(breach, words) for breach in breaches]
    document = {"file": file, "checked": list(checked(problem)), "breaches": rows}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def plain(breach, words):
    """A breach with the keys and in the order of docs/rotafile.md."""
    return {
        "rule": breach.rule,
        "level": breach.level,
        "person": breach.person,
        "others": list(breach.others),
        "site": breach.site,
        "area": breach.area,
        "from": breach.first.isoformat(),
        "until": breach.last.isoformat(),
        "at": breach.at.isoformat(timespec="minutes") if breach.at else None,
        "measured": breach.measured,
        "limit": breach.limit,
        "unit": breach.unit,
        "sentence": words.sentence(breach),
        "source": words.source(breach),
    }
