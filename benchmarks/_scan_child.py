"""The process of `benchmarks.window` that scans and takes payment, and says what it measured as one line of JSON.

``python -m benchmarks._scan_child scan SHOP SECONDS-SINCE-EPOCH``, cards on standard input.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks._window_child import Till  # first: it decides how PySide6 is imported

# isort: split
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from benchmarks._said import say
from posapp.ui import typist

PAUSE_S = 0.3
"""Between two scans: a clerk is not quicker, and the box, washed for 250 ms by the scan before, stands still again."""

PAYMENT_BYTES = 45_000
"""What a payment of one line adds to the log."""


class Painted(QObject):
    """Notes when a widget was first painted with what is looked for, and the picture has reached the screen; and what
    that took of the processors."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._holds: Callable[[], bool] | None = None
        self.at = self.cpu = 0.0
        widget.installEventFilter(self)

    def look_for(self, holds: Callable[[], bool]) -> None:
        """From now on."""
        self._holds, self.at = holds, 0.0

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._holds is not None and self._holds():
            self._holds = None
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.at, self.cpu = time.perf_counter(), time.process_time()


class Counter(Till):
    """The sale of our window, with its shop open."""

    def __init__(self, shop: Path, began: float) -> None:
        super().__init__(shop, began)
        self.until(lambda: self.begun is not None)
        self.session.window.open("sale")
        self.sale = self.session.window.sale
        handle = self.session.window.windowHandle()
        assert handle is not None
        self.handle, self.shop = handle, shop
        self.member_painted = Painted(self.sale.member)


@dataclass
class Taken:
    """Seconds from a key to what it is for, by name."""

    times: dict[str, list[float]] = field(default_factory=dict)

    def note(self, **seconds: float) -> None:
        """One more of each."""
        for name, value in seconds.items():
            self.times.setdefault(name, []).append(value)


