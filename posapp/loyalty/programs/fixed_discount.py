"""A fixed discount: so much percent, so much money, or a price for members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from posapp.loyalty.errors import Fault
from posapp.loyalty.programs.base import MINOR, PERCENT, Program, form, kind
from posapp.loyalty.words import Reason


@kind("fixed_discount")
@dataclass(frozen=True, kw_only=True)
class FixedDiscount(Program):
    """One of `rate`, `amount` (with `per`) or `price` (per unit, ignored where the list price is lower)."""

    rate: Decimal | None = field(default=None, metadata=PERCENT)
    amount: int | None = field(default=None, metadata=MINOR)
    per: Literal["sale", "item"] = "sale"
    price: int | None = field(default=None, metadata=form(unit="minor", least=0))

    def faults(self, place: str) -> Iterator[Fault]:
        """Not exactly one of the three; `per` without `amount`."""
        yield from super().faults(place)
        given = [name for name in ("rate", "amount", "price") if getattr(self, name) is not None]
        if len(given) != 1:
            at = f"{place}.{given[1]}" if given else place
            yield Fault(at, Reason.of("fault.exactly_one", names=("rate", "amount", "price")))
        if self.per == "item" and self.amount is None:
            yield Fault(f"{place}.per", Reason.of("fault.only_with", other="amount"))
