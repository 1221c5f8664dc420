"""Fill 560 shifts under three rules: `python -m benchmarks.posts`.

40 people, 28 days, four posts that need five people a day each. Everybody may hold two of the
posts, one duty a day, and is on leave on up to four days. What is counted is the whole: rows made,
search, and the plan judged by itself.
"""

import argparse
from time import monotonic, process_time

from roster.autofill.compiling import MUST, compile_shapes
from roster.autofill.limits import Limits
from roster.autofill.rows import Rows
from roster.autofill.searching import run
from roster.rules.shapes import Cover

PEOPLE, DAYS, POSTS, NEEDED = 40, 28, 4, 5


def posts_of(person):
    return {person % POSTS, (person + 1) % POSTS}


def leave_of(person):
    return {(7 * k + person) % DAYS for k in range(4)}


def compiled():
    """(the rows, {(person, day, post): boolean})"""
    rows, options = Rows(), {}
    for person in range(PEOPLE):
        for day in sorted({*range(DAYS)} - leave_of(person)):
            own = {post: rows.option(person, day) for post in sorted(posts_of(person))}
            options.update({(person, day, post): boolean for post, boolean in own.items()})
            rows.any_of(own.values(), exclusive=True)
    compile_shapes(rows, _cover(options))
    return rows, options


def _cover(options):
    for day in range(DAYS):
        for post in range(POSTS):
            there = [b for (_, d, p), b in options.items() if (d, p) == (day, post)]
            yield Cover(MUST, tuple(there), NEEDED, 0, 0), 1


def missing(plan):
    """How many of the shifts nobody works. A plan is a set of (person, day, post) that keeps the
    three rules.
    """
    assert all(post in posts_of(who) and day not in leave_of(who) for who, day, post in plan)
    assert len({(who, day) for who, day, _ in plan}) == len(plan)
    there = [[0] * POSTS for _ in range(DAYS)]
    for _, day, post in plan:
        there[day][post] += 1
    return sum(max(0, NEEDED - count) for day in there for count in day)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.posts")
    parser.add_argument("--workers", type=int, default=2)
    workers = parser.parse_args().workers
    began, used = monotonic(), process_time()
    rows, options = compiled()
    search = run(rows, Limits(60, workers))
    plan = {key for key, boolean in options.items() if search.values[boolean]}
    print(f"missing {missing(plan)}  proved {search.proved}", end="  ")
    print(f"{monotonic() - began:.2f} s  processor {process_time() - used:.2f} s")


if __name__ == "__main__":
    main()
