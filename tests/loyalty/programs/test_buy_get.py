"""Two for one and its like: how groups are formed, what is said, what limits count, returns and voids.

That the customer gets the best of overlapping groups is held in `tests/loyalty/test_dealing.py`.
"""

from __future__ import annotations

from typing import Any

import pytest

from posapp.i18n import say
from posapp.loyalty.outcome import Quote
from tests.loyalty.one_sale import Counter, at, line, nets, off


def group(buy: int, get: int, **fields: Any) -> dict[str, Any]:
    return {"id": "deal", "kind": "buy_get", "buy": buy, "get": get, **fields}


def why(counter: Counter, quote: Quote) -> str:
    return counter.english(quote.benefits[0].reason)


def test_units_are_sorted_dearest_first_and_the_cheapest_of_each_full_group_carry_the_discount() -> None:
    counter = Counter(group(2, 1))
    quote = counter.quote(*(line(name, price) for name, price in (("A", 100), ("B", 900), ("C", 500), ("D", 800))))
    assert off(quote) == {"deal": 500}  # of 900, 800, 500; the 100 is left over
    assert nets(quote) == [100, 900, 0, 800]


def test_all_full_groups_count_and_what_is_left_over_does_not() -> None:
    assert off(Counter(group(1, 1)).quote(line("P", 1000, 7))) == {"deal": 3000}
    assert off(Counter(group(3, 2)).quote(line("P", 1000, 14))) == {"deal": 4000}


def test_a_group_may_run_over_several_goods() -> None:
    counter = Counter(group(2, 2))
    quote = counter.quote(line("A", 900), line("B", 800), line("C", 700), line("D", 600, 5))
    assert off(quote) == {"deal": 700 + 600 + 2 * 600}


def test_a_rate_makes_the_second_cheaper() -> None:
    quote = Counter(group(1, 1, rate=50)).quote(line("P", 1001, 2))
    assert off(quote) == {"deal": 501}  # 500.5, half up


def test_the_same_product_is_one_product_at_any_price() -> None:
    counter = Counter(group(1, 1, same_product=True))
    assert off(counter.quote(line("P", 1000), line("Q", 1000))) == {}
    assert off(counter.quote(line("P", 1000), line("P", 700), line("Q", 1000))) == {"deal": 700}


def test_only_units_in_scope_are_grouped() -> None:
    counter = Counter(group(1, 1, scope={"categories": ["bath"], "except_products": ["GEL"]}))
    assert off(counter.quote(line("SOAP", 500, 1, "bath"), line("GEL", 900, 1, "bath"), line("TEA", 800))) == {}
    assert off(counter.quote(line("SOAP", 500, 2, "bath"), line("GEL", 900, 1, "bath"))) == {"deal": 500}


@pytest.mark.parametrize(
    ("fields", "english", "korean"),
    [
        ({"buy": 1, "get": 1}, "one free with each bought", "1개 살 때마다 1개 무료"),
        ({"buy": 2, "get": 1}, "one free with every two bought", "2개 살 때마다 1개 무료"),
        ({"buy": 3, "get": 2}, "two free with every three bought", "3개 살 때마다 2개 무료"),
        ({"buy": 1, "get": 1, "rate": 50}, "50 % off one with each bought", "1개 살 때마다 1개 50% 할인"),
        ({"buy": 2, "get": 2, "rate": "12.5"}, "12.5 % off two with every two bought", "2개 살 때마다 2개 12.5% 할인"),
    ],
)
def test_the_reason_can_be_read_aloud(fields: dict[str, Any], english: str, korean: str) -> None:
    counter = Counter(group(**fields))
    quote = counter.quote(line("P", 1000, 6))
    assert why(counter, quote) == english
    assert say(quote.benefits[0].reason, "ko", counter.paper.catalogue.shop.currency) == korean


@pytest.mark.parametrize(
    ("fields", "units", "said"),
    [
        ({"buy": 1, "get": 1}, 1, "one more for a free one"),
        ({"buy": 4, "get": 1}, 2, "three more for a free one"),
        ({"buy": 2, "get": 2}, 3, "one more for two free ones"),
        ({"buy": 1, "get": 1, "rate": 50}, 1, "one more to 50 % off"),
        ({"buy": 1, "get": 1, "scope": {"min_items": 4}}, 3, "one more item to one free with each bought"),
    ],
)
def test_what_is_missing_to_the_first_group_is_said(fields: dict[str, Any], units: int, said: str) -> None:
    counter = Counter(group(**fields))
    assert counter.why_not(counter.quote(line("P", 1000, units)), "deal") == said


def test_of_one_product_the_nearest_is_named() -> None:
    counter = Counter(group(2, 1, same_product=True))
    quote = counter.quote(line("Soap", 1000), line("Gel", 500, 2), line("Brush", 3000))
    assert counter.why_not(quote, "deal") == "Gel: one more for a free one"


def test_limits_count_groups_and_the_dearest_are_taken() -> None:
    counter = Counter(group(1, 1, same_product=True, limits={"per_sale": 1}))
    assert off(counter.quote(line("P", 1000, 2), line("Q", 3000, 2))) == {"deal": 3000}
    counter = Counter(group(1, 1, limits={"total": 3}))
    assert off(counter.sell(line("P", 1000, 4))) == {"deal": 2000}
    last = counter.sell(line("P", 1000, 4))
    assert off(last) == {"deal": 1000}
    assert counter.why_not(counter.quote(line("P", 1000, 4)), "deal") == "There were 3 in all, and they are gone"
    counter.take_back(last, {0: 4})
    assert off(counter.quote(line("P", 1000, 4))) == {"deal": 1000}


def test_always_groups_come_after_the_others_on_what_is_left_and_are_limited_too() -> None:
    half = {"id": "half", "kind": "fixed_discount", "rate": 50, "scope": {"products": ["P"]}}
    counter = Counter(half, group(1, 1, stacks="always", limits={"per_sale": 2}))
    assert off(counter.quote(line("P", 1000, 6))) == {"half": 3000, "deal": 1000}


def test_a_free_unit_earns_no_stamp() -> None:
    card = {"id": "card", "kind": "stamp_card", "size": 9, "earn": {"per": "item"}, "rewards": [{"at": 9, "rate": 5}]}
    counter = Counter(card, group(1, 1))
    counter.sell(line("P", 1000, 4))
    assert counter.has("card") == 2


def test_a_return_gives_back_what_was_really_paid_and_all_returns_together_what_it_cost() -> None:
    counter = Counter(group(2, 1))
    sale = counter.sell(line("P", 1000, 3))
    refunds = [counter.take_back(sale, {0: 1}).refund_minor for _ in range(3)]
    assert refunds == [666, 667, 667]
    alone = counter.sell(line("P", 1000, 2), line("Q", 400))
    assert counter.take_back(alone, {1: 1}).refund_minor == 0
    assert counter.take_back(alone, {0: 2}).refund_minor == 2000


def test_a_void_undoes_the_sale_and_gives_the_groups_back() -> None:
    counter = Counter(group(1, 1, limits={"per_member": 2}))
    sale = counter.sell(line("P", 1000, 4))
    assert off(counter.quote(line("P", 1000, 4))) == {}
    assert counter.void(sale).refund_minor == 2000
    assert off(counter.quote(line("P", 1000, 4))) == {"deal": 2000}


def test_ten_thousand_units_are_one_group_many_times() -> None:
    counter = Counter(group(1, 1), group(2, 1) | {"id": "other"})
    quote = counter.quote(line("P", 7, 10_000), moment=at("2026-03-02 11:00"))
    assert off(quote) == {"deal": 35_000}
    assert not quote.bounded
