"""Progressive discounts: the step by this sale or by history, every window, the whole or by parts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loyalty.one_sale import Counter, at, line, off

STEPS = [{"from": 50000, "rate": 3}, {"from": 100000, "rate": 5}]


def scale(**fields: Any) -> dict[str, Any]:
    return {"id": "scale", "kind": "progressive_discount", "steps": STEPS, **fields}


def by_history(window: object, **fields: Any) -> dict[str, Any]:
    return scale(measure="history", window=window, **fields)


@pytest.mark.parametrize(("amount", "saved"), [(49999, 0), (50000, 1500), (99999, 3000), (100000, 5000)])
def test_a_steps_rate_is_on_everything(amount: int, saved: int) -> None:
    assert Counter(scale()).quote(line("P", amount)).discount_minor == saved


@pytest.mark.parametrize(("amount", "saved"), [(50000, 0), (60000, 300), (100000, 1500), (120000, 2500)])
def test_marginal_is_each_rate_only_on_the_part_above_its_own_from(amount: int, saved: int) -> None:
    assert Counter(scale(apply="marginal")).quote(line("P", amount)).discount_minor == saved


def test_what_is_missing_to_the_first_step_that_gives_something() -> None:
    counter = Counter(scale())
    assert counter.why_not(counter.quote(line("P", 47000)), "scale") == "₩3,000 more to 3 % off"
    nothing_first = Counter(scale(steps=[{"from": 0, "rate": 0}, {"from": 50000, "rate": 5}]))
    assert nothing_first.why_not(nothing_first.quote(line("P", 47000)), "scale") == "₩3,000 more to 5 % off"


def test_the_step_is_looked_up_at_list_price_and_applied_to_what_is_left() -> None:
    counter = Counter(scale(), {"id": "half", "kind": "fixed_discount", "rate": 50, "scope": {"products": ["P"]}})
    assert off(counter.quote(line("P", 50000), line("Q", 50000))) == {"half": 25000, "scale": 3750}


def test_goods_in_scope_alone_are_measured_and_discounted() -> None:
    counter = Counter(scale(scope={"categories": ["a"]}))
    quote = counter.quote(line("P", 50000, 1, "a"), line("Q", 50000))
    assert [each.net_minor for each in quote.lines] == [48500, 50000]


def test_marginal_on_goods_takes_all_of_them_or_none() -> None:
    """Alone it saves 2,500; four percent by the unit saves 4,800, so the group loses as a whole."""
    goods = {"categories": ["a"]}
    counter = Counter(
        scale(apply="marginal", scope=goods), {"id": "four", "kind": "fixed_discount", "rate": 4, "scope": goods}
    )
    assert off(counter.quote(line("P", 60000, 2, "a"))) == {"four": 4800}
    alone = Counter(scale(apply="marginal", scope=goods))
    assert off(alone.quote(line("P", 60000, 2, "a"))) == {"scale": 2500}


class TestHistory:
    def test_this_sale_is_added_before_the_step_is_looked_up_unless_told_otherwise(self) -> None:
        assert off(Counter(by_history("lifetime")).quote(line("P", 60000))) == {"scale": 1800}
        later = Counter(by_history("lifetime", count_this_sale=False))
        assert off(later.sell(line("P", 60000))) == {}
        assert off(later.quote(line("P", 100))) == {"scale": 3}

    def test_what_was_really_paid_counts_less_returns(self) -> None:
        counter = Counter(
            by_history("lifetime", count_this_sale=False),
            {"id": "five", "kind": "fixed_discount", "amount": 5000, "stacks": "always"},
        )
        sale = counter.sell(line("P", 27500, 2))
        small = line("Q", 1000)
        assert off(counter.quote(small)) == {"scale": 30, "five": 970}
        counter.take_back(sale, {0: 1})
        assert counter.why_not(counter.quote(small), "scale") == "₩25,000 more to 3 % off"

    @pytest.mark.parametrize(
        ("window", "inside", "outside"),
        [
            ({"days": 30}, "2026-03-31 23:00", "2026-04-01 00:00"),
            ("calendar_month", "2026-03-31 23:59", "2026-04-01 00:00"),
            ("calendar_year", "2026-12-31 23:59", "2027-01-01 00:00"),
        ],
    )
    def test_a_window_ends_to_the_minute_of_the_shops_day(self, window: object, inside: str, outside: str) -> None:
        counter = Counter(by_history(window, count_this_sale=False))
        counter.sell(line("P", 60000))
        assert off(counter.quote(line("Q", 1000), moment=at(inside))) == {"scale": 30}
        assert off(counter.quote(line("Q", 1000), moment=at(outside))) == {}

    def test_only_what_was_in_scope_counts(self) -> None:
        counter = Counter(
            by_history("lifetime", count_this_sale=False, scope={"categories": ["a"], "except_products": ["R"]})
        )
        counter.sell(line("P", 30000, 1, "a"), line("Q", 90000), line("R", 90000, 1, "a"))
        assert counter.why_not(counter.quote(line("P", 1, 1, "a")), "scale") == "₩20,000 more to 3 % off"

    def test_the_history_is_asked_for_only_where_it_is_looked_at(self) -> None:
        assert not Counter(scale()).paper.catalogue.needs_history
        assert not Counter(by_history("lifetime")).paper.catalogue.needs_history
        assert Counter(by_history("lifetime", scope={"categories": ["a"]})).paper.catalogue.needs_history
        assert (
            Counter(by_history({"days": 5})).paper.catalogue.history_from(at("2026-03-10 10:00").date())
            == at("2026-03-06 10:00").date()
        )
