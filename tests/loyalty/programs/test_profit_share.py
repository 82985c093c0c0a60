"""Profit shares: what is shared, in which proportion, and that the parts add up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.loyalty.definitions import read_programs
from posapp.loyalty.errors import BadDefinition, Refused
from posapp.loyalty.members import PastLine, PastSale
from posapp.loyalty.periods import ClosesPeriods, Period, shared
from tests.loyalty.one_sale import Counter, at, earned, line

POINTS = {"id": "pts", "kind": "points", "earn": {"points": 1, "per": 1000}, "redeem": {"value": 10}}


def share(**fields: Any) -> dict[str, Any]:
    return {"id": "share", "kind": "profit_share", "rate": 5, "into": "pts", **fields}


def rule(*documents: dict[str, Any]) -> ClosesPeriods:
    found: Any = Counter(*documents).paper.catalogue.by_id["share"]
    assert isinstance(found, ClosesPeriods)
    return found


def test_a_sale_does_not_feel_it_nor_do_its_return_and_its_void() -> None:
    counter = Counter(POINTS, share())
    quote = counter.sell(line("TEA", 5000, 2))
    assert (earned(quote), quote.why_not) == ({"pts": 10}, ())
    counter.take_back(quote, {0: 1})
    counter.void(counter.sell(line("TEA", 5000)))
    assert counter.has("pts") == 5


def test_the_sum_is_rounded_down_and_points_are_worth_what_they_pay() -> None:
    assert rule(POINTS, share()).to_share(1_000_199) == (50_009, 5_000)
    assert rule({**POINTS, "redeem": {"value": 1}}, share(rate="2.5")).to_share(1_000_199) == (25_004, 25_004)
    assert rule(POINTS, share()).to_share(-5) == (0, 0)


def test_what_counts_is_paid_in_scope_while_it_was_active() -> None:
    tea = PastLine(product="TEA", categories=("tea",), quantity=1, paid_minor=5000)
    cup = PastLine(product="CUP", categories=(), quantity=1, paid_minor=7000)

    def spent(day: str, **fields: Any) -> int:
        past = PastSale(sale="x", moment=at(f"{day} 10:00"), lines=(tea, cup))
        return rule(POINTS, share(**fields)).spent_in(past)

    assert spent("2026-03-02") == 12_000
    assert spent("2026-03-02", scope={"categories": ["tea"]}) == 5_000
    assert spent("2026-03-02", active={"from": "2026-03-03"}) == 0
    assert spent("2026-03-02", active={"until": "2026-03-01"}) == 0


class TestSharing:
    def test_in_proportion_by_largest_remainder(self) -> None:
        assert shared(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
        assert shared(10, {"a": 700, "b": 200, "c": 100}) == {"a": 7, "b": 2, "c": 1}

    def test_of_equal_remainders_the_smaller_id_first(self) -> None:
        assert shared(1, {"b": 5, "a": 5}) == {"a": 1}

    def test_nobody_spent_nothing_shared(self) -> None:
        assert shared(100, {}) == shared(100, {"a": 0, "b": -5}) == {}

    @given(st.integers(0, 10**9), st.dictionaries(st.text(min_size=1), st.integers(1, 10**9), min_size=1, max_size=30))
    def test_the_parts_add_up_and_none_is_a_unit_off(self, total: int, spent: dict[str, int]) -> None:
        parts = shared(total, spent)
        everything = sum(spent.values())
        assert sum(parts.values()) == total
        for member, minor in spent.items():
            assert abs(parts.get(member, 0) * everything - total * minor) < everything


class TestPeriods:
    @pytest.mark.parametrize(
        ("written", "length", "first", "last"),
        [
            ("2026", "year", date(2026, 1, 1), date(2026, 12, 31)),
            ("2026-Q1", "quarter", date(2026, 1, 1), date(2026, 3, 31)),
            ("2026-Q4", "quarter", date(2026, 10, 1), date(2026, 12, 31)),
            ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
            ("2026-12", "month", date(2026, 12, 1), date(2026, 12, 31)),
        ],
    )
    def test_a_period_by_its_name(self, written: str, length: str, first: date, last: date) -> None:
        period = Period.named(written, length)
        assert (period.name, period.first, period.last) == (written, first, last)
        assert Period.holding(first, length) == Period.holding(last, length) == period
        assert Period.before(date.fromordinal(last.toordinal() + 1), length) == period

    @pytest.mark.parametrize("length", ["month", "quarter", "year"])
    @pytest.mark.parametrize("written", ["", "2026-13", "2026-Q5", "2026-00", "26", "2026-q1", "0000", "x"])
    def test_what_is_no_period_is_refused(self, written: str, length: str) -> None:
        with pytest.raises(Refused):
            Period.named(written, length)

    def test_a_quarter_is_no_month(self) -> None:
        with pytest.raises(Refused) as caught:
            Period.named("2026-Q1", "month")
        assert Counter().english(caught.value.reason) == "A month is written as in 2026-07, not 2026-Q1."


def test_it_is_posted_to_points_that_members_hold() -> None:
    with pytest.raises(BadDefinition) as caught:
        read_programs([{"id": "off", "kind": "fixed_discount", "rate": 5}, share(into="off")])
    assert [fault.place for fault in caught.value.faults] == ["programs[1].into"]
