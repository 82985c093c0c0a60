"""What the counter answers to the window: frozen values.

They stand apart from `actions.py`, so that the window can be painted before the till is imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posapp.till.views import Draft, OpenSale, Person, SaleRecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """How the counter was found. `reopened`: the sale was open when the till was last closed, or crashed."""

    sale: OpenSale
    reopened: bool
    held: int
    person: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A sale that was kept, and the new, empty one after it."""

    recorded: SaleRecorded
    next: OpenSale


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSales:
    """The sale now open and the ones put aside."""

    sale: OpenSale
    held: tuple[Draft, ...]
