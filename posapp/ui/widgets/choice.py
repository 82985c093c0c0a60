"""One of a few, and on or off: shown in full, never a list that drops down (a scan could fall into it)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from posapp.ui.theme import Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.painted import Painted, rounded


class Choice(Painted):
    """Buttons side by side of which one is taken: ``Choice(look, (("ko", "한국어"), ("en", "English")))``.

    They stand in rows of `across`, where that is given, else in one row.
    """

    chosen = Signal(str)

    def __init__(
        self, look: Look, options: Sequence[tuple[str, str]] = (), parent: QWidget | None = None,
        *, across: int = 0,
    ) -> None:  # fmt: skip
        super().__init__(look, parent)
        self._across = across
        self._row = QGridLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, Button] = {}
        self._value = ""
        self.set_options(options)
        self.restyle()

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, words); what was chosen stays chosen where it is still among them."""
        for value in self.buttons.keys() - {value for value, _ in options}:
            self.buttons.pop(value).deleteLater()
        for value, words in options:
            if value not in self.buttons:
                button = self.buttons[value] = Button(self.look, words)
                button.setCheckable(True)
                button.clicked.connect(lambda _=False, value=value: self._pick(value))
                self._group.addButton(button)
            self.buttons[value].setText(words)
        for at, (value, _) in enumerate(options):
            self._row.addWidget(self.buttons[value], *divmod(at, self._across or len(options)))
        self.set_value(self._value)

    @property
    def value(self) -> str:
        """What is chosen, "" at first."""
        return self._value

    def set_value(self, value: str) -> None:
        """Choose without telling anybody."""
        self._value = value
        for known, button in self.buttons.items():
            button.setChecked(known == value)
            button.set_kind("chosen" if known == value else "plain")

    def restyle(self) -> None:
        """Follow the look."""
        self._row.setSpacing(self.look.px(8))

    def _pick(self, value: str) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.chosen.emit(value)


class Switch(Button):
    """On or off, with its words beside it: `toggled` tells, `isChecked` asks."""

    def __init__(self, look: Look, text: str = "", *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(look, text, parent=parent)
        self.setCheckable(True)
        self.setChecked(on)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The track and the words."""
        hint = super().sizeHint()
        return QSize(hint.width() + self.look.px(44), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A track with a knob at the side that holds; the knob is hollow when off, so colour never tells alone."""
        c, px = self.look.colours, self.look.px
        painter = QPainter(self)
        track = QRectF(1, (self.height() - px(26)) / 2, px(46), px(26))
        on = self.isChecked()
        rounded(
            painter, track, track.height() / 2, fill=c.good if on else c.card, line=c.good if on else c.edge, width=2
        )
        middle = QPointF(track.right() - px(13) if on else track.left() + px(13), track.center().y())
        painter.setPen(c.edge if not on else c.card)
        painter.setBrush(c.card if on else c.ground)
        painter.drawEllipse(middle, px(8), px(8))
        if self._ring:
            rounded(painter, QRectF(self.rect()), px(10), line=c.ink, width=2)
        painter.setPen(c.ink if self.isEnabled() else c.soft)
        painter.setFont(self.look.font(*self._type()))
        rect = QRectF(px(58), 0, self.width() - px(58), self.height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
