"""Sheets of cards for an office printer (A4, ten cards and marks to cut along), and files of cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw

from posapp.cards.card import CARD_MM, CardFace, draw_card, pixels
from posapp.cards.codes import PAPER
from posapp.cards.voucher import draw_voucher

A4_MM = (210.0, 297.0)
COLUMNS, ROWS = 2, 5
PAGES_AT_ONCE = 8
"""Pages of 26 MB each that are held in memory together."""
MARK = (150, 143, 133)
RECEIPT_DPI = 203

Layout = Literal["cr80", "a4", "receipt"]
FileFormat = Literal["pdf", "png"]


def draw_sheets(faces: Sequence[CardFace], *, dpi: int = 300) -> Iterator[Image.Image]:
    """A4 pages of up to ten cards, edge to edge so that one cut parts two cards, with marks in the margin."""
    for start in range(0, len(faces), COLUMNS * ROWS):
        yield _draw_sheet(faces[start : start + COLUMNS * ROWS], dpi=dpi)


def _draw_sheet(faces: Sequence[CardFace], *, dpi: int) -> Image.Image:
    page = Image.new("RGB", (pixels(A4_MM[0], dpi), pixels(A4_MM[1], dpi)), PAPER)
    wide, tall = pixels(CARD_MM[0], dpi), pixels(CARD_MM[1], dpi)
    left, top = (page.width - COLUMNS * wide) // 2, (page.height - ROWS * tall) // 2
    for index, face in enumerate(faces):
        across, down = index % COLUMNS, index // COLUMNS
        page.paste(draw_card(face, dpi=dpi), (left + across * wide, top + down * tall))
    pen = ImageDraw.Draw(page)
    length, gap = pixels(6, dpi), pixels(1.5, dpi)
    bottom, right = top + ROWS * tall, left + COLUMNS * wide
    for column in range(COLUMNS + 1):
        x = left + column * wide
        pen.line((x, top - gap - length, x, top - gap), fill=MARK, width=2)
        pen.line((x, bottom + gap, x, bottom + gap + length), fill=MARK, width=2)
    for row in range(ROWS + 1):
        y = top + row * tall
        pen.line((left - gap - length, y, left - gap, y), fill=MARK, width=2)
        pen.line((right + gap, y, right + gap + length, y), fill=MARK, width=2)
    return page


def write_cards(
    faces: Sequence[CardFace],
    folder: Path,
    *,
    layout: Layout,
    file_format: FileFormat,
    dpi: int = 300,
    name: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write the cards into `folder` and give back the files: one PDF of all pages, or one PNG a page.

    ``receipt`` is one slip for each, in the dots of a receipt printer whatever `dpi`. `name` is what the files are
    called (``card`` and ``sheet``, if not given). `progress` hears the pages done and the pages in all. A file half
    written never stands under its final name, and none that stands there is written over: its numbers were dealt.
    A second run is called ``sheets-2.pdf``, or ``card-2-001.png`` and so on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    total = -(-len(faces) // (COLUMNS * ROWS)) if layout == "a4" else len(faces)
    dpi = RECEIPT_DPI if layout == "receipt" else dpi
    told = _telling(_pages(faces, layout, dpi), total, progress)
    names = _free_names(folder, name or ("sheet" if layout == "a4" else "card"), total, file_format)
    if file_format == "png":
        written = []
        for target, page in zip(names, told, strict=True):
            part = target.with_suffix(".part")
            page.save(part, format="PNG", dpi=(dpi, dpi))
            part.replace(target)
            written.append(target)
        return written
    (target,) = names
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    # Bars stay sharp: no chroma subsampling, and a quality at which the decoder in the tests sees no noise.
    while batch := list(islice(told, PAGES_AT_ONCE)):
        batch[0].save(
            part,
            format="PDF",
            save_all=True,
            append=part.exists(),
            append_images=batch[1:],
            resolution=float(dpi),
            quality=95,
            subsampling=0,
        )
    part.replace(target)
    return [target]


def _free_names(folder: Path, name: str, pages: int, file_format: FileFormat) -> list[Path]:
    """The files of the first run of which nothing stands in `folder`; a later run's number is in their names."""
    run, again = 1, ""
    while True:
        if file_format == "pdf":
            names = [folder / f"{name}s{again}.pdf"]
        else:
            names = [folder / f"{name}{again}-{page:03}.png" for page in range(1, pages + 1)]
        if not any(each.exists() for each in names):
            return names
        run += 1
        again = f"-{run}"


def _pages(faces: Sequence[CardFace], layout: Layout, dpi: int) -> Iterator[Image.Image]:
    if layout == "a4":
        return draw_sheets(faces, dpi=dpi)
    if layout == "receipt":
        return (draw_voucher(face, dpi=dpi) for face in faces)
    return (draw_card(face, dpi=dpi) for face in faces)


def _telling(
    pages: Iterator[Image.Image], total: int, progress: Callable[[int, int], None] | None
) -> Iterator[Image.Image]:
    for done, page in enumerate(pages, start=1):
        yield page
        if progress is not None:
            progress(done, total)
