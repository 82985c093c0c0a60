"""The till's side of the exchange, without sockets, sleep or clock of its own.

One round is four steps, so that no transaction is ever open across the network: `Engine.prepare` reads the outbox,
`carry` signs, sends, and checks the answer (it touches no till and may run on another thread), `Engine.take` keeps
what came. `Engine.step` does all of it in a row, for commands and for simulations. Times called `now` are seconds of a
monotonic clock that the caller keeps; whatever the wall clock says changes nothing but what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Protocol

from posapp.loyalty.errors import Refused
from posapp.loyalty.exchange import News, Outgoing, Registration
from posapp.loyalty.words import Reason
from posapp.sync.carry import Answer, Asking, Refusal, Silence, Taken, Transport, carry

IDLE_S = 30.0
"""How often a till asks for news when nothing is waiting, give or take a fifth."""
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 300.0
"""After silence: 2 s, 4 s, 8 s … up to five minutes, for ever; each somewhere between a half and the whole of it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the badge says, under the names of `posapp.till.views.SyncStatus`."""

    state: str
    waiting: int
    last: datetime | None = None
    problem: Reason | None = None


@dataclass(slots=True, kw_only=True)
class _Memory:
    """What the engine knows since it was made; none of it is needed to be right after a crash."""

    due: float = 0.0
    failures: int = 0
    batch: int = 500
    compare: tuple[str, ...] = ()
    state: str = "offline"
    last: datetime | None = None
    problem: Reason | None = None
    asked: Asking | None = field(default=None, repr=False)


class Engine:
    """Decides when to ask and what to do with the answer.

    `wall` gives an aware datetime for what people read, `chance` spreads the waiting, `nonce` gives so many bytes of
    unguessable chance (`os.urandom`).
    """

    def __init__(
        self,
        outbox: Outbox,
        *,
        wall: Callable[[], datetime],
        chance: Random,
        nonce: Callable[[int], bytes],
        batch: int = 500,
    ) -> None:
        self._outbox, self._wall, self._chance, self._nonce = outbox, wall, chance, nonce
        self._largest = batch
        self._memory = _Memory(batch=batch)

    @property
    def due(self) -> float:
        """When it wants to ask next, on the clock that `now` is read from."""
        return self._memory.due

    def status(self) -> Status:
        """What to show now; reads the outbox."""
        memory = self._memory
        if self._registration() is None:
            return Status(state="alone", waiting=0)
        return Status(state=memory.state, waiting=self._outbox.waiting(), last=memory.last, problem=memory.problem)

    def wake(self, now: float) -> None:
        """Something was recorded: ask at once, unless headquarters has just been silent."""
        if not self._memory.failures:
            self._memory.due = min(self._memory.due, now)

    def hurry(self, now: float) -> None:
        """Somebody wants it now, whatever was before."""
        self._memory.due = now

    def prepare(self, now: float) -> Asking | None:
        """What to ask now, read from the outbox; None where it is not time yet or the till is alone."""
        memory = self._memory
        if now < memory.due:
            return None
        registration = self._registration()
        if registration is None:
            memory.due = now + IDLE_S
            return None
        outgoing = self._outbox.outgoing(limit=memory.batch, compare=memory.compare)
        memory.asked = Asking(
            registration=registration,
            outgoing=outgoing,
            nonce=self._nonce(16),
            created=int(self._wall().timestamp()),
        )
        memory.due = now + FIRST_WAIT_S
        return memory.asked

    def take(self, asking: Asking, answer: Answer, *, now: float) -> float:
        """Keep what was answered; returns when to ask next. An answer to an older question is passed over: only the
        last one asked is acted on."""
        memory = self._memory
        if memory.asked is not asking:
            return memory.due
        memory.asked = None
        match answer:
            case Taken():
                self._keep(asking, answer, now)
            case Silence():
                memory.state, memory.problem = "offline", None
                self._wait(now)
            case Refusal(reason="sync.declined.too_large") if len(asking.outgoing.events) > 1:
                memory.batch = max(1, len(asking.outgoing.events) // 2)
                memory.due = now
            case Refusal():
                memory.state, memory.problem = "refused", Reason.of(answer.reason)
                self._wait(now)
        return memory.due

    def step(self, now: float, transport: Transport) -> float:
        """A whole round if it is time for one; returns when to call again."""
        asking = self.prepare(now)
        if asking is None:
            return self._memory.due
        return self.take(asking, carry(asking, transport), now=now)

    def _registration(self) -> Registration | None:
        """How this till belongs; a file that goes on as another till (it was restored) does not belong yet."""
        registration = self._outbox.registration()
        return registration if registration is not None and registration.till == self._outbox.till else None

    def _keep(self, asking: Asking, answer: Taken, now: float) -> None:
        memory, told = self._memory, asking.outgoing
        try:
            self._outbox.take(confirmed=answer.confirmed, backed_up=answer.backed_up, news=answer.news)
        except Refused as refused:  # the disk is full, the file is locked: nothing was taken, so it is asked again
            memory.problem = refused.reason
            self._wait(now)
            return
        memory.state, memory.last, memory.compare = "online", self._wall(), answer.compare
        memory.problem = _problem(answer)
        memory.batch = min(self._largest, memory.batch * 2)
        unfinished = answer.confirmed < told.last or answer.news.more or bool(answer.compare)
        new_to_compare = set(answer.compare) - set(told.digests)
        moved = answer.confirmed != told.after or answer.news.cursor != told.cursor or new_to_compare
        if unfinished and not moved:  # headquarters answers and nothing comes of it: do not hammer it
            self._wait(now)
            return
        memory.failures = 0
        memory.due = now if unfinished else now + IDLE_S * self._chance.uniform(0.8, 1.2)

    def _wait(self, now: float) -> None:
        """Full waiting doubles with each failure, with jitter, so that a chain's tills do not come back all at once."""
        memory = self._memory
        memory.failures += 1
        whole = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(memory.failures - 1, 30))
        memory.due = now + whole * self._chance.uniform(0.5, 1.0)


def _problem(answer: Taken) -> Reason | None:
    """What people should know although headquarters answers."""
    if answer.problem:
        return Reason.of(answer.problem)
    if answer.rejected:
        return Reason.of("sync.some_rejected", count=answer.rejected)
    return Reason.of("sync.differs", count=len(answer.differ)) if answer.differ else None


def make_engine(outbox: Outbox) -> Engine:
    """The engine of a till at work: this computer's clock and chance, the outbox that it was opened with."""
    import os
    import random

    return Engine(
        outbox, wall=lambda: datetime.now().astimezone(), chance=random.Random(os.urandom(16)), nonce=os.urandom
    )
