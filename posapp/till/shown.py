"""Cards that were shown here and that this till does not know: headquarters is asked about them at the next sync."""

from __future__ import annotations

from posapp.store.settings import get_state, put_state
from posapp.till.context import Till

REGISTRATION, SHOWN = "registration", "shown"

MOST_SHOWN = 50
"""Unknown cards that are asked about at once, the newest."""


def remember_shown(till: Till, number: str) -> None:
    """Remember a card to ask about; a till that is alone asks nobody."""
    if get_state(till.database, REGISTRATION) is None:
        return
    with till.database.transaction():
        shown: list[str] = get_state(till.database, SHOWN, [])
        if number not in shown:
            put_state(till.database, SHOWN, [*shown, number][-MOST_SHOWN:])
