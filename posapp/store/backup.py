"""A copy of the shop's file while it is in use: encrypted with the same key, read back, and only then given its name.

The copy is one moment of the shop: a read transaction is held while pages are copied (the SQLite online backup), so
sales go on beside it and are in the next one. Nothing half written ever carries a backup's name, and nothing that
has one is written over.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posapp.loyalty.errors import Refused, StoreUnavailable
from posapp.store import keys
from posapp.store.copies import check_copy, publish, sync_file
from posapp.store.database import Database
from posapp.store.driver import Connection, DriverError, connect, unavailable
from posapp.store.progress import Progress, silent

SUFFIX = ".backup"
KEEP = 14
"""So many backups of a shop are kept in a folder where nothing else is said."""

PAGES_AT_ONCE = 2000
_LEFT_OVER_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was written and read back. `events` is how many it holds of this till; `removed` are older ones
    that made room."""

    file: Path
    size_bytes: int
    events: int
    removed: tuple[Path, ...] = ()


def backup(db: Database, folder: Path, *, moment: datetime, keep: int = KEEP, progress: Progress = silent) -> Backup:
    """Write a backup into `folder`, named for the shop's file and the moment, and keep the newest `keep` there.

    `StoreUnavailable` where the folder cannot be written, the disk is full, or what was written does not read back;
    `Refused` (``backup.exists``) where that moment has its backup already.
    """
    target = folder / f"{db.path.stem}-{moment:%Y-%m-%d-%H%M%S}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder, db.path.stem)
        if target.exists():
            raise Refused.because("backup.exists", file=target.name)
        with _taken(folder / f".{target.name}.part") as part:
            events = _copy(db, part, progress)
            check_copy(part, db.key)
            sync_file(part)
            size_bytes = part.stat().st_size
            publish(part, target)
        progress(1, 1)
        removed = tuple(_prune(folder, db, keep))
    except OSError as error:
        key = "store.disk_full" if error.errno in (28, 122) else "store.folder_read_only"  # ENOSPC, EDQUOT
        raise StoreUnavailable.because(key, folder=str(folder)) from error
    return Backup(file=target, size_bytes=size_bytes, events=events, removed=removed)


def backups_in(folder: Path, db: Database) -> tuple[Path, ...]:
    """This shop's backups in a folder, the newest first: those that ask for its key and are named for its file."""
    mine = re.compile(re.escape(db.path.stem) + r"-\d{4}-\d\d-\d\d-\d{6}" + re.escape(SUFFIX))
    wanted = keys.key_id(db.key)
    found = []
    for file in folder.glob(f"*{SUFFIX}"):
        with contextlib.suppress(OSError):  # one that cannot be read is not ours to remove
            if mine.fullmatch(file.name) and keys.file_id(file) == wanted:
                found.append(file)
    return tuple(sorted(found, reverse=True))


def taken_at(file: Path) -> datetime:
    """When a backup was taken, as its name says: naive, in the shop's own time."""
    return datetime.strptime(file.stem[-17:], "%Y-%m-%d-%H%M%S")  # noqa: DTZ007 - a name holds no zone


def _copy(db: Database, part: Path, progress: Progress) -> int:
    """Copy a snapshot page by page; how many events it holds."""
    source = db.another()
    copy: Connection = None

    def step(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total + 1)  # the last step is reading it back

    try:
        copy = connect(part, db.key, mode="rwc")
        copy.execute("PRAGMA synchronous = OFF")  # it has no name yet, and is seen to the disk before it gets one
        copy.execute("PRAGMA journal_mode = OFF")
        source.execute("BEGIN")  # a held snapshot: else every sale beside us would begin the copy anew
        events = int(source.value("SELECT count(*) FROM events"))
        source.connection.backup(copy, pages=PAGES_AT_ONCE, progress=step, sleep=0.0)
        source.execute("COMMIT")
    except DriverError as error:
        raise unavailable(error, part) or error from None
    finally:
        if copy is not None:
            copy.close()
        source.close()
    return events


@contextmanager
def _taken(part: Path) -> Iterator[Path]:
    """A file that is not there before, nor after unless it was given another name."""
    try:
        yield part
    finally:
        for left in (part, part.with_name(part.name + "-journal"), part.with_name(part.name + "-wal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _prune(folder: Path, db: Database, keep: int) -> Iterator[Path]:
    for old in backups_in(folder, db)[max(1, keep) :]:
        with contextlib.suppress(OSError):  # a backup that cannot be removed is no reason to call this one failed
            old.unlink()
            yield old


def _sweep(folder: Path, stem: str) -> None:
    """Take away what a power cut left half written the day before."""
    for left in folder.glob(f".{stem}-*{SUFFIX}.part*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_OVER_SECONDS:
                left.unlink()
