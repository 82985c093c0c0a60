"""What can be refused, and how it differs from a bug.

::

    Refused                 a clerk or owner is told why, in her language; nothing was changed
    ├── BadDefinition       a program, product or scenario file with faults, each at its place
    ├── NotAllowed          the person lacks the rank (a manager's PIN is wanted)
    ├── NotEnough           more was asked for than there is, than is due, or than the program allows
    ├── NotFound            no such member, card, product, program, sale
    └── StoreUnavailable    the file cannot be opened, read or written (key, disk, newer release)

Every other exception is a bug: it is logged with its trace and shown as such, never swallowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from posapp.loyalty.words import Reason


class Refused(Exception):
    """Something that a person asked for and that cannot be done; `reason` says why and what to do next."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.key)
        self.reason = reason

    @classmethod
    def because(cls, key: str, **values: object) -> Self:
        """``raise NotEnough.because("points.at_most", largest=900)``."""
        return cls(Reason.of(key, **values))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a document: `place` as in ``programs[0].rewards[1].at``, and what was expected there."""

    place: str
    reason: Reason


class BadDefinition(Refused):
    """A document that cannot be right. It is refused whole, with all its faults."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(Reason.of("definition.refused", count=len(faults)))
        self.faults = faults


class NotAllowed(Refused):
    """The person at the till lacks the rank for this."""


class NotEnough(Refused):
    """More was asked for than there is, is due, or is allowed; the reason names the largest number allowed."""


class NotFound(Refused):
    """There is no such thing in this shop."""


class StoreUnavailable(Refused):
    """The shop's file cannot be opened, read or written."""
