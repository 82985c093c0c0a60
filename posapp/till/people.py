"""Who works here: sign in with a PIN, two ranks, a growing wait after wrong PINs."""

from __future__ import annotations

from posapp.till.context import Till
from posapp.till.views import Person


def people(till: Till) -> tuple[Person, ...]:
    """Everybody, by name."""
    raise NotImplementedError


def sign_in(till: Till, person_id: str, pin: str) -> Person:
    """Sign a person in. `Refused`: a wrong PIN, or a wait after several; each is counted before it is checked."""
    raise NotImplementedError


def sign_out(till: Till) -> None:
    """Nobody is signed in."""
    raise NotImplementedError


def allow(till: Till, pin: str) -> Person:
    """A manager's PIN for the very next action; whoever is signed in stays so. `Refused` as `sign_in`."""
    raise NotImplementedError


def add(till: Till, *, name: str, rank: str, pin: str) -> Person:
    """Add a person (a manager does). PINs: six digits or more for ``manager``, four or more for ``cashier``."""
    raise NotImplementedError


def change_pin(till: Till, person_id: str, *, pin: str) -> Person:
    """A new PIN: one's own, or anybody's by a manager."""
    raise NotImplementedError


def set_active(till: Till, person_id: str, *, active: bool) -> Person:
    """Let somebody go, or back in (a manager). The last manager stays."""
    raise NotImplementedError
