"""The one place that knows the SQLite driver: how a connection is made, and what its errors mean to a person.

The driver is SQLCipher (`sqlcipher3`). It brings its own SQLite, free of the WAL-reset fault of releases before 3.51.3,
and a keyed checksum on every page, so that a flipped bit is noticed and never read as a wrong balance. See
`docs/decisions/0002-sqlcipher-under-sqlite-utils.md`.
"""

from __future__ import annotations

import urllib.parse
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from posapp.loyalty.errors import StoreUnavailable
from posapp.loyalty.words import Reason
from posapp.store.keys import key_id

LEAST_VERSION = (3, 51, 3)
"""The first SQLite in which a checkpoint cannot race a commit (sqlite.org/wal.html, "The WAL-reset bug")."""

BUSY_MS = 5000
"""How long a writer waits for another process's transaction, in milliseconds."""

CHECKPOINT_PAGES = 20_000
"""The write-ahead log is moved into the file when the till is idle; this many pages (80 MB) is only the brake."""

INDEX_BYTES = 32_768
"""What the index of the write-ahead log takes at the least; with less room on the disk no file can be opened."""

Connection = Any
"""A connection of the driver (DB-API 2.0, as `sqlite3.Connection`); the driver ships no types."""

DriverError = driver.Error
IntegrityError = driver.IntegrityError
ProgrammingError = driver.ProgrammingError

_MEANING = {
    3: "store.read_only",  # PERM
    5: "store.busy",  # BUSY
    6: "store.busy",  # LOCKED
    8: "store.read_only",  # READONLY
    10: "store.disk_fault",  # IOERR
    11: "store.damaged",  # CORRUPT
    13: "store.disk_full",  # FULL
    14: "store.cannot_open",  # CANTOPEN
    26: "store.damaged",  # NOTADB, met after the key had opened the file
}

_SAID = {"locked": 5, "readonly": 8, "I/O": 10, "malformed": 11, "full": 13, "unable to open": 14}
"""What SQLite says of some of them (`sqlite3ErrStr`)."""


def unavailable(error: Exception, path: Path) -> StoreUnavailable | None:
    """What a driver's error says to a person; None where it is a bug of ours (a constraint, a wrong statement)."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # the online backup raises its errors without their codes
        code = next((number for words, number in _SAID.items() if words in str(error)), 0)
    key = _MEANING.get(code & 0xFF)
    if key is None:
        return None
    refusal = StoreUnavailable(Reason.of(key, file=path.name))
    refusal.__cause__ = error
    return refusal


def full_or_faulty(error: Exception, path: Path) -> StoreUnavailable | None:
    """As `unavailable`, but a disk without any room is called full. SQLite cannot make the index of the log (``-shm``)
    there, not even to read, and calls that a fault of the disk. Not for a commit: that must be looked up."""
    refusal = unavailable(error, path)
    if refusal is None or refusal.reason.key != "store.disk_fault":
        return refusal
    import shutil  # only now: the till starts without it

    try:
        room = shutil.disk_usage(path.parent).free
    except OSError:
        return refusal
    return refusal if room >= INDEX_BYTES else StoreUnavailable(Reason.of("store.disk_full", file=path.name))


def connect(path: Path, key: bytes, *, mode: str = "rw", busy_ms: int = BUSY_MS) -> Connection:
    """A keyed connection. Raises the driver's errors; nothing is read from the file yet.

    `mode` is ``rw``, ``rwc`` (make the file where there is none) or ``ro&immutable=1`` (nobody has it open: no lock, no
    log beside it). The salt in the file's first 16 bytes is the key's id, so that a
    copy or a backup says which key it wants.
    """
    if driver.sqlite_version_info < LEAST_VERSION:
        least = ".".join(map(str, LEAST_VERSION))
        raise StoreUnavailable.because("store.driver_old", version=driver.sqlite_version, least=least)
    uri = f"file:{urllib.parse.quote(str(path.absolute()))}?mode={mode}"
    connection = driver.connect(uri, uri=True, isolation_level=None, timeout=busy_ms / 1000, cached_statements=256)
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the clerk's terminal
    connection.execute(f"PRAGMA key = \"x'{key.hex()}{key_id(key).hex()}'\"")
    return connection


def prepare(connection: Connection) -> None:
    """Set what every connection of ours has. `StoreUnavailable` where the file system cannot do a write-ahead log."""
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreUnavailable.because("store.no_wal")
    for pragma in (
        "synchronous = FULL",  # a sale is acknowledged only when a power cut cannot take it
        "fullfsync = ON",  # on macOS fsync alone does not reach the disk
        "checkpoint_fullfsync = ON",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # else INSERT OR REPLACE walks past the append-only triggers
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "temp_store = MEMORY",  # nothing of a shop in plain text in a temporary folder
        "cache_size = -16000",
        "journal_size_limit = 67108864",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
