"""docs/permissions.md, written from the table of what a role may do."""

from sites.access import MAY
from sites.models import Membership

HEAD = """# Who may do what

Every login has one or more roles in a unit; the roles add up. What a role may do is one table in
`sites/access.py`, and this page is written from it (`manage.py permissions_page`). Every object is
fetched through an `access` module: what a login may not see is *not found*, what it sees but may
not do is *not allowed*. Another unit's rotas are never found.

A person always sees their own published rota, whatever their role. Colleagues see that somebody
is not working, never why.

"""


def page():
    """The page as Markdown: one row for each thing that may be done, one column for each role."""
    roles = list(Membership.Role)
    head = "| May | " + " | ".join(role.label for role in roles) + " |"
    rule = "|---" * (len(roles) + 1) + "|"
    rows = [
        f"| {meaning} | " + " | ".join("yes" if role in may else "" for role in roles) + " |"
        for meaning, may in MAY.values()
    ]
    return HEAD + "\n".join([head, rule, *rows]) + "\n"
