"""A fixed discount: so much percent, so much money, or a price for members.

Not for what should grow with the amount (that is `progressive_discount`), nor for what a customer must ask for once
(a `coupon`). Bearer, silver and gold cards are this kind with an audience of card types or tiers.
"""

from __future__ import annotations

from dataclasses import dataclass

from posapp.loyalty.discounts import Discount, before_whom, gives_of, shape_of
from posapp.loyalty.effects import TakeOff
from posapp.loyalty.programs.base import kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Reason


@kind("fixed_discount")
@dataclass(frozen=True, kw_only=True)
class FixedDiscount(Discount):
    """Always gives the same: one of `rate`, `amount` (with `per`) or `price`."""


@rule_of(FixedDiscount)
class FixedDiscountRule(Rule[FixedDiscount]):
    """Always proposes the same thing."""

    takes_off = True

    def __init__(self, program: FixedDiscount, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self._gives = gives_of(program)
        self.always = TakeOff(shape_of(program, terms), self.because(self._gives, before_whom(program)))

    @property
    def gives(self) -> Reason:
        """ "10 % off"."""
        return self._gives
