"""What is wrong with a text: each fault in full, with its line, and a press leads to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.ui.theme import LABEL, RADIUS, SEMIBOLD, SMALL, TARGET, Look, mixed
from posapp.ui.widgets.badge import paint_badge
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.painted import rounded
from posapp.ui.widgets.scroll import Scroll

_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_LEFT = 64


class FaultRow(Button):
    """The number of the line in a badge, and the sentence, which wraps and is never cut."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.line = 0

    def show_fault(self, line: int, sentence: str) -> None:
        """Say another one."""
        self.line = line
        self.setText(sentence)
        self.setAccessibleName(f"{line}: {sentence}")
        self._fit()

    def _words(self) -> QRect:
        px = self.look.px
        return QRect(px(_LEFT), px(4), max(px(120), self.width() - px(_LEFT + 12)), 10_000)

    def _fit(self) -> None:
        high = self.look.metrics(SMALL).boundingRect(self._words(), int(_WRAP), self.text()).height()
        self.setFixedHeight(max(self.look.px(TARGET), high + self.look.px(16)))

    def restyle(self) -> None:
        """Follow the look."""
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as its sentence."""
        return QSize(self.look.px(240), self.height())

    def minimumSizeHint(self) -> QSize:
        """It takes the width that it is given."""
        return QSize(self.look.px(160), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps otherwise."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, c, px = QPainter(self), self.look.colours, self.look.px
        if self._under or self.isDown():
            rounded(painter, QRectF(self.rect()), px(RADIUS), fill=mixed(c.card, c.ink, 0.06))
        if self._ring:
            rounded(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), px(RADIUS), line=c.seal, width=2)
        number = str(self.line)
        wide = max(px(36), self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(number) + px(16))
        box = QRectF(px(12), (self.height() - px(22)) / 2, wide, px(22))
        paint_badge(painter, self.look, box, number, kind="waiting")
        painter.setPen(c.ink)
        painter.setFont(self.look.font(SMALL))
        words = self._words()
        words.setHeight(self.height() - 2 * px(4))
        painter.drawText(words, int(_WRAP), self.text())


class FaultList(Card):
    """``show_faults(((8, "sise: no such field"), …))``; `picked` carries the place of the one that was pressed."""

    picked = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__(look, padding=(4, 4), spacing=0)
        self.rows: list[FaultRow] = []
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self._inside.addStretch(1)
        self.column.addWidget(Scroll(look, inside))
        self.hide()

    def show_faults(self, faults: Sequence[tuple[int, str]]) -> None:
        """Show these (line from 1, sentence) and no others; it hides where there are none."""
        for place, (line, sentence) in enumerate(faults):
            if place == len(self.rows):
                row = FaultRow(self.look)
                row.clicked.connect(lambda _=False, place=place: self.picked.emit(place))
                self.rows.append(row)
                self._inside.insertWidget(place, row)
            self.rows[place].show_fault(line, sentence)
            self.rows[place].show()
        for row in self.rows[len(faults) :]:
            row.hide()
        self.setFixedHeight(self.look.px(10 + 52 * min(3, len(faults))))
        self.setVisible(bool(faults))
