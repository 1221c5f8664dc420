"""Orders in which the people of a sheet can stand: by band, by home site, by usual area.

Only where rows stand changes, never their numbers: an answer to an edit fits every order.
"""

from collections import Counter, defaultdict

from roster.grid.sheet import Group, Sheet

GROUPINGS = {"band": "Band", "site": "Home site", "area": "Usual area"}


def grouped(sheet: Sheet, by) -> list[Group]:
    """The groups of one of GROUPINGS; by band for any other word."""
    if by not in ("site", "area"):
        return sheet.groups
    sites = {site.code: site for site in sheet.problem.sites}
    places = [(s.code, a.code) for s in sites.values() for a in s.areas]
    key = _home(sites) if by == "site" else _usual_area(sites, places)
    titled = defaultdict(list)
    for row in sheet.rows:
        titled[key(row)].append(row)
    return [Group(key[-1], titled[key]) for key in sorted(titled)]


def _home(sites):
    order = list(sites)

    def key(row):
        home = row.person.sites[0] if row.person.sites else None
        return (order.index(home), sites[home].name) if home in sites else (len(order), "No site")

    return key


def _usual_area(sites, places):
    """The area with most of the person's duties in the rota; of equal ones the first."""
    names = {(s.code, a.code): f"{a.name}, {s.code}" for s in sites.values() for a in s.areas}

    def key(row):
        counted = Counter((d.site, d.area) for cell in row.cells for d in cell.duties)
        worked = [place for place in places if counted[place]]
        if not worked:
            return len(places), "In no area"
        usual = max(worked, key=lambda place: counted[place])
        return places.index(usual), names[usual]

    return key
