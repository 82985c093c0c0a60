"""A tier: a level that a member reaches by spending, points or visits.

It gives nothing by itself: other programs name its levels in their audience. Not for a single discount that grows with
spending (a `progressive_discount` by history needs no levels).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Literal

from posapp.loyalty.dates import add_months, window_opens
from posapp.loyalty.errors import Fault
from posapp.loyalty.goods import Sale
from posapp.loyalty.history import lines_in
from posapp.loyalty.members import PastSale
from posapp.loyalty.outcome import LevelPanel
from posapp.loyalty.programs.base import Months, Program, Window, form, kind
from posapp.loyalty.rules import Rule, Terms, rule_of
from posapp.loyalty.words import Minor, Reason, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Held from `from_` on (minor units, points or visits, as the program measures)."""

    id: str = field(metadata=form(pattern="[a-z0-9-]{1,40}"))
    from_: int = field(metadata=form(least=0))
    name: Text | None = None

    @property
    def called(self) -> Text:
        """Its name, or its id."""
        return self.name or Text(self.id)


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

    def named(self) -> Iterator[tuple[str, Text]]:
        """Levels by their own names."""
        for level in self.levels:
            yield level.id, level.called


@rule_of(Tier)
class TierRule(Rule[Tier]):
    """Finds the level: what the window says now, or one that was reached before and is still kept."""

    ranks_members = shows = True
    needs_goods = False

    def __init__(self, program: Tier, rank: int, terms: Terms) -> None:
        super().__init__(program, rank, terms)
        self._froms = [level.from_ for level in program.levels]
        # The sums of all time are known without the single sales, and only grow: what was reached once is still held.
        self._by_sums = program.window == "lifetime" and program.measure != "points" and not self.scoped

    @property
    def gives(self) -> Reason:
        """Its levels."""
        return Reason.of("tier.summary", names=tuple(level.called for level in self.program.levels))

    def history_from(self, today: date) -> date | None:
        """The window; and where levels are kept, the windows of all days since one may have been earned."""
        if self._by_sums:
            return None
        keep = self.program.keep
        if keep == "for_ever":
            return date.min
        since = today
        if isinstance(keep, Months):
            since = add_months(today, -keep.months) if today.year * 12 > keep.months + 12 else date.min
        return window_opens(self.program.window, today=since) or date.min

    def level(self, sale: Sale) -> str:
        """The level that holds when the sale begins."""
        held = self._held(sale)
        return self.program.levels[held].id if held >= 0 else ""

    def level_name(self, level: str) -> Text:
        """Its own name."""
        return next((each.called for each in self.program.levels if each.id == level), Text(level))

    def _held(self, sale: Sale) -> int:
        """The index of the level held, -1 for none."""
        held = self._reached(self._now(sale))
        keep = self.program.keep
        if keep != "window" and not self._by_sums:
            # What was reached by an earlier sale, and is still kept.
            history = self._history(sale)
            for day in dict.fromkeys(history.days):
                if keep == "for_ever" or add_months(day, keep.months) >= sale.day:
                    held = max(held, self._reached(history.measured(self.program.window, day)))
        return held

    def _reached(self, measured: int) -> int:
        return bisect_right(self._froms, measured) - 1

    def _now(self, sale: Sale) -> int:
        """What the window measures at the sale's day, this sale not counted."""
        standing = sale.standing
        if self._by_sums:
            return standing.visits if self.program.measure == "visits" else standing.spent_minor
        today, worth = sale.day, self._worth
        opens = window_opens(self.program.window, today=today) or date.min
        return sum([worth(past) for past in standing.history if opens <= past.day <= today])

    def _history(self, sale: Sale) -> _History:
        return _History(
            sorted([(past.day, self._worth(past)) for past in sale.standing.history if past.day <= sale.day])
        )

    def _worth(self, past: PastSale) -> int:
        """What an earlier sale counts for."""
        program = self.program
        if program.measure == "points":
            return sum(past.earned.get(name, 0) for name in self.terms.points)
        if not self.scoped and program.measure == "spend":
            return past.paid_minor
        lines = lines_in(past, program.scope) if self.scoped else past.lines
        return bool(lines) if program.measure == "visits" else sum(line.paid_minor for line in lines)

    def panel(self, sale: Sale) -> LevelPanel | None:
        """The badge, and how far the next level is."""
        levels = self.program.levels
        held = next((n for n, each in enumerate(levels) if each.id == sale.levels.get(self.id)), -1)
        level = levels[held] if held >= 0 else None
        following: Reason | None = None
        progress = 1000
        if held + 1 < len(levels):
            ahead = levels[held + 1]
            now = self._now(sale)
            start = level.from_ if level else 0
            missing = ahead.from_ - now
            following = self._more_to(missing, ahead)
            progress = min(max((now - start) * 1000 // (ahead.from_ - start), 0), 1000) if ahead.from_ > start else 0
        return LevelPanel(
            program=self.id,
            name=self.name,
            level=level.id if level else "",
            level_name=level.called if level else Text(""),
            next=following,
            progress=progress,
        )

    def _more_to(self, missing: int, ahead: Level) -> Reason:
        if self.program.measure == "spend":
            return Reason.of("tier.spend_to", amount=Minor(missing), level=ahead.called)
        return Reason.of(f"tier.{self.program.measure}_to", count=missing, level=ahead.called)


class _History:
    """What earlier sales count for, by day; the sum over any window is two look-ups."""

    def __init__(self, by_day: list[tuple[date, int]]) -> None:
        self.days = [day for day, _ in by_day]
        self._sums = [0, *accumulate(worth for _, worth in by_day)]

    def measured(self, window: Window, day: date) -> int:
        """The sum over the window that ends on `day`."""
        opens = window_opens(window, today=day)
        first = bisect_left(self.days, opens) if opens else 0
        return self._sums[bisect_right(self.days, day)] - self._sums[first]
