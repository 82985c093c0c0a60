"""Digits for a finger: the amount of a sale, a price, a PIN, a phone number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from posapp.ui.theme import Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.painted import Painted

_KEYS = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"), ("00", "0", "⌫"))


class NumberPad(Painted):
    """Twelve keys. It keeps the digits typed, by finger or keyboard: `digits`, `changed`, `entered`.

    `most` is how many digits it takes (what is beyond is not taken); `phone` puts 1 2 3 on top, as phones do;
    `double_zero` leaves the key "00" out where it makes no sense (a PIN).
    """

    changed = Signal(str)
    entered = Signal()

    def __init__(
        self, look: Look, *, most: int = 9, phone: bool = False, double_zero: bool = True, erase: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(look, parent)
        self.most = most
        self._digits = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        rows = (*reversed(_KEYS[:3]), _KEYS[3]) if phone else _KEYS
        self.keys: dict[str, Button] = {}
        for row, keys in enumerate(rows):
            for column, key in enumerate(keys):
                if key == "00" and not double_zero:
                    continue
                button = Button(look, key, kind="digit", name=erase or key if key == "⌫" else key, tall=True)
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                button.clicked.connect(lambda _=False, key=key: self.press(key))
                self.grid.addWidget(button, row, column)
                self.keys[key] = button
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.grid.setSpacing(self.look.px(8))

    @property
    def digits(self) -> str:
        """What was typed, "" at first."""
        return self._digits

    def set_digits(self, digits: str) -> None:
        """Begin with these."""
        self._digits = digits
        self.changed.emit(digits)

    def press(self, key: str) -> None:
        """As if a finger had pressed ``0`` … ``9``, ``00`` or ``⌫``."""
        typed = self._digits[:-1] if key == "⌫" else self._digits + key
        if len(typed) <= self.most and typed != self._digits:
            self.set_digits(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Backspace and Enter of a keyboard do the same."""
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isdecimal():
            self.press(text)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.press("⌫")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