def scans(shop: Path, began: float, cards: list[str]) -> None:
    """From a scan's last key to the member painted, for each card, and beside each the bare window; then payments. It
    begins as on a till that was opened a minute ago: the shop's file has been read ahead."""
    till = Counter(shop, began)
    till.rest(2.0)
    till.until(lambda: not any(thread.name == "read-ahead" for thread in threading.enumerate()))
    clear(till)  # a run that was ended half-way has left its basket
    bare, taken = Bare(), Taken()
    for card in cards:
        scan(till, card, taken)
        till.rest(PAUSE_S / 2)
        bare.answer(till, taken)
        till.rest(PAUSE_S / 2)
    bare.close()
    clear(till)
    payments(till, cards[: len(cards) // 4], taken)
    say(**taken.times)


def clear(till: Counter) -> None:
    """Nothing in the basket and nobody on the sale."""
    selling = till.sale.selling
    selling.discard()
    till.until(lambda: selling.now is not None and not selling.now.quote.lines and selling.now.member is None)


def scan(till: Counter, card: str, taken: Taken) -> None:
    """Scan a card; its last key begins it, the picture of the member ends it."""
    sale = till.sale
    keys = list(till.scanner.scan(card))
    typist.type_out(till.handle, keys[:-1])
    till.application.processEvents()
    before, painted = sale.member.card, till.member_painted
    painted.look_for(lambda: sale.member.card is not before)
    began, cpu, gone = time.perf_counter(), time.process_time(), stolen()
    typist.type_out(till.handle, keys[-1:])
    till.until(lambda: painted.at > began)
    taken.note(scans=painted.at - began, scan_cpu=painted.cpu - cpu, scan_stolen=stolen() - gone)


def payments(till: Counter, cards: list[str], taken: Taken) -> None:
    """Card, product, payment: from the payment's key to the moment the commit has returned, of which the commit; and to
    the thanks painted. Beside each what the disk alone takes."""
    sale = till.sale
    done, kept, disk = Painted(sale.done), Kept(), Disk(till.shop)
    for card in cards:
        typist.scan(till.handle, card, till.scanner)
        typist.scan(till.handle, "8800000000070", till.scanner)
        till.until(lambda: sale.basket.count == 1)
        till.rest(PAUSE_S)
        done.look_for(lambda: True)  # it is hidden until then
        began, cpu, gone = time.perf_counter(), time.process_time(), stolen()
        typist.type_out(till.handle, [next(iter(till.scanner.scan("\r")))])
        till.until(lambda began=began: done.at > began)  # type: ignore[misc]
        taken.note(
            durable=kept.at - began, commit=kept.at - kept.began, durable_cpu=kept.cpu - cpu, thanks=done.at - began,
            thanks_cpu=done.cpu - cpu, stolen=stolen() - gone,
        )  # fmt: skip
        till.rest(PAUSE_S)
        taken.note(disk=disk.write())
        till.rest(2 * PAUSE_S)  # the till is idle between two customers, and so its log is moved home
    disk.close()


def stolen() -> float:
    """Seconds of processor time so far that this machine, if it is a virtual one, wanted and its host gave to others.
    Linux tells it in hundredths; 0 where nobody does."""
    with contextlib.suppress(OSError, IndexError), Path("/proc/stat").open(encoding="ascii") as told:
        return int(told.readline().split()[8]) / os.sysconf("SC_CLK_TCK")
    return 0.0


class Kept:
    """Notes, in the store's lane, when a transaction is about to be committed and when the commit has returned."""

    def __init__(self) -> None:
        from posapp.till.context import Till as Shop

        self.began = self.at = self.cpu = 0.0
        writing, noted = Shop.writing, self

        @contextmanager
        def noting(self: Shop) -> Iterator[datetime]:
            with writing(self) as moment:
                yield moment
                began = time.perf_counter()
            noted.began, noted.at, noted.cpu = began, time.perf_counter(), time.process_time()

        Shop.writing = noting  # type: ignore[method-assign]


class Disk:
    """As many bytes as a payment writes to the log, written over a file of that length beside it, and made durable."""

    def __init__(self, shop: Path) -> None:
        self._path = shop.with_suffix(".disk")
        self._file = self._path.open("wb", buffering=0)
        self._file.write(bytes(PAYMENT_BYTES))
        os.fsync(self._file.fileno())

    def write(self) -> float:
        """How long it takes, in seconds."""
        what = os.urandom(PAYMENT_BYTES)
        began = time.perf_counter()
        self._file.seek(0)
        self._file.write(what)
        getattr(os, "fdatasync", os.fsync)(self._file.fileno())
        return time.perf_counter() - began

    def close(self) -> None:
        """The file is gone."""
        self._file.close()
        self._path.unlink()


class Bare(QWidget):
    """A window that does with a key what any program must that keeps its file in a thread of its own: hand it over, get
    the answer, paint a few words. It stands over a corner of the till's, and never has the keyboard."""

    def __init__(self) -> None:
        from posapp.ui.lanes import Lane

        flags = Qt.WindowType.WindowDoesNotAcceptFocus | Qt.WindowType.BypassWindowManagerHint
        super().__init__(None, Qt.WindowType.Window | flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFixedSize(400, 200)
        self.lane, self.answered = Lane("bare", object), 0
        self.painted = Painted(self)
        self.show()

    def keyPressEvent(self, _: QKeyEvent) -> None:
        self.lane.run(lambda _: self.answered + 1, done=self._answer)

    def _answer(self, number: int) -> None:
        self.answered = number
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        for line in range(8):
            painter.drawText(16, 20 + 22 * line, f"{line} {self.answered} Haneul Hair")

    def answer(self, till: Counter, taken: Taken) -> None:
        """A key, and its picture."""
        handle = self.windowHandle()
        assert handle is not None
        before = self.answered
        self.painted.look_for(lambda: self.answered > before)
        began, cpu = time.perf_counter(), time.process_time()
        typist.send(handle, Qt.Key.Key_Return)
        till.until(lambda: self.painted.at > began)
        taken.note(bare=self.painted.at - began, bare_cpu=self.painted.cpu - cpu)


if __name__ == "__main__":
    scans(Path(sys.argv[2]), float(sys.argv[3]), json.loads(sys.stdin.read()))
