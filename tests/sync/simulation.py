"""Tills and a headquarters in one process, from one seed: real files, real signatures, a line that does its worst.

Time is a number that jumps from one thing to the next. After the trouble the line heals, and `World.check` holds both
sides to what must always hold. The same seed gives the same run to the byte.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from posapp.hq import admission, comparison, figures
from posapp.hq.database import Database, Row
from posapp.hq.service import Headquarters
from posapp.hq.verify import verify
from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.exchange import balance_digest
from posapp.loyalty.journal import canonical
from posapp.sync.carry import Answer, Asking, Silence, opened, seal
from posapp.sync.engine import Engine
from posapp.sync.enrolment import enrol
from posapp.sync.signatures import Request, Response
from tests.sync.small_till import SmallTill, member_of, sale_body, stamp

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PATIENCE_S = 20.0
"""So long a till's transport waits for an answer."""


class CrashError(Exception):
    """The power went off in the middle of something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """How bad it is: shares of 1 for each message or step, and the longest delay in seconds."""

    loss: float = 0.0
    twice: float = 0.0
    cut: float = 0.0
    page: float = 0.0
    crash: float = 0.0
    delay_s: float = 0.05

    @classmethod
    def drawn(cls, chance: Random) -> Trouble:
        """Some mixture, up to half of everything lost, half doubled, and a delay of up to seven days."""
        return cls(
            loss=chance.choice((0, 0.1, 0.5)),
            twice=chance.choice((0, 0.1, 0.5)),
            cut=chance.choice((0, 0.1)),
            page=chance.choice((0, 0.1)),
            crash=chance.choice((0, 0.02)),
            delay_s=chance.choice((0.05, 5.0, 60.0, 7 * 86400.0)),
        )


CALM = Trouble()
PORTAL = Response(200, b"<html>Free Wi-Fi: accept our terms</html>", {"content-type": "text/html"})


class _FailingDatabase(Database):
    """Headquarters' file on a machine that may stop at any statement."""

    step_taken: Callable[[], None] | None = None

    def execute(self, sql: str, values: Sequence[object] = ()) -> Any:
        if self.step_taken is not None:
            self.step_taken()
        return super().execute(sql, values)


