"""A plan changed a little at a time, in machine code: hundreds of thousands of changes a second.

A change gives a person something else to work on a day or two, or has two people exchange some days
in a row. What it costs is added up over the rows it touches; one that is not taken is undone.
Compiled by numba when first called, and kept on disk where that can be written to.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

LEAST, MOST, UNDER, OVER, SUM = range(5)  # of a row
VALUE, COUNT, COST, TERMS, ABOVE = range(5)  # of a boolean
AGAIN = 0.6  # how likely an exchange is to go on for one more day
MOST_DAYS = 10  # of an exchange
ONE, EXCHANGE = 0.25, 0.6  # how many changes are of one cell, and of one or an exchange
NOTHING = 0.3  # of the changes of two cells, to nothing at all


class Table(NamedTuple):
    """What may be worked when: `cell` is the number of a person's day, −1 where nothing is open.

    `options[options_at[c]:options_at[c + 1]]` are those worth trying in cell c. `kind` says of an
    option what is worked, `same` which option of a cell is of that kind.
    """

    cell: np.ndarray
    options: np.ndarray
    options_at: np.ndarray
    kind: np.ndarray
    same: np.ndarray


class Plan(NamedTuple):
    """Each boolean by VALUE, COUNT of those it stands for that are true, COST, and where its terms
    and what stands for it begin: `terms` are (row, weight), `above` booleans. Each row by LEAST,
    MOST, UNDER, OVER and SUM; a hard row has prices here too. `chosen` is the option of each cell,
    −1 for none; `undone` (cell, option before) of the changes not taken yet.
    """

    booleans: np.ndarray
    rows: np.ndarray
    terms: np.ndarray
    above: np.ndarray
    chosen: np.ndarray
    undone: np.ndarray
    stack: np.ndarray


@njit(nogil=True, cache=True)
def _price(rows, row):
    total = rows[row, SUM]
    if total < rows[row, LEAST]:
        return (rows[row, LEAST] - total) * rows[row, UNDER]
    return (total - rows[row, MOST]) * rows[row, OVER] if total > rows[row, MOST] else 0


@njit(nogil=True, cache=True)
def _add(rows, terms, first, end, sign):
    """Add these terms to the rows they are in, or take them off; what that costs."""
    paid = 0
    for place in range(first, end):
        row = terms[place, 0]
        paid -= _price(rows, row)
        rows[row, SUM] += sign * terms[place, 1]
        paid += _price(rows, row)
    return paid


@njit(nogil=True, cache=True)
def _turn(booleans, rows, terms, above, stack, boolean):
    """Make a boolean what it was not, and all that stand for it what they are then; the cost."""
    paid, height = 0, 1
    stack[0] = boolean
    while height:
        height -= 1
        turned = stack[height]
        if turned != boolean and (booleans[turned, COUNT] > 0) == booleans[turned, VALUE]:
            continue  # reached twice
        sign = 1 - 2 * booleans[turned, VALUE]
        booleans[turned, VALUE] += sign
        paid += sign * booleans[turned, COST]
        paid += _add(rows, terms, booleans[turned, TERMS], booleans[turned + 1, TERMS], sign)
        for place in range(booleans[turned, ABOVE], booleans[turned + 1, ABOVE]):
            other = above[place]
            booleans[other, COUNT] += sign
            if (booleans[other, COUNT] > 0) != booleans[other, VALUE]:
                stack[height] = other
                height += 1
    return paid


@njit(nogil=True, cache=True)
def put(plan, cell, option):
    """Have this option worked in a cell, −1 for none; what that costs."""
    paid, chosen = 0, plan.chosen
    for boolean in (chosen[cell], option):
        if boolean >= 0:
            paid += _turn(plan.booleans, plan.rows, plan.terms, plan.above, plan.stack, boolean)
    chosen[cell] = option
    return paid


@njit(nogil=True, cache=True)
def _change(plan, count, cell, option):
    """(changes so far, what one more costs)"""
    if cell < 0 or plan.chosen[cell] == option:
        return count, 0
    plan.undone[count, 0], plan.undone[count, 1] = cell, plan.chosen[cell]
    return count + 1, put(plan, cell, option)


@njit(nogil=True, cache=True)
def _drawn(table, cell):
    """An option of a cell or none, each as likely."""
    first, end = table.options_at[cell], table.options_at[cell + 1]
    place = np.random.randint(first, end + 1)
    return -1 if place == end else table.options[place]


@njit(nogil=True, cache=True)
def _two_cells(table, plan):
    """Another option for two people on a day, or for a person on two days."""
    people, days = table.cell.shape
    person, day = np.random.randint(people), np.random.randint(days)
    other, later = person, day
    if np.random.random() < 0.5:
        other = np.random.randint(people)
    else:
        later = np.random.randint(days)
    count, paid = 0, 0
    for cell in (table.cell[person, day], table.cell[other, later]):
        if cell >= 0:
            option = -1 if np.random.random() < NOTHING else _drawn(table, cell)
            count, more = _change(plan, count, cell, option)
            paid += more
    return count, paid


@njit(nogil=True, cache=True)
def _of_the_other(table, plan, cell, other):
    """(whether a cell can have what the other has, as which option)"""
    option = plan.chosen[other] if other >= 0 else -1
    if option < 0:
        return True, -1
    if cell < 0:
        return False, -1
    own = table.same[cell, table.kind[option]]
    return own >= 0, own


@njit(nogil=True, cache=True)
def _exchange(table, plan):
    """Two people work each other's duties for some days in a row; no changes where one cannot."""
    people, days = table.cell.shape
    one, two, length = np.random.randint(people), np.random.randint(people), 1
    while length < MOST_DAYS and np.random.random() < AGAIN:
        length += 1
    first = np.random.randint(1 - length, days)
    count, paid = 0, 0
    for day in range(max(0, first), min(days, first + length)):
        cells = table.cell[one, day], table.cell[two, day]
        may, mine = _of_the_other(table, plan, cells[0], cells[1])
        might, others = _of_the_other(table, plan, cells[1], cells[0])
        if not (may and might):
            undo(plan, count)
            return 0, 0
        count, more = _change(plan, count, cells[0], mine)
        paid += more
        count, more = _change(plan, count, cells[1], others)
        paid += more
    return count, paid


@njit(nogil=True, cache=True)
def _changed(table, plan):
    """(number of cells changed, what that costs) of a change drawn at random"""
    drawn = np.random.random()
    if drawn < ONE:
        cell = np.random.randint(len(plan.chosen))
        return _change(plan, 0, cell, _drawn(table, cell))
    if drawn < EXCHANGE:
        return _exchange(table, plan)
    return _two_cells(table, plan)


@njit(nogil=True, cache=True)
def undo(plan, count):
    """Take so many changes back, the last first."""
    for number in range(count - 1, -1, -1):
        put(plan, plan.undone[number, 0], plan.undone[number, 1])


@njit(nogil=True, cache=True)
def wander(table, plan, best, heat, times, seed):
    """Change a plan so many times; `best` becomes what is chosen in the best plan on the way.

    A change that costs `heat` more is taken in one of e times. Returns what the plan costs more
    then than before.
    """
    np.random.seed(seed)
    best[:] = plan.chosen
    now = least = 0
    for _ in range(times):
        count, more = _changed(table, plan)
        if more > 0 and np.random.random() >= np.exp(-more / heat):
            undo(plan, count)
            continue
        now += more
        if now < least:
            least, best[:] = now, plan.chosen
    return now
