"""The question after a sale, answered with one touch; a word may follow. It never waits for anybody."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posapp.ui.customer.keyboard import Keyboard, Line
from posapp.ui.customer.keys import Key
from posapp.ui.customer.look import FacingLook
from posapp.ui.theme import BOLD, LABEL, LINE, NAME, SEMIBOLD, SMALL, TEXT
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import rounded
from posapp.ui.words import Words

if TYPE_CHECKING:
    from posapp.loyalty.outcome import Ask

WORD_LETTERS = 200

_STAR = tuple(
    (r * math.sin(n * math.pi / 5), -r * math.cos(n * math.pi / 5))
    for n in range(10)
    for r in ((0.44,) if n % 2 else (1.0,))
)
"""A star of five points around 0, 0: outer and inner corners in turns."""


class Star(Key):
    """One of five; those up to the one pressed are filled."""

    filled = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, c = QPainter(self), self.look.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, half = QRectF(self.rect()).center(), self.look.px(27)
        pen = QPen(c.rank if self.filled or self.isDown() else c.edge, self.look.px(2))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(c.rank if self.filled or self.isDown() else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([QPointF(middle.x() + x * half, middle.y() + y * half) for x, y in _STAR]))


MOUTHS: dict[str, tuple[float, float, float]] = {
    "happy": (0.42, 0.0, 0.0), "hopeful": (0.24, 0.0, -0.1), "surprised": (9.0, 0.0, -0.18),
    "angry": (-0.2, 0.22, 0.0), "depressed": (-0.34, -0.12, 0.06), "guilty": (-0.1, -0.16, 0.0),
    "humiliated": (-0.24, -0.2, 0.1),
}  # fmt: skip
"""Of each feeling's face: how far the mouth bends upwards (9: a round one), how far the brows lean inwards, and how
much lower the eyes stand; in halves of the face."""


class Feeling(Key):
    """A face and its word; as wide as its column, in which a long word is broken."""

    def __init__(self, look: FacingLook, feeling: str) -> None:
        super().__init__(look, size=LINE)
        self.feeling = feeling

    def sizeHint(self) -> QSize:
        """A finger."""
        return QSize(self.look.finger(64), self.look.finger(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it: the word stands below the face."""
        painter, look = QPainter(self), self.look
        fill, line, ink = self._colours()
        width = 2.0 if self.kind == "chosen" else 1.0
        rounded(painter, QRectF(self.rect()), look.px(14), fill=fill, line=line, width=width)
        wrap = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        room = QRect(look.px(6), 0, self.width() - look.px(12), self.height())
        words = look.metrics(SMALL, SEMIBOLD).boundingRect(room, wrap, self.text())
        side = min(look.px(48), self.height() - words.height() - look.px(18))
        top = (self.height() - side - look.px(6) - words.height()) // 2
        self._paint_face(painter, QPointF(self.width() / 2, top + side / 2), side / 2)
        painter.setPen(ink)
        painter.setFont(look.font(SMALL, SEMIBOLD))
        room.setTop(top + side + look.px(6))
        painter.drawText(room, wrap, self.text())

    def _paint_face(self, painter: QPainter, middle: QPointF, half: float) -> None:
        bend, lean, eyes = MOUTHS[self.feeling]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.look.colours.ink, self.look.px(2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, half, half)
        for side in (-1, 1):
            eye = QPointF(middle.x() + side * half * 0.36, middle.y() + half * (eyes - 0.14))
            painter.setBrush(self.look.colours.ink)
            painter.drawEllipse(eye, half * 0.07, half * 0.07)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if lean:
                outer, inner = eye.x() + side * half * 0.2, eye.x() - side * half * 0.2
                y = eye.y() - half * 0.26
                painter.drawLine(QPointF(outer, y - half * lean / 2), QPointF(inner, y + half * lean / 2))
        y = middle.y() + half * 0.42
        if bend == 9.0:
            painter.drawEllipse(QPointF(middle.x(), y), half * 0.16, half * 0.2)
            return
        wide, high = half * 0.84, half * abs(bend) * 2
        up = bend > 0
        box = QRectF(middle.x() - wide / 2, y - (high * 0.75 if up else high * 0.25), wide, high)
        painter.drawArc(box, (200 if up else 20) * 16, 140 * 16)


