"""How far long work is, where a person is watching; Ctrl-C stops the work and leaves nothing half done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posapp.store.progress import Progress


@contextmanager
def shown() -> Iterator[Progress]:
    """A progress for the functions of the store: written to standard error, and only to a terminal."""
    written = [-1]
    watching = sys.stderr.isatty()

    def progress(done: int, of: int) -> None:
        percent = min(100, 100 * done // max(1, of))
        if watching and percent != written[0]:
            written[0] = percent
            print(f"\r{percent:3} %", end="", file=sys.stderr, flush=True)

    try:
        yield progress
    finally:
        if written[0] >= 0:
            print("\r     \r", end="", file=sys.stderr, flush=True)
