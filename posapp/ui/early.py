"""What lets the window start sooner. Importing it is enough; it comes before anything of `PySide6` but the package.

PySide6 reads the source of every module, those that were imported before it too, to find out whether it speaks of
PySide6: a module that does may ask for other names (``from __feature__ import snake_case``). We never ask, so the
answer is the same for all of them, and nothing need be read, cut into lines and kept. The garbage collector finds
nothing in what an import leaves behind; it waits until the window is ready.
"""

from __future__ import annotations

import gc
import sys

import PySide6  # noqa: F401

YOUNG = 50_000
"""How many new objects the collector lets pass while the program starts (Python's own 700 walk all of it again and
again)."""

USUAL = gc.get_threshold()


def read_no_sources() -> bool:
    """Have PySide6 take every module for one that uses it with its own names; false where it no longer asks so."""
    feature = sys.modules.get("shibokensupport.feature")  # came with the package
    if feature is None or not hasattr(feature, "_mod_uses_pyside"):
        return False
    vars(feature)["_mod_uses_pyside"] = lambda _: True
    return True


def collect_as_usual() -> None:
    """The start is over: what it made stays, and need not be walked again; what comes is collected as ever."""
    if gc.get_threshold()[0] == YOUNG:
        gc.freeze()
        gc.set_threshold(*USUAL)


gc.set_threshold(YOUNG, *USUAL[1:])
read_no_sources()