class Survey(Card):
    """One question. `answered` carries the answer at once; `wants_word` asks for the keyboard; `skipped` and `sent` end
    it."""

    answered = Signal(str)
    wants_word = Signal()
    sent = Signal()
    skipped = Signal()

    def __init__(self, look: FacingLook, words: Words) -> None:
        super().__init__(look, padding=(20, 22), spacing=10)
        self.facing, self.words = look, words
        self.ask: Ask | None = None
        self.answer = ""
        self.question = Label(look, size=NAME, weight=BOLD, wrap=True)
        self.hint = Label(look, size=LABEL + 2, colour="soft", wrap=True)
        self.choices = QWidget()
        self._grid = QGridLayout(self.choices)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.keys: dict[str, Key] = {}
        self.word, self.send, self.skip = (
            Key(look, size=TEXT),
            Key(look, kind="filled", size=NAME),
            Key(look, kind="quiet", size=TEXT),
        )
        for key, does in ((self.word, self.wants_word), (self.send, self.sent), (self.skip, self.skipped)):
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            key.clicked.connect(does)
        for widget in (self.question, self.hint):
            self.column.addWidget(widget)
        self.column.addWidget(self.choices, 100)
        self.column.addStretch(1)
        self._foot = QHBoxLayout()
        for key in (self.word, self.send, self.skip):
            self._foot.addWidget(key)
        self.column.addLayout(self._foot)

    def show_ask(self, ask: Ask) -> None:
        """Ask this."""
        self.ask, self.answer = ask, ""
        for old in self.keys.values():
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        make = {"nps": self._make_numbers, "stars": self._make_stars}.get(ask.scale, self._make_feelings)
        self.keys = make(ask)
        for value, key in self.keys.items():
            key.clicked.connect(lambda _=False, value=value: self._pick(value))
            key.show()
        self.retranslate()
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        super().restyle()
        if hasattr(self, "_grid"):
            gap = {"nps": 10, "stars": 0}.get(self.ask.scale if self.ask else "", 8)
            self._grid.setSpacing(self.look.px(gap))
            self._foot.setSpacing(self.look.px(8))
            stars = self.ask is not None and self.ask.scale == "stars"
            self.choices.setMaximumHeight(self.facing.finger(96) if stars else 10_000)

    def _make_numbers(self, ask: Ask) -> dict[str, Key]:
        keys = {}
        for n in range(11):
            keys[str(n)] = key = Key(self.facing, str(n), size=NAME)
            self._grid.addWidget(key, n // 3, n % 3, 1, 2 if n == 10 else 1)
        return keys

    def _make_stars(self, ask: Ask) -> dict[str, Key]:
        keys: dict[str, Key] = {}
        for n in range(1, 6):
            keys[str(n)] = key = Star(self.facing)
            self._grid.addWidget(key, 0, n - 1)
        return keys

    def _make_feelings(self, ask: Ask) -> dict[str, Key]:
        keys: dict[str, Key] = {}
        for n, feeling in enumerate(ask.choices):
            keys[feeling] = key = Feeling(self.facing, feeling)
            wide = 2 if n % 2 == 0 and n == len(ask.choices) - 1 else 1
            self._grid.addWidget(key, n // 2, n % 2, 1, wide)
        return keys

    def _pick(self, value: str) -> None:
        self.answer = value
        self._show_answer()
        self.answered.emit(value)

    def _show_answer(self) -> None:
        for value, key in self.keys.items():
            if isinstance(key, Star):
                key.filled = bool(self.answer) and int(value) <= int(self.answer)
                key.update()
            else:
                key.set_kind("chosen" if value == self.answer else "plain")
        for key in (self.word, self.send):
            key.setVisible(bool(self.answer))
        self.skip.setVisible(not self.answer)

    def retranslate(self) -> None:
        """Say it in her language."""
        words = self.words
        if self.ask is None:
            return
        self.question.setText(words.name(self.ask.question))
        said = {"nps": "ui_customer.nps_hint", "stars": "ui_customer.stars_hint"}.get(self.ask.scale)
        self.hint.setText(words(said) if said else words("ui_customer.feelings_hint"))
        for value, key in self.keys.items():
            if isinstance(key, Feeling):
                key.setText(words(f"survey.feeling_{value}"))
            elif isinstance(key, Star):
                key.setAccessibleName(words("ui_customer.stars", count=int(value)))
        self.word.setText(words("ui_customer.word"))
        self.send.setText(words("ui_customer.send"))
        self.skip.setText(words("ui_customer.skip"))
        self._show_answer()


class Word(QWidget):
    """A word to the shop, written on the glass: `sent` carries that it is done, `touched` that a key was pressed."""

    sent = Signal()
    touched = Signal()

    def __init__(self, look: FacingLook, words: Words) -> None:
        super().__init__()
        self.look, self.words = look, words
        self.title = Label(look, size=30, weight=BOLD, wrap=True)
        self.line = Line(look)
        self.keyboard = Keyboard(look, words, most=WORD_LETTERS)
        self.send = Key(look, kind="filled", size=22)
        self.send.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.title)
        self._column.addWidget(self.line)
        self._column.addWidget(self.keyboard, 1)
        self._column.addWidget(self.send)
        self.keyboard.changed.connect(self._written)
        self.send.clicked.connect(self.sent)

    def restyle(self) -> None:
        """Follow the look."""
        self._column.setSpacing(self.look.px(16))

    def begin(self) -> None:
        """With nothing written."""
        self.keyboard.begin()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in her language."""
        words = self.words
        self.title.setText(words("ui_customer.word_title"))
        self.send.setText(words("ui_customer.send"))
        self.line.show_text(self.keyboard.written.text, hint=words("ui_customer.word_hint"))

    def _written(self, text: str) -> None:
        self.touched.emit()
        self.line.show_text(text, hint=self.words("ui_customer.word_hint"))
