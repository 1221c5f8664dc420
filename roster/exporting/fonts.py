"""The letters a PDF is set in: DejaVu Sans where the machine has it, for names in any script of
Europe; else Vera, which comes with reportlab and holds the Latin letters of Western Europe.
"""

from functools import lru_cache
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

DEJAVU = Path("/usr/share/fonts/truetype/dejavu")  # Debian's fonts-dejavu-core
VERA = Path(reportlab.__file__).parent / "fonts"
FACES = {"": ("DejaVuSans.ttf", "Vera.ttf"), "-Bold": ("DejaVuSans-Bold.ttf", "VeraBd.ttf")}


@lru_cache(1)
def font() -> str:
    """The name of the family's upright face; its bold one has "-Bold" after it."""
    family = "DejaVu" if (DEJAVU / FACES["-Bold"][0]).is_file() else "Vera"
    for face, (dejavu, vera) in FACES.items():
        path = DEJAVU / dejavu if family == "DejaVu" else VERA / vera
        pdfmetrics.registerFont(TTFont(family + face, str(path)))
    return family


def lacking(texts) -> str:
    """The letters in the texts that the font does not have: they are printed as a box."""
    known = pdfmetrics.getFont(font()).face.charToGlyph
    return "".join(sorted({c for text in texts for c in text if ord(c) not in known}))
