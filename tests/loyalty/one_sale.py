"""A counter for tests of the rules: programs and products as documents, a customer, and one sale after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from posapp.i18n import say
from posapp.loyalty.basket import Basket, Line, Redemption
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.ledger import NOTHING, balance
from posapp.loyalty.members import Member
from posapp.loyalty.money import read_shop
from posapp.loyalty.outcome import Quote
from posapp.loyalty.paper import PaperShop
from posapp.loyalty.programs.base import Program
from posapp.loyalty.returns import Returned
from posapp.loyalty.words import Reason, Text

SEOUL = ZoneInfo("Asia/Seoul")


def at(written: str) -> datetime:
    """``at("2026-03-02 10:00")`` in Seoul; a Monday."""
    return datetime.fromisoformat(written).replace(tzinfo=SEOUL)


MORNING = at("2026-03-02 10:00")
A_YEAR_AGO = at("2025-03-02 09:00")


def line(product: str, price: int, quantity: int = 1, *categories: str) -> Line:
    return Line(product=product, name=Text(product), price_minor=price, quantity=quantity, categories=categories)


class Counter:
    """A shop with one member ``A`` (a gold card, joined a year ago) at whose counter sales are rung up."""

    def __init__(self, *documents: Mapping[str, Any] | Program, unit: int = 1, **shop: Any) -> None:
        written = [each for each in documents if not isinstance(each, Program)]
        programs = [*read_programs(written), *(each for each in documents if isinstance(each, Program))]
        document = {"currency": "KRW", "timezone": "Asia/Seoul", "rounding": {"unit": unit}, **shop}
        self.paper = PaperShop(read_shop(document), (), programs)
        self.enrol("A", card_type="gold")
        self._sales = 0

    def enrol(self, card: str, *, moment: datetime = A_YEAR_AGO, **about: Any) -> None:
        member = Member(id=card, name=card, joined=moment.date(), cards=(card,), **about)
        self.paper.enrol(member, moment=moment, document=f"enrol-{card}")

    def change(self, card: str, **about: Any) -> None:
        self.paper.members[card] = replace(self.paper.members[card], **about)

    def quote(
        self, *lines: Line, card: str | None = "A", moment: datetime = MORNING, redeem: Sequence[Redemption] = ()
    ) -> Quote:
        basket = Basket(lines=lines, redeem=tuple(redeem))
        return self.paper.quote(basket, card=card, moment=moment, sale="quote")

    def sell(
        self, *lines: Line, card: str | None = "A", moment: datetime = MORNING, redeem: Sequence[Redemption] = ()
    ) -> Quote:
        self._sales += 1
        basket = Basket(lines=lines, redeem=tuple(redeem))
        return self.paper.sell(basket, card=card, moment=moment, sale=f"sale-{self._sales}")

    def take_back(self, quote: Quote, lines: Mapping[int, int], *, moment: datetime = MORNING) -> Returned:
        self._sales += 1
        return self.paper.take_back(quote.sale, lines=lines, moment=moment, document=f"return-{self._sales}")

    def void(self, quote: Quote, *, moment: datetime = MORNING) -> Returned:
        self._sales += 1
        return self.paper.void(quote.sale, moment=moment, document=f"void-{self._sales}")

    def has(self, account: str, *, card: str = "A", moment: datetime = MORNING) -> int:
        """A balance, of a counter beside a program too (``cuts#at-5``)."""
        return balance(self.paper.accounts.get(card, {}).get(account, NOTHING), on=moment.date())

    def give(self, account: str, amount: int, *, card: str = "A", moment: datetime = MORNING) -> None:
        """Put an amount into a program's account by hand."""
        self._sales += 1
        self.paper.adjust(card, program=account, amount=amount, moment=moment, document=f"adjust-{self._sales}")

    def english(self, reason: Reason) -> str:
        return say(reason, "en", self.paper.catalogue.shop.currency)

    def why_not(self, quote: Quote, program: str) -> str:
        """The sentence for a program that gave nothing; empty where it has none."""
        return next((self.english(each.reason) for each in quote.why_not if each.program == program), "")


def off(quote: Quote) -> dict[str, int]:
    """What each program took off."""
    return {benefit.program: benefit.off_minor for benefit in quote.benefits}


def nets(quote: Quote) -> list[int]:
    return [each.net_minor for each in quote.lines]


def earned(quote: Quote) -> dict[str, int]:
    return {each.program: each.amount for each in quote.earned}
