"""How far something is: a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.theme import Look
from posapp.ui.widgets.painted import Painted, rounded


class Progress(Painted):
    """A bar filled to a part of a thousand; `colour` is a name of `Colours` (gold for rank, red for work)."""

    def __init__(self, look: Look, *, colour: str = "rank", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.colour, self.thousandths = colour, 0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.look.px(6))

    def set_to(self, thousandths: int) -> None:
        """Fill it to `thousandths`, 0 to 1000."""
        thousandths = max(0, min(1000, thousandths))
        if thousandths != self.thousandths:
            self.thousandths = thousandths
            self.setAccessibleDescription(f"{thousandths // 10} %")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        c, rect = self.look.colours, QRectF(self.rect())
        painter = QPainter(self)
        rounded(painter, rect, rect.height() / 2, fill=c.line)
        if self.thousandths:
            rect.setWidth(max(rect.height(), rect.width() * self.thousandths / 1000))
            rounded(painter, rect, rect.height() / 2, fill=getattr(c, self.colour))
