"""What kind of shop: ready programs and products to begin with, in the shop's own money."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from posapp import resources
from posapp.loyalty.money import Currency
from posapp.loyalty.words import Reason

_MONEY = frozenset({"price", "amount", "min_amount", "every"})
"""Fields of products, programs and rewards that are money. `from` is too, in the steps and levels of the presets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A kind of shop to begin with: its name and its promise in words, its programs and products as documents."""

    id: str
    title: Reason
    promise: Reason

    def documents(self, currency: Currency) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """(programs, products) in their JSON form, prices in `currency`'s minor unit."""
        written = json.loads(resources.path(f"demo/presets/{self.id}.json").read_text(encoding="utf-8"))
        priced = _in_currency(written, factor(currency))
        return priced["programs"], priced["products"]


PRESETS: tuple[Preset, ...] = tuple(
    Preset(id=name, title=Reason.of(f"preset.{name}.title"), promise=Reason.of(f"preset.{name}.promise"))
    for name in ("salon", "cafe", "shop", "supermarket")
)
"""In the order in which the first day offers them."""

BY_ID = {preset.id: preset for preset in PRESETS}


def factor(currency: Currency) -> Fraction:
    """How many minor units stand for one won, in which presets are written. Elsewhere 1,000 won are one unit (ten yen
    to the won's hundred): round prices that an owner then makes her own, not an exchange rate."""
    if currency.code == "KRW":
        return Fraction(1)
    if currency.digits == 0:
        return Fraction(1, 10)
    return Fraction(10**currency.digits, 1000)


def _in_currency(written: Any, factor: Fraction) -> Any:
    if isinstance(written, list):
        return [_in_currency(item, factor) for item in written]
    if not isinstance(written, dict):
        return written
    return {
        name: round(value * factor)
        if isinstance(value, int) and (name in _MONEY or name == "from")
        else _in_currency(value, factor)
        for name, value in written.items()
    }
