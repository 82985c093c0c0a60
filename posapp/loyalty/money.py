"""A shop and its money: minor units, exact rates, rounding by name, largest-remainder sharing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from posapp.loyalty.errors import BadDefinition, Fault
from posapp.loyalty.words import Reason

_NO_DIGITS = ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0)
_THREE_DIGITS = ("BHD IQD JOD KWD LYD OMR TND", 3)
_DIGITS = {code: digits for codes, digits in (_NO_DIGITS, _THREE_DIGITS) for code in codes.split()}
"""Currencies whose minor unit is not a hundredth (ISO 4217)."""


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 code and how many digits its minor unit has: KRW 0, USD 2, KWD 3."""

    code: str
    digits: int

    @classmethod
    def named(cls, code: str) -> Currency:
        """``Currency.named("KRW")``; `ValueError` where it is not three capital letters."""
        if not re.fullmatch("[A-Z]{3}", code):
            raise ValueError(code)
        return cls(code, _DIGITS.get(code, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One shop. `timezone` is an IANA name; `rounding_unit` in minor units; `clawback` is ``debt`` or ``refund``:
    what a return does about points already spent. `code` are four digits of its own, in every number that it deals."""

    id: str = "shop"
    name: str = ""
    currency: Currency
    timezone: str
    rounding_unit: int = 1
    clawback: str = "debt"
    language: str = "ko"
    code: str = "0000"


_SHOP_FIELDS = ("id", "name", "currency", "timezone", "rounding", "clawback", "language")


def read_shop(document: Mapping[str, Any], *, place: str = "shop") -> Shop:
    """Read ``{"currency": "KRW", "timezone": "Asia/Seoul", "rounding": {"unit": 10}}``.

    Raises `BadDefinition` with every fault.
    """
    faults = [
        Fault(f"{place}.{name}", Reason.of("fault.unknown_field", known=_SHOP_FIELDS))
        for name in document
        if name not in _SHOP_FIELDS
    ]

    def wrong(name: str, key: str, **values: object) -> None:
        faults.append(Fault(f"{place}.{name}", Reason.of(key, **values)))

    currency, timezone = Currency("XXX", 2), document.get("timezone")
    try:
        currency = Currency.named(document.get("currency", ""))
    except (TypeError, ValueError):
        wrong("currency", "fault.currency")
    try:
        ZoneInfo(timezone)  # type: ignore[arg-type]  # whatever stands there is judged here
    except (TypeError, ValueError, ZoneInfoNotFoundError, OSError):
        wrong("timezone", "fault.timezone")
    rounding = document.get("rounding", {})
    unit = rounding.get("unit", 1) if isinstance(rounding, Mapping) else None
    if not isinstance(unit, int) or isinstance(unit, bool) or unit < 1:
        wrong("rounding.unit", "fault.whole_from", least=1)
    elif set(rounding) - {"unit"}:
        wrong("rounding", "fault.unknown_field", known=("unit",))
    clawback, language = document.get("clawback", "debt"), document.get("language", "ko")
    if clawback not in ("debt", "refund"):
        wrong("clawback", "fault.one_of", allowed=("debt", "refund"))
    if not isinstance(language, str):
        wrong("language", "fault.string")
    for name in ("id", "name"):
        if not isinstance(document.get(name, ""), str):
            wrong(name, "fault.string")
    if faults:
        raise BadDefinition(tuple(faults))
    return Shop(
        id=document.get("id", "shop"),
        name=document.get("name", ""),
        currency=currency,
        timezone=str(timezone),
        rounding_unit=unit or 1,
        clawback=clawback,
        language=language,
    )


Exact = int | Fraction
"""An exact amount: whole over a common denominator where the quick path runs, a fraction elsewhere."""


def round_half_up(amount: Exact, denominator: int, *, unit: int = 1) -> int:
    """The multiple of `unit` nearest to ``amount / denominator`` (0 or more); half goes up."""
    whole = denominator * unit
    return int((2 * amount + whole) // (2 * whole)) * unit


def share_out(amount: int, weights: Sequence[Exact], *, caps: Sequence[int], order: Callable[[int], Any]) -> list[int]:
    """Share a whole `amount` in proportion to `weights` by largest remainder (Hamilton's method).

    No share is above its cap: what does not fit goes to the others in proportion. Remainders that are equal go by
    ``order(index)``, smallest first. The shares add up to `amount`, which is at most the sum of the
    caps of those with a weight above 0.
    """
    total = sum(weights)
    if not amount or not total:
        return [0] * len(weights)
    exact = [amount * weight for weight in weights]
    shares = [part // total for part in exact]
    left = amount - sum(shares)
    if left:
        short = [share * total - part for share, part in zip(shares, exact, strict=True)]
        for i in _by_remainder(short, left, order):
            shares[i] += 1
    if caps != weights:  # where they are the same no share can be above
        for share, cap in zip(shares, caps, strict=True):
            if share > cap:
                return _capped(amount, weights, caps, order)
    return shares


def _by_remainder(short: Sequence[Exact], left: int, order: Callable[[int], Any]) -> list[int]:
    """The `left` places furthest below nothing; they are asked for their order only if equals stand at the edge."""
    found = sorted(range(len(short)), key=short.__getitem__)
    if left < len(found) and short[found[left - 1]] == short[found[left]]:
        found.sort(key=lambda n: (short[n], order(n)))
    return found[:left]


def _capped(amount: int, weights: Sequence[Exact], caps: Sequence[int], order: Callable[[int], Any]) -> list[int]:
    """`share_out` where some would get more than they may."""
    shares = [0] * len(weights)
    open_ = [i for i, weight in enumerate(weights) if weight]
    while amount and open_:
        total = sum(weights[i] for i in open_)
        exact = [amount * weights[i] for i in open_]
        floors = [int(part // total) for part in exact]
        full = [n for n, i in enumerate(open_) if floors[n] > caps[i]]
        if full:
            for n in full:
                shares[open_[n]] = caps[open_[n]]
                amount -= caps[open_[n]]
            open_ = [i for n, i in enumerate(open_) if n not in full]
            continue
        left = amount - sum(floors)
        short = [floor * total - part for floor, part in zip(floors, exact, strict=True)]
        for i, floor in zip(open_, floors, strict=True):
            shares[i] = floor
        by_remainder = sorted(range(len(open_)), key=lambda n: (short[n], order(open_[n])))
        with_room = [open_[n] for n in by_remainder if shares[open_[n]] < caps[open_[n]]]
        while left:
            for i in with_room[:left]:
                shares[i] += 1
            left -= len(with_room[:left])
            with_room = [i for i in with_room if shares[i] < caps[i]]
        break
    return shares
