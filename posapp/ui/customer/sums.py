"""What she saves and what she pays, the largest thing on her screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.customer.writing import LEFT, RIGHT, write
from posapp.ui.theme import BOLD, EXTRABOLD, FACING, NAME, Look
from posapp.ui.widgets.painted import Painted
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Quote

_ROW, _DUE = 36, 92


class Sums(Painted):
    """A line, what was taken off, what points and cards paid, and what is due."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.words = words
        self._quote: Quote | None = None
        self._paid = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_quote(self, quote: Quote | None, *, paid: bool = False) -> None:
        """Show a sale's sums, or nothing; `paid` says that the money was taken."""
        self._quote, self._paid = quote, paid
        self.retranslate()
        self.restyle()
        self.update()

    def retranslate(self) -> None:
        """Say it in her language."""
        self.setAccessibleName(", ".join(f"{label} {amount}" for label, amount, _ in self._rows()))
        self.update()

    def restyle(self) -> None:
        """Follow the look."""
        rows = len(self._rows())
        self.setFixedHeight(self.look.px(12 + _ROW * (rows - 1) + _DUE) if rows else 0)

    def _rows(self) -> list[tuple[str, str, str]]:
        """Label, amount and colour, what is due last."""
        quote, words = self._quote, self.words
        if quote is None or not quote.lines:
            return []
        rows = []
        if quote.discount_minor:
            rows.append((words("ui_customer.saved"), words.money(quote.discount_minor), "good"))
        if used_minor := sum(tender.amount_minor for tender in quote.paid_with):
            rows.append((words("ui_customer.used"), words.money(used_minor), "good"))
        label = words("ui_customer.paid") if self._paid else words("ui_customer.due")
        rows.append((label, words.money(quote.due_minor), "ink"))
        return rows

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them, the amounts at the right."""
        rows, px, look = self._rows(), self.look.px, self.look
        if not rows:
            return
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), max(2, px(2))), look.colours.line)
        y = px(16)
        for label, amount, colour in rows[:-1]:
            box = QRect(0, y, self.width(), px(_ROW))
            write(painter, look, box, label, sizes=(20,), colour="soft")
            write(painter, look, box, amount, sizes=(NAME,), weight=BOLD, colour=colour, align=RIGHT)
            y += px(_ROW)
        label, amount, colour = rows[-1]
        box = QRect(0, y, self.width(), self.height() - y)
        wide = write(painter, look, box, amount, sizes=(FACING, 54, 46, 36), weight=EXTRABOLD, align=RIGHT)
        rest = QRect(0, y + px(14), box.width() - wide - px(16), box.height() - px(14))
        write(painter, look, rest, label, sizes=(20, 18, 16), colour="soft", align=LEFT)
