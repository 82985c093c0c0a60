"""Best, always and alone; the item stage before the sale stage; rounding once and spreading to the last won."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from posapp.loyalty.basket import Redemption
from posapp.loyalty.words import Reason
from tests.loyalty.one_sale import Counter, line, nets, off


def fixed(id_: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "fixed_discount", **fields}


GOODS = {"products": ["P"]}


class TestStages:
    def test_a_scope_that_names_goods_is_the_item_stage_and_the_sale_stage_is_measured_on_what_it_left(self) -> None:
        counter = Counter(fixed("item", rate=50, scope=GOODS), fixed("sale", rate=10))
        quote = counter.quote(line("P", 1000), line("Q", 1000))
        assert off(quote) == {"item": 500, "sale": 150}

    def test_exceptions_alone_are_the_sale_stage(self) -> None:
        counter = Counter(
            fixed("but-q", rate=50, scope={"except_products": ["Q"]}), fixed("all", rate=30), fixed("x", rate=1)
        )
        quote = counter.quote(line("P", 1000), line("Q", 1000))
        assert off(quote) == {"all": 600}

    def test_a_price_is_the_item_stage_even_on_every_line(self) -> None:
        counter = Counter(fixed("price", price=800), fixed("ten", rate=10))
        assert off(counter.quote(line("P", 1000), line("Q", 500))) == {"price": 200, "ten": 130}

    def test_a_price_above_the_list_price_is_ignored(self) -> None:
        counter = Counter(fixed("price", price=800))
        quote = counter.quote(line("P", 700))
        assert off(quote) == {}
        assert quote.due_minor == 700

    def test_a_price_of_nothing_gives_the_goods_away(self) -> None:
        assert Counter(fixed("free", price=0, scope=GOODS)).quote(line("P", 700, 2)).due_minor == 0

    def test_the_single_largest_on_the_sale_wins_and_the_others_say_who_gave_more(self) -> None:
        counter = Counter(fixed("a", rate=5), fixed("b", amount=300), fixed("c", rate=4))
        quote = counter.quote(line("P", 5000))
        assert off(quote) == {"b": 300}
        assert counter.why_not(quote, "a") == counter.why_not(quote, "c") == "b gives more"

    def test_the_largest_is_found_on_what_each_may_take(self) -> None:
        """Thirty percent of one line is less than five percent of all."""
        counter = Counter(fixed("most", rate=30, scope={"except_products": ["Q"]}), fixed("all", rate=5))
        assert off(counter.quote(line("P", 1000), line("Q", 9000))) == {"all": 500}

    def test_an_amount_is_never_more_than_what_is_left(self) -> None:
        quote = Counter(fixed("off", amount=5000)).quote(line("P", 700))
        assert (off(quote), quote.due_minor) == ({"off": 700}, 0)

    def test_an_amount_for_each_item_takes_no_more_than_the_item_costs(self) -> None:
        counter = Counter(fixed("each", amount=300, per="item", scope={"categories": ["a"]}))
        assert off(counter.quote(line("P", 1000, 2, "a"), line("Q", 200, 1, "a"))) == {"each": 800}

    def test_an_amount_for_each_item_on_the_whole_sale_looks_at_what_is_left_of_each(self) -> None:
        """One of the two units of P is free already: 300 off the other and off Q, nothing off the free one."""
        card = {
            "id": "card",
            "kind": "stamp_card",
            "size": 1,
            "earn": {"per": "visit"},
            "rewards": [{"at": 1, "item": GOODS}],
        }
        counter = Counter(card, fixed("each", amount=300, per="item"))
        counter.give("card", 1)
        quote = counter.quote(line("P", 1000, 2), line("Q", 1000), redeem=[Redemption(program="card")])
        assert off(quote) == {"card": 1000, "each": 600}


class TestAlways:
    def test_always_follows_on_what_is_left_in_order_of_priority(self) -> None:
        counter = Counter(
            fixed("last", rate=10, stacks="always", priority=200),
            fixed("first", amount=1000, stacks="always", priority=50),
            fixed("best", rate=50),
        )
        quote = counter.quote(line("P", 10000))
        assert off(quote) == {"best": 5000, "first": 1000, "last": 400}

    def test_of_one_priority_they_follow_by_id(self) -> None:
        counter = Counter(fixed("b", rate=10, stacks="always"), fixed("a", amount=1000, stacks="always"))
        assert off(counter.quote(line("P", 10000))) == {"a": 1000, "b": 900}

    def test_always_on_goods_comes_before_the_sale_stage(self) -> None:
        counter = Counter(fixed("goods", rate=10, stacks="always", scope=GOODS), fixed("sale", rate=10))
        assert off(counter.quote(line("P", 1000))) == {"goods": 100, "sale": 90}

    def test_always_prices_and_amounts_for_each_look_at_single_units(self) -> None:
        """Half price left 500 of each P: 300 more off each leaves 200; a price of 450 would leave 450."""
        half = fixed("half", rate=50, scope=GOODS)
        each = fixed("each", amount=300, per="item", stacks="always", scope=GOODS)
        assert off(Counter(half, each).quote(line("P", 1000, 2))) == {"half": 1000, "each": 600}
        price = fixed("price", price=450, stacks="always")
        assert off(Counter(half, price).quote(line("P", 1000, 2))) == {"half": 1000, "price": 100}

    def test_an_always_reward_frees_the_unit_of_which_most_is_left(self) -> None:
        card = {
            "id": "card",
            "kind": "stamp_card",
            "size": 1,
            "stacks": "always",
            "earn": {"per": "visit"},
            "rewards": [{"at": 1, "item": {"categories": ["a"]}}],
        }
        counter = Counter(card, fixed("half", rate=50, scope=GOODS))
        counter.give("card", 1)
        quote = counter.quote(line("P", 1000, 1, "a"), line("Q", 600, 1, "a"), redeem=[Redemption(program="card")])
        assert off(quote) == {"half": 500, "card": 600}


class TestAlone:
    def test_alone_stands_instead_of_all_others_where_that_is_better(self) -> None:
        counter = Counter(
            fixed("alone", rate=20, stacks="alone"), fixed("item", rate=10, scope=GOODS), fixed("sale", rate=5)
        )
        quote = counter.quote(line("P", 10000))
        assert off(quote) == {"alone": 2000}
        assert counter.why_not(quote, "item") == counter.why_not(quote, "sale") == "alone gives more"

    def test_alone_gives_way_where_the_others_together_are_better_or_as_good(self) -> None:
        for rate in (14, 15):
            counter = Counter(
                fixed("alone", rate=rate, stacks="alone"), fixed("a", rate=10), fixed("b", amount=500, stacks="always")
            )
            quote = counter.quote(line("P", 10000))
            assert off(quote) == {"a": 1000, "b": 500}
            assert counter.why_not(quote, "alone") == "a gives more"

    def test_of_two_that_stand_alone_the_larger_wins_and_of_equals_the_first(self) -> None:
        counter = Counter(fixed("b", rate=20, stacks="alone"), fixed("a", amount=2000, stacks="alone"))
        assert off(counter.quote(line("P", 10000))) == {"a": 2000}
        assert off(counter.quote(line("P", 11000))) == {"b": 2200}


class TestRounding:
    def test_a_program_is_rounded_half_up_once_to_the_unit(self) -> None:
        counter = Counter(fixed("p", rate="7.5", scope={"categories": ["a"]}), unit=10)
        quote = counter.quote(line("P", 1010, 1, "a"), line("Q", 1010, 1, "a"), line("R", 1010, 1, "a"))
        assert off(quote) == {"p": 230}  # 227.25 once, not 80 three times

    def test_half_of_a_unit_goes_up(self) -> None:
        assert off(Counter(fixed("p", rate=5), unit=10).quote(line("P", 100))) == {"p": 10}
        assert off(Counter(fixed("p", rate="4.9"), unit=10).quote(line("P", 100))) == {}

    def test_rounding_up_never_takes_more_than_is_left(self) -> None:
        quote = Counter(fixed("p", rate=100), unit=10).quote(line("P", 1235))
        assert (off(quote), quote.due_minor) == ({"p": 1235}, 0)
        price = Counter(fixed("p", price=1), unit=10)
        assert nets(price.quote(line("P", 9), line("Q", 2))) == [0, 1]  # 9 exactly, so 10, of the 11 that are there

    def test_the_remainder_goes_to_the_largest_then_to_more_left_then_to_the_smaller_code(self) -> None:
        counter = Counter(fixed("p", amount=100), unit=1)
        assert nets(counter.quote(line("B", 100), line("A", 100), line("C", 100))) == [67, 66, 67]
        # Of equal remainders the line with more left: thirds of 100 on 200 and 100.
        assert nets(counter.quote(line("A", 100), line("B", 200))) == [67, 133]

    def test_at_the_item_stage_a_program_is_spread_by_what_each_line_gave(self) -> None:
        counter = Counter(fixed("price", price=900, scope={"categories": ["a"]}), unit=100)
        quote = counter.quote(line("P", 1000, 1, "a"), line("Q", 950, 1, "a"))
        assert (off(quote), nets(quote)) == ({"price": 200}, [867, 883])

    @pytest.mark.parametrize("unit", [1, 10, 100])
    def test_the_lines_add_up_in_any_order_of_scanning(self, unit: int) -> None:
        counter = Counter(
            fixed("a", rate="3.3", scope={"categories": ["a"]}),
            fixed("b", price=777, scope={"categories": ["b"]}),
            fixed("c", amount=333),
            fixed("d", rate="1.1", stacks="always"),
            unit=unit,
        )
        lines = [line("P", 1003, 3, "a"), line("Q", 1003, 3, "b"), line("R", 777, 2, "a", "b"), line("P", 999, 1, "a")]
        first = counter.quote(*lines)
        for order in itertools.permutations(range(4)):
            quote = counter.quote(*(lines[n] for n in order))
            assert off(quote) == off(first)
            assert sum(nets(quote)) == quote.due_minor == quote.list_minor - quote.discount_minor
            assert [nets(quote)[order.index(n)] for n in range(4)] == nets(first)

    def test_rates_of_any_decimals_are_exact(self) -> None:
        rate = "33.333333333333333"
        quote = Counter(fixed("p", rate=rate)).quote(line("P", 150_000_000_000_000))
        assert off(quote) == {"p": 50_000_000_000_000}  # 49,999,999,999,999.9995


class TestWhy:
    def test_a_benefit_says_what_it_is_and_for_whom(self) -> None:
        counter = Counter(
            fixed("gold", rate=10, audience={"card_types": ["gold"]}), fixed("extra", amount=500, stacks="always")
        )
        quote = counter.quote(line("P", 10000))
        assert [counter.english(benefit.reason) for benefit in quote.benefits] == [
            "₩500 off",
            "10 % with the gold card",
        ]

    def test_what_is_missing_is_told_with_its_distance(self) -> None:
        counter = Counter(
            fixed("five", rate=5, scope={"min_amount": 20000}),
            fixed("three", amount=1000, scope={"min_items": 3}),
            fixed("none", rate=5, scope=GOODS),
        )
        quote = counter.quote(line("Q", 17000))
        assert counter.why_not(quote, "five") == "₩3,000 more to 5 % off"
        assert counter.why_not(quote, "three") == "two more items to ₩1,000 off"
        assert counter.why_not(quote, "none") == "Nothing in the basket for it"

    def test_min_amount_is_measured_at_list_price_whatever_the_item_stage_takes(self) -> None:
        counter = Counter(fixed("half", rate=50, scope=GOODS), fixed("ten", rate=10, scope={"min_amount": 10000}))
        assert off(counter.quote(line("P", 10000))) == {"half": 5000, "ten": 500}

    def test_min_amount_counts_only_the_lines_in_scope(self) -> None:
        counter = Counter(fixed("ten", rate=10, scope={"categories": ["a"], "min_amount": 2000}))
        quote = counter.quote(line("P", 1500, 1, "a"), line("Q", 9000, 1, "b"))
        assert counter.why_not(quote, "ten") == "₩500 more to 10 % off"

    def test_every_program_gave_something_or_says_why_not(self) -> None:
        counter = Counter(
            fixed("a", rate=5, scope=GOODS), fixed("b", rate=4, scope=GOODS), fixed("zero", rate=0), fixed("c", rate=1)
        )
        quote = counter.quote(line("P", 1000))
        gave = {benefit.program for benefit in quote.benefits}
        assert gave == {"a", "c"}
        assert {each.program for each in quote.why_not} == {"b", "zero"}
        assert all(isinstance(each.reason, Reason) for each in quote.why_not)