class SimulatedTill:
    """A till, its engine, its wrong clock, and what it promised to its clerk."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.wrong = timedelta(days=world.chance.choice((0, 0, 3650, -3650)))
        self.path = world.folder / f"{name}.db"
        self.acknowledged: list[str] = []
        self.asking: Asking | None = None
        self.started = 0
        self.start()

    def start(self) -> None:
        """Switched on, maybe after a crash: only what is on the disk is known."""
        self.till = SmallTill(self.path, self.name, step_taken=self.world.maybe_crash)
        self.engine = self.world.engine_class(
            self.till,
            wall=lambda: BEGAN + timedelta(seconds=self.world.now) + self.wrong,
            chance=self.world.chance,
            nonce=self.world.chance.randbytes,
            batch=self.world.batch,
        )
        self.asking = None
        self.started += 1

    def crash(self) -> None:
        self.till.close()
        self.start()

    def guarded(self, work: Callable[[], None]) -> None:
        """Do it, or crash in the middle of it and start again."""
        try:
            work()
        except CrashError:
            self.crash()


class World:
    """A whole chain. `headquarters_class` and `engine_class` let a test break a rule on purpose."""

    def __init__(
        self,
        seed: int,
        folder: Path,
        *,
        tills: int,
        engine_class: type[Engine] = Engine,
        headquarters_class: type[Headquarters] = Headquarters,
        stores: int = 1,
        batch: int = 7,
    ) -> None:
        self.seed, self.folder, self.chance = seed, folder, Random(seed)
        self.engine_class, self.headquarters_class, self.batch = engine_class, headquarters_class, batch
        self.now = 0.0
        self.trouble = CALM
        self.always = True
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.start_headquarters()
        self.tills = [SimulatedTill(self, f"till-{n}") for n in range(tills)]
        for n, till in enumerate(self.tills):
            self.enrol(till, store=f"store-{n % stores}")
        self.members: list[str] = []

    # Headquarters

    def start_headquarters(self) -> None:
        db = _FailingDatabase.open(self.folder / "hq.db", create=True, key=bytes(31) + b"k")
        assert isinstance(db, _FailingDatabase)
        self.db = db
        self.db.execute("PRAGMA synchronous = OFF")  # no real power fails here, and there are thousands of commits
        self.headquarters = self.headquarters_class(
            self.db, clock=lambda: BEGAN + timedelta(seconds=self.now), chance=self.chance.randbytes
        )
        self.db.step_taken = self.maybe_crash

    def copy_headquarters(self) -> None:
        """What a backup would keep."""
        with self._unhurt():
            self.db.copy_to(self.folder / "old.db")

    def restore_headquarters(self) -> None:
        """Headquarters is lost; its old copy is put in place. From now on tills may believe more than there is, until
        they are asked for it again."""
        self.db.step_taken = None
        self.db.close()
        for name in ("hq.db", "hq.db-wal", "hq.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / "old.db").rename(self.folder / "hq.db")
        self.always = False
        self.start_headquarters()

    @contextmanager
    def _unhurt(self) -> Iterator[None]:
        """A look from outside, during which nothing crashes."""
        self.db.step_taken = None
        yield
        self.db.step_taken = self.maybe_crash

    def enrol(self, till: SimulatedTill, *, store: str) -> None:
        with self.db.transaction():
            code = admission.new_code(self.headquarters.desk(), name=till.name, store=store)
        enrol(
            till.till,
            self.headquarters.answer,
            url="simulated",
            code=code,
            private_key=self.chance.randbytes(32),
            nonce=self.chance.randbytes(16),
            created=0,
        )

    def _answered(self, request: Request) -> Response | None:
        """What headquarters answers; on a crash it is started again and says nothing."""
        try:
            return self.headquarters.answer(request)
        except (CrashError, StoreUnavailable):
            self.db.step_taken = None
            self.db.close()
            self.start_headquarters()
            return None

    # Trouble

    def maybe_crash(self) -> None:
        if self.trouble.crash and self.chance.random() < self.trouble.crash:
            raise CrashError

    def _delays(self) -> list[float]:
        """When the copies of one message arrive: none, one or two of them."""
        if self.chance.random() < self.trouble.loss:
            return []
        copies = 2 if self.chance.random() < self.trouble.twice else 1
        return [self.chance.random() ** 4 * self.trouble.delay_s for _ in range(copies)]

    def _spoilt(self, body: bytes) -> bytes:
        if self.chance.random() >= self.trouble.cut or not body:
            return body
        at = self.chance.randrange(len(body))
        if self.chance.random() < 0.5:
            return body[:at]
        return body[:at] + bytes([body[at] ^ 1 << self.chance.randrange(8)]) + body[at + 1 :]

    # The passing of time

    def at(self, moment: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (moment, next(self._order), what))

    def run_until(self, end: float) -> None:
        while self._agenda and self._agenda[0][0] <= end:
            self.now, _, what = heapq.heappop(self._agenda)
            what()
        self.now = end

    def sync(self, till: SimulatedTill) -> None:
        """One look of the till's engine at the clock; what it asks goes out on the line."""

        def ask() -> None:
            asking = till.engine.prepare(self.now)
            self.check_always()
            if asking is None:
                return
            till.asking = asking
            request = seal(asking)
            started = till.started
            for delay in self._delays():
                spoilt = replace(request, body=self._spoilt(request.body))
                self.at(self.now + delay, partial(self._arrive, till, asking, request, spoilt, started))
            self.at(self.now + PATIENCE_S, lambda: self._hear(till, asking, Silence("patience"), started))

        till.guarded(ask)

    def _arrive(self, till: SimulatedTill, asking: Asking, request: Request, heard: Request, started: int) -> None:
        response = self._answered(heard)
        if self.chance.random() < self.trouble.page:
            response = PORTAL
        if response is None:
            return
        for delay in self._delays():
            spoilt = replace(response, body=self._spoilt(response.body))
            answer = opened(asking, request, spoilt)
            self.at(self.now + delay, partial(self._hear, till, asking, answer, started))

    def _hear(self, till: SimulatedTill, asking: Asking, answer: Answer, started: int) -> None:
        if till.started != started or till.asking is not asking:
            return  # the process that asked is gone, or has given up waiting
        till.asking = None
        till.guarded(lambda: self._take(till, asking, answer))
        self.check_always()

    def _take(self, till: SimulatedTill, asking: Asking, answer: Answer) -> None:
        till.engine.take(asking, answer, now=self.now)

    # What clerks do

    def clerk(self, till: SimulatedTill) -> None:
        """One enrolment or sale; acknowledged when it is on the disk."""
        word = f"{till.name}-{self.chance.getrandbits(64):016x}"
        moment = (BEGAN + timedelta(seconds=self.now) + till.wrong).isoformat()
        known = sorted(till.till.members())

        def work() -> None:
            if not known or self.chance.random() < 0.15:
                member = f"m-{word}"
                profile = member_of(member, card=word[-16:], phone=word[-8:])
                till.till.record("enrol", word, moment, {"day": "2026-03-02", "member": member}, profile=profile)
                self.members.append(member)
            else:
                member = self.chance.choice(known)
                body = sale_body(word, member, due_minor=self.chance.randrange(1, 99) * 100, off_minor=50)
                till.till.record(
                    "sale", word, moment, body, stamp(member), stamp(member, -2) if word < "m" else stamp("*")
                )
            till.acknowledged.append(word)
            till.engine.wake(self.now)

        till.guarded(work)

    def live(self, *, days: float, sales: int, trouble: Trouble) -> None:
        """So many sales over so long, with tills asking whenever they want to."""
        self.trouble = trouble
        end = self.now + days * 86400
        for _ in range(sales):
            till = self.chance.choice(self.tills)
            self.at(self.now + self.chance.random() * (end - self.now), partial(self.clerk, till))
        for till in self.tills:
            for _ in range(sales):
                self.at(self.now + self.chance.random() * (end - self.now), partial(self.sync, till))
        self.run_until(end)

    def heal(self) -> None:
        """The line is whole again. Within three rounds of every till (a round is as many questions as it has answers to
        ask for) everything is to be even."""
        self.trouble = CALM
        self.run_until(self.now + 8 * 86400)
        for _ in range(3):
            for till in self.tills:
                till.engine.hurry(self.now)
                for _ in range(400):
                    if till.engine.due > self.now:
                        break
                    till.engine.step(self.now, self._answered)
                self.now += 1

    # What must hold

    def check_always(self) -> None:
        """Confirmed by headquarters is in headquarters, whatever a till has just been told."""
        if not self.always:
            return
        with self._unhurt():
            for till in self.tills:
                kept, believed = self._last_seq(till.name), till.till.confirmed()
                assert believed <= kept, f"{till.name} believes {believed} confirmed of {kept}"

    def _last_seq(self, till: str) -> int:
        return int(self.db.value("SELECT last_seq FROM tills WHERE till = ?", (till,)))

    def check(self) -> None:
        """Nothing lost, nothing twice, nothing made up; both sides' sums equal."""
        with self.db.reading():
            found = verify(self.headquarters.desk())
        assert found.findings == (), found.findings
        for till in self.tills:
            journal = till.till.journal()
            assert set(till.acknowledged) <= {event.id for event in journal}
            rows: list[Row] = self.db.rows("SELECT event FROM events WHERE till = ? ORDER BY seq", (till.name,))
            assert [row[0] for row in rows] == [canonical(event) for event in journal], till.name
            assert till.engine.status().state == "online"
            assert till.till.waiting() == 0
        assert not self.db.rows("SELECT * FROM aside"), "a till was taken for a copy of itself"
        assert not self.db.rows("SELECT * FROM dead_letters")
        assert not self.db.rows("SELECT * FROM unchecked"), "balances that were never compared"
        assert not self.db.rows("SELECT key, about FROM attention WHERE settled IS NULL")
        self._check_sums()

    def _check_sums(self) -> None:
        sales = [event for till in self.tills for event in till.till.journal() if event.kind == "sale"]
        counted = figures.of_day(self.headquarters.desk(), "2026-03-02")
        assert counted.totals["sales"] == len(sales)
        assert counted.totals["due_minor"] == sum(int(event.body["due_minor"]) for event in sales)
        assert counted.programs["discounts"].get("five", 0) == 50 * len(sales)
        for till in self.tills:
            (store,) = self.db.row("SELECT store FROM tills WHERE till = ?", (till.name,)) or ("",)
            known = [row[0] for row in self.db.rows("SELECT holder FROM known WHERE store = ?", (store,))]
            for holder in [*known, "*"]:
                ours = comparison.digest(self.headquarters.desk(), holder)
                assert balance_digest(till.till.balances(holder)) == ours, f"{till.name} and {holder}"
            assert set(known) <= set(till.till.members()), f"{till.name} misses members"
