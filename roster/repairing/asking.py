"""How a page names the breach it asks repairs for: by its facts, as short texts."""


def facts_of(breach) -> dict[str, str]:
    """Who, when, where, how much is allowed, and of what; what is null is left out."""
    facts = {
        "rule": breach.rule,
        "person": breach.person,
        "from": breach.first.isoformat(),
        "until": breach.last.isoformat(),
        "at": breach.at and breach.at.isoformat(timespec="minutes"),
        "site": breach.site,
        "area": breach.area,
        "limit": breach.limit,
        "of": _of(breach.detail),
    }
    return {key: str(value) for key, value in facts.items() if value is not None}


def _of(detail):
    """What tells apart breaches of one rule at one time: a line of demand, a need, a kind."""
    demand, need = detail.get("demand"), detail.get("need")
    if demand:
        return " ".join(filter(None, (demand.role, demand.competency)))
    return need.competency if need else detail.get("kind")


def breach_asked(breaches, asked):
    """The breach with these facts, or null: it is mended, or others than these."""
    return next((breach for breach in breaches if facts_of(breach) == asked), None)
