"""What colour an .xlsx fills its cells with. Pure.

Palette(workbook).of(cell) -> "FFCC00", or null: white, none, or a pattern

Excel writes most colours as a place in the workbook's theme and a tint, a lightness between -1,
black, and 1, white.
"""

import colorsys
import re

from openpyxl.styles.colors import COLOR_INDEX

SOLID, WHITE = "solid", "FFFFFF"
RGB = re.compile(r"(?:[0-9A-F]{2})?([0-9A-F]{6})", re.IGNORECASE)
THEME = re.compile(rb"<a:(dk1|lt1|dk2|lt2|accent\d|hlink|folHlink)>\s*<a:\w+([^>]*)>")
SAID = re.compile(rb'(?:lastClr|val)="([0-9A-Fa-f]{6})"')
# A cell's theme counts light before dark, the theme's own part the other way round.
PLACES = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")


class Palette:
    """The colours of one workbook; of each style it is looked at once."""

    def __init__(self, workbook):
        self.theme = _theme(workbook.loaded_theme or b"")
        self.known = {}

    def of(self, cell):
        style = getattr(cell, "_style_id", 0)  # openpyxl says it nowhere else
        if style not in self.known:
            self.known[style] = self._fill(cell) if style else None
        return self.known[style]

    def _fill(self, cell):
        try:
            fill = cell.fill
        except IndexError:
            return None  # a style that the workbook does not have
        if getattr(fill, "fill_type", None) != SOLID:
            return None
        colour = self._rgb(fill.fgColor)
        colour = _tinted(colour, fill.fgColor.tint) if colour else None
        return None if colour == WHITE else colour

    def _rgb(self, colour):
        match colour.type:
            case "theme":
                return self.theme.get(colour.theme)
            case "indexed":
                known = COLOR_INDEX[colour.indexed : colour.indexed + 1]
                return known[0][2:] if known else None
            case "rgb":
                found = RGB.fullmatch(str(colour.rgb))
                return found[1].upper() if found else None


def _theme(part):
    found = {name.decode(): SAID.search(rest) for name, rest in THEME.findall(part)}
    return {
        number: found[name][1].decode().upper()
        for number, name in enumerate(PLACES)
        if found.get(name)
    }


def _tinted(colour, tint):
    if not tint:
        return colour
    parts = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, deep = colorsys.rgb_to_hls(*parts)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, light, deep))
