"""Files that are copies of a shop's: read back page by page, seen to the disk, and given their names in one step."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from posapp.loyalty.errors import Refused, StoreUnavailable
from posapp.store import keys, migrations, schema
from posapp.store.driver import DriverError, connect, unavailable
from posapp.store.progress import Progress, silent

_CHUNK = 8 << 20


def check_copy(file: Path, key: bytes) -> None:
    """Read every page of a closed copy and hold it against its checksum; see that it is a shop's, and not too new.

    `StoreUnavailable` says what is wrong. The file is not touched: no lock, no log beside it.
    """
    connection = connect(file, key, mode="ro&immutable=1")
    try:
        try:
            (ours,) = connection.execute("PRAGMA application_id").fetchone()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except DriverError as error:
            right = keys.key_id(key) == keys.file_id(file)
            raise StoreUnavailable.because("store.damaged" if right else "key.wrong", file=file.name) from error
        if ours != schema.APPLICATION_ID:
            raise StoreUnavailable.because("store.not_a_shop", file=file.name)
        sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
        if {name for (name,) in connection.execute(sql, (migrations.MIGRATION_SET,))} - set(migrations.names()):
            raise StoreUnavailable.because("store.newer", file=file.name)
        bad = connection.execute("PRAGMA cipher_integrity_check").fetchone()
        if bad is not None or keys.file_id(file) != keys.key_id(key):
            raise StoreUnavailable.because("store.damaged", file=file.name)
    except DriverError as error:
        raise unavailable(error, file) or error from None
    finally:
        connection.close()


def copy_file(source: Path, target: Path, *, progress: Progress = silent) -> None:
    """Copy bytes to a name that must be free, and see them to the disk. Raises `OSError`."""
    total = source.stat().st_size
    done = 0
    with source.open("rb") as reading, target.open("xb") as writing:
        while chunk := reading.read(_CHUNK):
            writing.write(chunk)
            done += len(chunk)
            progress(done, total)
        writing.flush()
        os.fsync(writing.fileno())
    with contextlib.suppress(OSError):
        shutil.copymode(source, target)


def sync_file(file: Path) -> None:
    """See a closed file to the disk."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def publish(part: Path, target: Path) -> None:
    """Give a finished file its name in one step, never over another file (`Refused`, ``backup.exists``)."""
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise Refused.because("backup.exists", file=target.name) from error
    except OSError:  # a stick with a file system that knows no second names
        if target.exists():
            raise Refused.because("backup.exists", file=target.name) from None
        part.rename(target)
    else:
        part.unlink()
    keys.sync_folder(target.parent)
