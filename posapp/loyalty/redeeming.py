"""How many points may pay, and how much they pay.

A point is worth `value` minor units, exactly; what a number of points pays together is rounded down to whole minor
units, so that nobody is paid more than the points are worth. Where what is due is the limit, the largest number wastes
none: the fewest points that pay as much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from posapp.loyalty.errors import Fault
from posapp.loyalty.outcome import AnyOf
from posapp.loyalty.programs.base import PERCENT, form
from posapp.loyalty.words import Reason

_POINTS = form(unit="points", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeem:
    """What a point is worth when it pays, and which numbers of points may pay."""

    value: Decimal = field(metadata=form(unit="minor", least=0))
    mode: Literal["free", "minimum", "steps"] = "free"
    minimum: int | None = field(default=None, metadata=_POINTS)
    increment: int | None = field(default=None, metadata=_POINTS)
    steps: tuple[int, ...] = field(default=(), metadata=_POINTS)
    max_share: Decimal | None = field(default=None, metadata=PERCENT)

    def faults(self, place: str) -> Iterator[Fault]:
        """A point worth nothing; a field of another mode, or a mode without its own; steps out of order."""
        if self.value == 0:
            yield Fault(f"{place}.value", Reason.of("fault.more_than", least=0))
        for n, (lower, upper) in enumerate(zip(self.steps, self.steps[1:], strict=False), 1):
            if upper <= lower:
                yield Fault(f"{place}.steps[{n}]", Reason.of("fault.more_than", least=lower))
        for name, mode, wanted in (
            ("minimum", "minimum", True), ("increment", "minimum", False), ("steps", "steps", True),
        ):  # fmt: skip
            given = bool(getattr(self, name))
            if given and self.mode != mode:
                yield Fault(f"{place}.{name}", Reason.of("fault.only_with", other=f"mode: {mode}"))
            elif wanted and not given and self.mode == mode:
                yield Fault(f"{place}.{name}", Reason.of("fault.required"))


class Numbers:
    """The numbers of points that a `Redeem` allows, as whole-number arithmetic."""

    def __init__(self, redeem: Redeem) -> None:
        self.redeem = redeem
        self.part, self.over = redeem.value.as_integer_ratio()
        self.step = redeem.increment or 1
        self.steps = redeem.steps
        least = self.steps[0] if self.steps else -(-(redeem.minimum or 1) // self.step) * self.step
        self.least = max(least, self._fewest(1)) if redeem.mode == "free" else least

    def pays(self, points: int) -> int:
        """What so many points pay, whole minor units."""
        return points * self.part // self.over

    def _fewest(self, minor: int) -> int:
        """The fewest points that pay so much."""
        return -(-minor * self.over // self.part)

    def largest(self, *, points: int, minor: int) -> int:
        """The largest number allowed that is at most `points` and pays at most `minor` units; 0 for none."""
        most = min(points, ((minor + 1) * self.over - 1) // self.part)
        if self.steps:
            return max((step for step in self.steps if step <= most), default=0)
        if self.redeem.mode == "free" and most < points:  # nobody is to waste points; who gives all she has may
            most = self._fewest(self.pays(most))
        most -= most % self.step
        return most if most >= self.least and self.pays(most) else 0

    def allows(self, points: int) -> bool:
        """Is it one of the numbers that may pay, whatever is due?"""
        if self.steps:
            return points in self.steps
        return points >= self.least and points % self.step == 0 and self.pays(points) > 0

    def up_to(self, largest: int) -> tuple[int, ...]:
        """The listed numbers up to the largest that is allowed now."""
        return tuple(step for step in self.steps if step <= largest)

    def any_of(self, largest: int) -> AnyOf:
        """Every number that may pay now."""
        return AnyOf(least=self.least, most=largest, step=self.step)
