"""The till's side of the exchange, without sockets, sleep or clock of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from posapp.loyalty.exchange import News, Outgoing, Registration


class Outbox(Protocol):
    """What the engine needs of a till; `posapp.till.outbox.Outbox` is the real one. Each call is one transaction.

    The engine calls it from one thread only: the store's lane, or whichever thread opened the till.
    """

    @property
    def till(self) -> str:
        """This till's id: permanent, unique in the chain, part of every event's hash."""
        ...

    def registration(self) -> Registration | None:
        """How this till was enrolled; None while it is alone."""
        ...

    def register(self, registration: Registration) -> None:
        """Keep the enrolment (in the encrypted store), replacing one before. `confirmed`, `backed_up` and the cursor
        start again from 0 where the headquarters' key is another one than before."""
        ...

    def waiting(self) -> int:
        """How many events headquarters has not confirmed: the journal's last number less the confirmed one."""
        ...

    def outgoing(self, *, limit: int, compare: Collection[str] = ()) -> Outgoing:
        """At most `limit` events after the confirmed number, and the digests of the holders in `compare` (a holder
        without entries has the digest of no balances), all as of one moment."""
        ...

    def take(self, *, confirmed: int, backed_up: int, news: News) -> None:
        """Keep what headquarters answered, in ONE transaction, or nothing of it.

        `confirmed` and `backed_up` are kept as they are given: both may be smaller than before, since a headquarters
        restored from an old copy asks for everything after it again. Nothing of the journal is ever deleted before
        `backed_up`. News are idempotent: an entry is taken once by (till, seq, n), a member, card, program or product
        replaces what was there without an event in the journal. A member of whom an enrol or member event still waits
        is left as she is here: headquarters merges and sends her again.
        """
        ...
