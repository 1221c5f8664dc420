"""A rota as it might be: with other demand, other people or another rule. Pure.

    supposed(problem, changes, first) -> Problem
    said(problem, changes, first)     -> a sentence for each change
    valued(value)                     -> a setting's value as the pages of what-ifs write it
    names_of_lines(problem)           -> {key: words} of the lines of demand that can be changed
    settings_of(problem)              -> {"R-17 soft": (Parameter, its value)} of what can be set
    newcomers(problem, changes)       -> {id: name} of those who are more in it

`changes` are {"demand": [[key, least]], "without": [person], "like": [person], "hours": [[person,
minutes]], "able": [[person, ability]], "shift": [[code, times]], "rule": [["R-17 soft", value]]},
any number of each, none of them at odds with another (see contradicting). Raises NoSuchThing for
what the rota does not have (any more), or has already.
"""

from dataclasses import replace
from itertools import chain, groupby

from roster.problem import DAY_TYPES, Problem
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import JUDGED
from roster.rules.parameters import Parameter, is_on, values_of
from roster.rules.phrases import ROLE_WORDS, full, listed, number
from roster.rules.setting_words import DAYS, in_words, label
from roster.rules.timeline import DAY
from roster.rules.words import Words
from roster.supposed_people import (
    NoSuchThing,
    able,
    known,
    like,
    named_like,
    said_of_ability,
    said_of_hours,
    with_hours,
    without,
)
from roster.supposed_shifts import said_of_times, with_times

NEW = "somebody-new"
ENABLED = Parameter("enabled", "flag", True, "whether the rule is asked at all")
# A page can ask for one number or one yes or no; the rest is set where the rules are.
KINDS = ("flag", "whole", "positive", "whole or null", "positive or null", "above zero")
PEOPLE = {"hours": with_hours, "able": able}


def supposed(problem: Problem, changes, first) -> Problem:
    """What is planned differs from the date `first` on; a rule holds otherwise in all of it."""
    for asked in changes.get("demand", ()):
        problem = _demand(problem, asked, first)
    for new, model in zip(_ids(changes), changes.get("like", ()), strict=True):
        problem = like(problem, new, model, first)
    for kind, change in PEOPLE.items():
        # A site before an area of it, which would bring it.
        for person, value in sorted(changes.get(kind, ()), key=lambda row: str(row[1])[:1] == "a"):
            problem = change(problem, person, value, first)
    for person in changes.get("without", ()):
        problem = without(problem, person, first)
    for code, times in changes.get("shift", ()):
        problem = with_times(problem, code, times, first)
    for name, value in changes.get("rule", ()):
        problem = _set(problem, name, value)
    return problem


def said(problem: Problem, changes, first):
    lines = names_of_lines(problem)
    for key, least in changes.get("demand", ()):
        yield f"{lines.get(key, 'A line of demand')}, tried with {least}."
    for person in changes.get("without", ()):
        yield f"Without {known(problem, person).name}."
    for person in changes.get("like", ()):
        yield f"With somebody more like {known(problem, person).name}."
    for person, minutes in changes.get("hours", ()):
        yield said_of_hours(problem, person, minutes, first)
    for person, ability in changes.get("able", ()):
        yield said_of_ability(problem, person, ability)
    for code, times in changes.get("shift", ()):
        yield said_of_times(problem, code, times)
    for name, value in changes.get("rule", ()):
        yield _set_so(name, value)


def _set_so(name, value):
    rule, setting = name.split(" ")
    title = f"{rule}, {CATALOGUE[rule].title}"
    if setting == ENABLED.name:
        return f"{title}: switched {'on' if value else 'off'}."
    parameter = next(one for one in CATALOGUE[rule].parameters if one.name == setting)
    return f"{title}, {label(parameter)}: tried with {in_words(parameter, value)}."


def newcomers(problem, changes):
    names = {person.id: person.name for person in problem.people}
    pairs = zip(_ids(changes), changes.get("like", ()), strict=True)
    return {new: named_like(names.get(model)) for new, model in pairs}


