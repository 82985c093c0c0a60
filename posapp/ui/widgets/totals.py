"""What it comes to: list, saved, what points and cards paid, and the largest thing on the screen, what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.theme import DUE, EXTRABOLD, NAME, SEMIBOLD, SMALL, TEXT, Look
from posapp.ui.widgets.painted import Painted
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Quote


class Totals(Painted):
    """Three rows under the basket, painted at once."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words = words
        self.due_minor = 0
        self._small: tuple[tuple[str, str, str], ...] = ()
        self._due = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.look.px(124))

    def show_quote(self, quote: Quote) -> None:
        """Show a quote's sums."""
        words, money = self.words, self.words.money
        small = [(words("ui_sale.list"), money(quote.list_minor), "ink")]
        paid_minor = sum(paid.amount_minor for paid in quote.paid_with)
        saved = money(-quote.discount_minor) if quote.discount_minor else money(0)
        small.append((words("ui_sale.saved"), saved, "good" if quote.discount_minor else "soft"))
        if paid_minor:
            small.append((words("ui_sale.paid_with"), money(-paid_minor), "good"))
        if not quote.lines:
            small = []
        due = (words("ui_sale.due"), money(quote.due_minor))
        if (tuple(small), due) != (self._small, self._due):
            self._small, self._due, self.due_minor = tuple(small), due, quote.due_minor
            said = [*((label, amount) for label, amount, _ in small), due]
            self.setAccessibleName(", ".join(f"{label} {amount}" for label, amount in said))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them, numbers at the right."""
        c, px, look = self.look.colours, self.look.px, self.look
        painter = QPainter(self)
        painter.setPen(c.line)
        painter.drawLine(1, 0, self.width() - 2, 0)
        side, wide = px(18), self.width() - px(36)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        high = px(21) if len(self._small) < 3 else px(18)
        top = px(12) if len(self._small) < 3 else px(8)
        for label, amount, colour in self._small:
            painter.setPen(c.soft)
            painter.setFont(look.font(SMALL))
            painter.drawText(QRect(side, top, wide, high), left, label)
            painter.setPen(getattr(c, colour))
            painter.setFont(look.font(TEXT, SEMIBOLD))
            painter.drawText(QRect(side, top, wide, high), right, amount)
            top += high
        label, amount = self._due
        painter.setPen(c.ink if self._small else c.soft)
        painter.setFont(look.font(NAME, SEMIBOLD))
        box = QRect(side, px(58), wide, px(56))
        painter.drawText(box.translated(0, px(8)), left, label)
        size = next(
            size for size in (DUE, 36, 28) if size == 28 or
            look.metrics(size, EXTRABOLD).horizontalAdvance(amount) <= wide - px(80)
        )  # fmt: skip
        painter.setFont(look.font(size, EXTRABOLD))
        painter.drawText(box, right, amount)
