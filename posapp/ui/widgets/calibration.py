"""Scan a card three times, and the scanner is known: how long it takes from key to key."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posapp.till import settings
from posapp.ui.burst import MOST_GAP_MS, calibrated
from posapp.ui.registry import Desk
from posapp.ui.scanner import Scanner
from posapp.ui.theme import SEMIBOLD, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.seal import paint_place, paint_seal
from posapp.ui.widgets.sheet import Sheet

SCANS = 3


class Stamps(Painted):
    """A place for each scan; a seal where it was heard."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.have = 0
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.look.px(84))

    def show_count(self, have: int) -> None:
        """So many were heard."""
        self.have = have
        self.setAccessibleName(f"{have} / {SCANS}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them."""
        painter, px = QPainter(self), self.look.px
        for place in range(SCANS):
            middle = QPointF(self.width() / 2 + (place - 1) * px(88), self.height() / 2)
            if place < self.have:
                paint_seal(painter, middle, px(68), self.look.colours.seal, place=place)
            else:
                paint_place(painter, middle, px(68), self.look)


class Calibration(Sheet):
    """Listens wide while it is open, and puts the gap it has found into the shop's settings."""

    def __init__(self, desk: Desk, scanner: Scanner) -> None:
        words, look = desk.words, desk.look
        super().__init__(look, words("ui_window.calibrate"), wide=440)
        self.desk, self.scanner = desk, scanner
        self.gaps: list[tuple[int, ...]] = []
        self.text = ""
        self._before = scanner.burst.gap_ms
        self.stamps = Stamps(look)
        self.said = Label(look, words("ui_window.calibrate_hint"), wrap=True, weight=SEMIBOLD)
        self.close_button = Button(look, words("ui_window.cancel"), tall=True, hint="Esc")
        for widget in (self.said, self.stamps):
            self.column.addWidget(widget)
        self.buttons(self.close_button)
        self.close_button.clicked.connect(self.finish)
        scanner.set_gap(MOST_GAP_MS)
        scanner.measured.connect(self._measured)
        self.closed.connect(self._end)

    def first_focus(self) -> None:
        """On the way out."""
        self.close_button.setFocus()

    def scanned(self, text: str) -> bool:
        """Every scan is for it: the third of the same card ends it."""
        if self.text and text != self.text:
            self.said.setText(self.desk.words("ui_window.calibrate_other"))
            self.gaps = self.gaps[-1:]
        self.text = text
        self.stamps.show_count(len(self.gaps))
        if len(self.gaps) == SCANS:
            self._found(calibrated(self.gaps))
        return True

    def _measured(self, gaps_ms: tuple[int, ...]) -> None:
        if len(self.gaps) < SCANS:
            self.gaps.append(gaps_ms)

    def _found(self, gap_ms: int) -> None:
        self._before = gap_ms
        self.desk.lane.run(lambda till: settings.put(till, "scanner.gap_ms", gap_ms), refused=self.desk.go.tell_refused)
        self.said.setText(self.desk.words("ui_window.calibrate_done", ms=gap_ms))
        self.close_button.setText(self.desk.words("ui_window.understood"))
        self.desk.go.play("scan")

    def _end(self) -> None:
        self.scanner.measured.disconnect(self._measured)
        self.scanner.set_gap(self._before)
