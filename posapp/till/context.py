"""The till at work: the shop's open file, its rules compiled once, the clock, the ids, and who is signed in.

Every use-case takes the `Till` first. The thread that opened it owns it (SQLite connections do not change threads).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from posapp.till.views import Person

if TYPE_CHECKING:
    from posapp.loyalty.catalogue import Catalogue
    from posapp.loyalty.money import Shop

Clock = Callable[[], datetime]
"""Gives an aware datetime, in any zone."""

NewId = Callable[[], str]
"""Gives an id that was never given before."""


class Till:
    """An open shop. `person` is who is signed in; `approval` a manager's leave for the very next action."""

    shop: Shop
    catalogue: Catalogue
    person: Person | None
    approval: Person | None
    language: str
    id: str

    def now(self) -> datetime:
        """The moment, in the shop's zone; its `date()` is the shop's local day."""
        raise NotImplementedError

    def new_id(self) -> str:
        """An id for a sale, an event or a member, made before anything is kept under it."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the shop, its programs and its products again: something of them changed."""
        raise NotImplementedError

    def close(self) -> None:
        """Leave the file. A draft that was open is found again by `sale.reopen`."""
        raise NotImplementedError


def open_till(
    path: Path | str, *, clock: Clock | None = None, new_id: NewId | None = None, key: bytes | None = None
) -> Till:
    """Open the shop's file. `StoreUnavailable` where there is none, or the key, the disk or its release forbids it."""
    raise NotImplementedError
