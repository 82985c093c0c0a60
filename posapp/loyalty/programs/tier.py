"""A tier: a level that a member reaches by spending, points or visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from posapp.loyalty.errors import Fault
from posapp.loyalty.programs.base import Months, Program, Window, form, kind
from posapp.loyalty.words import Reason, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Held from `from_` on (minor units, points or visits, as the program measures)."""

    id: str = field(metadata=form(pattern="[a-z0-9-]{1,40}"))
    from_: int = field(metadata=form(least=0))
    name: Text | None = None


@kind("tier")
@dataclass(frozen=True, kw_only=True)
class Tier(Program):
    """`levels` by rising `from`, looked up when a sale begins; `keep` says how long a level once reached is held."""

    measure: Literal["spend", "points", "visits"] = "spend"
    window: Window = "lifetime"
    levels: tuple[Level, ...] = field(metadata=form(filled=True))
    keep: Literal["window", "for_ever"] | Months = "window"

    def faults(self, place: str) -> Iterator[Fault]:
        """Levels out of order or repeated."""
        yield from super().faults(place)
        seen: set[str] = set()
        for n, level in enumerate(self.levels):
            if n and level.from_ <= self.levels[n - 1].from_:
                yield Fault(f"{place}.levels[{n}].from", Reason.of("fault.more_than", least=self.levels[n - 1].from_))
            if level.id in seen:
                yield Fault(f"{place}.levels[{n}].id", Reason.of("fault.repeated"))
            seen.add(level.id)

    def defines(self) -> Iterator[tuple[str, str]]:
        """Each level is a tier."""
        for level in self.levels:
            yield "tier", level.id
