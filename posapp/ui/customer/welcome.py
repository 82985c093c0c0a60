"""When nobody is there: the shop's name, a welcome, and a seal. And when a sale without a card is paid: thanks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.customer.writing import write
from posapp.ui.theme import EXTRABOLD, PAY, Look
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.seal import paint_place, paint_seal
from posapp.ui.words import Words


class Welcome(Painted):
    """A small line, a large one, and seals on the paper below them."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words = words
        self.shop = ""
        self.thanks = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_shop(self, shop: str, *, thanks: bool = False) -> None:
        """Welcome to this shop, or thanks of it."""
        self.shop, self.thanks = shop, thanks
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in her language."""
        self.setAccessibleName(". ".join(self._texts()))
        self.update()

    def _texts(self) -> tuple[str, str]:
        """The small line and the large one."""
        if self.thanks:
            return self.shop, self.words("ui_customer.thanks")
        return self.words("ui_customer.welcome"), self.shop

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, px, look = QPainter(self), self.look.px, self.look
        small, large = self._texts()
        write(painter, look, QRect(0, 0, self.width(), px(54)), small, sizes=(PAY + 2, 20), colour="soft")
        painter.setPen(look.colours.ink)
        size = next((s for s in (60, 52, 44, 36) if self._fits(large, s)), 30)
        painter.setFont(look.font(size, EXTRABOLD))
        wrap = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        box = QRect(0, px(56), self.width(), px(170))
        painter.drawText(box, wrap, large)
        self._paint_seals(painter, top=px(250))

    def _fits(self, text: str, size: int) -> bool:
        box = QRect(0, 0, self.width(), 10_000)
        wrap = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        used = self.look.metrics(size, EXTRABOLD).boundingRect(box, wrap, text)
        return used.height() <= self.look.px(170) and used.width() <= self.width()

    def _paint_seals(self, painter: QPainter, *, top: int) -> None:
        """One large seal, and two places beside it that wait."""
        room = self.height() - top
        size = min(float(room), self.width() * 0.44, float(self.look.px(250)))
        if size < self.look.px(60):
            return
        y = self.height() - size / 2 - self.look.px(8)
        paint_seal(painter, QPointF(size / 2 + self.look.px(6), y), size, self.look.colours.seal, place=0)
        small = size * 0.46
        for n in (1, 2):
            x = size * 1.0 + small * (n - 1) * 1.2 + small * 0.72
            if x + small / 2 <= self.width():
                paint_place(painter, QPointF(x, y + (size - small) / 2), small, self.look)
