"""From which rules a person may be exempt."""

from roster.rules.parameters import Rule

LAW = "Working Time Regulations"
AGREEMENT = "R-37"


def why_nobody(rule: Rule) -> str:
    """The sentence that says why nobody can be exempt from the rule; blank: somebody can."""
    if rule.level == "must":
        return "Nobody can be exempt from a must."
    if rule.source.startswith(LAW):
        return (
            "Nobody can be exempt from the law. It has its own ways out: rest given back and "
            "recorded, a signed opt-out, or one breach accepted with a reason."
        )
    if rule.id == AGREEMENT:
        return "It keeps what was agreed with a person: where that no longer fits, agree anew."
    if not rule.function or rule.scope != "person":
        return "Nobody can be exempt: it is not judged on one person's duties."
    return ""
