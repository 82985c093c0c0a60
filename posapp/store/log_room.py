"""Room in the write-ahead log, made when idle, so that a commit writes over what is there and the file does not grow.

To make a file durable that has grown, the file system writes its own journal besides: on ext4 a commit then takes twice
as long and more. SQLite has no way to ask for room. Its log ends with the first frame that is not valid
(sqlite.org/fileformat2.html, "The Write-Ahead Log"), so zeros after the last frame change nothing.
"""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

FREE_BYTES = 2_000_000_000
"""On a disk with less space left, no room is taken beforehand."""

FRAME_HEAD = 24
"""Bytes before each page in the log."""

_STEP = 1 << 20


def is_short(log: Path, *, wanted: int) -> bool:
    """Whether the log should be made `wanted` bytes long: it is there and shorter, and the disk has space."""
    try:
        return log.stat().st_size < wanted and shutil.disk_usage(log.parent).free >= FREE_BYTES
    except OSError:
        return False


def lengthen(log: Path, *, wanted: int) -> None:
    """Write zeros to the log's end until it is `wanted` bytes long, with SQLite's lock for writing held. `OSError`.

    They are really written: blocks that are only set aside must be marked as used later, which is a change.
    """
    file = os.open(log, os.O_WRONLY)  # no lock of SQLite's is on this file: it may be closed again
    try:
        os.lseek(file, 0, os.SEEK_END)
        while (left := wanted - os.fstat(file).st_size) > 0:
            os.write(file, bytes(min(left, _STEP)))
    except OSError:
        os.close(file)
        raise
    threading.Thread(target=_settle, args=(file,), name="log-room", daemon=True).start()


def _settle(file: int) -> None:
    """Have it on the disk now, so that the first commit need not wait for it."""
    with suppress(OSError):
        os.fsync(file)
    os.close(file)
