"""A discount as a shop writes it: so much percent, so much money, or a price. Shared by the kinds that give one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from posapp.loyalty.effects import Amount, Each, Percent, PriceTo, Shape
from posapp.loyalty.errors import Fault
from posapp.loyalty.goods import Goods, list_of
from posapp.loyalty.programs.base import MINOR, PERCENT, Program, form
from posapp.loyalty.rules import Terms
from posapp.loyalty.words import Minor, Reason


@dataclass(frozen=True, kw_only=True)
class Discount(Program):
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


def shape_of(program: Discount, terms: Terms) -> Shape:
    """The discount as the pass takes it off."""
    if program.rate is not None:
        return Percent(terms.share(program.rate))
    if program.price is not None:
        return PriceTo(program.price)
    amount = program.amount or 0
    return Each(amount) if program.per == "item" else Amount(amount)


def gives_of(program: Discount) -> Reason:
    """What it gives: "10 % off"."""
    if program.rate is not None:
        return Reason.of("gives.rate", rate=program.rate)
    if program.price is not None:
        return Reason.of("gives.price", price=Minor(program.price))
    key = "gives.amount_each" if program.per == "item" else "gives.amount"
    return Reason.of(key, amount=Minor(program.amount or 0))


def before_whom(program: Discount) -> Reason | None:
    """How that is said before the words for whom it is ("10 %"), where it differs."""
    return Reason.of("gives.rate_before", rate=program.rate) if program.rate is not None else None


def worth_minor(program: Discount, goods: Sequence[Goods]) -> int:
    """About what it saves on these goods at list price, minor units."""
    if program.rate is not None:
        return int(list_of(goods) * program.rate / 100)
    if program.price is not None:
        return sum(max(each.price - program.price, 0) * each.count for each in goods)
    amount = program.amount or 0
    if program.per == "item":
        return sum(min(amount, each.price) * each.count for each in goods)
    return min(amount, list_of(goods))
