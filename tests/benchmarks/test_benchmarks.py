"""The arithmetic of the figures, and the page that they make."""

from __future__ import annotations

import pytest

from benchmarks import Figure, of_ratios, of_times, percentile, ratio
from benchmarks.__main__ import row, section, sections


def test_a_percentile_is_one_of_the_values_measured() -> None:
    values = list(range(1, 101))
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99
    assert percentile([7], 0.99) == 7
    assert percentile(list(range(1, 1001)), 0.999) == 999
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_a_ratio_is_the_median_of_pairs_whichever_comes_first() -> None:
    """On a clock that only the work moves: three times the work, of which one round of five is disturbed."""
    now = 0.0
    order: list[str] = []

    def job() -> None:
        nonlocal now
        order.append("job")
        now += 90.0 if len(order) == 7 else 3.0

    def beside() -> None:
        nonlocal now
        order.append("beside")
        now += 1.0

    figure = ratio("sum", job, beside, rounds=5, bound=3, clock=lambda: now)
    assert order[:8] == ["job", "beside", "job", "beside", "beside", "job", "job", "beside"]
    assert figure == Figure(name="sum", value=3.0, unit="×", bound=3, spread=(3.0, 90.0))


def test_the_median_of_ratios_and_times_are_told_with_their_bounds() -> None:
    assert of_ratios("a", [1.0, 9.0, 2.0], bound=1.5) == Figure(
        name="a", value=2.0, unit="×", bound=1.5, spread=(1.0, 9.0)
    )
    p50, p99, largest = of_times("scan", [0.001, 0.002, 0.003], bounds_ms={"p99": 2.5})
    assert (p50.value, p50.kept) == (2.0, True)
    assert (p99.value, p99.kept) == (3.0, False)
    assert largest.name == "scan, max"


def test_a_promise_that_is_not_kept_is_said_so() -> None:
    assert row(Figure(name="quote", value=2.345, unit="×", bound=2, spread=(2.1, 3))) == (
        "| quote | × 2.35 | 2.1 to 3 | × 2 | **falls short** |"
    )
    assert row(Figure(name="made", value=12345.6, unit="a second")) == "| made | 12,346 a second |  |  |  |"


def test_measuring_one_subject_leaves_the_others_on_the_page() -> None:
    figures = [Figure(name="a", value=1, unit="ms", bound=2)]
    both = {name: section(name, figures, about="Why.", took=1, quick=False) for name in ("quote", "start")}
    assert sections("# Performance\n\n" + "\n".join(both.values())) == both
