"""Numbers for what is not a card: a coupon's code, and the number of a gift card.

Digits only, as a card's number is, and as long::

    27 | 4 digits of the shop | 13 digits | check digit      a coupon
    26 | 4 digits of the shop | 13 digits | check digit      a gift card

A gift card's 13 digits are chance, dealt at the edge. A coupon's come from the id of the document that brings it, by
SHA-256: the same sale asked twice brings the same coupon, and who does not know that id cannot guess it.
"""

from __future__ import annotations

import hashlib

from posapp.loyalty.cards import COUPON_PREFIX, GIFT_CARD_PREFIX, VOUCHER_LENGTH, check_digit, is_number

CHANCE_DIGITS = VOUCHER_LENGTH - 7


def coupon_code(shop_code: str, *seed: str) -> str:
    """The code of the coupon that `seed` (document, program, which of several) brings."""
    digest = hashlib.sha256("/".join(seed).encode()).digest()
    body = f"{COUPON_PREFIX}{shop_code}{int.from_bytes(digest) % 10**CHANCE_DIGITS:0{CHANCE_DIGITS}}"
    return body + check_digit(body)


def gift_card_number(shop_code: str, chance: str) -> str:
    """A gift card's number from `CHANCE_DIGITS` digits of chance. `ValueError` where they are not that many digits."""
    if len(chance) != CHANCE_DIGITS or not is_number(chance):
        raise ValueError(f"{CHANCE_DIGITS} digits of chance are wanted")
    body = GIFT_CARD_PREFIX + shop_code + chance
    return body + check_digit(body)
