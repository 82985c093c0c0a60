"""Headquarters and tills in one process without any trouble, for tests of one rule at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from posapp.hq import overview
from posapp.hq.admission import new_code
from posapp.hq.database import Database
from posapp.hq.desk import Desk
from posapp.hq.overview import Overview
from posapp.hq.service import Headquarters
from posapp.hq.verify import Finding, verify
from posapp.loyalty.journal import Event, canonical, chained
from posapp.sync.engine import Engine, Outbox
from posapp.sync.enrolment import enrol
from posapp.sync.protocol import EXCHANGE_PATH, Down, Up, WireEvent, pack, unpack
from posapp.sync.signatures import Request, Response, signed_request
from tests.sync.small_till import SmallTill

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = bytes(31) + b"k"


class Chain:
    """`now` is headquarters' clock; tests set it on."""

    def __init__(self, folder: Path, *, seed: int = 1) -> None:
        self.folder = folder
        self.now = BEGAN
        self.chance = Random(seed)
        self.tills: dict[str, SmallTill] = {}
        self.open()

    def open(self) -> None:
        db = Database.open(self.folder / "hq.db", create=True, key=KEY)
        self.headquarters = Headquarters(db, clock=lambda: self.now, chance=self.chance.randbytes)

    @property
    def db(self) -> Database:
        return self.headquarters.db

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with self.db.transaction():
            yield self.headquarters.desk()

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def till(self, name: str, *, store: str = "main") -> SmallTill:
        """A new till, enrolled."""
        till = SmallTill(self.folder / f"{name}.db", name)
        self.tills[name] = till
        self.admit(till, store=store)
        return till

    def admit(self, till: Outbox, *, store: str = "main", again: bool = False) -> None:
        with self.desk() as desk:
            code = new_code(desk, name=till.till.title(), store=store, till=till.till if again else "")
        enrol(
            till,
            self.headquarters.answer,
            url="https://hq.example.com",
            code=code,
            private_key=self.chance.randbytes(32),
            nonce=self.chance.randbytes(16),
            created=0,
        )

    def engine(self, till: Outbox, *, batch: int = 500) -> Engine:
        return Engine(till, wall=lambda: self.now, chance=self.chance, nonce=self.chance.randbytes, batch=batch)

    def sync(self, *tills: Outbox) -> None:
        """Each till asks until it has nothing more to ask."""
        for till in tills:
            engine = self.engine(till)
            for _ in range(100):
                if engine.due > 0:
                    break
                engine.step(0, self.headquarters.answer)

    def answered(self, till: SmallTill, up: Up) -> tuple[Down, Response]:
        """The answer to a message that the test writes itself, signed as the till would."""
        registration = till.registration()
        assert registration is not None
        request: Request = signed_request(
            pack(up),
            path=EXCHANGE_PATH,
            private_key=registration.private_key,
            key_id=till.till,
            nonce=self.chance.randbytes(16),
            created=0,
        )
        response = self.headquarters.answer(request)
        assert response.status == 200, response.status
        return unpack(response.body, Down), response

    def seen(self) -> Overview:
        with self.db.reading():
            return overview.of(self.headquarters.desk())

    def found(self) -> tuple[Finding, ...]:
        with self.db.reading():
            return verify(self.headquarters.desk()).findings

    def last_seq(self, till: SmallTill) -> int:
        return int(self.db.value("SELECT last_seq FROM tills WHERE till = ?", (till.till,)))


def wire(event: Event) -> WireEvent:
    return WireEvent(event.seq, event.hash, canonical(event))


def whole(till: SmallTill, events: list[Event], *, after: int = 0) -> Up:
    """A message with these events, which follow number `after` of the till's own journal."""
    journal = till.journal()
    before = journal[after - 1].hash if after else bytes(32)
    last = max((event.seq for event in events), default=after)
    return Up(till=till.till, after=after, before=before, last=last, events=tuple(wire(event) for event in events))


def forged(event: Event, *, before: bytes, **changes: object) -> Event:
    """The event with something else in it, rightly hashed after `before`."""
    other = replace(event, **changes)  # type: ignore[arg-type]
    return replace(other, hash=chained(other, before=before))
