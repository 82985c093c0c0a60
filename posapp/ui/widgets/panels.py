"""Which shape a panel has, asked without importing the till's values before the window's first picture."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from posapp.loyalty.outcome import BalancePanel, LevelPanel, NotePanel, StampPanel


@cache
def _outcome() -> ModuleType:
    """Imported once: with the binding an import statement takes 10 µs, and a card asks a hundred times."""
    from posapp.loyalty import outcome

    return outcome


def is_stamps(panel: object) -> TypeGuard[StampPanel]:
    """Whether it is a stamp card."""
    return isinstance(panel, _outcome().StampPanel)


def is_balance(panel: object) -> TypeGuard[BalancePanel]:
    """Whether it is a balance: points, money, sessions, coupons, entries of a draw."""
    return isinstance(panel, _outcome().BalancePanel)


def is_level(panel: object) -> TypeGuard[LevelPanel]:
    """Whether it is a tier."""
    return isinstance(panel, _outcome().LevelPanel)


def is_note(panel: object) -> TypeGuard[NotePanel]:
    """Whether it is a line to read: a membership's last day, a club, uses left of a perk, a program that ends."""
    return isinstance(panel, _outcome().NotePanel)
