"""A progressive discount: the more is bought, now or over time, the higher the rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from posapp.loyalty.errors import Fault
from posapp.loyalty.programs.base import PERCENT, Program, Window, form, kind
from posapp.loyalty.words import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From `from_` minor units on, `rate` percent."""

    from_: int = field(metadata=form(unit="minor", least=0))
    rate: Decimal = field(metadata=PERCENT)


@kind("progressive_discount")
@dataclass(frozen=True, kw_only=True)
class ProgressiveDiscount(Program):
    """`steps` by rising `from`; measured on this sale's list amount in scope, or on what was really paid before."""

    steps: tuple[Step, ...] = field(metadata=form(filled=True))
    measure: Literal["sale", "history"] = "sale"
    window: Window | None = None
    count_this_sale: bool | None = None
    apply: Literal["whole", "marginal"] = "whole"

    def faults(self, place: str) -> Iterator[Fault]:
        """Steps out of order; history fields without history; history without a window; marginal by history."""
        yield from super().faults(place)
        for n, (lower, upper) in enumerate(zip(self.steps, self.steps[1:], strict=False), 1):
            if upper.from_ <= lower.from_:
                yield Fault(f"{place}.steps[{n}].from", Reason.of("fault.more_than", least=lower.from_))
        if self.measure == "history":
            if self.window is None:
                yield Fault(f"{place}.window", Reason.of("fault.required"))
            if self.apply == "marginal":
                yield Fault(f"{place}.apply", Reason.of("fault.only_with", other="measure: sale"))
        else:
            for name in ("window", "count_this_sale"):
                if getattr(self, name) is not None:
                    yield Fault(f"{place}.{name}", Reason.of("fault.only_with", other="measure: history"))
