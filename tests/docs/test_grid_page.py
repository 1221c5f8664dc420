"""docs/grid.md names every key of the dialog and every sign's meaning that the side panel tells."""

import re

from tests.docs.test_pages import read


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


def test_as_many_signs_are_documented_as_the_legend_tells():
    legend = re.findall(r"<dt>", read("templates/roster/_signs.html"))
    table = read("docs/grid.md").split("## Signs")[1]
    corners = 2  # the three corners of a breach stand in one row of the page
    assert len(re.findall(r"^\| (?!Sign)[^-]", table, re.MULTILINE)) == len(legend) - corners
