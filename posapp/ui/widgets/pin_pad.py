"""A PIN, by finger or keyboard: dots for its digits, a pad, and the button that hands it over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from posapp.ui.theme import LINE, SEMIBOLD, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.number_pad import NumberPad
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.pin_sheet import Dots
from posapp.ui.widgets.strip import Strip
from posapp.ui.words import Words

LONGEST = 12


class PinPad(Painted):
    """`entered` carries the PIN; `refuse` says below the dots why it was not right and begins anew."""

    entered = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look)
        self.words = words
        self.heading = Label(look, size=LINE, weight=SEMIBOLD, wrap=True, centre=True)
        self.dots = Dots(look)
        self.pad = NumberPad(look, most=LONGEST, phone=True, double_zero=False, erase=words("ui_form.pin_delete"))
        self.refusal = Strip(look)
        self.done = Button(look, kind="filled", tall=True, hint="Enter")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.heading, self.dots, self.refusal, self.pad, self.done):
            self.column.addWidget(widget)
        self.setFocusProxy(self.pad)
        self.pad.changed.connect(self._typed)
        self.pad.entered.connect(self._enter)
        self.done.clicked.connect(self._enter)
        self.restyle()
        self.retranslate()
        self._typed("")

    def restyle(self) -> None:
        """Follow the look."""
        self.column.setSpacing(self.look.px(12))

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        self.done.setText(self.words("ui_form.pin_enter"))
        self.pad.setAccessibleName(self.words("ui_form.pin"))
        self._count(len(self.pad.digits))

    def begin(self, heading: str) -> None:
        """Ask anew, under these words."""
        self.heading.setText(heading)
        self.refusal.clear()
        self.pad.set_digits("")
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why, and begin anew."""
        self.pad.set_digits("")
        self.refusal.say(sentence)
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, digits: str) -> None:
        self._count(len(digits))
        self.done.setEnabled(bool(digits))
        if digits:
            self.refusal.clear()

    def _count(self, count: int) -> None:
        self.dots.show_count(count)
        self.dots.setAccessibleName(self.words("ui_form.pin_entered", count=count))

    def _enter(self) -> None:
        if self.pad.digits:
            self.entered.emit(self.pad.digits)
