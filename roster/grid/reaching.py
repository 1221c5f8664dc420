"""Where a person can be sent, and what they are signed off for, on the dates of a rota."""

from roster.problem import Person, Problem
from roster.rules.supervision import AP


def places_of(problem: Problem, person: Person) -> list[str]:
    """`TH/XR` of every area at the person's sites, home first; an assistant practitioner's only
    where their scope of practice holds on some date of the rota."""
    areas = {site.code: [area.code for area in site.areas] for site in problem.sites}
    places = [(site, area) for site in person.sites for area in areas.get(site, ())]
    if _is_assistant(problem, person):
        signed = {
            (entry.site, entry.area)
            for entry in person.scope
            if entry.starts <= problem.until and entry.review_due > problem.starts
        }
        places = [place for place in places if place in signed]
    return ["/".join(place) for place in places]


def _is_assistant(problem, person):
    return any(
        employment.role == AP
        and employment.starts <= problem.until
        and (employment.until is None or employment.until >= problem.starts)
        for employment in person.employments
    )


def competencies_of(problem: Problem, person: Person) -> list[str]:
    """The competencies held on some date of the rota."""
    return [
        held.code
        for held in person.competencies
        if held.starts <= problem.until and (held.until is None or held.until >= problem.starts)
    ]
