"""A column that scrolls when it must, with a bar that does not shout."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

from posapp.ui.theme import Look
from posapp.ui.widgets.painted import rounded


class Bar(QScrollBar):
    """A scroll bar of one rounded handle."""

    def __init__(self, look: Look, orientation: Qt.Orientation = Qt.Orientation.Vertical) -> None:
        super().__init__(orientation)
        self.look = look

    def sizeHint(self) -> QSize:
        """Slim: a finger drags the list itself."""
        return QSize(10, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the handle alone, where there is something to scroll."""
        if self.maximum() <= self.minimum():
            return
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider  # 8 ms, and the first picture scrolls nothing

        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        rect = QRectF(handle).adjusted(3, 2, -1, -2)
        rounded(QPainter(self), rect, 3, fill=self.look.colours.edge)


class Scroll(QScrollArea):
    """Scrolls what is set into it, up and down only: ``Scroll(look, column)``."""

    def __init__(self, look: Look, held: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBar(Bar(look))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # One of ours: asked for Qt's own, the binding first makes every kind of widget known, to find out which it is.
        self._seen = QWidget()
        self.setViewport(self._seen)
        if held is not None:
            self.setWidget(held)
            held.setAutoFillBackground(False)
