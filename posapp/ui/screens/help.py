"""Help: what each key does and what each sign means, on one page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.theme import BOLD, COLUMN, EDGE, LABEL, LINE, SEMIBOLD, SMALL
from posapp.ui.widgets.badge import paint_badge
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted, rounded
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.seal import paint_seal

KEYS: tuple[tuple[str, str], ...] = (
    ("", "scan"), ("Enter", "enter"), ("Esc", "esc"), ("F1", "f1"), ("F2", "f2"), ("F3 – F5", "f3"),
    ("Shift F3", "shift_f3"), ("F6", "f6"), ("F8", "f8"), ("F9", "f9"), ("+ −", "plus"), ("↑ ↓", "arrows"),
    ("Tab", "tab"), ("Ctrl Z", "undo"),
)  # fmt: skip
"""What is written on the key ("" where the sentence names it) and the key of its sentence."""

SIGNS: tuple[tuple[str, str], ...] = (
    ("seal", "seal"), ("good", "good"), ("waiting", "waiting"), ("rank", "rank"),
    ("good", "online"), ("waiting", "offline"), ("plain", "alone"), ("waiting", "refused"), ("dot", "scanner"),
)  # fmt: skip
"""How the sign is drawn and the key of its sentence."""


class _Sign(Painted):
    """A key's cap, a badge, or a seal, as it is seen elsewhere."""

    def __init__(self, desk: Desk, kind: str, key: str) -> None:
        super().__init__(desk.look)
        self.words, self.kind, self._key = desk.words, kind, key
        self.text = ""

    def retranslate(self) -> None:
        """The words on it follow the language; a key's cap has its own."""
        self.text = self._key if self.kind == "key" else self.words(f"ui_settings.help_{self._key}")
        self.setAccessibleName(self.text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        px = self.look.px
        return QSize(self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self.text) + px(28), px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, c, px = QPainter(self), self.look.colours, self.look.px
        wide = min(self.sizeHint().width(), self.width())
        box = QRectF(0, (self.height() - px(28)) / 2, wide, px(28))
        if self.kind == "key":
            rounded(painter, box, px(6), fill=c.ground, line=c.edge)
            painter.setPen(c.ink)
            painter.setFont(self.look.font(LABEL, SEMIBOLD))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)
        elif self.kind == "seal":
            paint_seal(painter, QPointF(px(16), self.height() / 2), px(30), c.seal, place=2)
            self._beside(painter, px(40))
        elif self.kind == "dot":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.good)
            painter.drawEllipse(QPointF(px(8), self.height() / 2), px(4), px(4))
            self._beside(painter, px(20))
        else:
            paint_badge(painter, self.look, box, self.text, kind=self.kind, full=True)

    def _beside(self, painter: QPainter, left: int) -> None:
        painter.setPen(self.look.colours.ink)
        painter.setFont(self.look.font(LABEL, SEMIBOLD))
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text)


@screen("help", title_key="ui_settings.help_title", rank=90)
class HelpScreen(Screen):
    """Keys at the left, signs at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._said: list[tuple[Label, str]] = []
        self._signs: list[_Sign] = []
        inside = QWidget()
        self._both = QHBoxLayout(inside)
        self._both.setContentsMargins(0, 0, 0, 0)
        keys = [("key" if cap else "word", cap or "scan", name) for cap, name in KEYS]
        signs = [(kind, name, name) for kind, name in SIGNS]
        for title, rows in (("help_keys", keys), ("help_signs", signs)):
            self._both.addWidget(self._card(title, rows), 1)
        self._around = QVBoxLayout(self)
        self._around.addWidget(Scroll(desk.look, inside))

    def _card(self, title: str, rows: list[tuple[str, str, str]]) -> Card:
        card = Card(self.desk.look, padding=(20, 16), spacing=10)
        heading = Label(self.desk.look, size=LINE, weight=BOLD)
        self._said.append((heading, title))
        card.column.addWidget(heading)
        for kind, cap, name in rows:
            across = QHBoxLayout()
            sign = _Sign(self.desk, kind if kind != "word" else "plain", cap)
            self._signs.append(sign)
            said = Label(self.desk.look, size=SMALL, wrap=True)
            self._said.append((said, f"help_{name}_is"))
            across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(said, 1)
            card.column.addLayout(across)
        card.column.addStretch(1)
        return card

    def restyle(self) -> None:
        px = self.desk.look.px
        self._around.setContentsMargins(EDGE, 0, EDGE - 8, EDGE)
        self._both.setSpacing(COLUMN)
        for sign in self._signs:
            sign.setFixedWidth(px(152))

    def retranslate(self) -> None:
        for label, name in self._said:
            label.setText(self.desk.words(f"ui_settings.{name}"))

    def enter(self, **wishes: Any) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
