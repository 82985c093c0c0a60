"""Opening a shop's file, and transactions in it. The only place that makes connections.

A `Database` belongs to the thread that opened it. Several processes (the window and the command line) may have the
same file open: a writer begins `IMMEDIATE`, so that what it read cannot be changed under it, and waits for the other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from posapp.loyalty.errors import StoreUnavailable
from posapp.store import keys, log_room, migrations, schema
from posapp.store.driver import BUSY_MS, Connection, DriverError, connect, full_or_faulty, prepare, unavailable
from posapp.store.ids import random_till_id

if TYPE_CHECKING:
    import sqlite_utils

Row = tuple[Any, ...]

IDLE_PAGES = 4000
"""The log is worth moving home when so many pages (16 MB, some 150 sales) wait in it."""

LOG_PAGES = 5000
"""So many pages the log has room for once the till was idle."""


class Database:
    """An open shop's file. `till` is the id under which its events are numbered.

    `execute`, `rows`, `row` and `value` are plain SQL (a sale's path costs 2.5 times as much through a table library);
    they raise `StoreUnavailable` where the disk, the lock or the file forbids, and the driver's own error for a bug.
    """

    def __init__(self, path: Path, key: bytes, *, busy_ms: int = BUSY_MS) -> None:
        """Open what is there, without bringing it up to date: `Database.open` and `create` are meant to be called."""
        self.path = path
        self._key = key
        self._busy_ms = busy_ms
        self._savepoints = 0
        self._gone = False  # the file could not be opened again: the next transaction tries once more
        self.till = ""
        self.accounts_known: set[str] = set()  # those that are in the table: a sale need not ask again
        self.connection: Connection = self._connected()

    @classmethod
    def open(cls, path: Path | str, key: bytes | None = None, *, busy_ms: int = BUSY_MS) -> Database:
        """Open the shop's file at `path`, with the key given or the one that is kept, and bring it up to date.

        `StoreUnavailable` says what forbids it; the file is then as it was.
        """
        path = Path(path)
        _look_at(path)
        db = cls(path, keys.find_key(path) if key is None else key, busy_ms=busy_ms)
        try:
            db._check_ours()
            prepare(db.connection)
            if db._known_steps() != set(migrations.names()):
                migrations.apply(db.tables)
            db._read_till()
        except DriverError as error:
            db.close()
            raise unavailable(error, path) or error from None
        except BaseException:
            db.close()
            raise
        return db

    @classmethod
    def create(
        cls, path: Path | str, key: bytes | None = None, *, till: str | None = None, moment: datetime | None = None
    ) -> Database:
        """Make a new, empty shop's file and open it. Without a `key` one is made and kept (see `keys.keep_key`).

        `till` and `moment` are for those who want everything from a seed. `StoreUnavailable` where there is a file
        already, or the folder cannot be written.
        """
        path = Path(path)
        if path.exists():
            raise StoreUnavailable.because("store.exists", file=path.name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable.because("store.folder_read_only", folder=str(path.parent)) from error
        if not os.access(path.parent, os.W_OK):
            raise StoreUnavailable.because("store.folder_read_only", folder=str(path.parent))
        if key is None:
            key = keys.key_to_be(path)
        began = (moment or datetime.now(UTC)).isoformat()
        try:
            connection = connect(path, key, mode="rwc")
            connection.execute("PRAGMA user_version = 0")
            connection.close()
            db = cls(path, key)
            prepare(db.connection)
            migrations.apply(db.tables)
            db.execute("INSERT INTO tills (id, began, why) VALUES (?, ?, 'new')", (till or random_till_id(), began))
            db._read_till()
        except DriverError as error:
            for part in (path, *_beside(path)):
                part.unlink(missing_ok=True)  # ours: there was none when we began
            raise unavailable(error, path) or error from None
        keys.sync_folder(path.parent)
        return db

    # Reading and writing

    def execute(self, sql: str, values: Sequence[object] = ()) -> Any:
        """One statement; the driver's cursor."""
        try:
            return self.connection.execute(sql, values)
        except DriverError as error:
            raise self._said(error) from None

    def executemany(self, sql: str, values: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> None:
        """One statement for each of `values`."""
        try:
            self.connection.executemany(sql, values)
        except DriverError as error:
            raise self._said(error) from None

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows."""
        try:
            return self.connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]
        except DriverError as error:
            raise self._said(error) from None

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row, or None."""
        try:
            return self.connection.execute(sql, values).fetchone()  # type: ignore[no-any-return]
        except DriverError as error:
            raise self._said(error) from None

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, values)
        return found[0] if found else None

    @property
    def tables(self) -> sqlite_utils.Database:
        """The same connection as `sqlite_utils` sees it: for migrations and for whatever is not on a sale's path."""
        import sqlite_utils

        return sqlite_utils.Database(self.connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. It begins `IMMEDIATE`; inside another it is a savepoint.

        `StoreUnavailable` where the lock could not be had, or the disk refused. If that came from the commit itself
        (`store.commit_failed`) nobody knows yet whether it is on the disk: see `journal.settle`.
        """
        if self._gone:
            self.reopen()
        if self.connection.in_transaction:
            yield from self._nested()
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException as error:
            self._roll_back()
            if isinstance(error, DriverError):
                raise self._said(error) from None
            raise
        try:
            self.connection.execute("COMMIT")
        except DriverError as error:
            self._roll_back()
            said = unavailable(error, self.path)
            if said is None:
                raise
            if said.reason.key == "store.disk_full":  # the log has no room for all of it: surely not on the disk
                raise said from error
            raise StoreUnavailable.because("store.commit_failed", file=self.path.name) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read within is as of one moment, whatever others write meanwhile."""
        if self._gone:
            self.reopen()
        if self.connection.in_transaction:
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        finally:
            self._roll_back()

    @property
    def own_tills(self) -> tuple[str, ...]:
        """The ids under which this file has numbered events: this till's, and those from before it was restored."""
        return tuple(str(name) for (name,) in self.rows("SELECT id FROM tills ORDER BY began, id"))

    @property
    def others_wrote(self) -> int:
        """A number that changes when another connection has committed to the file."""
        return int(self.value("PRAGMA data_version"))

    def _nested(self) -> Iterator[None]:
        self._savepoints += 1
        name = f"nested_{self._savepoints}"
        self.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self.accounts_known.clear()
            # A full disk has rolled everything back by itself; then there is no savepoint to go back to.
            if self.connection.in_transaction:
                self.execute(f"ROLLBACK TO {name}")
                self.execute(f"RELEASE {name}")
            raise
        else:
            self.execute(f"RELEASE {name}")
        finally:
            self._savepoints -= 1

    def _roll_back(self) -> None:
        self.accounts_known.clear()
        if self.connection.in_transaction:  # a full disk has rolled back by itself, a second ROLLBACK would raise
            self.connection.execute("ROLLBACK")

    def _said(self, error: DriverError) -> Exception:
        """What a person is told of a driver's error; the error itself where it is a bug."""
        if self._gone:
            return StoreUnavailable.because("store.cannot_open", file=self.path.name)
        return full_or_faulty(error, self.path) or error

    def must_be_writing(self) -> None:
        """Functions of this room never commit by themselves: a call outside a transaction is a bug."""
        if not self.connection.in_transaction:
            raise RuntimeError("this writes: it must be called inside db.transaction()")

    # Idle moments, and the end

    def checkpoint_when_idle(self, *, at_least: int = IDLE_PAGES) -> int:
        """Move the write-ahead log into the file if `at_least` pages wait in it, and see that it has room for what
        comes; how many wait then.

        It waits for nobody. The till calls it when nothing is to be done, so that no sale ever pays for it. Not after
        each sale: the first commit to a log that was moved home begins it anew and goes to the disk twice.
        """
        waiting = self._waiting_pages("NOOP")
        waiting = waiting if waiting < at_least else self._waiting_pages("PASSIVE")
        self.make_room(pages=LOG_PAGES)
        return waiting

    def make_room(self, *, pages: int) -> None:
        """Let the log have room for so many pages of changes, so that no commit makes it longer (see `log_room`). Where
        another process writes just now, or the disk is nearly full, nothing is done."""
        log, _ = _beside(self.path)
        wanted = pages * (int(self.value("PRAGMA page_size")) + log_room.FRAME_HEAD)
        if self.connection.in_transaction or not log_room.is_short(log, wanted=wanted):
            return
        self.execute("PRAGMA busy_timeout = 0")
        try:
            with suppress(StoreUnavailable, OSError), self.transaction():  # whoever writes to the log holds this lock
                log_room.lengthen(log, wanted=wanted)
        finally:
            self.execute(f"PRAGMA busy_timeout = {self._busy_ms}")

    def _waiting_pages(self, how: str) -> int:
        _, in_log, moved = self.row(f"PRAGMA wal_checkpoint({how})") or (0, 0, 0)
        return int(max(0, in_log - moved))

    def reopen(self) -> None:
        """Leave the connection as it is and make a new one: after a failed commit the old one is not to be trusted."""
        self.close()
        self._gone = True
        self.connection = self._connected()
        self._gone = False
        try:
            prepare(self.connection)
        except DriverError as error:
            raise self._said(error) from None

    def close(self) -> None:
        """Close the file. A second time does nothing."""
        self.connection.close()

    def __enter__(self) -> Self:
        """For ``with Database.open(path) as db``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def another(self) -> Database:
        """A second connection to the same file, for work that holds a snapshot open or belongs to another thread."""
        return Database.open(self.path, self._key, busy_ms=self._busy_ms)

    @property
    def key(self) -> bytes:
        """The key the file was opened with: for the recovery sheet and for backups."""
        return self._key

    # Opening

    def _connected(self) -> Connection:
        """A keyed connection that has read the file's first page."""
        try:
            connection = connect(self.path, self._key, busy_ms=self._busy_ms)
        except DriverError as error:
            raise self._said(error) from None
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except DriverError as error:
            connection.close()
            if getattr(error, "sqlite_errorcode", None) == 26:  # the first page could not be read with this key
                right = keys.key_id(self._key) == keys.file_id(self.path)
                raise StoreUnavailable.because(
                    "store.damaged" if right else "key.wrong", file=self.path.name
                ) from error
            raise self._said(error) from None
        return connection

    def _known_steps(self) -> set[str]:
        """The migrations that the file has had. `StoreUnavailable` where it has had one that we do not know."""
        there = self.value("SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'")
        if not there:
            return set()
        taken = self.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (migrations.MIGRATION_SET,))
        steps = {str(name) for (name,) in taken}
        if steps - set(migrations.names()):
            raise StoreUnavailable.because("store.newer", file=self.path.name)
        return steps

    def _check_ours(self) -> None:
        """Before anything is changed: is it a shop's file, and not of a newer release?"""
        if self.value("PRAGMA application_id") != schema.APPLICATION_ID:
            raise StoreUnavailable.because("store.not_a_shop", file=self.path.name)
        self._known_steps()

    def _read_till(self) -> None:
        self.till = str(self.value("SELECT id FROM tills WHERE ended IS NULL") or "")


def _beside(path: Path) -> tuple[Path, Path]:
    """The files that SQLite keeps beside the shop's while it is open."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def _look_at(path: Path) -> None:
    """Whatever can be told before the key is asked for. `StoreUnavailable`."""
    if not path.exists():
        raise StoreUnavailable.because("store.missing", file=str(path))
    if not path.is_file():
        raise StoreUnavailable.because("store.not_a_shop", file=path.name)
    if not os.access(path, os.R_OK):
        raise StoreUnavailable.because("store.cannot_open", file=path.name)
    if not os.access(path, os.W_OK):
        raise StoreUnavailable.because("store.read_only", file=path.name)
    if not os.access(path.parent, os.W_OK):
        raise StoreUnavailable.because("store.folder_read_only", folder=str(path.parent))
    if keys.looks_like_text(keys.file_id(path)):
        raise StoreUnavailable.because("store.not_a_shop", file=path.name)
