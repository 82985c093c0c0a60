"""The other process of `benchmarks.window`: a window that says what it measured as one line of JSON.

``python -m benchmarks._window_child start|scan SHOP SECONDS-SINCE-EPOCH``, cards on standard input for ``scan``.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from posapp.app import Session  # first, as the program does: it decides how PySide6 is imported

# isort: split
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

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


class Painted(QObject):
    """Notes when a widget was painted and the picture has reached the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.at = time.perf_counter()


def start(shop: Path, began: float) -> None:
    """From the start of the process to the first picture, to ready, and to the sale being there."""
    till = Till(shop, began)
    till.until(lambda: till.begun is not None)
    till.rest(3.0)
    say(painted=till.painted, ready=till.ready, begun=till.begun, **memory_mb())


def scans(shop: Path, began: float, cards: list[str]) -> None:
    """From a scan's last key to the member painted, for each card; and from *Take payment* to the sale kept. It begins
    as on a till that was opened a minute ago: the shop's file has been read ahead."""
    from posapp.ui import typist

    till = Till(shop, began)
    till.until(lambda: till.begun is not None)
    till.session.window.open("sale")
    till.rest(2.0)
    till.until(lambda: not any(thread.name == "read-ahead" for thread in threading.enumerate()))
    sale, painted = till.session.window.sale, Painted()
    sale.member.installEventFilter(painted)
    handle = till.session.window.windowHandle()
    assert handle is not None
    seen: list[float] = []
    for card in cards:
        keys = list(till.scanner.scan(card))
        typist.type_out(handle, keys[:-1])
        till.application.processEvents()
        before = sale.member.card
        began_at = time.perf_counter()
        typist.type_out(handle, keys[-1:])
        till.until(lambda before=before, at=began_at: sale.member.card is not before and painted.at > at)  # type: ignore[misc]
        seen.append(painted.at - began_at)
        till.rest(0.05)
    say(scans=seen, payments=payments(till, cards))


def payments(till: Till, cards: list[str]) -> list[float]:
    """Card, product, payment; the time from the payment's key to the sale being kept, as the window is told."""
    from posapp.ui import typist
    from posapp.ui.counted import Taken

    sale = till.session.window.sale
    handle = till.session.window.windowHandle()
    assert handle is not None
    kept: list[float] = []
    sale.selling.taken.connect(lambda taken: kept.append(time.perf_counter() if isinstance(taken, Taken) else 0.0))
    taken: list[float] = []
    for card in cards[: len(cards) // 4]:
        typist.scan(handle, card, till.scanner)
        typist.scan(handle, "8800000000070", till.scanner)
        till.until(lambda: sale.basket.count == 1)
        till.rest(0.05)
        count, began = len(kept), time.perf_counter()
        typist.type_out(handle, [next(iter(till.scanner.scan("\r")))])
        till.until(lambda count=count: len(kept) > count)  # type: ignore[misc]
        taken.append(kept[-1] - began)
        till.rest(0.05)
    return taken


def main() -> None:
    """Do what the first word says."""
    what, shop, began = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    if what == "start":
        start(shop, began)
    else:
        scans(shop, began, json.loads(sys.stdin.read()))


if __name__ == "__main__":
    main()
