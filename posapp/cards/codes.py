"""Codes that a scanner reads: Code 128, EAN-13 and QR, drawn in whole pixels.

A bar that is not a whole number of printer dots wide is what makes printed codes unreadable, so every module is a
whole number of pixels at the resolution in use, and a code that would need less than `LEAST_MODULE_PX` is refused.
"""

from __future__ import annotations

from typing import Literal

import segno
from barcode.codex import Code128
from barcode.ean import EAN13
from PIL import Image, ImageDraw

from posapp.loyalty.errors import Refused

Symbology = Literal["code128", "ean13", "qr"]
SYMBOLOGIES: tuple[Symbology, ...] = ("code128", "ean13", "qr")

LEAST_MODULE_PX = 3
"""Fewer pixels a module were read unreliably by scanners and by software alike."""

QUIET_MODULES = {"code128": 10, "ean13": 11, "qr": 4}
"""The empty margin that each symbology's standard asks for (ISO/IEC 15417, 15420, 18004), in modules."""

INK = (31, 27, 22)
PAPER = (255, 255, 255)


def rows_of(symbology: Symbology, number: str) -> list[list[bool]]:
    """The code as rows of dark (True) and light modules, without its quiet zone; one row for a linear code.

    `number` holds ASCII digits only, since letters do not survive a keyboard set to Korean. Refused otherwise, and
    where an EAN-13 has not 13 digits or a wrong check digit.
    """
    if not (number.isascii() and number.isdecimal()):
        raise Refused.because("cards.digits_only", number=number)
    if symbology == "qr":
        code = segno.make(number, error="m", micro=False)
        return [[bool(module) for module in row] for row in code.matrix]
    if symbology == "ean13":
        drawn = EAN13(number[:12])
        if len(number) != 13 or drawn.get_fullcode() != number:
            raise Refused.because("cards.not_ean13", number=number)
        modules = drawn.build()[0]
    else:
        modules = Code128(number).build()[0]
    return [[module == "1" for module in modules]]


def draw_code(symbology: Symbology, number: str, *, width_px: int, height_px: int) -> Image.Image:
    """A picture of at most `width_px` by exactly `height_px` (QR: at most, and square), quiet zone included.

    Refused where the space leaves less than `LEAST_MODULE_PX` a module.
    """
    rows = rows_of(symbology, number)
    quiet = QUIET_MODULES[symbology]
    across = len(rows[0]) + 2 * quiet
    square = len(rows) > 1
    module = min(width_px, height_px) // across if square else width_px // across
    if module < LEAST_MODULE_PX:
        raise Refused.because("cards.too_small", needed=across * LEAST_MODULE_PX, given=width_px)
    size = (across * module, across * module if square else height_px)
    picture = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(picture)
    tall = module if square else height_px
    for down, row in enumerate(rows):
        top = (down + quiet) * module if square else 0
        for along, dark in enumerate(row):
            if dark:
                left = (along + quiet) * module
                pen.rectangle((left, top, left + module - 1, top + tall - 1), fill=INK)
    return picture
