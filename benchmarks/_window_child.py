"""The till's process of `benchmarks.start`: a window that says, as one line of JSON, how long its start took.

``python -m benchmarks._window_child start SHOP SECONDS-SINCE-EPOCH``
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from posapp.app import Session  # first, as the program does: it decides how PySide6 is imported

# isort: split
from PySide6.QtCore import QEventLoop, QObject, QTimer

from benchmarks._said import memory_mb, say

PATIENCE_S = 120.0


class Till(QObject):
    """Our window on a shop, driven from within."""

    def __init__(self, shop: Path, began: float) -> None:
        super().__init__()
        from posapp.devices.simulated import SimulatedScanner, SimulatedSounds
        from posapp.ui.application import make_application

        self.began = began
        self.application = make_application()
        self.session = Session(shop, language="ko", sounds=SimulatedSounds())
        self.scanner = SimulatedScanner()
        self.painted: float | None = None
        self.ready: float | None = None
        self.begun: float | None = None
        self.session.window.first_painted.connect(self._on_painted)
        self.session.ready.connect(self._on_ready)
        self.session.begun.connect(self._on_begun)
        self.session.window.resize(1024, 768)
        self.session.window.show()
        self.session.listen()

    def _on_painted(self) -> None:
        self.painted = time.time() - self.began

    def _on_ready(self) -> None:
        self.ready = time.time() - self.began

    def _on_begun(self) -> None:
        self.begun = time.time() - self.began

    def until(self, holds: Callable[[], bool]) -> None:
        """Let the window live as it does at work: asleep between two events. A loop of ours that asked all the time
        would take turns with the store's thread, and be measured too."""
        loop, asking, end = QEventLoop(), QTimer(interval=5), time.monotonic() + PATIENCE_S
        asking.timeout.connect(lambda: loop.quit() if holds() or time.monotonic() > end else None)
        asking.start()
        if not holds():
            loop.exec()
        asking.stop()
        if time.monotonic() > end:
            raise TimeoutError

    def rest(self, seconds: float) -> None:
        """Let it live for a while."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)


def start(shop: Path, began: float) -> None:
    """From the start of the process to the first picture, to ready, and to the sale being there."""
    till = Till(shop, began)
    till.until(lambda: till.begun is not None)
    till.rest(3.0)
    say(painted=till.painted, ready=till.ready, begun=till.begun, **memory_mb())


if __name__ == "__main__":
    start(Path(sys.argv[2]), float(sys.argv[3]))
