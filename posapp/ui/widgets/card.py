"""A white card on the paper ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.ui.theme import CARD_RADIUS, Look
from posapp.ui.widgets.painted import Painted, rounded


class Card(Painted):
    """A rounded card with a column of widgets in it: ``card.column.addWidget(...)``.

    `padding` is the space inside, left and right and above and below, in pixels of the drawings.
    """

    def __init__(
        self, look: Look, *, padding: tuple[int, int] = (16, 14), spacing: int = 8, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._padding, self._spacing = padding, spacing
        self.column = QVBoxLayout(self)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        across, down = (self.look.px(length) for length in self._padding)
        self.column.setContentsMargins(across, down, across, down)
        self.column.setSpacing(self.look.px(self._spacing))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        c = self.look.colours
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), self.look.px(CARD_RADIUS), fill=c.card, line=c.line)


class Row(QWidget):
    """Widgets side by side: ``Row(a, b, None, c)``; `None` is the space that stretches."""

    def __init__(self, *widgets: QWidget | None, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(spacing)
        for widget in widgets:
            if widget is None:
                self.row.addStretch(1)
            else:
                self.row.addWidget(widget)
