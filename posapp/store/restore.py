"""Putting a backup in the place of the shop's file, in one step, with the old file kept aside.

A till whose file is restored may have told headquarters more than the backup knows. Going on under the same name would
give numbers that are taken to other events (a fork, `docs/sync.md`). So a restored file goes on as a new till: the old
till's chain stays as it is, and the new one begins at number 1. What the backup lacks of the old till's entries comes
down again from headquarters, like those of any other till.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posapp.loyalty.errors import StoreUnavailable
from posapp.store import activity, keys
from posapp.store.copies import check_copy, copy_file
from posapp.store.database import Database
from posapp.store.driver import DriverError, connect
from posapp.store.ids import random_till_id
from posapp.store.progress import Progress, silent
from posapp.store.settings import put_state

RESTORED_STATE = "restored"
"""What is left in the sync lane's memory: ``{"till", "last", "moment"}`` of the till that was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place. `aside` is where the old file is now (None: there was none); `last_moment` is when the
    last event of the backup happened, ISO 8601; `till` is the new till's id, `till_before` the one it had.
    `was_enrolled`: the old till had a headquarters, at which the new one must be enrolled."""

    file: Path
    aside: Path | None
    till: str
    till_before: str
    events: int
    last_moment: str | None
    was_enrolled: bool


def restore(
    backup: Path,
    target: Path,
    *,
    moment: datetime,
    key: bytes | None = None,
    new_till: str | None = None,
    progress: Progress = silent,
) -> Restored:
    """Put `backup` in the place of `target`. Without a `key` the one that is kept for either of them is used.

    The backup is read whole before anything is moved. `StoreUnavailable` says what forbids it (also that the shop is
    open somewhere); the file at `target` is then as it was.
    """
    _look_at_backup(backup)
    key = _key_for(backup, target) if key is None else key
    part = target.with_name(f".{target.name}.restore.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            copy_file(backup, part, progress=progress)
            check_copy(part, key)  # the copy, not the original: it is what the shop will work with
            aside = _put_in_place(part, target, moment)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        reason = "store.disk_full" if error.errno in (28, 122) else "store.folder_read_only"  # ENOSPC, EDQUOT
        raise StoreUnavailable.because(reason, folder=str(target.parent)) from error
    _keep_key(target, key)
    with Database.open(target, key) as db:
        return _go_on_as_another_till(db, aside=aside, moment=moment, till=new_till or random_till_id())


def _look_at_backup(backup: Path) -> None:
    if not backup.is_file():
        raise StoreUnavailable.because("backup.missing", file=str(backup))
    if keys.looks_like_text(keys.file_id(backup)):
        raise StoreUnavailable.because("store.not_a_shop", file=backup.name)


def _key_for(backup: Path, target: Path) -> bytes:
    """The key that the backup asks for: kept beside it, beside the shop's file, or in the keyring."""
    wanted = keys.file_id(backup)
    beside = keys.key_file(target)
    if not keys.key_file(backup).exists() and beside.exists():
        key = keys.read_key_file(beside)
        if keys.key_id(key) == wanted:
            return key
    return keys.find_key(backup)


def _put_in_place(part: Path, target: Path, moment: datetime) -> Path | None:
    if not target.exists():
        part.rename(target)
        keys.sync_folder(target.parent)
        return None
    _fold_log(target)
    aside = target.with_name(f"{target.name}.before-{moment:%Y-%m-%d-%H%M%S}")
    if aside.exists():
        raise StoreUnavailable.because("store.exists", file=aside.name)
    # What the log still holds belongs to the old file; left where it is, it would be played into the new one.
    for end in ("-wal", "-shm"):
        log = target.with_name(target.name + end)
        if log.exists():
            log.rename(aside.with_name(aside.name + end))
    try:
        os.link(target, aside)  # so that there is a shop's file under its name at every moment
    except OSError:
        target.rename(aside)
    part.replace(target)
    keys.sync_folder(target.parent)
    return aside


def _fold_log(target: Path) -> None:
    """Bring the old file's log home, which also shows whether a till is at work in it (``restore.in_use``).

    A file that cannot be opened, which is why one restores, is moved as it is.
    """
    try:
        connection = connect(target, keys.find_key(target), busy_ms=200)
    except (StoreUnavailable, DriverError):
        return
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()  # needs the file for itself
    except DriverError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == 5:  # BUSY
            raise StoreUnavailable.because("restore.in_use", file=target.name) from error
    finally:
        connection.close()


def _keep_key(target: Path, key: bytes) -> None:
    """The restored file must open tomorrow too: keep the key where this computer keeps keys, unless it has it."""
    with contextlib.suppress(StoreUnavailable):
        if keys.find_key(target) == key:
            return
    beside = keys.key_file(target)
    if beside.exists():  # of the file that was here before, or unreadable: kept with what is aside
        beside.rename(beside.with_name(f"{beside.name}.before-{beside.stat().st_mtime_ns}"))
    keys.keep_key(target, key)


def _go_on_as_another_till(db: Database, *, aside: Path | None, moment: datetime, till: str) -> Restored:
    before = db.till
    with db.transaction():
        events, last_moment = db.row("SELECT count(*), max(moment) FROM events") or (0, None)
        last = db.value("SELECT max(seq) FROM events WHERE till = ?", (before,)) or 0
        written = moment.isoformat()
        db.execute("UPDATE tills SET ended = ? WHERE ended IS NULL", (written,))
        db.execute("INSERT INTO tills (id, began, why) VALUES (?, ?, 'restored')", (till, written))
        enrolled = bool(db.value("SELECT EXISTS (SELECT 1 FROM sync_state)"))
        db.execute("DELETE FROM sync_state")  # headquarters knows the old till: the new one is enrolled anew
        put_state(db, RESTORED_STATE, {"till": before, "last": last, "moment": written})
        detail = {"till_before": before, "till": till, "last": last}
        activity.note(db, moment=moment, person=None, what="store.was_restored", detail=detail)
    return Restored(
        file=db.path,
        aside=aside,
        till=till,
        till_before=before,
        events=events,
        last_moment=last_moment,
        was_enrolled=enrolled,
    )
