"""A line of an earlier sale: how many of it come back, chosen with two buttons or the keys plus and minus."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.till.views import PastLineView
from posapp.ui.theme import LABEL, LINE, MEDIUM, RADIUS, ROW, SEMIBOLD, SMALL, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.words import Words


class ReturnLine(Painted):
    """`units` of the `line.kept` that can still come back; `changed` tells of every step.

    It takes the keyboard as one thing: ``+`` and ``-`` (or right and left) change it, the arrows go from line to line.
    """

    changed = Signal()
    moved = Signal(int)

    def __init__(self, look: Look, words: Words, line: PastLineView) -> None:
        super().__init__(look)
        self.words, self.line, self.units = words, line, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if line.kept else Qt.FocusPolicy.NoFocus)
        self.title = Label(look, size=LINE, weight=MEDIUM, colour="ink" if line.kept else "soft", wrap=True)
        self.detail = Label(look, size=LABEL, colour="soft")
        self.count = Label(look, size=LINE, weight=SEMIBOLD, centre=True)
        self.amount = Label(look, size=SMALL, weight=SEMIBOLD, right=True, colour="ink" if line.kept else "soft")
        self.less = Button(look, "−", kind="glyph")
        self.more = Button(look, "+", kind="glyph")
        for button, by in ((self.less, -1), (self.more, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, by=by: self.set_units(self.units + by))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        texts.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addLayout(texts, 1)
        for widget in (self.less, self.count, self.more, self.amount):
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Follow the look."""
        px = self.look.px
        self._row.setContentsMargins(px(16), px(4), px(16), px(4))
        self._row.setSpacing(px(8))
        self.setMinimumHeight(px(ROW))
        self.count.setFixedWidth(px(44))
        self.amount.setMinimumWidth(px(96))

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        w, line = self.words, self.line
        name = w.name(line.name)
        self.title.setText(name)
        self.detail.setText(w("ui_returns.kept", count=line.kept) if line.kept else w("ui_returns.all_back"))
        self.amount.setText(w.money(line.net_minor))
        self.less.setAccessibleName(w("ui_returns.one_less", name=name))
        self.more.setAccessibleName(w("ui_returns.one_more", name=name))
        self._show_units()

    def set_units(self, units: int) -> None:
        """Have so many come back, within what is there."""
        units = max(0, min(self.line.kept, units))
        if units != self.units:
            self.units = units
            self._show_units()
            self.changed.emit()

    def _show_units(self) -> None:
        self.count.setText(self.words.number(self.units))
        self.count.paint_in("seal" if self.units else "soft")
        self.less.setEnabled(self.units > 0)
        self.more.setEnabled(self.units < self.line.kept)
        parts = (self.title.text(), self.words("ui_returns.units", count=self.units), self.detail.text())
        self.setAccessibleName(", ".join(parts))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus, digits, and on to the next line."""
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Right, Qt.Key.Key_Equal):
            self.set_units(self.units + 1)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Left):
            self.set_units(self.units - 1)
        elif text.isascii() and text.isdecimal():
            self.set_units(int(text))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A wash where something comes back, a ring where the keyboard is, a hairline below."""
        painter, c, px = QPainter(self), self.look.colours, self.look.px
        inside = self.rect().adjusted(px(4), 2, -px(4), -3).toRectF()
        if self.units:
            rounded(painter, inside, px(RADIUS), fill=c.seal_wash)
        painter.setPen(c.line)
        painter.drawLine(px(16), self.height() - 1, self.width() - px(16), self.height() - 1)
        if self.hasFocus():
            rounded(painter, inside, px(RADIUS), line=c.seal, width=2)
