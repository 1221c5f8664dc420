"""The duties about some dates, as a recheck reads them.

What the rules of places ask of a date's duties, one by one, is worked out once and kept until one
of them changes: a recheck of one cell asks it of that cell's duties alone.
"""

from collections import defaultdict
from functools import cached_property
from operator import attrgetter

from roster.rules.timeline import Timeline

SITE, PLACE = attrgetter("duty.site"), attrgetter("duty.site", "duty.area")
IN_TIME = attrgetter("start", "end", "duty.shift")


class Day(tuple):
    """The duties that begin on a date, in any order."""

    @cached_property
    def _groups(self):
        return {}

    def grouped(self, key, do=None):
        """{key: clinical items in order of time} of those that `do` holds of; worked out once."""
        if (key, do) not in self._groups:
            self._groups[key, do] = _put({}, key, (), _asked(self, do))
        return self._groups[key, do]

    def changed(self, gone, come):
        """The date without the duties that went and with those that came."""
        new = Day((*(item for item in self if item not in gone), *come))
        for (key, do), groups in self._groups.items():
            new._groups[key, do] = _put(groups, key, gone, _asked(come, do))
        return new


def _asked(items, do):
    return [item for item in items if item.clinical and (do is None or do(item))]


def _put(groups, key, gone, come):
    """The groups without what went and with what came; those of neither are the same objects."""
    new = dict(groups)
    for name in {key(item) for item in gone}:
        new[name] = [item for item in groups.get(name, ()) if item not in gone]
    for name in {key(item) for item in come}:
        more = [item for item in come if key(item) == name]
        new[name] = sorted([*new.get(name, ()), *more], key=IN_TIME)
    return new


class Near(Timeline):
    """Some people's duties on all dates, and everybody's on some: {date: Day}."""

    def __init__(self, whole, own, days):
        self._share(whole)
        self._hold(own)
        self._days = days

    def _by(self, key, do=None):
        """{key: {date: clinical items}}"""
        groups = defaultdict(dict)
        for day, items in self._days.items():
            for name, some in items.grouped(key, do).items():
                groups[name][day] = some
        return groups

    @cached_property
    def by_place(self):
        return self._by(PLACE)

    @cached_property
    def by_site(self):
        return self._by(SITE)

    def those_who(self, do):
        if do not in self._those_who:
            self._those_who[do] = self._by(SITE, do)
        return self._those_who[do]

    def by_date(self, do):
        if do not in self._dates_of:
            self._dates_of[do] = {
                day: [item for some in items.grouped(SITE, do).values() for item in some]
                for day, items in self._days.items()
            }
        return self._dates_of[do]
