"""A loyalty card in the size of a bank card (CR80, 85.60 x 53.98 mm, ISO/IEC 7810 ID-1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from posapp import resources
from posapp.cards.codes import INK, PAPER, Symbology, draw_code

CARD_MM = (85.60, 53.98)
GROUND = (246, 243, 238)
SOFT_INK = (107, 99, 88)
SEAL = (194, 58, 34)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFace:
    """What stands on a card: the shop, what kind of card it is, whose (or nobody's yet), its number."""

    shop: str
    kind: str
    number: str
    holder: str = ""
    symbology: Symbology = "code128"


def pixels(mm: float, dpi: int) -> int:
    """Millimetres as whole pixels at `dpi` dots an inch."""
    return round(mm * dpi / 25.4)


@lru_cache(maxsize=32)
def font(weight: str, size_px: int) -> ImageFont.FreeTypeFont:
    """Pretendard in one of the bundled weights; its own file, since a bare system draws Hangul as boxes."""
    return ImageFont.truetype(str(resources.path(f"fonts/Pretendard-{weight}.otf")), size_px)


def fitted(text: str, *, weight: str, size_px: int, width_px: int) -> tuple[str, ImageFont.FreeTypeFont]:
    """The text and the largest font from `size_px` down to two thirds of it that fits; beyond that the text is cut
    with an ellipsis."""
    for size in range(size_px, size_px * 2 // 3 - 1, -1):
        chosen = font(weight, size)
        if chosen.getlength(text) <= width_px:
            return text, chosen
    while text and chosen.getlength(text + "…") > width_px:
        text = text[:-1]
    return text.rstrip() + "…", chosen


def grouped(number: str) -> str:
    """A number as people read it aloud: in fours, EAN-13 as under its bars."""
    if len(number) == 13:
        return f"{number[0]} {number[1:7]} {number[7:]}"
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def draw_card(face: CardFace, *, dpi: int = 300) -> Image.Image:
    """The card's printed side, 1011 x 638 px at 300 dpi. Refused where the code cannot be read at this resolution."""
    width, height = pixels(CARD_MM[0], dpi), pixels(CARD_MM[1], dpi)
    card = Image.new("RGB", (width, height), GROUND)
    pen = ImageDraw.Draw(card)
    if face.symbology == "qr":
        _draw_beside_square(card, pen, face, dpi)
    else:
        _draw_above_bars(card, pen, face, dpi)
    return card


def _draw_words(pen: ImageDraw.ImageDraw, face: CardFace, *, dpi: int, width_px: int) -> None:
    """The shop's name, a short red rule under it, the card's kind and its holder, from the top left down."""
    left, top = pixels(6, dpi), pixels(5.5, dpi)
    shop, large = fitted(face.shop, weight="Bold", size_px=pixels(5.2, dpi), width_px=width_px)
    pen.text((left, top), shop, font=large, fill=INK)
    rule = top + pixels(7.6, dpi)
    pen.rectangle((left, rule, left + pixels(9, dpi), rule + pixels(0.7, dpi)), fill=SEAL)
    below = rule + pixels(2.4, dpi)
    if face.holder:
        holder, middle = fitted(face.holder, weight="SemiBold", size_px=pixels(4, dpi), width_px=width_px)
        pen.text((left, below), holder, font=middle, fill=INK)
        below += pixels(5.2, dpi)
    kind, small = fitted(face.kind, weight="Medium", size_px=pixels(2.9, dpi), width_px=width_px)
    pen.text((left, below), kind, font=small, fill=SOFT_INK)


def _draw_above_bars(card: Image.Image, pen: ImageDraw.ImageDraw, face: CardFace, dpi: int) -> None:
    """A linear code along the bottom, on white, with the number under it."""
    width, height = card.size
    _draw_words(pen, face, dpi=dpi, width_px=width - 2 * pixels(6, dpi))
    top = height - pixels(25, dpi)
    pen.rectangle((0, top, width, height), fill=PAPER)
    code = draw_code(face.symbology, face.number, width_px=width - pixels(1, dpi), height_px=pixels(14, dpi))
    card.paste(code, ((width - code.width) // 2, top + pixels(3, dpi)))
    digits = font("SemiBold", pixels(3.1, dpi))
    pen.text((width // 2, top + pixels(18.2, dpi)), grouped(face.number), font=digits, fill=INK, anchor="ma")


def _draw_beside_square(card: Image.Image, pen: ImageDraw.ImageDraw, face: CardFace, dpi: int) -> None:
    """A QR code at the right, the number in lines under the words at the left."""
    width, height = card.size
    side = pixels(40, dpi)
    code = draw_code("qr", face.number, width_px=side, height_px=side)
    left = width - code.width - pixels(5, dpi)
    pen.rounded_rectangle(
        (left - pixels(1, dpi), (height - code.height) // 2 - pixels(1, dpi), left + code.width + pixels(1, dpi),
         (height + code.height) // 2 + pixels(1, dpi)), radius=pixels(1.5, dpi), fill=PAPER,
    )  # fmt: skip
    card.paste(code, (left, (height - code.height) // 2))
    room = left - pixels(1, dpi) - 2 * pixels(6, dpi) + pixels(2, dpi)
    _draw_words(pen, face, dpi=dpi, width_px=room)
    digits = font("SemiBold", pixels(3.1, dpi))
    groups = grouped(face.number).split(" ")
    lines = [" ".join(groups[start : start + 3]) for start in range(0, len(groups), 3)]
    step = pixels(4.4, dpi)
    top = height - pixels(5, dpi) - step * len(lines)
    for index, line in enumerate(lines):
        pen.text((pixels(6, dpi), top + index * step), line, font=digits, fill=INK)
