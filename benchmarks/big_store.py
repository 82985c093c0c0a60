"""The large shop that the other figures are measured on: 1,000,000 members and 10,000,000 entries, made from a seed.

The real schema, real hashes, the programs and the documents of a real till; only while it is made is nothing synced.
It is made once and kept in a cache folder (`POSAPP_BENCH_FOLDER`, else this system's); `python -m benchmarks.big_store`
makes it beforehand.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import Figure
from benchmarks._big_rows import TILL, Plan, Row, rows
from posapp.loyalty.journal import chained, entry_document
from posapp.loyalty.ledger import balance
from posapp.store import journal, keys, ledger, migrations, schema
from posapp.store.database import Database
from posapp.store.verify import verify

MEMBERS, ENTRIES = 1_000_000, 10_000_000
QUICK = (10_000, 100_000)
KEY = bytes(reversed(range(32)))
ZONE = ZoneInfo("Asia/Seoul")
BEGAN = datetime(2024, 1, 1, 9, 0, tzinfo=ZONE)
BATCH = 20_000

SHOP = {"name": "큰 매장", "currency": "KRW", "timezone": "Asia/Seoul", "language": "ko", "rounding": {"unit": 10}}
PROGRAMS = (
    {"id": "cuts", "kind": "stamp_card", "name": {"en": "Ten cuts", "ko": "커트 10회"}, "size": 10,
     "welcome": 1, "earn": {"per": "visit"}, "rewards": [{"at": 10, "item": {"categories": ["hair"]}}]},
    {"id": "cups", "kind": "stamp_card", "name": {"en": "Cups", "ko": "커피 도장"}, "size": 50,
     "earn": {"per": "amount", "every": 1000}, "rewards": [{"at": 50, "amount": 5000}]},
    {"id": "five", "kind": "fixed_discount", "name": {"en": "Five percent", "ko": "회원 5%"}, "rate": 5,
     "scope": {"categories": ["care"]}},
    {"id": "level", "kind": "tier", "measure": "spend", "window": {"days": 365}, "keep": "window",
     "levels": [{"id": "silver", "from": 300000}, {"id": "gold", "from": 1000000}]},
)  # fmt: skip
PRODUCTS = tuple(
    {"id": f"P{n:04}", "name": {"en": f"Product {n}", "ko": f"상품 {n}"}, "price": 1000 * (1 + n % 40),
     "categories": [("hair", "care", "drink")[n % 3]], "barcodes": [f"880{n:09}0"]}
    for n in range(2000)
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BigStore:
    """A large shop on the disk. Its key is also in a file beside it, so that a till opens it as any other."""

    path: Path
    key: bytes
    plan: Plan
    seconds: float

    def card(self, chance: random.Random) -> str:
        """The card number of some member."""
        return self.plan.card(chance.randrange(self.plan.members))


def cache_folder() -> Path:
    """Where large shops are kept between runs."""
    given = os.environ.get("POSAPP_BENCH_FOLDER")
    if given:
        return Path(given)
    import platformdirs

    return platformdirs.user_cache_path("posapp", appauthor=False) / "benchmarks"


@cache
def big_store(*, quick: bool, folder: Path | None = None, seed: int = 1) -> BigStore:
    """The large shop (`quick`: a hundredth of it), made where it is not there yet or the schema has changed since."""
    wanted_members, wanted_entries = QUICK if quick else (MEMBERS, ENTRIES)
    folder = folder or cache_folder()
    path = folder / f"big-{wanted_members}.posapp"
    plan = Plan(seed=seed, members=wanted_members, entries=wanted_entries, began=BEGAN)
    remark = path.with_suffix(".json")
    told = json.loads(remark.read_text("utf-8")) if remark.exists() and path.exists() else {}
    if told.get("made_of") != _made_of(plan):
        told = {"made_of": _made_of(plan), "seconds": make(path, plan, quick=quick)}
        remark.write_text(json.dumps(told), encoding="utf-8")
    return BigStore(path=path, key=KEY, plan=plan, seconds=told["seconds"])


def _made_of(plan: Plan) -> str:
    """Changes whenever what would be made now is another shop."""
    import hashlib

    rows = Path(__file__).with_name("_big_rows.py").read_bytes()
    whole = repr((plan, schema.FIRST_RELEASE, migrations.names(), PROGRAMS, PRODUCTS[:3])).encode() + rows
    return hashlib.sha256(whole).hexdigest()


def make(path: Path, plan: Plan, *, quick: bool) -> float:
    """Make the shop of a plan and verify it (`quick`: whole, else on a sample); how many seconds it took."""
    from posapp.store.people import KeptPerson
    from posapp.till.first_day import found

    began = time.perf_counter()
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    boss = KeptPerson(id="boss", name="점장", rank="manager", pin="none")
    found(
        path,
        shop=SHOP,
        programs_written=PROGRAMS,
        products_written=PRODUCTS,
        people_there=(boss,),
        moment=BEGAN,
        key=KEY,
        till=TILL,
        shop_code="0001",
    )
    keys.write_key_file(keys.key_file(path), KEY)
    with Database.open(path, KEY) as db:
        _fill(db, plan)
    with Database.open(path, KEY) as db:
        _check(db, plan, quick=quick)
    return time.perf_counter() - began


def _fill(db: Database, plan: Plan) -> None:
    """All rows, with nothing synced and the indexes made at the end: minutes instead of an hour."""
    for pragma in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF",
                   "locking_mode = EXCLUSIVE", "cache_size = -600000", "temp_store = FILE"):  # fmt: skip
        db.execute(f"PRAGMA {pragma}").fetchall()
    late = db.rows("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    for name, _ in late:
        db.execute(f"DROP INDEX {name}")
    waiting: dict[str, list[Row]] = {}
    began: set[str] = set()
    db.execute("BEGIN")
    for table, row in rows(plan):
        ready = waiting.setdefault(table, [])
        ready.append(row)
        if len(ready) >= BATCH:
            _write(db, table, ready)
        if table not in began:
            began.add(table)
            _said(table)
    for table, ready in waiting.items():
        _write(db, table, ready)
    db.execute("COMMIT")
    for name, sql in late:
        _said(name)
        db.execute(sql)


def _write(db: Database, table: str, ready: list[Row]) -> None:
    if ready:
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(ready[0]))})", ready)
        ready.clear()


def _said(what: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _check(db: Database, plan: Plan, *, quick: bool) -> None:
    """What was made is a shop: verified whole where it is small, on a sample where it is large."""
    _said("verified")
    assert db.value("SELECT count(*) FROM members") == plan.members
    assert db.value("SELECT count(*) FROM entries") >= plan.entries
    if quick:
        findings = verify(db).findings
        assert findings == (), findings
        return
    chance = random.Random(plan.seed)
    for first in (1, plan.members - 500, plan.members + plan.sales - 1000):
        events = journal.events_after(db, seq=first, limit=1000)
        assert all(later.hash == chained(later, before=event.hash) for event, later in pairwise(events))
        for event in events:
            documents = [entry_document(entry) for entry in ledger.entries_of(db, till=TILL, seq=event.seq)]
            assert documents == event.body["entries"]
    for _ in range(1000):
        member = plan.member_id(chance.randrange(plan.members))
        standing = ledger.standing(db, member, needs_history=True)
        held = {name: balance(account, on=BEGAN.date()) for name, account in standing.accounts.items()}
        assert held == {name: amount for name, amount in ledger.sums_of(db, member).items() if amount}
        assert standing.visits == len(standing.history)
        assert standing.spent_minor == sum(sale.paid_minor for sale in standing.history)


def run(quick: bool) -> list[Figure]:
    """How large the large shop is, and how long it took to make."""
    made = big_store(quick=quick)
    with Database.open(made.path, made.key) as db:
        counted = [
            Figure(name=f"{table} in it", value=db.value(f"SELECT count(*) FROM {table}"), unit="rows")
            for table in ("members", "entries", "events", "sales")
        ]
    return [
        *counted,
        Figure(name="its size", value=made.path.stat().st_size / 1e9, unit="GB"),
        Figure(name="made in", value=made.seconds / 60, unit="minutes"),
    ]


def main() -> None:
    """Make it beforehand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.big_store", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundredth of it")
    parser.add_argument("--folder", type=Path, help="where to keep it")
    args = parser.parse_args()
    print(big_store(quick=args.quick, folder=args.folder).path)


if __name__ == "__main__":
    main()
