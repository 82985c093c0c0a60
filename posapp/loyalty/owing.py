"""What a shop still owes in a program: number, money, and when it falls due.

A balance is a promise. Its number is what the ledger holds; its money is what the shop would give if all of it were
used, by the rule's own `owes`. What expires falls due on its last day, all the rest when the program ends.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from posapp.loyalty.basket import Product
from posapp.loyalty.money import round_half_up
from posapp.loyalty.programs.base import WindDown
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.words import Minor, Reason, Text


def units_of(unit: str, amount: int) -> Reason:
    """An amount in a program's unit: "12 stamps", "₩3,000"."""
    return Reason.of("day.money", amount=Minor(amount)) if unit == "money" else Reason.of(f"day.{unit}", count=amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the ledger holds in a program's account on a day, expired lots left out.

    `holders` have something; `lots` are (last day, units) summed by day, None for no end; `short` is by how many units
    others are below zero, 0 or more.
    """

    holders: int = 0
    lots: tuple[tuple[date | None, int], ...] = ()
    short: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What falls due by the end of `until` (the last of its days in one month; None: no day is set)."""

    until: date | None
    units: int
    minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is owed in a program. `minor` is its worth in money, None where it is none that can be said.

    `due` are in the order of their days and add up to `units`. `by_code`: the holders are cards and coupons, not
    members.
    """

    program: str
    name: Text
    unit: str
    holders: int
    units: int
    minor: int | None
    short: int
    due: tuple[Due, ...]
    wind_down: WindDown | None
    ended: bool
    by_code: bool = False


def owed(rule: AnyRule, held: Held, *, on: date, products: Collection[Product]) -> Owed:
    """What is owed in the rule's program on that local day, by these shelf prices."""
    worth = rule.owes(products)
    ends = rule.redeem_until

    def minor(units: int) -> int | None:
        return round_half_up(units * worth[0], worth[1]) if worth is not None else None

    by_month: dict[date | None, tuple[date | None, int]] = {}
    for last, units in held.lots:
        until = min((day for day in (last, ends) if day is not None), default=None)
        month = until.replace(day=1) if until is not None else None
        before = by_month.get(month, (until, 0))
        latest = max(until, before[0]) if until is not None and before[0] is not None else until
        by_month[month] = (latest, before[1] + units)
    total = sum(units for _, units in held.lots)
    return Owed(
        program=rule.id,
        name=rule.name,
        unit=rule.unit,
        holders=held.holders,
        units=total,
        minor=minor(total),
        short=held.short,
        due=tuple(
            Due(until=until, units=units, minor=minor(units))
            for _, (until, units) in sorted(by_month.items(), key=lambda item: item[0] or date.max)
        ),
        wind_down=rule.program.wind_down,
        ended=rule.ended(on),
        by_code=rule.bearer,
    )
