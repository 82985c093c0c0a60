"""Phone numbers as they are kept and looked for: digits, as dialled at home."""

from __future__ import annotations

import unicodedata

from posapp.loyalty.errors import Refused

SHORTEST, LONGEST = 8, 15
"""Digits of a number that rings somewhere (the longest is ITU-T E.164's)."""

_PUNCTUATION = frozenset(" -().+·/")


def digits_of(written: str) -> str:
    """``+82 10-2345-4821`` and ``010 2345 4821`` are the same: ``01023454821``. `Refused` where it is no number."""
    plain = unicodedata.normalize("NFKC", written).strip()
    if plain.startswith("+82"):
        plain = "0" + plain[3:].lstrip(" -(").removeprefix("0")
    digits = "".join(letter for letter in plain if letter not in _PUNCTUATION)
    if not (digits.isascii() and digits.isdecimal() and SHORTEST <= len(digits) <= LONGEST):
        raise Refused.because("till.phone_form")
    return digits
