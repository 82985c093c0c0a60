"""Three small kinds for tests alone, that pay: points, money on a card, and sessions paid in advance.

They show that the pass takes kinds that tender without an edit outside their file; the shop's own come later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.dates import last_day
from posapp.loyalty.effects import Earning, Into, Kept, Paid
from posapp.loyalty.errors import NotEnough
from posapp.loyalty.goods import Goods, Sale, lines_of
from posapp.loyalty.ledger import NOTHING, balance
from posapp.loyalty.programs.base import Days, Program
from posapp.loyalty.rules import RULES, Rule, Terms
from posapp.loyalty.words import Reason


@dataclass(frozen=True, kw_only=True)
class Points(Program):
    """One point for every `per` minor units paid; a point pays one."""

    kind: ClassVar[str] = "test_points"
    per: int = 100
    expires: Days | None = None
    available_after: int = 0


class PointsRule(Rule[Any]):
    earns = True
    tenders = 1
    unit = "points"

    def pay(self, sale: Sale, asked: Redemption, *, due_minor: int, goods: Sequence[Goods]) -> Paid:
        most = min(sale.spendable(self.id), due_minor)
        assert asked.points is not None
        if asked.points > most:
            raise NotEnough.because("points.at_most", largest=most)
        return Paid(self.id, asked.points, asked.points, expires=self.program.expires, asked=asked)

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:
        after = self.program.available_after
        into = Into(
            self.id,
            spendable_on=sale.day + timedelta(days=after) if after else None,
            expires_on=last_day(self.program.expires, sale.day),
            worth=(1, 1),
        )
        terms = {"per": self.program.per, "lines": lines}
        return Earning(terms, (into,), Reason("points.earned"))

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        return (kept.paid(terms["lines"]) // (terms["per"] * kept.over),)


@dataclass(frozen=True, kw_only=True)
class Money(Program):
    """Money on a card: a line of `product` loads the card whose code it carries."""

    kind: ClassVar[str] = "test_money"
    product: str = "GIFT"


class MoneyRule(Rule[Any]):
    earns = True
    needs_goods = False
    tenders = 2
    unit = "money"

    def __init__(self, program: Money, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self.members_only = False  # whoever holds the card

    @property
    def no_goods(self) -> tuple[str, ...]:
        return (self.program.product,)

    def pay(self, sale: Sale, asked: Redemption, *, due_minor: int, goods: Sequence[Goods]) -> Paid:
        assert asked.gift_card is not None
        assert asked.amount_minor is not None
        account = sale.standing.others[asked.gift_card].get(self.id, NOTHING)
        most = min(balance(account, on=sale.day), due_minor)
        if asked.amount_minor > most:
            raise NotEnough.because("points.at_most", largest=most)
        return Paid(self.id, asked.amount_minor, asked.amount_minor, holder=asked.gift_card, was_money=True)

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:
        sold = [n for n, line in enumerate(sale.lines) if line.gift_card is not None]
        if not sold:
            return Reason("whynot.nothing_here")
        code = sale.lines[sold[0]].gift_card
        terms = {"line": sold[0], "each": sale.lines[sold[0]].price_minor}
        return Earning(terms, (Into(self.id, holder=code),), Reason("points.earned"))

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        return (terms["each"] * kept.units[terms["line"]],)


@dataclass(frozen=True, kw_only=True)
class Sessions(Program):
    """Every session in the account pays for one unit in scope, the dearest first."""

    kind: ClassVar[str] = "test_sessions"


class SessionsRule(Rule[Any]):
    tenders = 3
    unit = "sessions"

    def pay(self, sale: Sale, asked: Redemption, *, due_minor: int, goods: Sequence[Goods]) -> Paid:
        if not goods or not sale.spendable(self.id):
            raise NotEnough.because("points.at_most", largest=0)
        dearest = min(goods, key=lambda each: each.key)
        line = lines_of([dearest])[0]
        return Paid(self.id, 1, dearest.price, prepaid=((line, 1, dearest.price),))


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let catalogues made in this test know the kinds."""
    for program, rule in ((Points, PointsRule), (Money, MoneyRule), (Sessions, SessionsRule)):
        monkeypatch.setitem(RULES, program.kind, rule)
