"""What the way to headquarters costs, durable at both ends, on loopback, on this one machine.

A real till's journal goes up in batches of 500 to a real headquarters in a process of its own: hashes checked, entries,
balances, figures, the list for other tills, what to compare, signatures both ways. Beside it the least that could be
done: the same events' bytes, compressed, into one table through the same driver, committed in the same batches. The
500 events a second that ten thousand tills make at their busiest (`docs/sync.md`) are no promise of this cut.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import zstandard
from sqlcipher3 import dbapi2 as driver

from benchmarks import Figure, of_times
from posapp.hq.admission import new_code
from posapp.hq.serve import open_headquarters
from posapp.loyalty.journal import canonical
from posapp.loyalty.ledger import Entry
from posapp.loyalty.members import Member
from posapp.store import journal, members
from posapp.sync.engine import make_engine
from posapp.sync.enrolment import enrol
from posapp.sync.http import HttpTransport
from posapp.till import first_day
from posapp.till.context import Till, open_till
from posapp.till.outbox import Outbox

ZONE = ZoneInfo("Asia/Seoul")
BATCH = 500
PEOPLE = 200


def run(quick: bool) -> list[Figure]:
    """Events a second up, beside the least that could be done; and what a question costs when nothing is new."""
    count = 2_000 if quick else 50_000
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        till = _shop(folder, count)
        try:
            with _headquarters(folder) as address, HttpTransport(address) as transport:
                up_s, polls = _sent(folder, till, transport, address)
            least_s = _least(folder, till)
        finally:
            till.close()
    return [
        Figure(name=f"events up, of {count:,} in batches of 500", value=count / up_s, unit="a second"),
        Figure(name="the same bytes into one table by hand", value=count / least_s, unit="a second"),
        Figure(name="up, beside by hand", value=up_s / least_s, unit="×"),
        *of_times("a question when nothing is new", polls),
    ]


def _shop(folder: Path, count: int) -> Till:
    """A shop whose journal holds `count` sales, most to members, as a till writes them."""
    path = folder / "shop.posapp"
    shop = {"currency": "KRW", "timezone": "Asia/Seoul", "name": "Bench", "language": "ko"}
    now = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)
    key = bytes(32)
    first_day.found(path, shop=shop, programs_written=(), products_written=(), people_there=(), moment=now, key=key)
    till = open_till(path, key=key)
    db = till.database
    with db.transaction():
        for n in range(PEOPLE):
            member = f"m{n:06}"
            members.add_member(db, Member(id=member, name=f"회원 {n}", joined=now.date(), phone=f"010{n:08}"))
            body = {"day": "2026-03-02", "member": member}
            journal.append_event(db, kind="enrol", event_id=f"e{n:032x}", moment=now, body=body)
        for n in range(count - PEOPLE):
            _sale(till, n, now)
    return till


def _sale(till: Till, n: int, now: datetime) -> None:
    sale, member = f"{n:030x}", f"m{n % PEOPLE:06}"
    body = {
        "sale": sale, "day": "2026-03-02", "member": member, "list_minor": 30_000, "discount_minor": 1500,
        "due_minor": 28_500, "discounts": {"five": 1500}, "paid_with": {}, "earned": {"cuts": 1, "cups": 28},
        "tender": "cash", "cashier": "p1",
    }  # fmt: skip
    entries = (
        Entry(account="cuts", holder=member, cause="earn", amount=1, lot=f"{sale}/0"),
        Entry(account="cups", holder=member, cause="earn", amount=28, lot=f"{sale}/1"),
    )
    journal.append_event(till.database, kind="sale", event_id=sale, moment=now, body=body, entries=entries)


@contextmanager
def _headquarters(folder: Path) -> Iterator[str]:
    words = ["hq", "serve", "--port", "0", "--json", "--database", str(folder / "hq.db")]
    process = subprocess.Popen(
        [sys.executable, "-m", "posapp", *words],
        cwd=Path(__file__).resolve().parent.parent,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["address"]
    finally:
        process.terminate()
        process.communicate()


def _sent(folder: Path, till: Till, transport: HttpTransport, address: str) -> tuple[float, list[float]]:
    """Seconds until both sides are even, digests compared; then seconds of each of 200 questions without news."""
    headquarters = open_headquarters(folder / "hq.db")
    with headquarters.db.transaction():
        code = new_code(headquarters.desk(), name="Bench")
    headquarters.db.close()
    outbox = Outbox(till)
    chance = os.urandom
    enrol(outbox, transport, url=address, code=code, private_key=chance(32), nonce=chance(16), created=0)
    engine = make_engine(outbox)
    began = time.perf_counter()
    while engine.due <= 0:
        engine.step(0, transport)
    taken = time.perf_counter() - began
    if outbox.waiting() or engine.status().problem:
        raise RuntimeError(f"not even: {engine.status()}")
    polls = []
    for _ in range(200):
        engine.hurry(0)
        asked = time.perf_counter()
        engine.step(0, transport)
        polls.append(time.perf_counter() - asked)
    return taken, polls


def _least(folder: Path, till: Till) -> float:
    """The same events read from the till and written by hand, durable, in the same batches."""
    key = "x'" + bytes(32).hex() + "'"
    connection = driver.connect(str(folder / "by-hand.db"), isolation_level=None)
    connection.execute(f'PRAGMA key = "{key}"')
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE events (till, seq, hash, event, PRIMARY KEY (till, seq)) WITHOUT ROWID")
    began, after = time.perf_counter(), 0
    while batch := journal.events_after(till.database, seq=after, limit=BATCH):
        rows = [(event.till, event.seq, event.hash, canonical(event)) for event in batch]
        packed = zstandard.ZstdCompressor(level=3).compress(b"".join(row[3] for row in rows))
        zstandard.ZstdDecompressor().decompress(packed)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
        after = batch[-1].seq
    taken = time.perf_counter() - began
    connection.close()
    return taken
