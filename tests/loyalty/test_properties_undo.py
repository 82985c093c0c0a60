"""All returns of a sale together, and its void, give back exactly what was paid and leave the member where she was."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from posapp.loyalty.basket import Redemption
from posapp.loyalty.ledger import balance
from posapp.loyalty.outcome import Offer, Quote
from posapp.loyalty.paper import PaperShop
from tests.loyalty.made_up import CARD, PRODUCTS, Document, MadeUp, after, basket, lines, shops

TODAY = 2


def with_a_past(made: MadeUp, past: list[list[Document]]) -> PaperShop:
    shop = made.open()
    for n, written in enumerate(past):
        shop.sell(basket(shop, written), card=CARD, moment=after(days=n), sale=f"past-{n}")
    return shop


def where_she_is(shop: PaperShop) -> dict[str, Any]:
    """All that the shop knows of her at one moment of the day, and what it would do for her then."""
    moment = after(days=TODAY, minutes=700)
    probe = basket(shop, [{"product": name, "quantity": 2} for name in PRODUCTS])
    quote = shop.quote(probe, card=CARD, moment=moment, sale="probe")
    standing = shop.standing(CARD)
    return {
        "balances": {
            (holder, name): left
            for holder, accounts in shop.accounts.items()
            for name, account in accounts.items()
            if (left := balance(account, on=moment.date()))
        },
        "levels": shop.levels(CARD, moment=moment),
        "visits": standing.visits,
        "spent": standing.spent_minor,
        "due": quote.due_minor,
        "discounts": {each.program: each.off_minor for each in quote.benefits},
        "earned": {each.program: each.amount for each in quote.earned},
        "why_not": [(each.program, each.reason) for each in quote.why_not],
        "offers": [(each.redemption, each.worth_minor) for each in quote.offers],
    }


def sell(shop: PaperShop, written: list[Document], data: st.DataObject) -> Quote:
    """A sale, with some of what may be redeemed; where she may choose how much, any number that is allowed."""
    moment = after(days=TODAY)
    redeem: dict[str | None, Redemption] = {}

    def offers() -> tuple[Offer, ...]:
        asked = basket(shop, written, tuple(redeem.values()))
        return shop.quote(asked, card=CARD, moment=moment, sale="now").offers

    for at in range(len(offers())):
        offer = next(iter(offers()[at:]), None)  # what was taken up before may leave less for this one, or nothing
        if offer is not None and data.draw(st.booleans(), label="redeem"):
            named = offer.redemption
            if offer.any_of is not None:
                numbers = range(offer.any_of.least, offer.any_of.most + 1, offer.any_of.step)
                named = replace(named, points=data.draw(st.sampled_from(numbers), label="points"))
            redeem[named.program] = named
    return shop.sell(basket(shop, written, tuple(redeem.values())), card=CARD, moment=moment, sale="now")


@given(made=shops(), past=st.lists(lines(), max_size=2), written=lines(), data=st.data())
def test_all_returns_in_any_cutting_give_everything_back(
    made: MadeUp, past: list[list[Document]], written: list[Document], data: st.DataObject
) -> None:
    shop = with_a_past(made, past)
    before = where_she_is(shop)
    quote = sell(shop, written, data)
    units = [n for n, line in enumerate(quote.lines) for _ in range(line.line.quantity)]
    order = data.draw(st.permutations(units), label="order")
    cuts = sorted(data.draw(st.sets(st.integers(0, len(units)), max_size=3), label="cuts") | {0, len(units)})
    refund = 0
    for n, (start, end) in enumerate(pairwise(cuts)):
        moment = after(days=TODAY, minutes=5 + n)
        returned = shop.take_back("now", lines=Counter(order[start:end]), moment=moment, document=f"return-{n}")
        assert returned.refund_minor >= 0
        refund += returned.refund_minor
    assert refund == quote.due_minor
    assert where_she_is(shop) == before


@given(made=shops(), past=st.lists(lines(), max_size=2), written=lines(), data=st.data())
def test_a_void_gives_everything_back(
    made: MadeUp, past: list[list[Document]], written: list[Document], data: st.DataObject
) -> None:
    shop = with_a_past(made, past)
    before = where_she_is(shop)
    quote = sell(shop, written, data)
    assert shop.void("now", moment=after(days=TODAY, minutes=5), document="void").refund_minor == quote.due_minor
    assert where_she_is(shop) == before


@given(made=shops(), written=lines(), data=st.data())
def test_what_is_kept_earns_what_it_would_have_earned(
    made: MadeUp, written: list[Document], data: st.DataObject
) -> None:
    """However the returns are cut, the same kept units leave the same balances."""
    units = [n for n, line in enumerate(written) for _ in range(line["quantity"])]
    back = data.draw(st.lists(st.sampled_from(range(len(units))), unique=True, max_size=len(units) - 1))
    assume(back)
    gone = [units[n] for n in back]
    at_once, one_by_one = made.open(), made.open()
    for shop in (at_once, one_by_one):
        shop.sell(basket(shop, written), card=CARD, moment=after(days=TODAY), sale="now")
    together = at_once.take_back("now", lines=Counter(gone), moment=after(days=TODAY, minutes=5), document="return")
    singly = 0
    for n, line in enumerate(gone):
        moment = after(days=TODAY, minutes=5)
        singly += one_by_one.take_back("now", lines={line: 1}, moment=moment, document=f"return-{n}").refund_minor
    assert singly == together.refund_minor
    assert where_she_is(at_once) == where_she_is(one_by_one)
