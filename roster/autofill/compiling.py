"""From shapes over options to rows: the one place that knows what each shape means to a solver.

The terms of a shape are booleans of the rows here, where the checker's are duties held. A shape
with a price may be broken at that price a unit; without one it never is.
"""

from roster.rules.shapes import Ban, Case, Clash, Cover, FreeSpell, Limit

MUST = Case("must", None, None, None)


def compile_shapes(rows, shapes):
    """Add (shape, price) pairs to the rows; price null: hard."""
    for shape, price in shapes:
        COMPILERS[type(shape)](rows, shape, price)


def _ban(rows, shape, price):
    if price is None:
        rows.fix(shape.duty, 0)
    else:
        rows.cost[shape.duty] += price


def _clash(rows, shape, price):
    rows.row((shape.first, shape.second), (1, 1), None, 1, over=price)


def _limit(rows, shape, price):
    rows.row(shape.terms, shape.weights or (1,) * len(shape.terms), None, shape.most, over=price)


def _cover(rows, shape, price):
    rows.row(shape.duties, (1,) * len(shape.duties), shape.least, None, under=price)


def _free_spell(rows, shape, price):
    """Of the spans at least one has nothing that stands in it."""
    if not all(shape.blocked):
        return
    taken = [rows.any_of(span) for span in shape.blocked]
    rows.row(taken, (1,) * len(taken), None, len(taken) - 1, over=price)


COMPILERS = {Ban: _ban, Clash: _clash, Limit: _limit, Cover: _cover, FreeSpell: _free_spell}
