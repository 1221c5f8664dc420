"""What check_rota prints: sentences for people, JSON for programs."""

import json

from roster.rotafile.faults import Unreadable, printable
from roster.rotafile.files import read_file
from roster.rotafile.mending import offers
from roster.rules.breach import LEVELS
from roster.rules.checker import checked
from roster.rules.rechecking import check_whole
from roster.rules.words import Words

HEADINGS = {
    "must": "Must be mended",
    "overridable": "Must be mended, or accepted with a reason",
    "should": "Should be better",
}


def check_file(path, as_json, with_repairs=False):
    """(standard output, standard error, exit code) of `check_rota` on the file at a path."""
    try:
        problem = read_file(path)
    except Unreadable as fault:
        return "", "\n".join([*fault.lines, ""]), 2
    text, code = report(problem, path, as_json, with_repairs)
    return text, "", code


def report(problem, file, as_json, with_repairs=False):
    """(text, exit code): 0 without a must or overridable breach, else 1.

    `with_repairs`: each breach that counts for the exit code comes with what would mend it.
    """
    words, whole = Words(problem), check_whole(problem)
    breaches = sorted(whole.breaches, key=lambda b: (b.order, b.others, words.sentence(b)))
    repairs = offers(whole, breaches, words) if with_repairs else {}
    if as_json:
        text = _json(problem, breaches, words, file, repairs)
    else:
        text = _text(breaches, words, repairs)
    return text, int(any(breach.level != "should" for breach in breaches))


def _text(breaches, words, repairs):
    lines = []
    for level in LEVELS:
        found = [breach for breach in breaches if breach.level == level]
        if found:
            lines.append(f"{HEADINGS[level]}:")
            for breach in found:
                lines.append(f"  {breach.rule}  {words.sentence(breach)}")
                lines += [f"        → {r['sentence']}" for r in repairs.get(id(breach), ())]
            lines.append("")
    lines = [printable(line) for line in lines]
    counts = [sum(breach.level == level for breach in breaches) for level in LEVELS]
    tally = " · ".join(f"{count} {level}" for count, level in zip(counts, LEVELS, strict=True))
    return "\n".join([*lines, tally]) + "\n"


def _json(problem, breaches, words, file, repairs):
    rows = [plain(breach, words) | _offered(repairs.get(id(breach))) for breach in breaches]
    document = {"file": file, "checked": list(checked(problem)), "breaches": rows}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _offered(repairs):
    return {} if repairs is None else {"repairs": repairs}


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
