"""How many points may pay, against trying every number one by one; and a curve's weights against sums of fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from posapp.loyalty.curve import weighed
from posapp.loyalty.effects import Kept
from posapp.loyalty.redeeming import Numbers, Redeem

values = st.decimals("0.01", "30", places=2)
redeems = st.one_of(
    st.builds(Redeem, value=values),
    st.builds(
        Redeem,
        value=values,
        mode=st.just("minimum"),
        minimum=st.integers(1, 80),
        increment=st.none() | st.integers(1, 30),
    ),
    st.builds(
        Redeem,
        value=values,
        mode=st.just("steps"),
        steps=st.sets(st.integers(1, 150), min_size=1, max_size=4).map(lambda steps: tuple(sorted(steps))),
    ),
)


@given(redeem=redeems, have=st.integers(0, 160), minor=st.integers(0, 900))
def test_the_largest_number_is_the_one_that_trying_all_finds(redeem: Redeem, have: int, minor: int) -> None:
    numbers = Numbers(redeem)

    def worth(points: int) -> int:
        return int(points * redeem.value)

    def may_pay(points: int) -> bool:
        if redeem.mode == "steps":
            return points in redeem.steps
        least, step = redeem.minimum or 1, redeem.increment or 1
        return points >= least and points % step == 0 and worth(points) > 0

    able = [points for points in range(1, have + 1) if may_pay(points) and worth(points) <= minor]
    if redeem.mode == "free" and able and able[-1] < have:  # none of them is wasted; but she may give all she has
        able = [points for points in able if worth(points) == worth(able[-1])][:1]
    largest = numbers.largest(points=have, minor=minor)
    assert largest == max(able, default=0)
    assert numbers.pays(largest) == worth(largest)
    assert all(numbers.allows(points) is may_pay(points) for points in range(1, 200))


parts = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 9), st.lists(st.integers(0, 3), unique=True, max_size=4)), max_size=3
)


@given(
    base=st.lists(st.integers(0, 10**6), min_size=4, max_size=4),
    over=st.integers(1, 50),
    lines=st.none() | st.lists(st.integers(0, 3), unique=True),
    multiplied=parts,
)
def test_parts_multiply_their_lines_exactly(
    base: list[int], over: int, lines: list[int] | None, multiplied: list[tuple[int, int, list[int]]]
) -> None:
    kept = Kept(base, over, [1] * 4, [1] * 4, sum(base))
    expected = Fraction(0)
    for line in range(4) if lines is None else lines:
        paid = Fraction(base[line], over)
        for times, divided_by, of in multiplied:
            paid *= Fraction(times, divided_by) if line in of else 1
        expected += paid
    assert Fraction(*weighed(kept, lines, multiplied)) == expected


def test_a_value_of_less_than_a_coin_wastes_no_point() -> None:
    numbers = Numbers(Redeem(value=Decimal("0.3")))
    assert numbers.largest(points=1_000, minor=100) == 334
    assert [numbers.pays(points) for points in (3, 4, 333, 334)] == [0, 1, 99, 100]
