"""Sheets that take an amount of money: the amount pad, and the price of something that is not in the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posapp.ui.theme import EXTRABOLD, RADIUS, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.choice import Choice
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.number_pad import NumberPad
from posapp.ui.widgets.painted import Painted, rounded, show_if
from posapp.ui.widgets.sheet import Sheet
from posapp.ui.words import Words

MOST_DIGITS = 12
"""An amount of 10^12 minor units and more is a slip of the finger."""


class Amount(Painted):
    """The amount that is being typed, large, at the right."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._text = ""
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.look.px(64))

    def show_text(self, text: str) -> None:
        """Show an amount."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, px, c = QPainter(self), self.look.px, self.look.colours
        rounded(painter, QRectF(self.rect()), px(RADIUS), fill=c.ground, line=c.seal, width=2)
        painter.setPen(c.ink)
        wide = self.width() - px(32)
        size = 34 if self.look.metrics(34, EXTRABOLD).horizontalAdvance(self._text) <= wide else 22
        painter.setFont(self.look.font(size, EXTRABOLD))
        box = self.rect().adjusted(px(16), 0, -px(16), 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._text)


class MoneySheet(Sheet):
    """A heading, the amount, the pad, and one filled button. `entered` carries the amount in the minor unit."""

    entered = Signal(int)

    def __init__(self, look: Look, words: Words, *, title: str, hint: str = "", do: str) -> None:
        super().__init__(look, title, wide=420)
        self.words = words
        self.hint = Label(look, hint, colour="soft", wrap=True)
        show_if(self.hint, bool(hint))
        self.amount = Amount(look)
        self.pad = NumberPad(look, most=MOST_DIGITS, erase=words("ui_window.erase"))
        self.do = Button(look, do, kind="filled", tall=True, hint="Enter")
        self.put_away = Button(look, words("ui_window.cancel"), tall=True, hint="Esc")
        for widget in (self.hint, self.amount):
            self.column.addWidget(widget)
        self.between()
        self.column.addWidget(self.pad)
        self.buttons(self.put_away, self.do)
        self.put_away.clicked.connect(self.finish)
        self.pad.changed.connect(self._show)
        self.pad.entered.connect(self._enter)
        self.do.clicked.connect(self._enter)
        self._show("")

    def between(self) -> None:
        """What stands between the amount and the pad; the amount pad puts its categories there."""

    def first_focus(self) -> None:
        """On the pad: digits go to it."""
        self.pad.setFocus()

    def _show(self, digits: str) -> None:
        self.amount.show_text(self.words.money(int(digits or "0")))
        self.do.setEnabled(bool(digits.strip("0")) or self.takes_nothing(digits))

    def takes_nothing(self, digits: str) -> bool:
        """Whether an amount of 0 may be entered: a price may, if it was typed."""
        return bool(digits)

    def _enter(self) -> None:
        if self.do.isEnabled():
            self.take(int(self.pad.digits))

    def take(self, amount_minor: int) -> None:
        """The amount was entered."""
        self.finish()
        self.entered.emit(amount_minor)


class AmountSheet(MoneySheet):
    """The amount pad: one amount, one category of `categories` (id, name). `chosen` carries both."""

    chosen = Signal(int, str)

    def __init__(self, look: Look, words: Words, *, categories: Sequence[tuple[str, str]]) -> None:
        self._categories = tuple(categories)
        self.category = Choice(look, self._categories, across=4)
        super().__init__(
            look,
            words,
            title=words("ui_sale.amount_title"),
            hint=words("ui_sale.amount_hint"),
            do=words("ui_sale.ring_up"),
        )
        if self._categories:
            self.category.set_value(self._categories[0][0])

    def between(self) -> None:
        """The categories."""
        self.column.addWidget(self.category)
        show_if(self.category, len(self._categories) > 1)

    def takes_nothing(self, digits: str) -> bool:
        """An amount of nothing is no sale."""
        return False

    def take(self, amount_minor: int) -> None:
        """The amount was entered."""
        self.finish()
        self.chosen.emit(amount_minor, self.category.value)
