"""Which shape a panel has, asked without importing the till's values before the window's first picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from posapp.loyalty.outcome import BalancePanel, LevelPanel, NotePanel, Panel, StampPanel


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


def tells_least(panel: object) -> int:
    """How little a panel tells at the counter: 0 for stamps that are there, then the next level, a balance that is
    there, a note, and last what is empty."""
    if is_stamps(panel):
        return 0 if panel.have else 4
    if is_level(panel):
        return 1
    if is_balance(panel):
        return 2 if panel.balance else 5
    return 3


def that_fit(panels: Sequence[Panel], highs: Sequence[int], room: int) -> list[Panel]:
    """The panels that `room` (in the unit of their `highs`) has place for, in their own order; what tells most goes in
    first."""
    taken: set[int] = set()
    for at in sorted(range(len(panels)), key=lambda at: (tells_least(panels[at]), at)):
        if highs[at] <= room:
            taken.add(at)
            room -= highs[at]
    return [panel for at, panel in enumerate(panels) if at in taken]
