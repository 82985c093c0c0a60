"""Badges that flow into as many rows as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from posapp.ui.theme import Look
from posapp.ui.widgets.badge import Badge
from posapp.ui.widgets.painted import Painted


class Badges(Painted):
    """Lays badges out from left to right, row under row, and is as high as that takes."""

    def __init__(self, look: Look, badges: Sequence[Badge]) -> None:
        super().__init__(look)
        self.badges = tuple(badges)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for badge in self.badges:
            badge.setParent(self)
            badge.show()
        self._place()

    def restyle(self) -> None:
        """Follow the look."""
        self._place()

    def _place(self) -> None:
        gap = self.look.px(6)
        x = y = high = 0
        for badge in self.badges:
            size = badge.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, y + high + gap
            badge.resize(size)
            badge.move(QPoint(x, y))
            x, high = x + size.width() + gap, size.height()
        self.setFixedHeight(y + high)

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(self.look.px(240), self.height())

    def minimumSizeHint(self) -> QSize:
        """It takes the width that it is given."""
        return QSize(self.look.px(80), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width flows otherwise."""
        self._place()
