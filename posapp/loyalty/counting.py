"""One for a visit, for a unit, or for so much money: how entries of a draw and the like are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from posapp.loyalty.effects import Kept
from posapp.loyalty.errors import Fault
from posapp.loyalty.programs.base import MINOR
from posapp.loyalty.words import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Per:
    """One per visit in which anything was paid, per paid unit in scope, or per full `every` minor units paid there."""

    per: Literal["visit", "item", "amount"]
    every: int | None = field(default=None, metadata=MINOR)

    def faults(self, place: str) -> Iterator[Fault]:
        """`every` belongs to ``"per": "amount"`` and to nothing else."""
        if self.per == "amount" and self.every is None:
            yield Fault(f"{place}.every", Reason.of("fault.required"))
        if self.per != "amount" and self.every is not None:
            yield Fault(f"{place}.every", Reason.of("fault.only_with", other="per: amount"))

    def terms(self, lines: Sequence[int] | None) -> dict[str, Any]:
        """What `counted` needs, as JSON."""
        terms: dict[str, Any] = {"per": self.per}
        if lines is not None:
            terms["lines"] = list(lines)
        if self.every is not None:
            terms["every"] = self.every
        return terms


def counted(terms: Mapping[str, Any], kept: Kept) -> int:
    """How many what is kept counts for."""
    lines: Sequence[int] | None = terms.get("lines")
    if terms["per"] == "visit":
        return 1 if kept.paid(lines) > 0 else 0
    if terms["per"] == "item":
        return sum(kept.paid_units if lines is None else [kept.paid_units[line] for line in lines])
    return int(max(kept.paid(lines) // (terms["every"] * kept.over), 0))
