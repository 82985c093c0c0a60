"""Money: minor units by currency, half goes up, and shares that always add up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.loyalty.errors import BadDefinition
from posapp.loyalty.money import Currency, read_shop, round_half_up, share_out


@pytest.mark.parametrize(("code", "digits"), [("KRW", 0), ("USD", 2), ("RUB", 2), ("JPY", 0), ("KWD", 3)])
def test_a_currency_knows_its_minor_unit(code: str, digits: int) -> None:
    assert Currency.named(code).digits == digits


def test_a_shop_is_read_with_its_rounding_and_faults_are_named_all_at_once() -> None:
    shop = read_shop({"currency": "KRW", "timezone": "Asia/Seoul", "rounding": {"unit": 10}, "clawback": "refund"})
    assert (shop.currency.code, shop.rounding_unit, shop.clawback) == ("KRW", 10, "refund")
    assert read_shop({"currency": "USD", "timezone": "America/New_York"}).rounding_unit == 1
    with pytest.raises(BadDefinition) as caught:
        read_shop(
            {"currency": "won", "timezone": "Seoul", "rounding": {"unit": 0}, "clawback": "no", "colour": 1, "name": 5}
        )
    assert sorted(fault.place for fault in caught.value.faults) == [
        "shop.clawback",
        "shop.colour",
        "shop.currency",
        "shop.name",
        "shop.rounding.unit",
        "shop.timezone",
    ]


@pytest.mark.parametrize("unit", [True, "10", 2.5, None, -10])
def test_the_rounding_unit_is_a_whole_number_of_minor_units(unit: object) -> None:
    with pytest.raises(BadDefinition):
        read_shop({"currency": "KRW", "timezone": "Asia/Seoul", "rounding": {"unit": unit}})


def test_half_goes_up_and_only_half() -> None:
    assert [round_half_up(n, 10, unit=1) for n in (0, 4, 5, 14, 15, 25)] == [0, 0, 1, 1, 2, 3]
    assert round_half_up(38925, 10, unit=10) == 3890
    assert round_half_up(3895, 1, unit=10) == 3900
    assert round_half_up(Fraction(1, 2), 1, unit=1) == 1
    assert round_half_up(2**200 + 1, 2, unit=1) == 2**199 + 1


def in_order(index: int) -> int:
    return index


def test_the_largest_remainder_gets_what_is_left_over() -> None:
    assert share_out(3890, [39900, 12000], caps=[39900, 12000], order=in_order) == [2991, 899]
    assert share_out(100, [1, 1, 1], caps=[100, 100, 100], order=in_order) == [34, 33, 33]
    assert share_out(100, [1, 1, 1], caps=[100, 100, 100], order=lambda index: -index) == [33, 33, 34]


def test_what_does_not_fit_under_a_cap_goes_to_the_others() -> None:
    assert share_out(10, [5, 1], caps=[5, 10], order=in_order) == [5, 5]
    assert share_out(0, [1, 2], caps=[5, 5], order=in_order) == [0, 0]
    assert share_out(7, [0, 3], caps=[9, 9], order=in_order) == [0, 7]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=7), st.integers(0, 400))
def test_shares_add_up_stay_under_their_caps_and_are_near_proportion(parts: list[tuple[int, int]], most: int) -> None:
    weights = [weight for weight, _ in parts]
    caps = [cap for _, cap in parts]
    amount = min(most, sum(cap for weight, cap in parts if weight))
    shares = share_out(amount, weights, caps=caps, order=in_order)
    assert sum(shares) == amount
    assert all(0 <= share <= cap for share, cap in zip(shares, caps, strict=True))
    assert all(weight or not share for share, weight in zip(shares, weights, strict=True))
    if amount and all(share < cap for share, cap in zip(shares, caps, strict=True)):
        exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
        assert all(abs(share - part) < 1 for share, part in zip(shares, exact, strict=True))
