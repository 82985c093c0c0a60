"""The pad for her own phone number."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from posapp.ui.customer.keys import BACK, DONE, Key
from posapp.ui.customer.look import FacingLook
from posapp.ui.customer.writing import fitting
from posapp.ui.theme import BOLD, LINE, PAY, SEMIBOLD, SMALL
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.written import phone_text
from posapp.ui.words import Words

_ROWS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (BACK, "0", DONE))
SHORTEST, LONGEST = 8, 15
"""Digits of a phone number (the longest is ITU-T E.164's)."""

MOBILE = "010"
"""What every Korean mobile number begins with: it stands there already in a shop that sells for won."""

MOBILE_DIGITS = 11


class Number(Painted):
    """The number as it is being entered, with a place for each digit that is still missing."""

    def __init__(self, look: FacingLook, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.digits, self.whole = "", 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.look.px(52))

    def show_digits(self, digits: str, *, whole: int) -> None:
        """Show these; `whole` is how many there will be, 0 where that is not known."""
        self.digits, self.whole = digits, whole
        self.setAccessibleName(phone_text(digits))
        self.update()

    def _written(self) -> tuple[str, str]:
        """What was entered, and what is still to come."""
        if not self.whole:
            return phone_text(self.digits), "" if self.digits else "_" * SHORTEST
        shown = phone_text(self.digits.ljust(self.whole, "0"))
        places = [n for n, sign in enumerate(shown) if sign.isdecimal()]
        end = places[len(self.digits)] if len(self.digits) < len(places) else len(shown)
        return shown[:end], "".join("_" if sign.isdecimal() else sign for sign in shown[end:])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, look = QPainter(self), self.look
        entered, coming = self._written()
        size = fitting(look, entered + coming, (34, 30, 26, 22, 18), BOLD, self.width())
        painter.setFont(look.font(size, BOLD))
        left = look.metrics(size, BOLD).horizontalAdvance(entered)
        for text, at, colour in ((entered, 0, "ink"), (coming, left, "edge")):
            painter.setPen(getattr(look.colours, colour))
            painter.drawText(QRect(at, 0, self.width() - at, self.height()), 0x81, text)  # left, middle


class Pad(Card):
    """`entered` carries the digits of a whole number; `touched` that something was pressed."""

    entered = Signal(str)
    touched = Signal()

    def __init__(self, look: FacingLook, words: Words) -> None:
        super().__init__(look, padding=(26, 26), spacing=8)
        self.facing, self.words = look, words
        self.title = Label(look, size=LINE, weight=BOLD, wrap=True)
        self.number = Number(look)
        self.said = Label(look, size=SMALL, weight=SEMIBOLD, colour="seal", wrap=True)
        self._saying: tuple[str, dict[str, object]] | None = None
        self._digits = ""
        self.keys: dict[str, Key] = {}
        self._grid = QGridLayout()
        for row, keys in enumerate(_ROWS):
            for column, sign in enumerate(keys):
                key = self.keys[sign] = Key(look, sign, size=PAY + 4, kind="filled" if sign == DONE else "plain",
                                            name=sign)  # fmt: skip
                key.clicked.connect(lambda _=False, sign=sign: self.press(sign))
                self._grid.addWidget(key, row, column)
        top = QVBoxLayout()
        top.setSpacing(0)
        for widget in (self.title, self.number, self.said):
            top.addWidget(widget)
        self.column.addLayout(top)
        self.column.addLayout(self._grid, 1)
        self.clear()

    def restyle(self) -> None:
        """Follow the look."""
        super().restyle()
        if hasattr(self, "_grid"):
            self._grid.setSpacing(self.look.px(12))

    def retranslate(self) -> None:
        """Say it in her language."""
        words = self.words
        self.title.setText(words("ui_customer.pad"))
        self.keys[BACK].setAccessibleName(words("ui_customer.erase"))
        self.keys[DONE].setAccessibleName(words("ui_customer.enter"))
        self.said.setText(words(self._saying[0], **self._saying[1]) if self._saying else "")
        self.said.setVisible(self._saying is not None)

    @property
    def digits(self) -> str:
        """What was entered so far."""
        return self._digits

    @property
    def _mobile(self) -> bool:
        return self.words.currency.code == "KRW"

    def clear(self) -> None:
        """Forget what was entered."""
        self._saying = None
        self._set(MOBILE if self._mobile else "")
        self.retranslate()

    @property
    def empty(self) -> bool:
        """Whether nothing was entered yet."""
        return self._digits in ("", MOBILE)

    def say(self, key: str, **values: object) -> None:
        """A sentence under the number, until the next press."""
        self._saying = (key, values)
        self.retranslate()

    def press(self, sign: str) -> None:
        """As if a finger had pressed it."""
        self.touched.emit()
        if sign == DONE:
            if self._complete():
                self.entered.emit(self._digits)
            else:
                self.say("ui_customer.whole_number")
            return
        if self._saying is not None:
            self._saying = None
            self.retranslate()
        self._set(self._digits[:-1] if sign == BACK else (self._digits + sign)[: self._most()])

    def _most(self) -> int:
        return MOBILE_DIGITS if self._mobile and self._digits.startswith("0") else LONGEST

    def _complete(self) -> bool:
        if self._mobile and self._digits.startswith(MOBILE):
            return len(self._digits) == MOBILE_DIGITS
        return SHORTEST <= len(self._digits) <= LONGEST

    def _set(self, digits: str) -> None:
        self._digits = digits
        whole = MOBILE_DIGITS if self._mobile and digits.startswith(MOBILE) else 0
        self.number.show_digits(digits, whole=whole)

    def sizeHint(self) -> QSize:
        """As wide as drawn."""
        return QSize(self.look.px(360), self.look.px(600))
