"""All returns of a sale together, and its void, give back exactly what was paid and leave the member where she was."""

from __future__ import annotations

import contextlib
from collections import Counter
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from posapp.loyalty.errors import Refused
from posapp.loyalty.ledger import balance
from posapp.loyalty.outcome import Quote
from posapp.loyalty.paper import PaperShop
from tests.loyalty.customers import asked
from tests.loyalty.made_up import CARD, PRODUCTS, Document, MadeUp, after, basket, often, programs, shops
from tests.loyalty.made_up_kinds import none_by_itself

TODAY = 2
lasting = shops(with_programs=programs(benefits=none_by_itself))
"""Shops in which a return takes back all that a sale brings. What came because the member was there, such as her
birthday's coupon, stays with her."""


def with_a_past(made: MadeUp, past: list[list[Document]]) -> PaperShop:
    shop = made.open()
    for n, written in enumerate(past):
        with contextlib.suppress(Refused):  # such as a card that may not be loaded again
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
        "perks": [(each.program, each.say) for each in quote.perks],
        "asks": quote.asks,
        "offers": [(each.redemption, each.worth_minor) for each in quote.offers],
    }


def sell(shop: PaperShop, written: list[Document], data: st.DataObject) -> Quote:
    """A sale, with some of what may be redeemed. A basket that cannot be sold here is not looked at."""
    moment = after(days=TODAY)
    try:
        redeem = asked(shop, written, data, card=CARD, moment=moment, sale="now")
    except Refused:
        reject()
    return shop.sell(basket(shop, written, redeem), card=CARD, moment=moment, sale="now")


@often(30)
@given(made=lasting, data=st.data())
def test_all_returns_in_any_cutting_give_everything_back(made: MadeUp, data: st.DataObject) -> None:
    shop = with_a_past(made, data.draw(st.lists(made.lines(), max_size=2), label="past"))
    written = data.draw(made.lines(), label="lines")
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


@often(30)
@given(made=shops(), data=st.data())
def test_a_void_gives_everything_back(made: MadeUp, data: st.DataObject) -> None:
    shop = with_a_past(made, data.draw(st.lists(made.lines(), max_size=2), label="past"))
    written = data.draw(made.lines(), label="lines")
    before = where_she_is(shop)
    quote = sell(shop, written, data)
    assert shop.void("now", moment=after(days=TODAY, minutes=5), document="void").refund_minor == quote.due_minor
    assert where_she_is(shop) == before


@often(30)
@given(made=lasting, data=st.data())
def test_what_is_kept_earns_what_it_would_have_earned(made: MadeUp, data: st.DataObject) -> None:
    """However the returns are cut, the same kept units leave the same balances."""
    written = data.draw(made.lines(), label="lines")
    units = [n for n, line in enumerate(written) for _ in range(line["quantity"])]
    back = data.draw(st.lists(st.sampled_from(range(len(units))), unique=True, max_size=len(units) - 1))
    assume(back)
    gone = [units[n] for n in back]
    at_once, one_by_one = made.open(), made.open()
    try:
        for shop in (at_once, one_by_one):
            shop.sell(basket(shop, written), card=CARD, moment=after(days=TODAY), sale="now")
    except Refused:
        reject()
    together = at_once.take_back("now", lines=Counter(gone), moment=after(days=TODAY, minutes=5), document="return")
    singly = 0
    for n, line in enumerate(gone):
        moment = after(days=TODAY, minutes=5)
        singly += one_by_one.take_back("now", lines={line: 1}, moment=moment, document=f"return-{n}").refund_minor
    assert singly == together.refund_minor
    assert where_she_is(at_once) == where_she_is(one_by_one)
