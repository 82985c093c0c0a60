"""A keyboard on the glass, Korean (two-set, KS X 5002) and English, for a name and for a word to the shop."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posapp.ui import hangul
from posapp.ui.customer.keys import BACK, Key
from posapp.ui.customer.look import FacingLook
from posapp.ui.customer.writing import LEFT
from posapp.ui.theme import NAME
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.words import Words

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SHIFT, SPACE, OTHER = "⇧", " ", "other"


class Written:
    """A text put together key by key: what is done, and the run of Korean keys whose last syllable is still growing."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._done, self._run = "", ""

    @property
    def text(self) -> str:
        """What stands there now."""
        return self._done + hangul.composed(self._run)

    def put(self, sign: str, *, korean: bool) -> None:
        """One more key; what would be longer than `most` letters is not taken."""
        before = self._done, self._run
        if korean and hangul.jamo(sign) is not None:
            self._run += sign
        else:
            self._done, self._run = self.text + sign, ""
        if len(self.text) > self.most:
            self._done, self._run = before

    def back(self) -> None:
        """Take the last key back: of a growing syllable one letter, else a whole sign."""
        if self._run:
            self._run = self._run[:-1]
        else:
            self._done = self._done[:-1]

    def clear(self) -> None:
        """Begin anew."""
        self._done = self._run = ""


class Line(Painted):
    """What is being written, with a mark at its end, or a hint where nothing is."""

    def __init__(self, look: FacingLook, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.shown = self.hint = ""
        self.facing = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.setFixedHeight(self.facing.finger(64))

    def show_text(self, text: str, *, hint: str) -> None:
        """Show this."""
        self.shown, self.hint = text, hint
        self.setAccessibleName(hint)
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it; of a long text the end is seen."""
        painter, look, c = QPainter(self), self.look, self.look.colours
        rounded(painter, QRectF(self.rect()), look.px(14), fill=c.card, line=c.edge, width=1.4)
        side = look.px(20)
        box = QRect(side, 0, self.width() - 2 * side, self.height())
        metrics = look.metrics(NAME)
        painter.setFont(look.font(NAME))
        painter.setPen(c.ink if self.shown else c.soft)
        mark = look.px(2)
        shown = metrics.elidedText(self.shown, Qt.TextElideMode.ElideLeft, box.width() - 2 * mark)
        high = look.px(30)
        at = box.left() + (metrics.horizontalAdvance(shown) + mark if shown else 0)
        painter.fillRect(QRect(at, (self.height() - high) // 2, mark, high), c.seal)
        if shown:
            painter.drawText(box, LEFT, shown)
        else:
            hint = metrics.elidedText(self.hint, Qt.TextElideMode.ElideRight, box.width() - look.px(12))
            painter.drawText(box.adjusted(look.px(10), 0, 0, 0), LEFT, hint)


class Keyboard(QWidget):
    """Forty keys. `changed` carries the text; it begins in the language of the customer."""

    changed = Signal(str)

    def __init__(self, look: FacingLook, words: Words, *, most: int) -> None:
        super().__init__()
        self.look, self.words = look, words
        self.written = Written(most)
        self.korean, self.shifted = True, False
        self._speaks = words.language
        self.letters: dict[str, Key] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._rows = [QHBoxLayout() for _ in range(4)]
        for row, signs in zip(self._rows, _ROWS, strict=False):
            for sign in signs:
                self.letters[sign] = key = Key(look, sign, size=NAME)
                key.clicked.connect(lambda _=False, sign=sign: self.press(sign))
                row.addWidget(key, 2)
        self._rows[1].insertStretch(0, 1)
        self._rows[1].addStretch(1)
        self.shift, self.erase, self.other, self.space = (Key(look, text, size=18) for text in (SHIFT, BACK, "", ""))
        self._rows[2].insertWidget(0, self.shift, 3)
        self._rows[2].addWidget(self.erase, 3)
        self._rows[3].addWidget(self.other, 3)
        self._rows[3].addWidget(self.space, 9)
        self.stops = {sign: Key(look, sign, size=NAME) for sign in ",.?"}
        for sign, key in self.stops.items():
            key.clicked.connect(lambda _=False, sign=sign: self.press(sign))
            self._rows[3].addWidget(key, 2)
        for row in self._rows:
            self._column.addLayout(row, 1)
        self.shift.clicked.connect(lambda: self.press(SHIFT))
        self.erase.clicked.connect(lambda: self.press(BACK))
        self.space.clicked.connect(lambda: self.press(SPACE))
        self.other.clicked.connect(lambda: self.press(OTHER))
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        for row in self._rows:
            row.setSpacing(self.look.px(6))
        self._column.setSpacing(self.look.px(6))

    def retranslate(self) -> None:
        """Name its keys in her language, and write the letters of the layout."""
        words = self.words
        if words.language != self._speaks:  # switched while she writes: the letters follow, what she wrote stays
            self._speaks, self.korean = words.language, words.language == "ko"
        self.shift.setAccessibleName(words("ui_customer.shift"))
        self.erase.setAccessibleName(words("ui_customer.erase"))
        self.space.setText(words("ui_customer.space"))
        self.other.setText("ABC" if self.korean else "가나다")
        for sign, key in self.letters.items():
            key.setText(self._sign(sign))
        self.shift.set_kind("chosen" if self.shifted else "plain")

    def begin(self) -> None:
        """With nothing written, in her language."""
        self.written.clear()
        self._speaks = self.words.language
        self.korean, self.shifted = self._speaks == "ko", False
        self.retranslate()

    @property
    def entry(self) -> str:
        """What was written, without spaces around it."""
        return self.written.text.strip()

    def _sign(self, sign: str) -> str:
        shown = sign.upper() if self.shifted else sign
        return hangul.jamo(shown) or shown if self.korean else shown

    def press(self, sign: str) -> None:
        """As if a finger had pressed a letter, a stop, `SPACE`, `BACK`, `SHIFT` or `OTHER` (the other layout)."""
        if sign in (SHIFT, OTHER):
            self.shifted = sign == SHIFT and not self.shifted
            self.korean ^= sign == OTHER
        elif sign == BACK:
            self.written.back()
        else:
            self.written.put(sign.upper() if self.shifted else sign, korean=self.korean)
            self.shifted = False
        self.retranslate()
        self.changed.emit(self.written.text)
