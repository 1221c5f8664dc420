"""How long the grid takes: `python -m benchmarks.grid`. Medians; the machine's load beside them.

Each size is measured over http through gunicorn with PostgreSQL, against the cheapest page for one
who is signed in (the sentence after a new password: session, login, menu, one template), and then
in Chromium. The ratio to that page compares machines; a wall time alone does not.
"""

import gzip
import json
import os
import signal
import statistics
import sys
from datetime import timedelta
from itertools import cycle

from benchmarks.serving import Reader, forget, load, serving
from tests.machine import needs

SIZES = ((40, 4), (150, 6))
TIMES = 9
PASTE = 20, 10  # people by days
# {(people, weeks): {what: milliseconds}}
TARGETS = {
    (40, 4): {"page": 120, "edit": 150, "paste": 1000, "visible": 1000},
    (150, 6): {"page": 450, "edit": 250, "paste": 1000, "visible": 2500},
}
NOTHING = "/password/changed/"


def measured(ask, times=TIMES, expected=(200, 204)):
    """(median milliseconds, bytes of the last answer) of asking so many times, after once."""
    taken = [ask() for _ in range(times + 1)][1:]
    wrong = {status for _, status, _ in taken} - set(expected)
    if wrong:
        raise SystemExit(f"A request was answered with {wrong}.")
    return statistics.median(ms for ms, _, _ in taken), len(taken[-1][2])


def editing(reader, rota, people, days, codes):
    """A request that puts the next of the codes into a block of cells, whatever was seen there."""
    typed = cycle(codes)
    after = {"is": rota.sequence}

    def ask():
        text = next(typed)
        cells = [
            {"person": f"p{n:03}", "date": str(rota.starts + timedelta(days=d)), "text": text}
            | {"seen": None}
            for n in range(people)
            for d in range(days)
        ]
        answer = reader.post(f"/rotas/{rota.pk}/edit/?after={after['is']}", {"cells": cells})
        after["is"] = json.loads(unpacked(answer[2])).get("sequence", after["is"])
        return answer

    return ask


def unpacked(body):
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def served(reader, rota, people):
    from roster.models import Rota

    home = f"/rotas/{rota.pk}/"
    rows = [
        ("a page that does nothing", None, lambda: reader.get(NOTHING)),
        ("page", "page", lambda: reader.get(home)),
        ("places", None, lambda: reader.get(f"{home}places/")),
        ("day", None, lambda: reader.get(f"{home}days/{rota.starts}/")),
        ("one edit", "edit", editing(reader, rota, 1, 1, ["E", "L"])),
    ]
    results = {title: (*measured(ask), aim) for title, aim, ask in rows}
    rota = Rota.objects.select_related("unit").get(pk=rota.pk)
    paste = editing(reader, rota, *PASTE, ["E", "L"])
    results["paste of 200 cells"] = (*measured(paste, 5), "paste")
    rota.refresh_from_db()
    poll = f"{home}changes/?after={rota.sequence}&at=p000%7C{rota.starts}"
    results["poll, nothing new"] = (*measured(lambda: reader.get(poll)), None)
    return results


VISIBLE = """
addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(() => {
  window.visibleAt = performance.now();
})));
"""
EDIT = """
([id, text]) => new Promise((done) => {
  const cell = document.getElementById(id);
  cell.focus();
  const root = document.getElementById("rota");
  const press = (target, key) =>
    target.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  press(cell, text);
  let began;
  root.addEventListener("shown", () => requestAnimationFrame(() => setTimeout(
    () => done(performance.now() - began))), {once: true});
  const input = document.getElementById(id).querySelector("input");
  input.value = text;
  began = performance.now();
  press(input, "Enter");
})
"""
SCROLL = """
() => new Promise((done) => {
  const sheet = document.querySelector(".rota__sheet");
  const frames = [];
  let last = performance.now();
  const step = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    sheet.scrollTop += 25;
    sheet.scrollLeft += 10;
    if (frames.length < 150) requestAnimationFrame(step); else done(frames.slice(1));
  };
  requestAnimationFrame(step);
})
"""


def browsed(port, session, rota):
    from playwright.sync_api import sync_playwright

    address = f"http://127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=needs.chromium(), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.add_init_script(VISIBLE)
        visible = []
        for _ in range(6):
            page.goto(f"{address}/rotas/{rota.pk}/")
            page.wait_for_function("window.visibleAt")
            visible.append(page.evaluate("window.visibleAt"))
        edits = [page.evaluate(EDIT, [f"c1-{n % 5}", "el"[n // 5 % 2]]) for n in range(12)]
        frames = page.evaluate(SCROLL)
        browser.close()
    results = {
        "visible grid": (statistics.median(visible[1:]), 0, "visible"),
        "edit, key to badge": (statistics.median(edits[1:]), 0, "edit"),
        "frame while scrolling": (statistics.median(frames), 0, None),
    }
    return results, sum(frame > 50 for frame in frames), max(frames)


def table(people, weeks, results):
    least, aims = results["a page that does nothing"][0], TARGETS[people, weeks]
    print(f"\n{people} people × {weeks} weeks; load {os.getloadavg()[0]:.1f} on {os.cpu_count()}")
    print(f"{'':28}{'ms':>9}{'× nothing':>11}{'kB':>8}{'target ms':>11}")
    for title, (ms, size, aim) in results.items():
        wanted = f"{aims[aim]}" if aim else ""
        print(f"{title:28}{ms:9.1f}{ms / least:11.1f}{size / 1000:8.1f}{wanted:>11}")


def main():
    # A plain kill ends the servers too: it becomes an exception, and the context managers close.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    needs.provide()
    with serving() as port:
        for people, weeks in SIZES:
            rota, session = load(people, weeks)
            reader = Reader(port, session)
            reader.ready()
            results = served(reader, rota, people)
            seen, slow, worst = browsed(port, session, rota)
            table(people, weeks, results | seen)
            print(f"frames over 50 ms: {slow} of 149, the longest {worst:.0f} ms")
            forget(rota)


if __name__ == "__main__":
    main()
