"""A fixed discount: so much percent, so much money, or a price for members.

Not for what should grow with the amount (that is `progressive_discount`), nor for what a customer must ask for once
(a `coupon`). Bearer, silver and gold cards are this kind with an audience of card types or tiers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from posapp.loyalty.effects import Amount, Each, Percent, PriceTo, Shape, TakeOff
from posapp.loyalty.errors import Fault
from posapp.loyalty.programs.base import MINOR, PERCENT, Program, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Minor, Reason


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


@rule_of(FixedDiscount)
class FixedDiscountRule(Rule[FixedDiscount]):
    """Always proposes the same thing."""

    takes_off = True

    def __init__(self, program: FixedDiscount, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        shape, self._gives, before = self._words()
        self.always = TakeOff(shape, self.because(self._gives, before))

    def _words(self) -> tuple[Shape, Reason, Reason | None]:
        """The shape, what it gives ("10 % off"), and how that is said before for whom ("10 %"), where it differs."""
        program = self.program
        if program.rate is not None:
            share, rate = self.terms.share(program.rate), program.rate
            return Percent(share), Reason.of("gives.rate", rate=rate), Reason.of("gives.rate_before", rate=rate)
        if program.price is not None:
            return PriceTo(program.price), Reason.of("gives.price", price=Minor(program.price)), None
        amount = program.amount or 0
        if program.per == "item":
            return Each(amount), Reason.of("gives.amount_each", amount=Minor(amount)), None
        return Amount(amount), Reason.of("gives.amount", amount=Minor(amount)), None

    @property
    def gives(self) -> Reason:
        """ "10 % off"."""
        return self._gives
