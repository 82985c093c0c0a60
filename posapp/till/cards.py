"""Cards: numbers that cannot be guessed, issued, revoked and replaced."""

from __future__ import annotations

from posapp.till.context import Till


def issue_card(till: Till, member_id: str | None = None) -> str:
    """A fresh number; given a member, it is hers from now on. `NotFound`."""
    raise NotImplementedError


def issue_cards(till: Till, count: int) -> tuple[str, ...]:
    """Fresh numbers for a sheet of cards to print (1 to 10,000); whoever is enrolled with one holds it then."""
    raise NotImplementedError


def revoke_card(till: Till, number: str, *, reason: str) -> None:
    """Block a card: lost, stolen. `NotFound`."""
    raise NotImplementedError


def replace_card(till: Till, member_id: str, *, old: str) -> str:
    """Block the old card and give the member a fresh number."""
    raise NotImplementedError
