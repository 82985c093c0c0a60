"""What the program promises about speed, measured.

One file a subject, each with ``run(quick: bool) -> list[Figure]``; ``python3 run.py bench`` finds them by walking this
folder and writes `docs/performance.md`. A promise is a ratio to something measured in the same run, wherever there is
something to compare with: a machine that is slow today is slow for both.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured. `value` is in `unit` (``×`` for a ratio); `bound` is the largest value promised, None where
    nothing is; `spread` is the smallest and the largest of what `value` is the median of, where that is meant."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    spread: tuple[float, float] | None = None

    @property
    def kept(self) -> bool:
        """Whether the promise holds."""
        return self.bound is None or self.value <= self.bound


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that `share` (0 to 1) of them do not exceed (nearest rank); `ValueError` for none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 10_000) // 10_000) - 1)]


def seconds(job: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """How long one call takes on the wall clock, without the garbage collector."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        began = clock()
        job()
        return clock() - began
    finally:
        if enabled:
            gc.enable()


def ratio(
    name: str,
    job: Callable[[], object],
    beside: Callable[[], object],
    *,
    rounds: int,
    bound: float | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Figure:
    """How many times as long `job` takes as `beside`: the median over `rounds` pairs, each run one after the other.

    The order within a pair alternates, so that neither always finds the caches warm. One pair before does not count.
    """
    seconds(job, clock=clock), seconds(beside, clock=clock)
    ratios = []
    for number in range(rounds):
        if number % 2:
            divisor = seconds(beside, clock=clock)
            ratios.append(seconds(job, clock=clock) / divisor)
        else:
            taken = seconds(job, clock=clock)
            ratios.append(taken / seconds(beside, clock=clock))
    return of_ratios(name, ratios, bound=bound)


def of_ratios(name: str, ratios: Sequence[float], *, bound: float | None = None) -> Figure:
    """A figure of ratios that were measured elsewhere, one for each pair."""
    return Figure(name=name, value=statistics.median(ratios), unit="×", bound=bound, spread=(min(ratios), max(ratios)))


def of_times(name: str, taken: Sequence[float], *, bounds_ms: dict[str, float] | None = None) -> list[Figure]:
    """p50, p99 and the largest of times in seconds, as milliseconds; `bounds_ms` by ``p50``, ``p99``, ``max``."""
    promised = bounds_ms or {}
    whole = [1000 * value for value in taken]
    found = {"p50": percentile(whole, 0.5), "p99": percentile(whole, 0.99), "max": max(whole)}
    return [
        Figure(name=f"{name}, {which}", value=value, unit="ms", bound=promised.get(which))
        for which, value in found.items()
    ]
