"""How long the grid takes: `python -m benchmarks.grid`. Medians; the machine's load beside them.

Each size is measured over http through gunicorn with PostgreSQL, against the cheapest page for one
who is signed in (the sentence after a new password: session, login, menu, one template), then in
Chromium, and once more within this process, for the processor's time of the web process alone. The
ratio to that page compares machines; a wall time alone does not.
"""

import gzip
import json
import os
import signal
import statistics
import sys
from datetime import timedelta
from itertools import count, cycle

from benchmarks.serving import Here, Reader, forget, load, serving
from tests.machine import needs

SIZES = ((40, 4), (150, 6))
TIMES = 9
PASTE = 20, 10  # people by days
NAMES = count(1000)
# {(people, weeks): {what: milliseconds}}
TARGETS = {
    (40, 4): {"page": 120, "visible grid": 1000, "edit, key to badge": 150},
    (150, 6): {"page": 450, "visible grid": 2500, "edit, key to badge": 250},
}
EVERYWHERE = {"paste of 200 cells": 1000, "paste, key to badges": 1000}
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


def asked(reader, rota):
    """{what: (a request, times)} of what is asked over http."""
    home = f"/rotas/{rota.pk}/"
    return {
        "a page that does nothing": (lambda: reader.get(NOTHING), TIMES),
        "page": (lambda: reader.get(home), TIMES),
        "page, a name changed": (lambda: renamed() or reader.get(home), TIMES),
        "places": (lambda: reader.get(f"{home}places/"), TIMES),
        "day": (lambda: reader.get(f"{home}days/{rota.starts}/"), TIMES),
        "one edit": (editing(reader, rota, 1, 1, ["E", "L"]), TIMES),
        "paste of 200 cells": (editing(reader, rota, *PASTE, ["E", "L"]), 5),
        "poll, nothing new": (lambda: reader.get(poll(rota)), TIMES),
    }


def renamed():
    """Somebody's name as nobody has read it yet: of the page before nothing can be used."""
    from staff.models import Person

    Person.objects.filter(reference="p000").update(name=f"Person {next(NAMES)}")


def poll(rota):
    rota.refresh_from_db()
    return f"/rotas/{rota.pk}/changes/?after={rota.sequence}&at=p000%7C{rota.starts}"


def served(reader, rota):
    from roster.models import Rota

    fresh = Rota.objects.select_related("unit").get(pk=rota.pk)
    return {title: measured(*wanted) for title, wanted in asked(reader, fresh).items()}


VISIBLE = """
addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(() => {
  window.visibleAt = performance.now();
})));
"""
SEEN = """
() => new Promise((done) => {
  const look = () => (window.visibleAt ? done(window.visibleAt) : setTimeout(look, 5));
  look();
})
"""
EDIT = """
(id) => new Promise((done) => {
  const cell = document.getElementById(id);
  const text = cell.dataset.text.startsWith("L ") ? "e" : "l";
  cell.focus();
  const root = document.getElementById("rota");
  const press = (target, key) =>
    target.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  press(cell, text);
  let began;
  const shows = () => document.getElementById(id).dataset.text.toLowerCase().startsWith(`${text} `);
  root.addEventListener("shown", () => requestAnimationFrame(() => setTimeout(
    () => done([performance.now() - began, shows()])
  )), {once: true});
  const input = document.getElementById(id).querySelector("input");
  input.value = text;
  began = performance.now();
  press(input, "Enter");
})
"""
# A block of so many rows and columns from a cell on, all of one code.
PASTE_BLOCK = """
([id, rows, columns, code]) => new Promise((done) => {
  document.getElementById(id).focus();
  const data = new DataTransfer();
  data.setData("text/plain", Array(rows).fill(Array(columns).fill(code).join("\\t")).join("\\n"));
  const began = performance.now();
  document.getElementById("rota").addEventListener("shown", () => requestAnimationFrame(
    () => setTimeout(() => done(performance.now() - began))), {once: true});
  document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, cancelable: true}));
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


# A stroke over so many cells of a row and back, a cell a frame.
PAINT = """
(row) => new Promise((done) => {
  const all = document.getElementById(`c${row}-0`).parentElement.querySelectorAll(".cell");
  const cells = [...all].slice(0, 20);
  const button = document.querySelector("#palette button[data-code='L']");
  if (button.getAttribute("aria-pressed") !== "true") button.click();
  const at = (cell) => {
    const box = cell.getBoundingClientRect();
    return {clientX: box.x + 5, clientY: box.y + 5, pointerType: "mouse", bubbles: true};
  };
  const frames = [];
  let last = performance.now();
  cells[0].dispatchEvent(new PointerEvent("pointerdown", at(cells[0])));
  const step = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    if (frames.length < cells.length) {
      dispatchEvent(new PointerEvent("pointermove", at(cells[frames.length])));
      return requestAnimationFrame(step);
    }
    if (frames.length === cells.length) dispatchEvent(new PointerEvent("pointerup", at(cells[0])));
    if (frames.length < 60) requestAnimationFrame(step); else done(frames.slice(1));
  };
  requestAnimationFrame(step);
})
"""


def browsed(port, session, rota):
    """({what: (milliseconds, null)}, {what: frames' milliseconds}) in Chromium."""
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
            visible.append(page.evaluate(SEEN))
        edits = [page.evaluate(EDIT, f"c1-{n % 5}") for n in range(12)]
        if not all(changed for _, changed in edits):
            raise SystemExit("An edit was not shown.")
        pastes = [page.evaluate(PASTE_BLOCK, ["c3-0", *PASTE, "EL"[n % 2]]) for n in range(6)]
        page.evaluate("document.querySelector('.rota__sheet').scrollTo(0, 0)")
        frames = {"scrolling": page.evaluate(SCROLL)}
        page.evaluate("document.querySelector('.rota__sheet').scrollTo(0, 0)")
        frames["painting"] = [f for row in (1, 2, 3, 4, 5) for f in page.evaluate(PAINT, row)]
        browser.close()
    results = {
        "visible grid": (statistics.median(visible[1:]), None),
        "edit, key to badge": (statistics.median(ms for ms, _ in edits[1:]), None),
        "paste, key to badges": (statistics.median(pastes[1:]), None),
    }
    return results, frames


def table(people, weeks, results, processor, frames):
    least, aims = results["a page that does nothing"][0], EVERYWHERE | TARGETS[people, weeks]
    print(f"\n{people} people × {weeks} weeks; load {os.getloadavg()[0]:.1f} on {os.cpu_count()}")
    print(f"{'':28}{'ms':>9}{'× nothing':>11}{'processor':>11}{'kB':>8}{'target ms':>11}")
    for title, (ms, size) in results.items():
        spent = f"{processor[title][0]:.1f}" if title in processor else ""
        sent = f"{size / 1000:.1f}" if size else ""
        wanted = str(aims.get(title, ""))
        print(f"{title:28}{ms:9.1f}{ms / least:11.1f}{spent:>11}{sent:>8}{wanted:>11}")
    for what, some in frames.items():
        slow = sum(frame > 50 for frame in some)
        print(f"{what}: {slow} of {len(some)} frames over 50 ms, the longest {max(some):.0f} ms")


def main():
    # A plain kill ends the servers too: it becomes an exception, and the context managers close.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    needs.provide()
    with serving() as port:
        for people, weeks in SIZES:
            rota, session = load(people, weeks)
            reader = Reader(port, session)
            reader.ready()
            results = served(reader, rota)
            seen, frames = browsed(port, session, rota)
            table(people, weeks, results | seen, served(Here(session), rota), frames)
            forget()


if __name__ == "__main__":
    main()
