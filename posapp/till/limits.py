"""What can be rung up at all: a slip of the finger or a scan into the wrong field must not become a sale."""

from __future__ import annotations

from posapp.loyalty.basket import Basket
from posapp.loyalty.definitions import MOST_MINOR, MOST_UNITS
from posapp.loyalty.errors import Refused
from posapp.loyalty.words import Minor

MOST_LINES = 500
MOST_TOTAL_MINOR = 10**15
"""Of a basket at list price: sums of such sales still fit the store's 64 bits."""

LONGEST_TEXT = 200


def check_price(price_minor: int) -> None:
    """`Refused` where no unit can cost that: nothing, less than nothing, or a barcode typed into the price field."""
    if price_minor < 1:
        raise Refused.because("till.price_zero")
    if price_minor > MOST_MINOR:
        raise Refused.because("till.price_too_large", most=Minor(MOST_MINOR))


def check_basket(basket: Basket) -> None:
    """`Refused` where a line has no possible price or quantity, or the basket is more than one receipt holds."""
    if len(basket.lines) > MOST_LINES:
        raise Refused.because("till.lines_too_many", most=MOST_LINES)
    for line in basket.lines:
        check_price(line.price_minor)
        if line.quantity < 1:
            raise Refused.because("till.quantity_zero")
        if line.quantity > MOST_UNITS:
            raise Refused.because("till.quantity_too_large", most=MOST_UNITS)
    if sum(line.list_minor for line in basket.lines) > MOST_TOTAL_MINOR:
        raise Refused.because("till.total_too_large", most=Minor(MOST_TOTAL_MINOR))


def plain_text(written: str) -> str:
    """What a person wrote, on one line without outer space. `Refused` for control characters or a text too long."""
    text = " ".join(written.split())
    if not text.isprintable() or len(text) > LONGEST_TEXT:
        raise Refused.because("till.text_unreadable", most=LONGEST_TEXT)
    return text
