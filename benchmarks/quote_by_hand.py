"""The fifty programs of `benchmarks.quote` as a shop's own programmer would write them: plain loops, plain tuples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from posapp.loyalty.basket import Line

ONE_UNIT = 1000
"""Rates are whole numbers over this: one digit after the point of a percentage is enough here."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The programs by what they do, each a tuple that begins with its id; `unit` is the shop's rounding."""

    on_goods: list[tuple[str, frozenset[str], frozenset[str], frozenset[str], int, Any]]
    on_sale: list[tuple[str, int, int, int, Any]]
    stamps: list[tuple[str, str, str, int, int, tuple[Any, ...], tuple[Any, ...]]]
    unit: int

    @classmethod
    def of(cls, documents: Sequence[Mapping[str, Any]], *, unit: int) -> Plain:
        """Sort the documents by what they do, in order of their ids."""
        from decimal import Decimal

        found = cls([], [], [], unit)
        for written in sorted(documents, key=lambda each: each["id"]):
            scope = written.get("scope", {})
            rate = Decimal(str(written.get("rate", 0)))
            share = int(rate * ONE_UNIT / 100)
            if written["kind"] == "stamp_card":
                earn, label = written["earn"], ("gives.rate", Decimal(10))
                reason = (f"stamp.earned_per_{earn['per']}", earn.get("every", 0))
                found.stamps.append(
                    (written["id"], scope["categories"][0], earn["per"], earn.get("every", 0), 10, label, reason)
                )
            elif scope.get("products") or scope.get("categories"):
                products, categories = frozenset(scope.get("products", ())), frozenset(scope.get("categories", ()))
                excepted = frozenset(scope.get("except_products", ()))
                found.on_goods.append((written["id"], products, categories, excepted, share, ("gives.rate", rate)))
            else:
                gives = ("gives.rate", rate) if share else ("gives.amount", written["amount"])
                amount, least = written.get("amount", 0), scope.get("min_amount", 0)
                found.on_sale.append((written["id"], share, amount, least, gives))
        return found


def by_hand(programs: Plain, lines: Sequence[Line], have: Mapping[str, int], sale: str) -> dict[str, Any]:
    """The answer, in the form of `benchmarks.quote.same`."""
    left = [line.price_minor * line.quantity for line in lines]
    listed = sum(left)
    shares: list[list[tuple[str, int]]] = [[] for _ in lines]
    benefits: list[Any] = []
    why_not: list[Any] = []
    taken = _on_goods(programs, lines, left, shares, benefits, why_not)
    taken += _on_sale(programs, lines, listed, left, shares, benefits, why_not)
    earned: list[Any] = []
    cards: list[Any] = []
    entries: list[Any] = []
    for id_, category, per, every, size, label, reason in programs.stamps:
        count, paid = 0, 0
        for index, line in enumerate(lines):
            if category in line.categories and left[index] > 0:
                count += line.quantity
                paid += left[index]
        stamps = count if per == "item" else paid // every if per == "amount" else 1 if paid else 0
        now = have.get(id_, 0)
        if stamps:
            earned.append((id_, stamps, reason))
            entries.append((id_, stamps, f"{sale}/{len(entries) + 1}"))
        to_go = size - now
        why_not.append((id_, ("stamp.to_go", to_go, label)) if to_go > 0 else (id_, ("stamp.ready", label)))
        cards.append((id_, min(now, size), ("stamp.next", to_go, label) if to_go > 0 else ("stamp.ready", label)))
    benefits.sort()
    why_not.sort()
    return {
        "due": listed - taken,
        "discount": taken,
        "lines": left,
        "shares": shares,
        "benefits": benefits,
        "earned": earned,
        "why_not": why_not,
        "cards": cards,
        "entries": entries,
    }


def _on_goods(
    programs: Plain, lines: Sequence[Line], left: list[int], shares: Any, benefits: list[Any], why_not: list[Any]
) -> int:
    """The best percentage for each line; what each program takes, rounded and spread; and who got nothing."""
    best: list[Any] = [None] * len(lines)
    wanted: dict[str, list[int]] = {}
    for program in programs.on_goods:
        id_, products, categories, excepted, share, _ = program
        for index, line in enumerate(lines):
            product = line.product
            if product in excepted:
                continue
            if product in products or (categories and any(name in categories for name in line.categories)):
                wanted.setdefault(id_, []).append(index)
                if best[index] is None or share > best[index][4]:
                    best[index] = program
    total = 0
    for program in programs.on_goods:
        id_, _, _, _, share, gives = program
        if id_ not in wanted:
            why_not.append((id_, ("whynot.nothing_here",)))
            continue
        mine = [index for index in wanted[id_] if best[index] is program]
        if not mine:
            dearest = min(wanted[id_], key=lambda index: (-lines[index].price_minor, lines[index].product))
            why_not.append((id_, ("whynot.better", best[dearest][0])))
            continue
        off = _spread(id_, sum(left[i] for i in mine) * share, mine, lines, left, shares, programs.unit)
        total += off
        benefits.append((id_, off, gives))
    return total


def _on_sale(
    programs: Plain,
    lines: Sequence[Line],
    listed: int,
    left: list[int],
    shares: Any,
    benefits: list[Any],
    why_not: list[Any],
) -> int:
    """The largest on the whole sale wins."""
    base = sum(left)
    most, winner, held = 0, None, []
    for program in programs.on_sale:
        id_, share, amount, least, gives = program
        if listed < least:
            why_not.append((id_, ("whynot.more_to", least - listed, gives)))
            continue
        held.append(id_)
        value = base * share if share else min(amount, base) * ONE_UNIT
        if value > most:
            most, winner = value, program
    if winner is None:
        return 0
    why_not += [(id_, ("whynot.better", winner[0])) for id_ in held if id_ != winner[0]]
    mine = [index for index, rest in enumerate(left) if rest]
    off = _spread(winner[0], most, mine, lines, left, shares, programs.unit)
    benefits.append((winner[0], off, winner[4]))
    return off


def _spread(
    id_: str, exact: int, mine: list[int], lines: Sequence[Line], left: list[int], shares: Any, unit: int
) -> int:
    """Round half up to the unit, and give each line its share by largest remainder."""
    base = sum(left[index] for index in mine)
    whole = ONE_UNIT * unit
    off = min((2 * exact + whole) // (2 * whole) * unit, base)
    parts = [(off * left[index] // base, off * left[index] % base, index) for index in mine]
    short = off - sum(part[0] for part in parts)
    if short:
        parts.sort(key=lambda part: (-part[1], -left[part[2]], lines[part[2]].product))
    for place, (floor, _, index) in enumerate(parts):
        share = floor + (place < short)
        if share:
            left[index] -= share
            shares[index].append((id_, share))
    return off
