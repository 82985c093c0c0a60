"""The recovery sheet: the shop's key on one page of A4, to print and to put in a safe.

The page carries no barcode: whoever photographs the page has the key either way, and a person must be able to type it
without any device.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from posapp.cards.card import SEAL, SOFT_INK, fitted, font, pixels
from posapp.cards.codes import INK, PAPER
from posapp.cards.sheet import A4_MM
from posapp.i18n import t

COLUMNS = 2
LEFT_MM, TOP_MM = 22.0, 24.0


def draw_recovery(
    *, shop: str, file: str, key_name: str, groups: Sequence[str], language: str, dpi: int = 200
) -> Image.Image:
    """One A4 page: whose key it is, what it is for, the numbered groups, what to do with the page."""
    page = Image.new("RGB", (pixels(A4_MM[0], dpi), pixels(A4_MM[1], dpi)), PAPER)
    pen = ImageDraw.Draw(page)
    left, room = pixels(LEFT_MM, dpi), page.width - 2 * pixels(LEFT_MM, dpi)
    down = pixels(TOP_MM, dpi)
    title, large = fitted(t("recovery.title", language), weight="Bold", size_px=pixels(8, dpi), width_px=room)
    pen.text((left, down), title, font=large, fill=INK)
    down += pixels(12, dpi)
    pen.rectangle((left, down, left + pixels(14, dpi), down + pixels(1, dpi)), fill=SEAL)
    down += pixels(6, dpi)
    named, middle = fitted(f"{shop} · {file} · {key_name}", weight="SemiBold", size_px=pixels(5, dpi), width_px=room)
    pen.text((left, down), named, font=middle, fill=INK)
    down = _paragraph(pen, t("recovery.what", language), top=down + pixels(11, dpi), left=left, room=room, dpi=dpi)
    down = _draw_groups(pen, groups, top=down + pixels(8, dpi), left=left, room=room, dpi=dpi)
    _paragraph(pen, t("recovery.keep", language), top=down + pixels(8, dpi), left=left, room=room, dpi=dpi)
    return page


def write_recovery(target: Path, *, shop: str, file: str, key_name: str, groups: Sequence[str], language: str) -> Path:
    """Write the sheet as a PDF (or PNG, by the name's ending), readable by its owner alone."""
    page = draw_recovery(shop=shop, file=file, key_name=key_name, groups=groups, language=language)
    target.touch(mode=0o600)
    page.save(target, resolution=200.0, quality=95, subsampling=0)
    return target


def _draw_groups(pen: ImageDraw.ImageDraw, groups: Sequence[str], *, top: int, left: int, room: int, dpi: int) -> int:
    """The groups in columns read downwards, each with its number; gives the height below them."""
    rows = -(-len(groups) // COLUMNS)
    step, column = pixels(11, dpi), room // COLUMNS
    small, digits = font("Medium", pixels(4, dpi)), font("Bold", pixels(7, dpi))
    for index, group in enumerate(groups):
        x, y = left + (index // rows) * column, top + (index % rows) * step
        pen.text((x + pixels(8, dpi), y + pixels(5.6, dpi)), f"{index + 1}", font=small, fill=SOFT_INK, anchor="rs")
        spaced = f"{group[:3]} {group[3:]}"
        pen.text((x + pixels(13, dpi), y + pixels(5.6, dpi)), spaced, font=digits, fill=INK, anchor="ls")
    return top + rows * step


def _paragraph(pen: ImageDraw.ImageDraw, text: str, *, top: int, left: int, room: int, dpi: int) -> int:
    """A paragraph broken at spaces to `room` pixels; gives the height below it."""
    chosen, step = font("Regular", pixels(4.4, dpi)), pixels(7, dpi)
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and chosen.getlength(longer) > room:
            pen.text((left, top), line, font=chosen, fill=INK)
            top, line = top + step, word
        else:
            line = longer
    pen.text((left, top), line, font=chosen, fill=INK)
    return top + step
