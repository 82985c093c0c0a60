"""Headquarters' file: one SQLite database, encrypted, in write-ahead mode, every commit on the disk before it counts.

The key is in a file beside it that only its owner may read (`NAME.key`); who copies the database keeps the key apart.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from posapp.hq.schema import STEPS
from posapp.loyalty.errors import StoreUnavailable

LEAST_SQLITE = (3, 51, 3)
"""Before this a checkpoint that met a commit could damage the file (the WAL-reset fault)."""
CHECKPOINT_PAGES = 4000

_APPLICATION_ID = 0x706F7368  # "posh": this file is a headquarters'
_MEANING = {
    5: "hq.store_busy",
    8: "hq.store_read_only",
    10: "hq.store_disk",
    11: "hq.store_damaged",
    13: "hq.store_full",
    14: "hq.store_cannot_open",
    26: "hq.store_wrong_key",
}

Row = tuple[Any, ...]


class Database:
    """An open file. It belongs to the thread that opened it.

    `execute` and its companions raise `StoreUnavailable` where the disk, a lock or the key forbids, the driver's
    own error where it is a bug.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Open without looking; `Database.open` is meant to be called."""
        self.path, self._key = path, key
        self._connection = driver.connect(str(path), isolation_level=None, timeout=10, cached_statements=256)
        self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False, key: bytes | None = None) -> Database:
        """Open the file, bring it up to date; with `create`, make it where there is none.

        `StoreUnavailable` where there is no file or no key, or the key is another's, or the file a newer release's.
        """
        path = Path(path)
        if driver.sqlite_version_info < LEAST_SQLITE:
            raise StoreUnavailable.because("hq.store_driver_old", version=driver.sqlite_version)
        if not path.exists() and not create:
            raise StoreUnavailable.because("hq.store_missing", file=path.name)
        db: Database | None = None
        try:
            db = cls(path, key if key is not None else _key_beside(path))
            db._prepare()
        except driver.Error as error:
            if db is not None:
                db.close()
            raise _meaning(error, path) from error
        except OSError as error:
            raise StoreUnavailable.because("hq.store_cannot_open", file=path.name) from error
        except BaseException:
            if db is not None:
                db.close()
            raise
        return db

    def _prepare(self) -> None:
        for pragma in (
            "cipher_log_level = NONE",
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = ON",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "trusted_schema = OFF",
            "temp_store = MEMORY",
            "cache_size = -64000",
            f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
        ):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        with self.transaction():
            (made,) = self.row("PRAGMA application_id") or (0,)
            (steps,) = self.row("PRAGMA user_version") or (0,)
            if made not in (0, _APPLICATION_ID) or (made == 0 and self.row("SELECT 1 FROM sqlite_master")):
                raise StoreUnavailable.because("hq.store_not_ours", file=self.path.name)
            if steps > len(STEPS):
                raise StoreUnavailable.because("hq.store_newer", file=self.path.name)
            for step in STEPS[steps:]:
                for statement in _statements(step):
                    self.execute(statement)
            if steps < len(STEPS):
                self.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                self.execute(f"PRAGMA user_version = {len(STEPS)}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is inside, or nothing: committed to the disk when it ends, rolled back when it raises."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # a full disk has rolled back by itself
                self._connection.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything inside is read as of one moment."""
        self.execute("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def execute(self, sql: str, values: Sequence[object] = ()) -> Any:
        """One statement; the driver's cursor."""
        try:
            return self._connection.execute(sql, values)
        except driver.Error as error:
            raise _meaning(error, self.path) from error

    def executemany(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """One statement for each of `values`."""
        try:
            self._connection.executemany(sql, values)
        except driver.Error as error:
            raise _meaning(error, self.path) from error

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows."""
        cursor = self.execute(sql, values)
        try:
            found: list[Row] = cursor.fetchall()
        except driver.Error as error:
            raise _meaning(error, self.path) from error
        return found

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row, if there is one."""
        found: Row | None = self.execute(sql, values).fetchone()
        return found

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first column of the first row; None where there is no row."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def identity(self, name: str) -> bytes | None:
        """What this headquarters keeps of itself under `name`."""
        found: bytes | None = self.value("SELECT value FROM identity WHERE name = ?", (name,))
        return found

    def keep_identity(self, name: str, value: bytes) -> None:
        """Keep it, instead of what was there."""
        self.execute("INSERT OR REPLACE INTO identity VALUES (?, ?)", (name, value))

    def damage(self) -> list[str]:
        """What SQLite and the cipher's checksums find wrong with the file; empty where nothing is."""
        pages = self.rows("PRAGMA cipher_integrity_check")
        found = [str(row[0]) for row in pages]
        if not found:
            found = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        return found

    def copy_to(self, target: Path) -> None:
        """A whole copy while others go on writing, under the same key, on the disk when this returns."""
        partial = target.with_name(f".{target.name}.partial")
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)  # raises OSError where the folder cannot be written
        self.execute("ATTACH DATABASE ? AS copy KEY ?", (str(partial), f"x'{self._key.hex()}'"))
        try:
            self.execute("SELECT sqlcipher_export('copy')")
            self.execute(f"PRAGMA copy.application_id = {_APPLICATION_ID}")
            self.execute(f"PRAGMA copy.user_version = {len(STEPS)}")
        finally:
            self.execute("DETACH DATABASE copy")
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)

    def open_copy(self, path: Path) -> Database:
        """A copy made by `copy_to`, under the same key."""
        return Database.open(path, key=self._key)

    def close(self) -> None:
        """Leave the file."""
        self._connection.close()


def _key_beside(path: Path) -> bytes:
    """The key in the file beside, made where both are missing: a key that is lost is never replaced by a new one."""
    beside = path.with_name(path.name + ".key")
    if not beside.exists():
        if path.exists():
            raise StoreUnavailable.because("hq.store_key_missing", file=beside.name)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as new:
            new.write(secrets.token_hex(32))
            new.flush()
            os.fsync(new.fileno())
    try:
        key = bytes.fromhex(beside.read_text(encoding="ascii").strip())
    except ValueError as fault:
        raise StoreUnavailable.because("hq.store_key_missing", file=beside.name) from fault
    if len(key) != 32:
        raise StoreUnavailable.because("hq.store_key_missing", file=beside.name)
    return key


def _statements(script: str) -> Iterator[str]:
    """The script's statements, triggers whole."""
    waiting = ""
    for part in script.split(";"):
        waiting += part + ";"
        if driver.complete_statement(waiting):
            if waiting.strip(" \n;"):
                yield waiting
            waiting = ""


def _meaning(error: Exception, path: Path) -> Exception:
    key = _MEANING.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return error if key is None else StoreUnavailable.because(key, file=path.name)
