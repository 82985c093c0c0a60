"""A progressive discount: the more is bought, now or over time, the higher the rate.

Not for a single threshold (a `fixed_discount` with `min_amount` says that in one line), nor for levels that bring more
than a discount (that is a `tier`, which other programs name in their audience).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from posapp.loyalty.dates import in_window, window_opens
from posapp.loyalty.effects import Part, Parts, Percent, TakeOff
from posapp.loyalty.errors import Fault
from posapp.loyalty.goods import Goods, Sale, list_of
from posapp.loyalty.history import paid_in
from posapp.loyalty.programs.base import PERCENT, Program, Window, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Minor, Reason


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
    window: Window | None = field(default=None, metadata=form(only_with="measure: history"))
    count_this_sale: bool = field(default=True, metadata=form(only_with="measure: history"))
    apply: Literal["whole", "marginal"] = field(default="whole", metadata=form(only_with="measure: sale"))

    def faults(self, place: str) -> Iterator[Fault]:
        """Steps out of order; fields of history without it, or it without a window; marginal by history."""
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
            for name, given in (("window", self.window is not None), ("count_this_sale", not self.count_this_sale)):
                if given:
                    yield Fault(f"{place}.{name}", Reason.of("fault.only_with", other="measure: history"))


@rule_of(ProgressiveDiscount)
class ProgressiveDiscountRule(Rule[ProgressiveDiscount]):
    """Looks the step up, and proposes its rate; or, by parts, each rate on its own part."""

    takes_off = True

    def __init__(self, program: ProgressiveDiscount, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self.window: Window = program.window or "lifetime"
        steps = program.steps
        steps = program.steps
        self._froms = [step.from_ for step in steps]
        self._shares = [terms.share(step.rate) for step in steps]
        self._gives = [Reason.of("gives.rate", rate=step.rate) for step in steps]
        key = "progressive.from"
        if program.measure == "history":
            key = "progressive.after"
        elif program.apply == "marginal":
            key = "progressive.above"
        uppers = [*self._froms[1:], None]
        parts = Parts(tuple(Part(*part) for part in zip(self._froms, uppers, self._shares, strict=True)))
        self._by_step = [
            (
                TakeOff(
                    parts if program.apply == "marginal" else Percent(share),
                    self.because(Reason.of(key, rate=step.rate, amount=Minor(step.from_))),
                ),
            )
            for step, share in zip(steps, self._shares, strict=True)
        ]

    @property
    def gives(self) -> Reason:
        """The first step's rate."""
        return self._gives[0]

    def summary(self) -> Reason:
        """From the first rate to the last."""
        steps = self.program.steps
        return Reason.of("progressive.summary", first=steps[0].rate, last=steps[-1].rate, count=len(steps))

    def history_from(self, today: date) -> date | None:
        """By history it looks back over its window, unless the member's sum of all time is enough."""
        if self.program.measure != "history" or not self._looks_at_sales:
            return None
        return window_opens(self.window, today=today) or date.min

    @property
    def _looks_at_sales(self) -> bool:
        return self.scoped or self.window != "lifetime"

    def take_off(self, sale: Sale, goods: Sequence[Goods]) -> Sequence[TakeOff] | Reason:
        """The rate of the highest step that is reached."""
        measured = self._measure(sale, goods)
        reached = -1
        for lower in self._froms:
            if measured < lower:
                break
            reached += 1
        if reached >= 0 and self._shares[reached]:
            return self._by_step[reached]
        following = reached + 1
        if following == len(self._froms):
            return self._by_step[reached]
        missing = Minor(self._froms[following] - measured)
        return Reason("whynot.more_to", (("amount", missing), ("gives", self._gives[following])))

    def _measure(self, sale: Sale, goods: Sequence[Goods]) -> int:
        """Minor units, by which the step is looked up."""
        program = self.program
        now = list_of(goods) if self.scoped else sale.list_minor
        if program.measure == "sale":
            return now
        if not self._looks_at_sales:
            before = sale.standing.spent_minor
        else:
            before = sum(
                paid_in(past, program.scope) if self.scoped else past.paid_minor
                for past in sale.standing.history
                if in_window(past.moment.date(), window=self.window, today=sale.day)
            )
        return before + now if program.count_this_sale else before
