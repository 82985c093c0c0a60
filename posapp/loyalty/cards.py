"""What a scan says before anything is looked up, and the numbers that a shop gives its cards and receipts.

Numbers are digits only: letters do not survive a keyboard set to Korean. A card's number is::

    29 | 4 digits of the shop | digits of chance | check digit

Coupons and gift cards are numbered like a card of 20 digits, under prefixes of their own (`posapp.loyalty.vouchers`),
so that a scan is known for one before anything is looked up.

Prefixes 20 to 29 are the in-store numbers of GS1. The check digit is GS1's modulo 10, which catches a misread digit
and is no protection: that is the chance, 13 digits of it in a number of 20, which `secrets` deals at the edge. An
EAN-13 card leaves room for neither the shop nor as much chance (10 digits), so it is for shops whose printer or
scanner wants it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from posapp.loyalty.errors import Refused
from posapp.loyalty.words import Reason

AIM = re.compile(r"^\][A-Za-z]\d")
"""The symbology identifier that some scanners send before the code (ISO/IEC 15424)."""

RETAIL_LENGTHS = (8, 12, 13, 14)
"""Digits of EAN-8, UPC-A, EAN-13 and GTIN-14."""

TILL_DIGITS, COUNT_DIGITS = 3, 8

COUPON_PREFIX, GIFT_CARD_PREFIX = "27", "26"
VOUCHER_LENGTH = 20
"""Digits of a coupon's code and of a gift card's number."""

ScanKind = Literal[
    "card",
    "foreign_card",
    "coupon",
    "foreign_coupon",
    "gift_card",
    "foreign_gift_card",
    "receipt",
    "product",
    "digits",
    "words",
    "unreadable",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRules:
    """How this shop numbers: `digits` is a card's whole length (13 is EAN-13), `shop_code` four digits of its own."""

    shop_code: str
    prefix: str = "29"
    receipt_prefix: str = "28"
    digits: int = 20

    @property
    def start(self) -> str:
        """What every card number of this shop begins with."""
        return self.prefix if self.digits == 13 else self.prefix + self.shop_code

    @property
    def chance_digits(self) -> int:
        """How many digits of chance a new number takes."""
        return self.digits - len(self.start) - 1

    @property
    def receipt_start(self) -> str:
        """What every receipt number of this shop begins with."""
        return self.receipt_prefix + self.shop_code

    @property
    def receipt_length(self) -> int:
        """Digits of a receipt number."""
        return len(self.receipt_start) + TILL_DIGITS + COUNT_DIGITS + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a scan or a typed word is by its form.

    ``card``, ``coupon``, ``gift_card`` and ``receipt`` are numbered as this shop numbers, ``foreign_card``,
    ``foreign_coupon`` and ``foreign_gift_card`` as another shop of ours does,
    ``product`` as retail goods are, ``digits`` any other number (a phone's last four, a card printed elsewhere),
    ``words`` a name or a product's code; ``unreadable`` gives its `problem`. A number that the shop knows
    is what the shop says it is, whatever its form: look it up first.
    """

    kind: ScanKind
    text: str
    problem: Reason | None = None


def check_digit(digits: str) -> str:
    """The GS1 modulo 10 check digit for `digits` (which do not hold it yet)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def checks(number: str) -> bool:
    """Whether `number` is digits whose last one is right."""
    return is_number(number) and len(number) > 1 and check_digit(number[:-1]) == number[-1]


def is_number(text: str) -> bool:
    """ASCII digits only: ``"²".isdigit()`` is true, and `int` raises on it."""
    return text.isascii() and text.isdecimal()


def issue_number(chance: str, *, rules: CardRules) -> str:
    """A card number from `rules.chance_digits` digits of chance. `ValueError` where they are not that many digits."""
    if len(chance) != rules.chance_digits or not is_number(chance):
        raise ValueError(f"{rules.chance_digits} digits of chance are wanted")
    body = rules.start + chance
    return body + check_digit(body)


def receipt_number(count: int, *, till_number: int, rules: CardRules) -> str:
    """The number under a receipt's barcode, for the `count`-th event of this shop's till `till_number` (0 to 999)."""
    if not (0 <= till_number < 10**TILL_DIGITS and 0 <= count < 10**COUNT_DIGITS):
        raise Refused.because("cards.receipts_full")
    body = f"{rules.receipt_start}{till_number:0{TILL_DIGITS}}{count:0{COUNT_DIGITS}}"
    return body + check_digit(body)


def parse_scan(text: str, rules: CardRules) -> Scan:
    """What `text`, as it came from a scanner or the one box, is by its form. Never raises."""
    text = AIM.sub("", text.strip(" \t\r\n"))
    if not text.isprintable():
        return _unreadable(text, "scan.control")
    if not is_number(text):
        return Scan(kind="words", text=text)
    if text.startswith(rules.prefix) and len(text) == rules.digits:
        return _own_form(text, "card", text.startswith(rules.start))
    if text.startswith(rules.receipt_prefix) and len(text) == rules.receipt_length:
        if not text.startswith(rules.receipt_start):
            return Scan(kind="digits", text=text)
        return _own_form(text, "receipt", True)
    if len(text) == VOUCHER_LENGTH and text.startswith(COUPON_PREFIX):
        return _own_form(text, "coupon", text.startswith(COUPON_PREFIX + rules.shop_code))
    if len(text) == VOUCHER_LENGTH and text.startswith(GIFT_CARD_PREFIX):
        return _own_form(text, "gift_card", text.startswith(GIFT_CARD_PREFIX + rules.shop_code))
    if _run_together(text, rules):
        return _unreadable(text, "scan.two")
    if len(text) in RETAIL_LENGTHS and checks(text):
        return Scan(kind="product", text=text)
    if rules.digits > len(text) > len(rules.start) and rules.digits != 13 and text.startswith(rules.start):
        return _unreadable(text, "scan.half")
    return Scan(kind="digits", text=text)


_FOREIGN: dict[ScanKind, ScanKind] = {
    "card": "foreign_card",
    "coupon": "foreign_coupon",
    "gift_card": "foreign_gift_card",
}


def _own_form(text: str, kind: ScanKind, ours: bool) -> Scan:
    if not checks(text):
        return _unreadable(text, "scan.misread")
    return Scan(kind=kind if ours else _FOREIGN[kind], text=text)


def _run_together(text: str, rules: CardRules) -> bool:
    """Whether the digits are two whole codes that a scanner sent without a pause, in any order of kinds."""
    lengths = {rules.digits, rules.receipt_length, VOUCHER_LENGTH, *RETAIL_LENGTHS}
    own = (
        rules.start,
        rules.receipt_start,
        COUPON_PREFIX + rules.shop_code,
        GIFT_CARD_PREFIX + rules.shop_code,
    )
    for cut in lengths:
        first, second = text[:cut], text[cut:]
        if len(second) in lengths and checks(first) and checks(second):
            goods_twice = len(first) == len(second) == 13
            return goods_twice or first.startswith(own) or second.startswith(own)
    return False


def _unreadable(text: str, key: str) -> Scan:
    shown = "".join(letter if letter.isprintable() else "·" for letter in text[:40])
    return Scan(kind="unreadable", text=text, problem=Reason.of(key, text=shown))
