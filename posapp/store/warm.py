"""Reading the shop's file ahead into the system's cache, so that the morning's first scans need not wait for the disk.

A member's card, her balances and her history lie on some half a dozen pages from all over the file; each that is not in
memory costs milliseconds. Only where the system takes such advice (Linux), and only where the file is small beside the
memory that is free.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

STEP = 1 << 20
"""Read so much at a time, then leave the disk to whoever scans meanwhile."""

REST_S = 0.001


def read_ahead(path: Path) -> threading.Thread | None:
    """Begin; the thread that sees to it, or None where it is not done. The file must be open in this process."""
    file = _opened(path) if hasattr(os, "posix_fadvise") else None
    if file is None or 2 * os.fstat(file).st_size > _free_bytes():
        return None
    thread = threading.Thread(target=_advise, args=(file, path), name="read-ahead", daemon=True)
    thread.start()
    return thread


def _advise(file: int, path: Path) -> None:
    with suppress(OSError):
        size = path.stat().st_size
        for begin in range(0, size, STEP):
            os.posix_fadvise(file, begin, STEP, os.POSIX_FADV_WILLNEED)
            time.sleep(REST_S)


def _opened(path: Path) -> int | None:
    """The number under which SQLite has the file open. It is never opened once more: closing that would take SQLite's
    locks away (sqlite.org/howtocorrupt.html, 2.2). Advice on a number that came to mean another file does no harm."""
    with suppress(OSError):
        for opened in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                if opened.samefile(path):
                    return int(opened.name)
    return None


def _free_bytes() -> int:
    """What the system could give to its cache now; 0 where it does not say."""
    with suppress(OSError, ValueError):
        for row in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if row.startswith("MemAvailable:"):
                return int(row.split()[1]) * 1024
    return 0
