"""What a change does to the breaches of a rota: which are gone, which are eased, which are new.

A changed duty changes the facts of breaches it does not mend: a run of ten days becomes one of
nine. Such a breach is not new. It is *less* than the one it comes from: the same matter within the
same dates, no worse in level and no further from what is allowed.
"""

from collections import Counter
from dataclasses import dataclass

from roster.rules.breach import LEVELS, Breach
from roster.walltime import instant

# The first or worst of a person's: it may move to other dates when something changes.
ONE_FOR_A_PERSON = ("R-24", "R-38", "R-40")


@dataclass(frozen=True)
class Effect:
    """`lost` and `come` differ in any fact. `gone`: nothing is left of these; `new`: no part of
    anything lost.
    """

    lost: tuple[Breach, ...]
    come: tuple[Breach, ...]

    @property
    def gone(self):
        return _in_order(o for o in self.lost if not any(is_less(b, o) for b in self.come))

    @property
    def new(self):
        return _in_order(b for b in self.come if not any(is_less(b, o) for o in self.lost))

    @property
    def is_harmless(self):
        """Whether nothing that blocks a publication is new."""
        return all(breach.level == "should" for breach in self.new)

    def rest(self, breach):
        """What is left of a breach, more or less; all of it when it still stands."""
        if name_of(breach) not in map(name_of, self.lost):
            return (breach,)
        return _in_order(b for b in self.come if _is_same(b, breach))

    def mends(self, breach):
        """Whether nothing is left of it, or, where it blocked a publication, only warnings."""
        rest = self.rest(breach)
        return not rest or (breach.level != "should" and all(b.level == "should" for b in rest))


def effect(before, after) -> Effect:
    """What differs between two Checked rotas of which one comes from the other by rechecks."""
    old, new = [], []
    for key in _changed(before, after):
        were, are = before.found.get(key, ()), after.found.get(key, ())
        if [*map(name_of, were)] != [*map(name_of, are)]:
            old += were
            new += are
    return Effect(_less(old, new), _less(new, old))


def _changed(before, after):
    """The keys that were judged again; a recheck keeps the others' very objects."""
    if after.again and after.again.stood is before.found:
        return [key for key in after.again.asked if key in before.found or key in after.found]
    old, new = before.found, after.found
    return [key for key, are in new.items() if old.get(key) is not are] + [
        key for key in old if key not in new
    ]


def _less(breaches, others):
    """Those that are not among the others."""
    stays = Counter(map(name_of, others))
    left = []
    for breach in breaches:
        if stays[name_of(breach)]:
            stays[name_of(breach)] -= 1
        else:
            left.append(breach)
    return _in_order(left)


def name_of(breach):
    """What tells a breach from every other: which line of demand is short, and for how long."""
    return breach, breach.detail.get("until"), _about(breach)


def _about(breach):
    detail = breach.detail
    return detail.get("kind"), detail.get("demand"), detail.get("need")


def _in_order(breaches):
    return tuple(sorted(breaches, key=lambda breach: breach.order))


def is_less(breach, other):
    """Whether a breach is no more than a part of the other one."""
    return (
        _matter(breach) == _matter(other)
        and LEVELS.index(breach.level) >= LEVELS.index(other.level)
        and _distance(breach) <= _distance(other)
        and _is_within(breach, other)
    )


def _is_same(breach, other):
    """Whether it is the same matter on some of the same dates."""
    if _matter(breach) != _matter(other):
        return False
    touching = breach.first <= other.last and other.first <= breach.last
    return touching or breach.rule in ONE_FOR_A_PERSON


def _matter(breach):
    """What a breach is about, whatever its dates and amounts."""
    where = breach.site, breach.area, breach.unit
    return breach.rule, breach.person, *where, bool(breach.others), *_about(breach)


def _distance(breach):
    """How far the measure is from what is allowed; 1 where nothing is measured."""
    if breach.measured is None:
        return 1
    return abs(breach.measured - (breach.limit or 0))


def _is_within(breach, other):
    if breach.rule in ONE_FOR_A_PERSON:
        return True
    if breach.person is None:
        same = breach.first == other.first
        return same and other.at <= breach.at and _until(breach) <= _until(other)
    return other.first <= breach.first and breach.last <= other.last


def _until(breach):
    return breach.detail["until"]


def weight(breaches, zone):
    """How much is wrong altogether: amounts, times minutes or days where they last."""
    return sum(_distance(breach) * _length(breach, zone) for breach in breaches)


def _length(breach, zone):
    if breach.person is None and breach.at:
        return _until(breach) - instant(breach.first, breach.at.time(), zone)
    return (breach.last - breach.first).days + 1 if breach.measured is None else 1
