"""Buttons that flow into as many rows as they need, and a choice among them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.theme import TARGET, Look
from posapp.ui.widgets.button import Button


class Flow(QWidget):
    """Lays its buttons out from left to right, row under row, and is as high as that takes."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._flowing: tuple[Button, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def flow(self, buttons: Sequence[Button]) -> None:
        """Show these, in this order, which is also that of the Tab key."""
        self._flowing = tuple(buttons)
        for button in self._flowing:
            if button.parentWidget() is not self:
                button.setParent(self)
                button.show()
        for before, after in zip(self._flowing, self._flowing[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self._place()

    def restyle(self) -> None:
        """Follow the look."""
        self._place()

    def _boxes(self, width: int) -> list[QRect]:
        gap, high = self.look.px(8), self.look.px(TARGET)
        x = y = 0
        boxes = []
        for button in self._flowing:
            wide = min(button.sizeHint().width(), max(width, 80))
            if x and x + wide > width:
                x, y = 0, y + high + gap
            boxes.append(QRect(x, y, wide, high))
            x += wide + gap
        return boxes

    def _place(self) -> None:
        boxes = self._boxes(self.width())
        for button, box in zip(self._flowing, boxes, strict=True):
            button.setGeometry(box)
        self.setFixedHeight(boxes[-1].bottom() + 1 if boxes else 0)

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(self.look.px(240), self.height())

    def minimumSizeHint(self) -> QSize:
        """It takes the width that it is given."""
        return QSize(self.look.px(80), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width flows otherwise."""
        self._place()


class FlowChoice(Flow):
    """One of several, all in sight; `chosen` carries the value of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.buttons: dict[str, Button] = {}
        self.value = ""

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, words); what was chosen stays chosen where it is still among them."""
        for value in self.buttons.keys() - {value for value, _ in options}:
            gone = self.buttons.pop(value)
            gone.hide()
            gone.deleteLater()
        for value, words in options:
            if value not in self.buttons:
                button = self.buttons[value] = Button(self.look, words)
                button.setCheckable(True)
                button.clicked.connect(lambda _=False, value=value: self._pick(value))
            self.buttons[value].setText(words)
        self.flow([self.buttons[value] for value, _ in options])
        self.set_value(self.value)

    def set_value(self, value: str) -> None:
        """Choose without telling anybody."""
        self.value = value
        for known, button in self.buttons.items():
            button.setChecked(known == value)
            button.set_kind("chosen" if known == value else "plain")
        self._place()  # what is chosen is written larger

    def _pick(self, value: str) -> None:
        changed = value != self.value
        self.set_value(value)
        if changed:
            self.chosen.emit(value)

    def first_focus(self) -> None:
        """Put the keyboard on what is chosen, or on the first."""
        button = self.buttons.get(self.value) or next(iter(self.buttons.values()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
