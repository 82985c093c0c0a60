"""A coupon or a gift card on receipt paper: what it is, until when, and its code across the width."""

from __future__ import annotations

from datetime import date

from PIL import Image, ImageDraw

from posapp.cards.card import CardFace, fitted, font, grouped, pixels
from posapp.cards.codes import INK, PAPER, draw_code
from posapp.i18n import line, money, t
from posapp.loyalty.money import Currency
from posapp.loyalty.words import Reason

PAPER_PX = 576
"""Dots across a receipt of 80 mm, of which 72 mm are printed at 203 dots an inch."""

_MARGIN_MM = 3.0
_BARS_MM = 16.0


def draw_voucher(face: CardFace, *, width_px: int = PAPER_PX, dpi: int = 203) -> Image.Image:
    """The slip, as tall as it needs to be; black on white, since receipt printers have no other colour.

    `face.holder` is the large line (what it gives), `face.kind` the small one (until when). Refused where the code
    cannot be read at this width.
    """
    margin = pixels(_MARGIN_MM, dpi)
    room = width_px - 2 * margin
    lines = [
        fitted(face.shop, weight="SemiBold", size_px=pixels(4, dpi), width_px=room),
        fitted(face.holder, weight="Bold", size_px=pixels(7, dpi), width_px=room),
        fitted(face.kind, weight="Medium", size_px=pixels(3.6, dpi), width_px=room),
    ]
    code = draw_code(face.symbology, face.number, width_px=width_px, height_px=pixels(_BARS_MM, dpi))
    digits = font("SemiBold", pixels(3.6, dpi))
    height = margin + sum(2 * used.size for _, used in lines) + code.height + 3 * digits.size + margin
    slip = Image.new("RGB", (width_px, round(height)), PAPER)
    pen = ImageDraw.Draw(slip)
    down = float(margin)
    for text, used in lines:
        pen.text((width_px // 2, down), text, font=used, fill=INK, anchor="ma")
        down += 2 * used.size
    slip.paste(code, ((width_px - code.width) // 2, round(down)))
    below = round(down) + code.height + digits.size / 2
    pen.text((width_px // 2, below), grouped(face.number), font=digits, fill=INK, anchor="ma")
    return slip


def coupon_face(
    *, shop: str, gives: Reason, expires_on: date | None, code: str, language: str, currency: Currency
) -> CardFace:
    """What stands on a coupon: what it gives, its last day, its code."""
    until = t("cards.until", language, day=expires_on) if expires_on else t("cards.no_end", language)
    return CardFace(shop=shop, kind=until, holder=line(gives, language, currency), number=code)


def gift_face(*, shop: str, amount_minor: int, code: str, language: str, currency: Currency) -> CardFace:
    """What stands on a gift card's slip: how much was put on it, and its number."""
    amount = money(amount_minor, currency, language)
    return CardFace(shop=shop, kind=t("cards.gift", language), holder=amount, number=code)
