"""What multiplies an earning: bends with an audience, a time and goods of their own.

A curve is data for two moments. At the sale it is asked which bends hold; what held is kept with the sale as plain
numbers, so that a return years later multiplies as the sale did.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from posapp.loyalty.conditions import Condition, holding
from posapp.loyalty.effects import Kept
from posapp.loyalty.goods import Goods, Sale, lines_of, list_of, units_of
from posapp.loyalty.history import in_scope
from posapp.loyalty.programs.base import FACTOR, Active, Audience, Scope
from posapp.loyalty.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """`times` as much, for whom, when and on what it says; where it says nothing, always."""

    times: Decimal = field(metadata=FACTOR)
    audience: Audience = field(default_factory=Audience)
    active: Active = field(default_factory=Active)
    scope: Scope = field(default_factory=Scope)


Part = tuple[int, int, list[int]]
"""A multiplier as numerator and denominator, and the lines, by index, that it multiplies."""


class Curve:
    """The bends of one program, compiled. `fine` is a denominator over which every product of them is whole."""

    def __init__(self, bends: Sequence[Bend], called: Mapping[str, Text]) -> None:
        """`called` is how people call tiers, clubs and memberships."""
        self._whole: list[tuple[int, Condition | None]] = []
        self._parts: list[tuple[Condition | None, Scope, int, int]] = []
        self._ratios = [bend.times.as_integer_ratio() for bend in bends]
        self.fine = math.prod(over for _, over in self._ratios)
        for n, bend in enumerate(bends):
            condition = holding(bend.active, bend.audience, called)
            if bend.scope == Scope():
                self._whole.append((1 << n, condition))
            else:
                self._parts.append((condition, bend.scope, *self._ratios[n]))
        self.has_parts = bool(self._parts)
        """Do some of them multiply a part of a sale alone?"""

    def held(self, sale: Sale) -> int:
        """Which of the bends that multiply everything hold, one bit each."""
        mask = 0
        for bit, condition in self._whole:
            if condition is None or condition(sale) is None:
                mask |= bit
        return mask

    def times(self, mask: int) -> tuple[int, int]:
        """What these bends multiply by together: numerator and denominator."""
        held = [ratio for n, ratio in enumerate(self._ratios) if mask >> n & 1]
        return math.prod(part for part, _ in held), math.prod(over for _, over in held)

    def parts(self, sale: Sale, lines: Sequence[int] | None) -> list[Part]:
        """The bends that hold and multiply a part of the sale's `lines` (None: all goods) alone."""
        found: list[Part] = []
        for condition, scope, part, over in self._parts:
            if condition is None or condition(sale) is None:
                goods = _goods_for(sale, scope, lines)
                if goods:
                    found.append((part, over, lines_of(goods)))
        return found


def _goods_for(sale: Sale, scope: Scope, lines: Sequence[int] | None) -> list[Goods]:
    """The goods on `lines` that are in a bend's scope, none where there is too little of them."""
    goods = [
        each
        for each in sale.goods
        if (lines is None or each.lines[0][0] in lines) and in_scope(each.product, each.categories, scope)
    ]
    enough = list_of(goods) >= (scope.min_amount or 0) and units_of(goods) >= (scope.min_items or 0)
    return goods if enough else []


def weighed(kept: Kept, lines: Sequence[int] | None, parts: Sequence[Part]) -> tuple[int, int]:
    """What was really paid for some lines (None: all goods), each part multiplied: (exact minor units, over)."""
    base, over = kept.base, kept.over
    weights = dict.fromkeys(range(len(base)) if lines is None else lines, 1)
    for times, divided_by, multiplied in parts:
        over *= divided_by
        inside = frozenset(multiplied)
        for line in weights:
            weights[line] *= times if line in inside else divided_by
    return sum([base[line] * weight for line, weight in weights.items()]), over
