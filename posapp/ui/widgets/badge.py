"""A few words in a coloured lozenge: a benefit, a rank, a state."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.theme import LABEL, SEMIBOLD, Look
from posapp.ui.widgets.painted import Painted, rounded, show_if


class Badge(Painted):
    """`kind` is ``seal`` (a benefit), ``good``, ``waiting``, ``rank`` (gold) or ``plain``; `full` rounds its ends."""

    def __init__(
        self, look: Look, text: str = "", *, kind: str = "seal", full: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self.kind, self.full = kind, full
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        """What stands on it."""
        return self._text

    def set_text(self, text: str, *, kind: str | None = None) -> None:
        """Write other words on it; it hides itself where there are none."""
        kind = kind or self.kind
        if (text, kind) != (self._text, self.kind):
            self._text, self.kind = text, kind
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()
        if text and self.parentWidget() is None:
            # Shown now it would be a window of its own, and take the keyboard from the till.
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        else:
            show_if(self, bool(text))

    def restyle(self) -> None:
        """Follow the look."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        wide = self.look.metrics(LABEL, SEMIBOLD).horizontalAdvance(self._text)
        return QSize(wide + self.look.px(24 if self.full else 16), self.look.px(28 if self.full else 22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        paint_badge(QPainter(self), self.look, QRectF(self.rect()), self._text, kind=self.kind, full=self.full)


def badge_colours(look: Look, kind: str) -> tuple[QColor, QColor]:
    """The wash and the ink of a kind of badge."""
    c = look.colours
    return {
        "seal": (c.seal_wash, c.seal),
        "good": (c.good_wash, c.good),
        "waiting": (c.waiting_wash, c.waiting),
        "rank": (c.rank, c.on_rank),
        "plain": (c.ground, c.soft),
    }[kind]


def paint_badge(painter: QPainter, look: Look, rect: QRectF, text: str, *, kind: str, full: bool = False) -> None:
    """Draw a badge inside another widget's painting."""
    wash, ink = badge_colours(look, kind)
    rounded(painter, rect, rect.height() / 2 if full else look.px(6), fill=wash)
    painter.setPen(ink)
    painter.setFont(look.font(LABEL, SEMIBOLD))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
