"""What people write in a field, read: dates, amounts, phone numbers, lists of words. Pure: no Qt.

Each reader answers None where the text cannot be right, so that the field can say so in words; none of them raises.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

_SEPARATED = re.compile(r"(\d{1,4})\D+(\d{1,2})\D+(\d{1,4})\D*", re.ASCII)


def read_day(text: str, *, language: str, today: date) -> date | None:
    """A day in the past or today: ``1990-03-02``, ``1990. 3. 2.``, ``19900302``, ``900302``; in English ``3/2/1990``.

    A year of two digits is the latest one that is not after `today`.
    """
    written = text.strip()
    if not written.isascii() and language == "ko":
        written = re.sub("[년월일]", ".", written)
    if match := _SEPARATED.fullmatch(written):
        first, second, third = match.groups()
        if len(third) == 4 and language == "en":
            first, second, third = third, first, second
    elif written.isascii() and written.isdecimal() and len(written) in (6, 8):
        first, second, third = written[:-4], written[-4:-2], written[-2:]
    else:
        return None
    if len(first) not in (2, 4) or len(third) > 2:
        return None
    year = int(first)
    if len(first) == 2:
        year += today.year // 100 * 100
        year -= 100 if (year, int(second), int(third)) > (today.year, today.month, today.day) else 0
    try:
        day = date(year, int(second), int(third))
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= today else None


def read_amount(text: str, *, digits: int) -> int | None:
    """An amount in minor units, 0 or more: ``15,000``, ``₩15000``, ``15000원``, ``12.50``, ``$12.5``.

    `digits` are those of the currency (0 for won, 2 for dollars); more than it has cannot be right.
    """
    bare = re.sub(r"[\s,원₩$€£]", "", text)
    if not bare.isascii() or not re.fullmatch(r"\d+(\.\d+)?", bare):
        return None
    try:
        minor = Decimal(bare).scaleb(digits)
    except InvalidOperation:
        return None
    return int(minor) if minor == minor.to_integral_value() else None


def amount_text(amount_minor: int, *, digits: int) -> str:
    """The amount as it stands in a field to be edited: ``15,000``, ``12.50``."""
    return f"{Decimal(amount_minor).scaleb(-digits):,f}" if digits else f"{amount_minor:,}"


def read_words(text: str) -> tuple[str, ...]:
    """``hair, care`` -> two words; commas, line ends and Korean pauses part them, doubles go."""
    return tuple(dict.fromkeys(word for part in re.split(r"[,、;\n]", text) if (word := part.strip())))


def read_phone(text: str) -> str | None:
    """The digits of a phone number, 8 to 15 of them (ITU-T E.164); "" for none, None where it cannot be one."""
    bare = re.sub(r"[\s\-().+]", "", text)
    if not bare:
        return ""
    return bare if bare.isascii() and bare.isdecimal() and 8 <= len(bare) <= 15 else None


def phone_text(digits: str) -> str:
    """A phone number as people read it: ``010-1234-5678``, ``02-123-4567``; others as they are."""
    head = 2 if digits.startswith("02") else 3
    if not digits.startswith("0") or not head + 7 <= len(digits) <= head + 8:
        return f"{digits[:4]}-{digits[4:]}" if len(digits) == 8 else digits
    return f"{digits[:head]}-{digits[head:-4]}-{digits[-4:]}"
