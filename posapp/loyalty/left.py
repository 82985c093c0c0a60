"""Benefits by the unit on what earlier ones left: `always` ones, and those of the sale stage.

Every unit stands for what is left of it, exactly, so that nothing is taken twice of a unit that is free already.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from posapp.loyalty.effects import Each, Free, Groups, PriceTo, Shape
from posapp.loyalty.goods import Goods
from posapp.loyalty.money import Exact
from posapp.loyalty.tally import Part, Tally

Units = list[tuple[int, Fraction]]
"""(units, what is left of each in minor units), the most first."""


@dataclass(slots=True)
class Measured:
    """What a benefit is worth: `exact` over the denominator, its `parts` by line, what `after` is left of the units,
    and how many of each line are `free` by it."""

    exact: Exact = 0
    parts: list[Part] = field(default_factory=list)
    after: dict[int, Units] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)
    uses: int = 1


def measure(tally: Tally, shape: Shape, goods: Sequence[Goods], *, cap: int | None = None) -> Measured:
    """What `shape` takes of the units in `goods`; of groups at most `cap`."""
    found = Measured()
    if isinstance(shape, Each | PriceTo):
        for each in goods:
            for line, count in each.lines:
                units = tally.units_left(line, each, count)
                if isinstance(shape, Each):
                    after = [(n, left - min(left, Fraction(shape.amount))) for n, left in units]
                else:
                    after = [(n, min(left, Fraction(shape.price))) for n, left in units]
                _add(tally, found, line, units, after)
    elif isinstance(shape, Free):
        _free(tally, found, shape, goods)
    elif isinstance(shape, Groups):
        _groups(tally, found, shape, goods, cap)
    else:
        raise AssertionError(shape)
    return found


def _add(tally: Tally, found: Measured, line: int, before: Units, after: Units) -> None:
    taken = sum((n * left for n, left in before), Fraction(0)) - sum((n * left for n, left in after), Fraction(0))
    if not taken:
        return
    found.exact += taken * tally.denominator
    found.parts.append((line, taken, min(tally.left[line], math.ceil(_touched(before, after)))))
    found.after[line] = after
    gone = _newly_free(before, after, tally.free.get(line, 0))
    if gone:
        found.free[line] = gone


def _touched(before: Units, after: Units) -> Fraction:
    """What was left of the units that changed: a benefit's rounding takes no more than that."""
    return sum((n * left for left, n in _changes(before, after)), Fraction(0))


def _changes(before: Units, after: Units) -> list[tuple[Fraction, int]]:
    """What was left of the units that changed, the least first, and how many of each."""
    counts: Counter[Fraction] = Counter()
    for n, left in before:
        counts[left] += n
    for n, left in after:
        counts[left] -= n
    return sorted((left, n) for left, n in counts.items() if n > 0)


def _newly_free(before: Units, after: Units, already: int) -> int:
    """How many units became free by this. Those that were `already`, of which least is left (nothing, or what rounding
    did not take), are not counted again."""
    zeroed = sum(n for n, left in after if not left) - sum(n for n, left in before if not left)
    given: Counter[Fraction] = Counter()
    for n, left in sorted(before, key=lambda part: part[1]):
        given[left] += min(n, already)
        already -= min(n, already)
    newly = 0
    for left, n in _changes(before, after):
        now = min(n, zeroed)
        zeroed -= now
        newly += max(now - given[left], 0)
    return newly


def _free(tally: Tally, found: Measured, shape: Free, goods: Sequence[Goods]) -> None:
    """Free units: those of which most is left (of the cheapest goods, if so picked)."""
    if shape.cheapest and goods:
        least = min(each.price for each in goods)
        goods = [each for each in goods if each.price == least]
    pool = [
        (-left, each.key, place, line, n)
        for each in goods
        for place, (line, count) in enumerate(each.lines)
        for n, left in tally.units_left(line, each, count)
        if left
    ]
    pool.sort()
    wanted = shape.count
    chosen: dict[int, list[tuple[int, Fraction]]] = {}
    by_line = {line: (each, count) for each in goods for line, count in each.lines}
    for less, _, _, line, n in pool:
        taken = min(n, wanted)
        if not taken:
            break
        wanted -= taken
        chosen.setdefault(line, []).append((taken, -less))
    for line, free in chosen.items():
        each, count = by_line[line]
        before = tally.units_left(line, each, count)
        _add(tally, found, line, before, _changed(before, [(n, left, Fraction(0)) for n, left in free]))


def _changed(units: Units, changes: Sequence[tuple[int, Fraction, Fraction]]) -> Units:
    """`units` after so many of them went from one amount to another."""
    rest = {left: 0 for _, left in units}
    for n, left in units:
        rest[left] += n
    for n, was, is_now in changes:
        rest[was] -= n
        rest[is_now] = rest.get(is_now, 0) + n
    return [(n, left) for left, n in rest.items() if n]


def _groups(tally: Tally, found: Measured, shape: Groups, goods: Sequence[Goods], cap: int | None) -> None:
    """Groups as the program forms them; in each goods the units of which most is left go into the first groups."""
    pools: list[list[tuple[int, Fraction, int]]] = [
        sorted(
            ((n, left, line) for line, count in each.lines for n, left in tally.units_left(line, each, count)),
            key=lambda part: -part[1],
        )
        for each in goods
    ]
    changes: dict[int, list[tuple[int, Fraction, Fraction]]] = {}
    found.uses = 0
    for group in (each for each in shape.groups for _ in range(each.times)):
        if found.uses == cap:
            break
        off = {index: (count, share) for index, count, share in group.off}
        gives = False
        for index, count in group.units:
            discounted, share = off.get(index, (0, 0))
            keep = Fraction(tally.denominator - share, tally.denominator)
            drawn = _draw(pools[index], count)
            for n, left, line in reversed(drawn):
                of_these = min(n, discounted)
                discounted -= of_these
                if of_these and left:
                    gives = True
                    changes.setdefault(line, []).append((of_these, left, left * keep))
        found.uses += gives
    by_line = {line: (each, count) for each in goods for line, count in each.lines}
    for line, changed in changes.items():
        each, count = by_line[line]
        before = tally.units_left(line, each, count)
        _add(tally, found, line, before, _changed(before, changed))


def _draw(pool: list[tuple[int, Fraction, int]], wanted: int) -> list[tuple[int, Fraction, int]]:
    """Take units off the front of a pool."""
    drawn = []
    while wanted and pool:
        n, left, line = pool.pop(0)
        taken = min(n, wanted)
        drawn.append((taken, left, line))
        wanted -= taken
        if taken < n:
            pool.insert(0, (n - taken, left, line))
    return drawn
