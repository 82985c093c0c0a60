"""Chance that anybody can check: a secret seed, its commitment, and what follows from both.

Before the first customer plays, the shop shows the SHA-256 of its seed (`commitment`); when the draw is over it shows
the seed. Every result is an HMAC-SHA-256 (RFC 2104) under the seed of words that were fixed before the seed could be
known, so the shop cannot choose who wins, and nobody can guess it. The scheme is the usual commit and reveal (Blum,
"Coin flipping by telephone", 1983). All comparisons are of whole numbers.

The words are ``PROGRAM/SALE/win`` and ``PROGRAM/SALE/prize`` for an instant win, ``PROGRAM/draw/K`` for the K-th prize
(from 0) of a draw that is held; the HMAC, read as a big-endian number, is compared with the rate times 2 to the 256.
"""

from __future__ import annotations

import hashlib
import hmac
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, runtime_checkable

from posapp.loyalty.words import Text

_ALL = 1 << 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """Who won (a member's id) which prize, counted from 0."""

    prize: int
    holder: str


@runtime_checkable
class Draws(Protocol):
    """A rule of a program that deals prizes by chance. Till and commands know it by this and by no name."""

    id: str
    name: Text

    @property
    @abstractmethod
    def chance(self) -> Decimal | None:
        """Percent of the sales that win at once; None where a draw is held over entries."""

    @property
    @abstractmethod
    def prizes(self) -> tuple[tuple[Text, int], ...]:
        """What can be won, and how many of each there are."""

    @property
    @abstractmethod
    def seed(self) -> str:
        """What only the shop knows, until it is over."""

    @property
    @abstractmethod
    def opens_on(self) -> date | None:
        """The day of the draw; None where none is held."""

    @abstractmethod
    def opens(self, moment: datetime) -> bool:
        """May the draw be held at this moment (in the shop's zone)?"""

    @abstractmethod
    def over(self, moment: datetime) -> bool:
        """Can no sale take part any more, so that the seed may be shown?"""


def commitment(seed: str) -> str:
    """The SHA-256 of the seed's letters, in hexadecimal: ``printf %s SEED | sha256sum`` says the same."""
    return hashlib.sha256(seed.encode()).hexdigest()


def number(seed: str, *words: str) -> int:
    """A whole number from 0 up to 2 to the 256, the same for ever for the same seed and words."""
    return int.from_bytes(hmac.new(seed.encode(), "/".join(words).encode(), hashlib.sha256).digest(), "big")


def wins(seed: str, program: str, sale: str, *, chance: Decimal) -> bool:
    """Does this sale win, at `chance` percent? Exact: 100 always does, 0 never."""
    part, whole = chance.as_integer_ratio()
    return number(seed, program, sale, "win") * whole * 100 < part * _ALL


def prize_of(seed: str, program: str, sale: str, *, left: Sequence[int]) -> int:
    """Which prize a sale that wins gets, counted from 0: each as likely as there are of it `left` (one or more)."""
    return _of(number(seed, program, sale, "prize"), left)


def winners(seed: str, program: str, *, entries: Mapping[str, int], counts: Sequence[int]) -> tuple[Winner, ...]:
    """Who wins a draw over `entries` (by member's id), in the order in which the prizes are drawn.

    The prizes are drawn in the order of the program, each as often as there are of it; tickets lie in the order of the
    holders' ids. Who has won leaves the draw with all her entries, so that nobody wins twice. Prizes beyond the number
    of holders stay with the shop.
    """
    holders = sorted(holder for holder, tickets in entries.items() if tickets > 0)
    tickets = [entries[holder] for holder in holders]
    found: list[Winner] = []
    prizes = [prize for prize, count in enumerate(counts) for _ in range(count)]
    for k, prize in enumerate(prizes):
        if not any(tickets):
            break
        drawn = _of(number(seed, program, "draw", str(k)), tickets)
        tickets[drawn] = 0
        found.append(Winner(prize=prize, holder=holders[drawn]))
    return tuple(found)


def _of(chance: int, weights: Sequence[int]) -> int:
    """The index at which a number below 2 to the 256 falls, each index as wide as its weight."""
    place = chance * sum(weights) >> 256
    for index, weight in enumerate(weights):
        if place < weight:
            return index
        place -= weight
    raise AssertionError(weights)
