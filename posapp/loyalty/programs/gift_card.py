"""A gift card: stored money with a code, which anybody who brings it may spend.

Not for what is earned (that is `points`) nor for sessions of one treatment (a `prepaid_pass`): money on a gift card is
the customer's, and a liability of the shop from the moment it is sold.

Its money is an account of the program's id whose holder is the card's code, one lot for each loading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from posapp.loyalty.basket import Line, Product, Redemption
from posapp.loyalty.dates import last_day
from posapp.loyalty.effects import Earning, Into, Kept, Paid
from posapp.loyalty.errors import Fault, NotEnough, NotFound, Refused
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.ledger import NOTHING, Account, Term, spendable
from posapp.loyalty.outcome import AnyOf, Offer
from posapp.loyalty.programs.base import Audience, Days, EndOfYear, Months, Program, form, kind
from posapp.loyalty.rules import Rule, rule_of
from posapp.loyalty.words import Minor, Reason

EVERYONE = Audience(who="everyone")
"""A card is whose hand it is in."""


@kind("gift_card")
@dataclass(frozen=True, kw_only=True)
class GiftCard(Program):
    """Products in `sell` load a card with their price; with `reload` also one that was loaded before."""

    audience: Audience = EVERYONE
    sell: tuple[str, ...] = field(metadata=form(refers="product", filled=True))
    reload: bool = False
    expires: Days | Months | EndOfYear | None = None

    def faults(self, place: str) -> Iterator[Fault]:
        """A product that stands twice."""
        yield from super().faults(place)
        for n, product in enumerate(self.sell):
            if product in self.sell[:n]:
                yield Fault(f"{place}.sell[{n}]", Reason("fault.repeated"))


@rule_of(GiftCard)
class GiftCardRule(Rule[GiftCard]):
    """Loaded by what is sold, spent in part, and the rest stays."""

    earns = True
    tenders = 2
    shows = sells = bearer = True
    needs_goods = False
    unit = "money"

    @property
    def gives(self) -> Reason:
        """It pays."""
        return Reason("giftcard.gives")

    @property
    def no_goods(self) -> tuple[str, ...]:
        """What is sold on a card is no spending: it is spent later."""
        return self.program.sell

    def term(self, day: date) -> Term:
        """Each loading expires for itself."""
        return Term(expires_on=last_day(self.program.expires, day))

    def by_hand(self, sale: Sale, amount: int) -> Sequence[tuple[Into, int]] | None:  # noqa: ARG002
        """Its money is nobody's but the card's."""
        raise NotFound.because("giftcard.not_hers")

    # Selling one.

    def refuse(self, sale: Sale) -> None:
        """A card that is sold without its number, at a time when none is sold, or that may not be loaded again."""
        for line in sale.lines:
            if line.product not in self.program.sell:
                continue
            self._for_sale(sale)
            if not line.gift_card:
                raise Refused.because("giftcard.no_number", name=line.name)
            known = self.id in sale.standing.others.get(line.gift_card, {})
            if known and not self.program.reload:
                raise Refused.because("giftcard.no_reload", code=line.gift_card)

    def _for_sale(self, sale: Sale) -> None:
        """`Refused` where no card is sold to this customer now."""
        if self.members_only and sale.member is None:
            raise Refused(self.without_card.reason)
        reason = self.check(sale) if self.check is not None else None
        if reason is None and self.stopped(sale.day):
            reason = Reason.of("whynot.earn_until", day=self.earn_until)
        if reason is not None:
            raise Refused.because("giftcard.not_now", why=reason)

    def earn(self, sale: Sale, kept: Kept, lines: Sequence[int] | None) -> Earning | Reason:  # noqa: ARG002
        """The cards that this sale loads."""
        sold: dict[str, list[tuple[int, Line]]] = {}
        for n, line in enumerate(sale.lines):
            if line.product in self.program.sell and line.gift_card:
                sold.setdefault(line.gift_card, []).append((n, line))
        if not sold:
            return Reason("giftcard.none_sold")
        expires_on = self.term(sale.day).expires_on
        terms = {"cards": [[[n, line.price_minor] for n, line in of_card] for of_card in sold.values()]}
        into = tuple(Into(self.id, holder=code, expires_on=expires_on, worth=(1, 1), bought=True) for code in sold)
        return Earning(terms, into, Reason("giftcard.sold"))

    @staticmethod
    def earned(terms: Mapping[str, Any], kept: Kept) -> tuple[int, ...]:
        """The money on each card."""
        return tuple(sum(price * kept.units[line] for line, price in of_card) for of_card in terms["cards"])

    # Paying with one.

    def pay(self, sale: Sale, asked: Redemption, *, due_minor: int, goods: Sequence[Goods]) -> Paid:  # noqa: ARG002
        """So much of what is due, up to what is on the card; without an amount all that it can."""
        code = asked.gift_card
        if code is None:
            raise Refused.because("giftcard.which", name=self.name)
        there = sale.still_there(self.id, code)
        if there <= 0:
            raise NotEnough(self._nothing(sale, code))
        most = min(there, due_minor)
        amount = most if asked.amount_minor is None else asked.amount_minor
        if amount > most or not amount:
            key = "giftcard.at_most" if most else "giftcard.nothing_due"
            raise NotEnough.because(key, largest=Minor(most))
        return Paid(self.id, amount, amount, holder=code, was_money=True, expires=self.program.expires, asked=asked)

    def _account(self, sale: Sale, code: str) -> Account:
        return sale.standing.others.get(code, {}).get(self.id, NOTHING)

    def _nothing(self, sale: Sale, code: str) -> Reason:
        return _gone(self._account(sale, code), on=sale.day)

    def code_says(self, account: Account, code: str, *, on: date) -> tuple[Reason, bool]:
        """What is on it; or that nothing is."""
        there = spendable(account, on=on)
        if not there:
            return _gone(account, on=on), False
        return Reason.of("giftcard.offer", amount=Minor(there), code=code[-4:]), True

    def owes(self, products: Collection[Product]) -> tuple[int, int]:  # noqa: ARG002
        """Money is money."""
        return 1, 1

    def offers(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[Offer]:  # noqa: ARG002
        """The cards that were shown at the counter, and those that pay already."""
        asked = {each.gift_card: each for each in sale.redeem if each.gift_card is not None}
        found = []
        for code in dict.fromkeys((*asked, *sale.standing.shown)):
            there = spendable(self._account(sale, code), on=sale.day)
            pays = sale.spent.get((code, self.id), 0)
            most = min(there, sale.rest_minor + pays)
            if most > 0:
                found.append(
                    Offer(
                        redemption=asked.get(code) or Redemption(gift_card=code, amount_minor=most),
                        label=Reason.of("giftcard.offer", amount=Minor(there), code=code[-4:]),
                        worth_minor=pays or most,
                        chosen=code in asked,
                        any_of=AnyOf(least=1, most=most),
                    )
                )
        return found


def _gone(account: Account, *, on: date) -> Reason:
    """Why a card has nothing to pay with."""
    over = [lot.expires_on for lot in account.lots if not lot.holds(on) and lot.left > 0]
    ended = max((day for day in over if day is not None), default=None)
    return Reason.of("giftcard.expired", day=ended) if ended is not None else Reason("giftcard.empty")
