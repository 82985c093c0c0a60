"""Money, counts and rates as people write them.

Written out here and not taken from a locale library: what two languages need is these few lines, and loading one costs
more than the whole of the till's first screen.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

MINUS = "\N{MINUS SIGN}"
"""As wide as a plus, and read as a minus by a screen reader, which a hyphen is not."""

_SYMBOLS = {
    "KRW": "₩",
    "USD": "$",
    "EUR": "€",
    "JPY": "¥",
    "GBP": "£",
    "CNY": "CN¥",
    "RUB": "₽",
    "INR": "₹",
    "VND": "₫",
    "THB": "฿",
    "PHP": "₱",
    "TWD": "NT$",
    "HKD": "HK$",
    "SGD": "S$",
    "AUD": "A$",
    "CAD": "CA$",
    "NZD": "NZ$",
}

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class CurrencyLike(Protocol):
    """What writing money needs of `posapp.loyalty.money.Currency`."""

    @property
    def code(self) -> str:
        """ISO 4217, "KRW"."""

    @property
    def digits(self) -> int:
        """How many digits of the minor unit stand after the point: 0 for won, 2 for dollars."""


class Count(int):
    """A whole number in a sentence: ``{n}`` groups its digits, ``{n:words}`` spells it in English up to ten."""

    def __format__(self, spec: str) -> str:
        if spec.lower() != "words":
            return number(self)
        spelled = _WORDS[self] if 0 <= self < len(_WORDS) else number(self)
        return spelled.capitalize() if spec == "Words" else spelled


def number(value: int) -> str:
    """A whole number with its digits in groups: ``1,727``, ``−3``."""
    return f"{MINUS if value < 0 else ''}{abs(value):,}"


def decimal(value: Decimal) -> str:
    """An exact decimal as short as it goes: ``7.5``, ``10``, ``1,000``."""
    written = f"{abs(value):,f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return f"{MINUS if value < 0 else ''}{written}"


def money(minor: int, currency: CurrencyLike, language: str) -> str:
    """An amount of `minor` units: ``₩15,000`` and ``$12.50``, in Korean ``15,000원`` and ``$12.50``."""
    whole, rest = divmod(abs(minor), 10**currency.digits)
    written = f"{whole:,}" + (f".{rest:0{currency.digits}d}" if currency.digits else "")
    sign = MINUS if minor < 0 else ""
    if language == "ko" and currency.code == "KRW":
        return f"{sign}{written}원"
    symbol = _SYMBOLS.get(currency.code, f"{currency.code}\N{NO-BREAK SPACE}")
    return f"{sign}{symbol}{written}"
