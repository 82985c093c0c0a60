"""What is left on each line while benefits are settled one after the other, and who took what.

A program's exact amount is rounded half up once; what it takes is spread over its lines by largest remainder. So after
each program whole minor units are left on every line, and the lines always add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from posapp.loyalty.effects import TakeOff
from posapp.loyalty.goods import Goods, Sale
from posapp.loyalty.money import Exact, share_out

Part = tuple[int, Exact, int]
"""What a program takes of one line: (line, weight by which the rounded amount is spread, the most it may be)."""


class Won:
    """What one rule takes off: `exact` over the denominator, its winning `proposals` with their lines, and `taken`
    minor units in all as far as it was settled. `parts` are what is not yet settled. Made by `new_won`."""

    __slots__ = ("exact", "parts", "proposals", "taken", "uses")

    exact: Exact
    parts: tuple[Part, ...]
    proposals: tuple[tuple[TakeOff, Sequence[int]], ...]
    uses: int
    taken: int


def new_won(exact: Exact, parts: tuple[Part, ...], proposals: tuple[tuple[TakeOff, Sequence[int]], ...]) -> Won:
    """What a rule takes for the first time, in one use. A function takes half the time of a class with `__init__`."""
    won = Won()
    won.exact = exact
    won.parts = parts
    won.proposals = proposals
    won.uses = 1
    won.taken = 0
    return won


class Tally:
    """`left` is what is left of each line's goods; `off` what each rank took of it, in the order in which they took;
    `won` is by rank.

    `free` counts the units of each line that nothing is paid for. `budgets` (minor units, by rank) cap what a rule
    gives in all.
    """

    def __init__(self, sale: Sale, *, budgets: Mapping[int, int]) -> None:
        self.sale = sale
        self.denominator = sale.denominator
        self.unit = sale.shop.rounding_unit
        self._whole = self.denominator * self.unit
        self.budgets = budgets
        lines = sale.lines
        self.left = [0] * len(lines)
        for goods in sale.goods:
            for line, units in goods.lines:
                self.left[line] = goods.price * units
        self.off: list[dict[int, int]] = [{} for _ in lines]
        self.won: dict[int, Won] = {}
        self.free: dict[int, int] = {}
        self.total = 0
        self.dealt: Callable[[], Sequence[tuple[int, int, int, Exact]]] = tuple
        """Rank, line, how many of its units went at the item stage, and for how much each (over the denominator)."""
        self._unit_left: dict[int, list[tuple[int, Fraction]]] = {}

    def settle(
        self,
        rank: int,
        exact: Exact,
        parts: tuple[Part, ...],
        proposals: tuple[tuple[TakeOff, Sequence[int]], ...],
        uses: int = 1,
    ) -> int:
        """A rule takes off an exact amount (over the denominator) of some lines, by proposals with their lines; how
        many minor units that were. Proposals for which nothing of a budget is left are not used up."""
        won = self.won.get(rank)
        if won is not None and won.taken == self.budgets.get(rank):
            return 0
        before = won.taken if won is not None else 0
        if won is None:
            won = new_won(exact, parts, proposals)
            won.uses = uses
        else:
            won.exact += exact
            won.parts = parts
            won.proposals += proposals
            won.uses += uses
        self.settle_all(((rank, won),))
        return won.taken - before

    def settle_all(self, by_rank: Iterable[tuple[int, Won]]) -> None:
        """Round what each rule takes, one after the other, and take what it has not yet of the lines of its parts."""
        left, off, won_by, budgets, unit, whole = self.left, self.off, self.won, self.budgets, self.unit, self._whole
        for rank, won in by_rank:
            won_by[rank] = won
            amount = (2 * won.exact + whole) // (2 * whole) * unit - won.taken  # `round_half_up`
            if budgets and rank in budgets:
                amount = min(amount, budgets[rank] - won.taken)
            parts = won.parts
            if len(parts) > 1:
                amount = min(amount, sum([part[2] for part in parts]))
                if amount > 0:
                    self._spread(rank, amount, parts)
            elif parts:
                line, _, most = parts[0]
                if amount > most:
                    amount = most
                if amount > 0:
                    left[line] -= amount
                    taken = off[line]
                    taken[rank] = taken.get(rank, 0) + amount
            if amount > 0:
                won.taken += amount
                self.total += amount

    def _spread(self, rank: int, amount: int, parts: Sequence[Part]) -> None:
        left, lines, off = self.left, self.sale.lines, self.off

        def order(index: int) -> tuple[object, ...]:
            line = parts[index][0]
            of = lines[line]
            return (-left[line], of.product, of.price_minor, of.quantity, of.categories)

        _, weights, caps = zip(*parts, strict=True)
        for part, share in zip(parts, share_out(amount, weights, caps=caps, order=order), strict=True):
            if share:
                line = part[0]
                left[line] -= share
                taken = off[line]
                taken[rank] = taken[rank] + share if rank in taken else share

    def lines_of(self, rank: int) -> tuple[int, ...]:
        """The lines of which a rule took something."""
        return tuple([line for line, taken in enumerate(self.off) if rank in taken])

    def left_of(self, goods: Sequence[Goods]) -> int:
        """What is left of some goods together, minor units."""
        left = self.left
        return sum(left[line] for each in goods for line, _ in each.lines)

    def gone(self, line: int, units: int) -> None:
        """So many units of a line are free from now on."""
        self.free[line] = self.free.get(line, 0) + units

    # What is left of single units: only benefits by the unit that come after others ask for it.

    @cached_property
    def _dealt_by_line(self) -> dict[int, list[tuple[int, Fraction]]]:
        """For each line (units, what was really taken of each): a rule's whole minor units in proportion to its exact
        ones, so that rounding, and what a budget left out, stays on the units that it concerns."""
        exact: dict[tuple[int, int], Exact] = {}
        dealt = self.dealt()
        for rank, line, units, value in dealt:
            exact[line, rank] = exact.get((line, rank), 0) + units * value
        found: dict[int, list[tuple[int, Fraction]]] = {}
        for rank, line, units, value in dealt:
            taken = Fraction(value * self.off[line].get(rank, 0), exact[line, rank] or 1)
            found.setdefault(line, []).append((units, taken))
        return found

    def units_left(self, line: int, goods: Goods, units: int) -> list[tuple[int, Fraction]]:
        """What is left of the units of a line, as (units, minor units each, exact), the most first.

        It adds up to what is left of the line: what was not taken after all stays on the units of which it was to be
        taken; what was taken of the sum comes from all, in proportion to what is left of them.
        """
        parts = self._unit_left.get(line)
        if parts is None:
            parts = []
            rest = units
            for count, taken in self._dealt_by_line.get(line, ()):
                parts.append((count, max(goods.price - taken, Fraction(0))))
                rest -= count
            if rest:
                parts.append((rest, Fraction(goods.price)))
        parts = _adding_up_to(self.left[line], parts, goods.price)
        parts.sort(key=lambda part: -part[1])
        self._unit_left[line] = parts
        return parts

    def change_units(self, line: int, parts: list[tuple[int, Fraction]]) -> None:
        """After a benefit by the unit: this is left of the line's units (before rounding)."""
        self._unit_left[line] = [part for part in parts if part[0]]


def _adding_up_to(whole: int, parts: list[tuple[int, Fraction]], price: int) -> list[tuple[int, Fraction]]:
    """`parts` (units, minor units each, at most `price`) changed so that they are `whole` minor units together."""
    together = sum((count * each for count, each in parts), Fraction(0))
    if together > whole:
        return [(count, each * whole / together) for count, each in parts]
    if together < whole:
        more = (whole - together) / sum(count * (price - each) for count, each in parts)
        return [(count, each + (price - each) * more) for count, each in parts]
    return parts
