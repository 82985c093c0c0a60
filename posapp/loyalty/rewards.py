"""What a program gives in return: a unit free, so much off, or a gift handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from posapp.loyalty.effects import Amount, Free, Percent
from posapp.loyalty.errors import Fault
from posapp.loyalty.goods import Goods, Sale, list_of, units_of
from posapp.loyalty.history import in_scope
from posapp.loyalty.programs.base import MINOR, PERCENT, Scope, form
from posapp.loyalty.words import Minor, Reason, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reward:
    """What is given at `at` stamps: a unit free, a rate or an amount on the program's scope, or a gift."""

    at: int = field(metadata=form(unit="stamps", least=1))
    item: Scope | None = None
    pick: Literal["dearest", "cheapest"] | None = field(default=None, metadata=form(only_with="item"))
    rate: Decimal | None = field(default=None, metadata=PERCENT)
    amount: int | None = field(default=None, metadata=MINOR)
    gift: Text | None = None

    def faults(self, place: str) -> Iterator[Fault]:
        """Not exactly one of the four; `pick` without `item`."""
        given = [name for name in ("item", "rate", "amount", "gift") if getattr(self, name) is not None]
        if len(given) != 1:
            at = f"{place}.{given[1]}" if given else place
            yield Fault(at, Reason.of("fault.exactly_one", names=("item", "rate", "amount", "gift")))
        if self.pick is not None and self.item is None:
            yield Fault(f"{place}.pick", Reason.of("fault.only_with", other="item"))

    @property
    def label(self) -> Reason:
        """What it is, in few words: "one free", "10 % off"."""
        if self.gift is not None:
            return Reason.of("stamp.gift", gift=self.gift)
        if self.rate is not None:
            return Reason.of("gives.rate", rate=self.rate)
        if self.amount is not None:
            return Reason.of("gives.amount", amount=Minor(self.amount))
        return Reason.of("stamp.one_free")

    def goods_for(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[Goods]:
        """What it can be taken on: units in its own scope, or for a rate or an amount the program's `goods`."""
        scope = self.item
        if scope is None:
            return goods
        found = [each for each in sale.goods if in_scope(each.product, each.categories, scope)]
        if list_of(found) < (scope.min_amount or 0) or units_of(found) < (scope.min_items or 0):
            return ()
        return found

    def shape(self, share: Callable[[Decimal], int]) -> Free | Percent | Amount:
        """It as money off; `share` turns a rate into a whole number over the catalogue's denominator."""
        if self.rate is not None:
            return Percent(share(self.rate))
        if self.amount is not None:
            return Amount(self.amount)
        return Free(cheapest=self.pick == "cheapest")

    def worth_minor(self, goods: Sequence[Goods]) -> int:
        """About what it saves on these goods at list price, minor units."""
        if self.gift is not None or not goods:
            return 0
        if self.rate is not None:
            return int(list_of(goods) * self.rate / 100)
        if self.amount is not None:
            return min(self.amount, list_of(goods))
        prices = [each.price for each in goods]
        return min(prices) if self.pick == "cheapest" else max(prices)