def _ids(changes):
    """The ids of those who are more, the first without a number."""
    count = len(changes.get("like", ()))
    return [NEW, *(f"{NEW}-{number}" for number in range(2, count + 1))][:count]


def valued(value):
    """A number stays one: 1 is not yes, though Python holds it equal to True."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not set" if value is None else value


# ── demand ──


def _key(line):
    when = "/".join([*line.days, f"{line.starts:%H:%M}-{line.ends:%H:%M}"])
    dates = f"{line.starts_on or ''}..{line.until or ''}"
    return "|".join([line.site, line.area, line.role, line.competency or "", when, dates])


def names_of_lines(problem):
    words = Words(problem)
    return {
        _key(line): f"{words.place(line.site, line.area)}, {_days(line)} "
        f"{line.starts:%H:%M} to {line.ends:%H:%M}: {words.people(line, line.least)}"
        for line in problem.demand
    }


def _days(line):
    if line.is_dated:
        return f"on {line.starts_on.day} {line.starts_on:%B}"
    return listed(_runs([DAY_TYPES.index(day) for day in line.days]))


def _runs(days):
    """Three days and more in a row as one: Monday to Friday."""
    words = (*DAYS, "bank holidays")
    for _, run in groupby(enumerate(sorted(days)), lambda pair: (pair[1] - pair[0], pair[1] == 7)):
        run = [words[day] for _, day in run]
        yield from [f"{run[0]} to {run[-1]}"] if len(run) > 2 else run


def _demand(problem, asked, first):
    key, least = asked
    found = [line for line in problem.demand if _key(line) == key]
    if not found:
        raise NoSuchThing("The line of demand is not asked any more.")
    _refuse_same(found, least, first)
    lines = (_from(line, least, first) if _key(line) == key else [line] for line in problem.demand)
    return replace(problem, demand=tuple(chain.from_iterable(lines)))


def _refuse_same(lines, least, first):
    later = [line for line in lines if line.until is None or line.until >= first]
    if not later:
        raise NoSuchThing(f"It is not asked any more from {full(first)} on.")
    if all(line.least == least for line in later):
        raise NoSuchThing(f"It asks for {number(least, *ROLE_WORDS[later[0].role])} already.")


def _from(line, least, first):
    """The line as it is up to a date, and with another least from it on."""
    then = replace(line, least=least, ideal=line.ideal and max(line.ideal, least))
    if line.until and line.until < first:
        return [line]
    if line.starts_on and line.starts_on >= first:
        return [then]
    return [replace(line, until=first - DAY), replace(then, starts_on=first)]


# ── rules ──


def settings_of(problem):
    """Of a rule that is off, only that; a rule that must be kept cannot be switched off."""
    found = {}
    for rule in JUDGED:
        on, values = is_on(rule, problem.rules), values_of(rule, problem.rules, CATALOGUE)
        if rule.level != "must" or not on:
            found[f"{rule.id} enabled"] = ENABLED, on
        if not on:
            continue
        for parameter in rule.parameters:
            if parameter.kind in KINDS:
                found[f"{rule.id} {parameter.name}"] = parameter, values[parameter.name]
    return found


def _set(problem, name, value):
    rule, parameter = name.split(" ")
    if rule not in CATALOGUE:
        raise NoSuchThing("There is no such rule.")

    def other(rules):
        return rules | {rule: rules.get(rule, {}) | {parameter: value}}

    settings = [problem.rules, *(rules for _, rules in problem.later_rules)]
    if all(_value(rules, rule, parameter) == value for rules in settings):
        raise NoSuchThing("It is so already.")
    later = tuple((on, other(rules)) for on, rules in problem.later_rules)
    return replace(problem, rules=other(problem.rules), later_rules=later)


def _value(rules, rule, parameter):
    if parameter == ENABLED.name:
        return is_on(CATALOGUE[rule], rules)
    return values_of(CATALOGUE[rule], rules, CATALOGUE).get(parameter)
