"""A stamp card: stamps for visits, units or money, and rewards on the way and at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from posapp.loyalty.errors import Fault
from posapp.loyalty.programs.base import MINOR, PERCENT, Days, Months, Program, Scope, form, kind
from posapp.loyalty.words import Reason, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StampEarn:
    """One stamp per visit, per paid unit in scope, or per full `every` minor units paid in scope."""

    per: Literal["visit", "item", "amount"]
    every: int | None = field(default=None, metadata=MINOR)

    def faults(self, place: str) -> Iterator[Fault]:
        """`every` belongs to ``"per": "amount"`` and to nothing else."""
        if self.per == "amount" and self.every is None:
            yield Fault(f"{place}.every", Reason.of("fault.required"))
        if self.per != "amount" and self.every is not None:
            yield Fault(f"{place}.every", Reason.of("fault.only_with", other="per: amount"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reward:
    """What the card gives at `at` stamps: a unit free, a rate or an amount on the program's scope, or a gift."""

    at: int = field(metadata=form(unit="stamps", least=1))
    item: Scope | None = None
    pick: Literal["dearest", "cheapest"] | None = None
    rate: Decimal | None = field(default=None, metadata=PERCENT)
    amount: int | None = field(default=None, metadata=MINOR)
    gift: Text | None = None

    def faults(self, place: str) -> Iterator[Fault]:
        """Not exactly one of the four; `pick` without `item`."""
        given = [name for name in ("item", "rate", "amount", "gift") if getattr(self, name) is not None]
        if len(given) != 1:
            at = f"{place}.{given[1]}" if given else place
            yield Fault(at, Reason.of("fault.exactly_one", names=("item", "rate", "amount", "gift")))
        if self.pick is not None and self.item is None:
            yield Fault(f"{place}.pick", Reason.of("fault.only_with", other="item"))


@kind("stamp_card")
@dataclass(frozen=True, kw_only=True)
class StampCard(Program):
    """`size` stamps fill a card; the reward at `size` uses them up, those below are taken once on each card."""

    earn: StampEarn
    size: int = field(metadata=form(unit="stamps", least=1, most=1000))
    rewards: tuple[Reward, ...] = field(metadata=form(filled=True))
    welcome: int = field(default=0, metadata=form(unit="stamps", least=0, most=1000))
    max_per_day: int | None = field(default=None, metadata=form(unit="stamps", least=1))
    minutes_between: int | None = field(default=None, metadata=form(unit="minutes", least=1, most=10080))
    expires: Days | Months | None = None
    remainder: Literal["drop", "carry"] = "drop"
    redeem: Literal["ask", "auto"] = "ask"

    def faults(self, place: str) -> Iterator[Fault]:
        """A reward beyond `size`, or two at one number; a remainder where nothing is left over."""
        yield from super().faults(place)
        seen: set[int] = set()
        for n, reward in enumerate(self.rewards):
            if reward.at > self.size:
                yield Fault(f"{place}.rewards[{n}].at", Reason.of("fault.at_most", most=self.size))
            elif reward.at in seen:
                yield Fault(f"{place}.rewards[{n}].at", Reason.of("fault.repeated"))
            seen.add(reward.at)
        if self.remainder == "carry" and self.earn.per != "amount":
            yield Fault(f"{place}.remainder", Reason.of("fault.only_with", other="per: amount"))
