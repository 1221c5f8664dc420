"""When a duty may lie."""

from datetime import time

from roster.rules.shapes import Ban, Case
from roster.walltime import instant


def within_the_window(timeline, person, values):
    """Every duty lies between 08:00 and 20:00 of its date, by the clock on the wall."""
    for item in timeline.held[person]:
        if item.role not in values["roles"]:
            continue
        starts, ends = _window(item.duty.site, values)
        opens = instant(item.date, starts, timeline.zone)
        closes = instant(item.date, ends, timeline.zone)
        inside = max(0, min(item.end, closes) - max(item.start, opens))
        outside = item.end - item.start - inside
        if outside:
            case = Case("overridable", person, item.date, item.date, 0, "minutes")
            case.detail = {"item": item, "starts": starts, "ends": ends}
            yield Ban(case, item, outside)


def _window(site, values):
    """The site's own window; what it leaves out is as for the others."""
    own = values["sites"].get(site, {})
    starts = own.get("window_start", values["window_start"])
    ends = own.get("window_end", values["window_end"])
    return time.fromisoformat(starts), time.fromisoformat(ends)
