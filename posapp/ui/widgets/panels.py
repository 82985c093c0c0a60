"""Which shape a panel has, asked without importing the till's values before the window's first picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from posapp.loyalty.outcome import BalancePanel, LevelPanel, NotePanel, StampPanel


def is_stamps(panel: object) -> TypeGuard[StampPanel]:
    """Whether it is a stamp card."""
    from posapp.loyalty.outcome import StampPanel

    return isinstance(panel, StampPanel)


def is_balance(panel: object) -> TypeGuard[BalancePanel]:
    """Whether it is a balance: points, money, sessions, coupons, entries of a draw."""
    from posapp.loyalty.outcome import BalancePanel

    return isinstance(panel, BalancePanel)


def is_level(panel: object) -> TypeGuard[LevelPanel]:
    """Whether it is a tier."""
    from posapp.loyalty.outcome import LevelPanel

    return isinstance(panel, LevelPanel)


def is_note(panel: object) -> TypeGuard[NotePanel]:
    """Whether it is a line to read: a membership's last day, a club, uses left of a perk, a program that ends."""
    from posapp.loyalty.outcome import NotePanel

    return isinstance(panel, NotePanel)
