"""What the interpreter does at moments of its own choosing, moved to where no clerk waits for it."""

from __future__ import annotations

import gc
import sys

_TURN_S = 0.0005
"""Two threads, the window's and the store's, take turns this often where both want to run; Python's own 5 ms are most
of what a scan may take."""

_settled = False


def settle() -> None:
    """Once in a process, when all is imported and shown: what is there now stays, and is not looked through again by
    every collection of garbage, which would stop the window for 20 ms in the middle of a scan."""
    global _settled
    if _settled:
        return
    _settled = True
    gc.collect()
    gc.freeze()


def take_short_turns() -> None:
    """Have the threads of this process hand over sooner."""
    sys.setswitchinterval(_TURN_S)
