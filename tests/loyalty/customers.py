"""What made-up customers ask for at the counter: whatever may be redeemed, and some things that may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from posapp.loyalty.basket import Redemption
from posapp.loyalty.errors import Refused
from posapp.loyalty.ledger import EVERYBODY, spendable
from posapp.loyalty.outcome import Offer
from posapp.loyalty.paper import PaperShop
from tests.loyalty.made_up import Document, basket


def codes(shop: PaperShop) -> list[str]:
    """The codes of all coupons and gift cards that there ever were."""
    return sorted(holder for holder in shop.accounts if holder not in shop.members and holder != EVERYBODY)


def by_code(shop: PaperShop, data: st.DataObject, moment: datetime) -> list[Redemption]:
    """Cards and coupons that she puts on the counter, whosever they are and whether they are still good or not."""
    found = []
    for each in codes(shop):
        if not data.draw(st.booleans(), label=f"shows {each}"):
            continue
        if each.startswith("gift:"):
            on_it = sum(spendable(account, on=moment.date()) for account in shop.accounts[each].values())
            found.append(Redemption(gift_card=each, amount_minor=data.draw(st.integers(1, on_it + 2), label="pays")))
        else:
            found.append(Redemption(coupon=each))
    return found


def taken_up(offer: Offer, data: st.DataObject) -> list[Redemption]:
    """An offer as she takes it up: where she may choose how much, any number that is allowed."""
    named = offer.redemption
    if offer.any_of is None:
        return [named]
    number = data.draw(
        st.sampled_from(range(offer.any_of.least, offer.any_of.most + 1, offer.any_of.step)), label="number"
    )
    if named.gift_card is not None:
        return [replace(named, amount_minor=number)]
    return [replace(named, points=number)] if named.points is not None else [named] * number


def asked(
    shop: PaperShop, written: Sequence[Document], data: st.DataObject, *, card: str | None, moment: datetime, sale: str
) -> tuple[Redemption, ...]:
    """What she asks for and can have, one thing after the other. `Refused` where the goods alone are refused."""
    redeem: list[Redemption] = []
    shop.quote(basket(shop, written), card=card, moment=moment, sale=sale)

    def take(more: list[Redemption]) -> None:
        try:
            shop.quote(basket(shop, written, (*redeem, *more)), card=card, moment=moment, sale=sale)
        except Refused:
            return
        redeem.extend(more)

    for each in by_code(shop, data, moment):
        take([each])
    for at in range(9):
        # What was taken up before may leave less for the next one, or nothing.
        offers = shop.quote(basket(shop, written, redeem), card=card, moment=moment, sale=sale).offers
        offer = next(iter(offers[at:]), None)
        if offer is None:
            break
        if not offer.chosen and data.draw(st.booleans(), label="redeem"):
            take(taken_up(offer, data))
    return tuple(redeem)
