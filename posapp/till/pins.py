"""PINs: how they are kept, and how long somebody waits who guesses.

Argon2id (RFC 9106) costs a thief who has the file *and* its key 21 ms a guess: four digits are three minutes. So a
manager has six, and a till never lets anybody guess for long.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from posapp.loyalty.errors import Refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = {"cashier": 4, "manager": 6}
"""Digits of a PIN, by rank; the ranks there are."""

LONGEST = 12

FREE_TRIES = 3
"""Wrong PINs before the first wait: fingers slip."""

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)

LONGEST_AT_PROMPT = timedelta(minutes=5)
"""The longest wait at the managers' prompt, where nobody says who she is: 288 guesses a day at a million PINs."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # late: nothing before the first PIN needs it

    return PasswordHasher()


def hashed(pin: str, *, rank: str) -> str:
    """The PIN as it is kept. `Refused` where the rank is none or the PIN is not so many digits as it wants."""
    least = SHORTEST.get(rank)
    if least is None:
        raise Refused.because("till.rank_unknown")
    if not (pin.isascii() and pin.isdecimal() and least <= len(pin) <= LONGEST):
        raise Refused.because("till.pin_digits", least=least, most=LONGEST)
    return _hasher().hash(pin)


def fits(kept: str, pin: str) -> bool:
    """Whether this is the PIN that is kept so (about 21 ms either way)."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, pin)
    except (VerificationError, InvalidHashError):
        return False


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many wrong PINs in a row: nothing, then 15 s, doubling up to an hour."""
    if failures < FREE_TRIES:
        return timedelta(0)
    doublings = min(failures - FREE_TRIES, 12)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)
