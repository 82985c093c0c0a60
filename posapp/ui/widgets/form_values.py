"""How numbers, days and words of a document stand in a line of a form, and how they are read back. Pure: no Qt.

What cannot be read stays the text that it is: it goes into the document as it was typed, and the reader of documents
says what is wrong with it. Nothing that a person typed is ever lost.
"""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from posapp.ui.widgets.written import amount_text, read_amount

_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_EXACT = re.compile(r"(-?)(\d{0,15})(?:\.(\d{0,15}))?", re.ASCII)
_DAY = re.compile(r"(\d{4})\D?\s*(\d{1,2})\D?\s*(\d{1,2})\D?", re.ASCII)


def plain(value: object) -> str:
    """A piece of a document as text: words as they are, everything else as JSON writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, ensure_ascii=False, default=str)


def number_of(text: str, *, exact: bool, digits: int | None = None) -> Any:
    """What a person wrote as a number: ``1,500`` -> 1500, ``7.5 %`` -> ``"7.5"``; money by its currency's `digits`.

    A rate with a point is a text, which no JSON reader can make inexact; money that is `exact` (what a point is worth)
    may be a fraction of the minor unit. What is no number stays as it is.
    """
    if digits is not None and not exact:
        minor = read_amount(text, digits=digits)
        return text if minor is None else minor
    if digits is not None:
        text = re.sub(r"[원₩$€£]", "", text)
    bare = re.sub(r"[\s,%]", "", text).replace("\N{MINUS SIGN}", "-")
    if _WHOLE.fullmatch(bare):
        return int(bare) * 10 ** (digits or 0)
    found = _EXACT.fullmatch(bare)
    if not exact or found is None or not (found[2] or found[3]):
        return text
    number = Decimal(f"{found[1]}{found[2] or 0}.{found[3] or 0}").scaleb(digits or 0)
    return int(number) if number == int(number) else f"{number:f}".rstrip("0")


def number_text(value: object, *, exact: bool = False, digits: int | None = None) -> str:
    """A number as it stands in a line to be changed."""
    if digits is not None and type(value) is int and value >= 0:
        return amount_text(value, digits=digits)
    if exact and digits and isinstance(value, str) and _EXACT.fullmatch(value) and value.strip("-."):
        return f"{Decimal(value).scaleb(-digits):f}"
    return plain(value)


def day_of(text: str) -> str:
    """``2026-3-2``, ``2026. 3. 2.``, ``20260302`` -> ``2026-03-02``; anything else stays as it is."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return text
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return text


def day_text(value: object) -> str:
    """A day as it stands in a line."""
    return plain(value)
