"""A refusal, or a question that one key answers, where the eye is; it stays until the next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from posapp.ui.theme import RADIUS, SEMIBOLD, SMALL, Look
from posapp.ui.widgets.badge import badge_colours
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted, rounded

Said = str | Callable[[], str]
"""A sentence, or what says it in the language of the moment."""


def _said(words: Said) -> str:
    return words if isinstance(words, str) else words()


class Strip(Painted):
    """One sentence and up to two buttons beside it. `kind` is ``seal`` (refused), ``waiting`` or ``good``."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.kind = "seal"
        self.words = Label(look, "", size=SMALL, weight=SEMIBOLD, wrap=True)
        self.buttons = (Button(look, kind="outline"), Button(look))
        self._text: Said = ""
        self._labels: tuple[Said, ...] = ()
        self._does: list[Callable[[], None]] = []
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        for place, button in enumerate(self.buttons):
            self._row.addWidget(button)
            button.clicked.connect(lambda _=False, place=place: self.press(place))
            button.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        """Follow the look."""
        self._row.setContentsMargins(self.look.px(16), self.look.px(6), self.look.px(8), self.look.px(6))
        self._row.setSpacing(self.look.px(8))
        self.setMinimumHeight(self.look.px(44))

    def say(self, text: Said, *actions: tuple[Said, str, Callable[[], None]], kind: str = "seal") -> None:
        """Show `text`; each action is its words, the key written beside them, and what it does.

        Give words as functions where the language may change while they stand: they are asked for again then.
        """
        self.kind = kind
        self._text, self._labels = text, tuple(label for label, _, _ in actions)
        self.words.paint_in(kind)
        self._does = [does for _, _, does in actions]
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(actions))
            if place < len(actions):
                button.set_hint(actions[place][1])
        self.retranslate()
        self.show()
        self.update()

    def retranslate(self) -> None:
        """Say it in the language of the moment, where it was given as a function."""
        said = _said(self._text)
        self.words.setText(said)
        self.setAccessibleName(said)
        for button, label in zip(self.buttons, self._labels, strict=False):
            button.setText(_said(label))

    def press(self, place: int) -> bool:
        """Do what the button at `place` does; false where there is none."""
        if self.isHidden() or place >= len(self._does):
            return False
        does = self._does[place]
        self.clear()
        does()
        return True

    def clear(self) -> None:
        """The next step has begun."""
        self._does = []
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A wash with a line in its colour."""
        wash, ink = badge_colours(self.look, self.kind)
        rounded(QPainter(self), QRectF(self.rect()), self.look.px(RADIUS), fill=wash, line=ink)


class Toast(Painted):
    """A short note over the header that goes by itself after four seconds: no amount and no button lies there."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._around = parent
        self.kind, self._text = "good", ""
        self._until = QTimer(self, singleShot=True, interval=4000)
        self._until.timeout.connect(self.hide)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, text: str, *, kind: str = "good") -> None:
        """Show `text`; `kind` is ``good``, ``waiting`` or ``refused``."""
        self.kind, self._text = ("seal" if kind == "refused" else kind), text
        self.setAccessibleName(text)
        px, around = self.look.px, self._around.rect()
        wide = min(self.look.metrics(SMALL, SEMIBOLD).horizontalAdvance(text) + px(40), around.width() - px(40))
        self.setGeometry((around.width() - wide) // 2, 4, wide, 44)  # the header is as high in every size
        self.show()
        self.raise_()
        self.update()
        self._until.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A full lozenge."""
        wash, ink = badge_colours(self.look, self.kind)
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), self.height() / 2, fill=wash, line=ink)
        painter.setPen(ink)
        painter.setFont(self.look.font(SMALL, SEMIBOLD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
