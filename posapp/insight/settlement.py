"""What shops that share points owe each other: those who issued to those who took.

A point is a liability of the shop that issued it. Where another shop takes it (a customer pays with it, or a return
there uses it up), the issuer owes that shop its settlement value. A point that nobody took is owed to the customer
still, and settled with nobody. So what all shops get and pay adds up to nothing.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Crossing:
    """`points` issued by one shop were taken at another; below zero: given back there to where they came from."""

    issuer: str
    taker: str
    points: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A balance went below zero at a shop (`points` above zero), or an earning there filled it (below zero). `counts`
    is false before the days that are settled: it is only for knowing what was filled already."""

    holder: str
    shop: str
    points: int
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """`debtor` owes `creditor` so many minor units for so many points that it issued and the other took."""

    debtor: str
    creditor: str
    points: int
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One shop: points it gave out, points that paid there, and what it gets in all (below zero: pays), minor units."""

    partner: str
    issued: int
    taken: int
    gets_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """All shops by name, and who owes whom. `uncovered` points were taken that nobody has issued yet: balances below
    zero, which the members' next earnings fill."""

    positions: tuple[Position, ...]
    debts: tuple[Debt, ...]
    uncovered: int


def filled(uncovered: Iterable[Uncovered]) -> tuple[list[Crossing], int]:
    """Who filled whose debts, in the order in which it happened: the oldest debt of a member is filled first; only
    what was filled by something that `counts`. With it how many points nobody has filled yet, whenever they were
    taken."""
    open_: defaultdict[str, deque[tuple[str, int]]] = defaultdict(deque)
    found: list[Crossing] = []
    for each in uncovered:
        debts, points = open_[each.holder], -each.points
        if points < 0:
            debts.append((each.shop, -points))
        while points > 0 and debts:
            shop, owed = debts.popleft()
            part = min(points, owed)
            points -= part
            if each.counts:
                found.append(Crossing(each.shop, shop, part))
            if owed > part:
                debts.appendleft((shop, owed - part))
    return found, sum(owed for debts in open_.values() for _, owed in debts)


def settle(
    totals: Mapping[str, tuple[int, int]], crossings: Iterable[Crossing], *, value: Decimal, uncovered: int = 0
) -> Settlement:
    """Settle at `value` minor units a point; each debt is rounded half up to whole minor units, once.

    `totals` are points issued and points taken, net, by shop.
    """
    between: defaultdict[tuple[str, str], int] = defaultdict(int)
    for each in crossings:
        if each.issuer < each.taker:
            between[each.issuer, each.taker] += each.points
        elif each.issuer > each.taker:
            between[each.taker, each.issuer] -= each.points
    debts = []
    gets: defaultdict[str, int] = defaultdict(int)
    for (one, other), points in sorted(between.items()):
        if points:
            debtor, creditor = (one, other) if points > 0 else (other, one)
            minor = int((abs(points) * value * 2 + 1) // 2)
            debts.append(Debt(debtor=debtor, creditor=creditor, points=abs(points), minor=minor))
            gets[creditor] += minor
            gets[debtor] -= minor
    positions = []
    for shop in sorted({*totals, *gets}):
        issued, taken = totals.get(shop, (0, 0))
        positions.append(Position(partner=shop, issued=issued, taken=taken, gets_minor=gets[shop]))
    return Settlement(positions=tuple(positions), debts=tuple(debts), uncovered=uncovered)
