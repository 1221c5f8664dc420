"""docs/grid.md names every key of the dialog and every sign's meaning that the side panel tells."""

import re

from django.conf import settings

from tests.docs.test_pages import read

# What a browser test presses, or puts on the clipboard, for each row of the table of keys.
PRESSED = {
    "↑ ↓ ← →": "ArrowUp ArrowDown ArrowLeft ArrowRight Shift+ArrowRight Shift+ArrowDown",
    "Home End": "Home End Control+Home Control+End",
    "Page Up Page Down": "PageUp PageDown",
    "a letter": "e l",
    "Enter": "Enter F2",
    "Escape": "Escape",
    "Delete": "Delete",
    "Ctrl+C X V": "copy cut paste",
    "Ctrl+D R": "Control+d Control+r",
    "Ctrl+Z Y": "Control+z Control+y",
    "Space": "Space",
    "Alt+↓ ↑": "Alt+ArrowDown Alt+ArrowUp",
    "F4": "F4",
    "F9": "F9",
    "Shift+F9": "Shift+F9",
    "Ctrl+Delete": "Control+Delete",
    "F6": "F6",
    "Shift+F6": "Shift+F6",
    "Ctrl+Enter": "Control+Enter",
    "Shift+F2": "Shift+F2",
    "→ on the last day": "ArrowRight Shift+F7",
    "F3": "F3",
    "F7": "F7",
    "Enter on cover": "Enter",
    "F8": "F8 Shift+F8",
    "/": "/",
    "?": "?",
}


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def named_keys():
    """What the dialog names on its left: `Ctrl+C X V`."""
    dialog = read("templates/roster/rota.html").split('<dialog id="keys"')[1].split("</dialog>")[0]
    return [plain(name) for name in re.findall(r"<dt>(.*?)</dt>", dialog)]


def documented_keys():
    table = read("docs/grid.md").split("## Keys")[1].split("## How many keys")[0]
    return re.findall(r"^\| (.*?) \|", table, re.MULTILINE)[1:]


def test_every_key_of_the_dialog_stands_in_the_grid_page():
    assert len(named_keys()) > 15
    assert set(named_keys()) - set(documented_keys()) == set()


def test_every_key_of_the_table_is_pressed_in_a_browser_test():
    assert set(documented_keys()) == set(PRESSED)
    pages = (settings.BASE_DIR / "tests" / "browser").glob("test_*.py")
    tests = " ".join(
        page.read_text(encoding="utf-8")
        for page in pages
        if "_grid" in page.name or "repairs" in page.name
    )
    pressed = " ".join(PRESSED.values()).split()
    assert [key for key in pressed if f'"{key}"' not in tests] == []


def test_as_many_signs_are_documented_as_the_legend_tells():
    legend = re.findall(r"<dt>", read("templates/roster/_signs.html"))
    table = read("docs/grid.md").split("## Signs")[1]
    corners = 2  # the three corners of a breach stand in one row of the page
    assert len(re.findall(r"^\| (?!Sign)[^-]", table, re.MULTILINE)) == len(legend) - corners
