"""Settlements between shops: a point is settled once, where another took it, and all of them add up to nothing."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from posapp.insight.settlement import Crossing, Debt, Uncovered, filled, settle

shops = st.sampled_from(["a", "b", "c"])


def test_what_two_took_of_each_other_is_one_debt_rounded_once() -> None:
    crossings = [Crossing("b", "a", 3), Crossing("a", "b", 10), Crossing("a", "a", 99), Crossing("b", "a", 2)]
    found = settle({"a": (200, 104), "b": (7, 10)}, crossings, value=Decimal("0.5"))
    assert found.debts == (Debt(debtor="a", creditor="b", points=5, minor=3),)
    assert [(each.partner, each.issued, each.taken, each.gets_minor) for each in found.positions] == [
        ("a", 200, 104, -3),
        ("b", 7, 10, 3),
    ]


def test_the_oldest_debt_of_a_member_is_filled_first_and_nobody_elses() -> None:
    below = [
        Uncovered("m", "a", 5), Uncovered("n", "b", 9), Uncovered("m", "b", 4), Uncovered("m", "c", -7),
        Uncovered("n", "n", -1),
    ]  # fmt: skip
    found, left = filled(below)
    assert found == [Crossing("c", "a", 5), Crossing("c", "b", 2), Crossing("n", "b", 1)]
    assert left == 2 + 8


@given(st.lists(st.builds(Crossing, shops, shops, st.integers(-50, 50))), st.decimals("0.01", "99", places=2))
def test_what_all_get_and_pay_adds_up_to_nothing(crossings: list[Crossing], value: Decimal) -> None:
    found = settle({}, crossings, value=value)
    assert sum(each.gets_minor for each in found.positions) == 0
    assert all(debt.points > 0 and debt.debtor != debt.creditor for debt in found.debts)
    for debt in found.debts:
        one_way = sum(each.points for each in crossings if (each.issuer, each.taker) == (debt.debtor, debt.creditor))
        other_way = sum(each.points for each in crossings if (each.taker, each.issuer) == (debt.debtor, debt.creditor))
        assert debt.points == one_way - other_way
