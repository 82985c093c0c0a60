"""What stands behind a quote and a later return needs: kept with the sale, shown to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from posapp.loyalty.dates import Expiry
from posapp.loyalty.effects import Change, Into


@dataclass(frozen=True, slots=True)
class SettledEarning:
    """An earning as it was settled: `amounts` went into the accounts of `into`."""

    program: str
    kind: str
    terms: Mapping[str, Any]
    into: tuple[Into, ...]
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SettledUse:
    """Changes that are given back when all of `lines` has come back; empty `lines`: when all of the sale has."""

    program: str
    lines: tuple[int, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SettledPayment:
    """A tender: what it paid of each line, in minor units and in units of its account."""

    program: str
    account: str
    holder: str
    was_money: bool
    expires: Expiry | None
    minor: tuple[int, ...]
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """`left` is what was left of each line's goods after all benefits; ``left[i] * (over - points) / over`` of it was
    really paid (`points` of `over` minor units were paid with points, in proportion). `paid_units` counts the units of
    each line that were not free.
    """

    left: tuple[int, ...]
    points: int
    over: int
    paid_units: tuple[int, ...]
    earnings: tuple[SettledEarning, ...]
    uses: tuple[SettledUse, ...]
    payments: tuple[SettledPayment, ...]
    budgets: tuple[str, ...]
    """Programs whose budget is counted: a return gives back each line's share."""
