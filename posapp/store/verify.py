"""What must always hold, held against the whole file: `posapp verify`, and the owner's button.

It reads one moment of the shop on a connection of its own and changes nothing, so that selling goes on beside it.
Each check is a function that yields findings; all of them run, whatever the others find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.words import Reason
from posapp.store import balances, chain, counters, keys, schema
from posapp.store.database import Database
from posapp.store.driver import DriverError, unavailable
from posapp.store.progress import Progress, silent

MOST = 100
"""So many findings of one check are given; the rest are counted in its last one."""

_CALL_EVERY = 100_000
"""Steps of SQLite's machine between two looks at whether somebody stopped it."""

_INTERRUPTED = 9

Check = Callable[[Database, Progress], Iterator[Reason]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at and what was found; `findings` is empty where all is in order."""

    events: int
    entries: int
    members: int
    sales: int
    findings: tuple[Reason, ...]

    @property
    def in_order(self) -> bool:
        """Nothing was found."""
        return not self.findings


def verify(db: Database, *, progress: Progress = silent) -> Verified:
    """Run every check. `progress` counts in thousandths of the work and may stop it by raising.

    `StoreUnavailable` where the file cannot be read at all.
    """
    whole = sum(weight for _, weight in CHECKS)
    findings: list[Reason] = []
    with db.another() as reader:
        reader.execute("BEGIN")
        counts = [
            int(reader.value(f"SELECT count(*) FROM {name}")) for name in ("events", "entries", "members", "sales")
        ]
        done = 0
        for check, weight in CHECKS:
            findings += _run(check, reader, _part(progress, done, weight, whole))
            done += weight
            progress(1000 * done // whole, 1000)
    events, entries, members, sales = counts
    return Verified(events=events, entries=entries, members=members, sales=sales, findings=tuple(findings))


def _run(check: Check, reader: Database, progress: Progress) -> list[Reason]:
    stopped: list[BaseException] = []

    def look() -> int:
        try:
            progress(0, 1)
        except BaseException as stop:  # it must not be lost in the driver, which would only say "interrupted"
            stopped.append(stop)
            return 1
        return 0

    reader.connection.set_progress_handler(look, _CALL_EVERY)
    try:
        found = check(reader, progress)
        first = list(islice(found, MOST))
        more = sum(1 for _ in found)
    except (DriverError, StoreUnavailable) as error:
        if stopped or getattr(error, "sqlite_errorcode", None) == _INTERRUPTED:
            raise (stopped[0] if stopped else KeyboardInterrupt) from None
        refusal = error if isinstance(error, StoreUnavailable) else unavailable(error, reader.path)
        if refusal is None or refusal.reason.key != "store.damaged":
            raise
        return [refusal.reason]  # a damaged page: the other checks may still say what stands on the others
    finally:
        reader.connection.set_progress_handler(None, 0)
    return [*first, Reason.of("verify.and_more", count=more)] if more else first


def _part(progress: Progress, done: int, weight: int, whole: int) -> Progress:
    """The progress of one check as a part of the whole; it never goes back."""
    furthest = [0]

    def step(at: int, of: int) -> None:
        furthest[0] = max(furthest[0], at * 1000 // max(1, of))
        progress((done * 1000 + weight * furthest[0]) // whole, 1000)

    return step


def check_pages(db: Database, progress: Progress) -> Iterator[Reason]:
    """Every page against its checksum, and the trees that they make."""
    progress(0, 3)
    sql = "PRAGMA cipher_integrity_check"
    bad = {str(row[0]) for row in db.rows(sql)}
    if bad:  # a page that was being written while it was read is right the second time
        bad &= {str(row[0]) for row in db.rows(sql)}
    for what in sorted(bad):
        yield Reason.of("verify.page", what=what)
    if keys.file_id(db.path) != keys.key_id(db.key):
        yield Reason.of("verify.page", what="1")
    progress(1, 3)
    for (line,) in db.rows("PRAGMA integrity_check(20)"):
        if line != "ok":
            yield Reason.of("verify.tree", what=str(line).splitlines()[0])


def check_triggers(db: Database, _progress: Progress) -> Iterator[Reason]:
    """The guards of the tables that only grow are in place."""
    there = {str(name) for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for name in sorted(schema.TRIGGERS - there):
        yield Reason.of("verify.guard", name=name)


CHECKS: tuple[tuple[Check, int], ...] = (
    (check_pages, 40),
    (check_triggers, 1),
    (chain.check_chain, 15),
    (balances.check_balances, 6),
    (counters.check_sales, 10),
    (counters.check_members, 4),
    (counters.check_history, 23),
    (counters.check_cards, 2),
    (counters.check_activity, 1),
)
"""With the share of the time that each takes on a large shop."""
